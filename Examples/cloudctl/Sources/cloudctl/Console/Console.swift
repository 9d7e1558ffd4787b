package import CloudContainers
package import ContainerMigration
import Logging

/// What a command sees of the process: its streams, its environment, its folder, the network, and the time.
///
/// The tool uses nothing of the process but this, so that a test can give it everything.
package struct Console: Sendable {
    /// Where bytes go.
    package protocol Sink: AnyObject, Sendable {
        /// Writes all bytes.
        ///
        /// - Throws: ``Failure`` if they cannot be written.
        func write(_ bytes: [UInt8]) throws
    }

    /// One of the two streams that a command writes to.
    package struct Output: Sendable {
        /// Where the bytes go.
        package var sink: any Sink
        /// The columns of the terminal at the other end; `nil` if there is no terminal.
        package var terminalColumns: Int?

        /// Makes a stream.
        package init(_ sink: any Sink, terminalColumns: Int? = nil) {
            self.sink = sink
            self.terminalColumns = terminalColumns
        }

        func write(_ text: String) throws { try sink.write(Array(text.utf8)) }
    }

    /// What was typed behind the name of the tool.
    var arguments: [String] = []
    /// The result.
    package var output: Output
    /// Reports and errors.
    package var error: Output
    /// Reads the next bytes of the input; an empty list is its end.
    package var readInput: @Sendable () throws -> [UInt8]
    /// Whether a person types the input.
    package var inputIsTerminal: Bool
    /// Lets the terminal show what is typed, or not.
    package var showTyping: @Sendable (Bool) -> Void
    /// The environment.
    package var environment: [String: String]
    /// The folder that relative paths begin in.
    package var workingDirectory: String
    /// The way to the providers.
    package var network: any Network
    /// Who knows where names lead.
    package var names: any NameResolver
    /// The time that waits for live providers take.
    package var time: any TimeSource
    /// What the jitter of delays comes from.
    package var randomness: any Randomness
    /// How often a live display is drawn anew; `nil` draws it only when something changes.
    package var refreshInterval: Duration?
    /// The wall clock of records.
    package var clock: @Sendable () -> Timestamp = { .now() }
    /// Whether nobody is asked anything.
    var refusesQuestions = false
    /// Whether problems become annotations.
    var annotations = AnnotationChoice.auto
    /// The form of the progress.
    var progress = ProgressForm.auto
    /// Where a result goes beside what is printed, as JSON.
    var resultFile: String?
    /// Takes what is not the result, where that is wanted as records.
    var records: Logger?
    /// Where commands for a runner go, where that is not standard error.
    var runner: Output?

    /// Makes a console.
    package init(
        output: Output,
        error: Output,
        readInput: @escaping @Sendable () throws -> [UInt8],
        inputIsTerminal: Bool = false,
        showTyping: @escaping @Sendable (Bool) -> Void = { _ in },
        environment: [String: String] = [:],
        workingDirectory: String,
        network: any Network = ClientNetwork(),
        names: any NameResolver = SystemNameResolver(),
        time: any TimeSource = SystemTime(),
        randomness: any Randomness = SystemRandomness(),
        refreshInterval: Duration? = nil
    ) {
        self.output = output
        self.error = error
        self.readInput = readInput
        self.inputIsTerminal = inputIsTerminal
        self.showTyping = showTyping
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.network = network
        self.names = names
        self.time = time
        self.randomness = randomness
        self.refreshInterval = refreshInterval
    }

    /// Whether somebody sees a question and can answer it; a pipeline says by `CI` that nobody does, also where it has a terminal.
    var canAsk: Bool {
        let isPipeline = environment["CI"].map { !["", "0", "false"].contains($0.lowercased()) } ?? false
        return inputIsTerminal && error.terminalColumns != nil && !isPipeline && !refusesQuestions
    }

    /// What was typed, ready for a shell.
    var commandLine: String { (["cloudctl"] + arguments.map(ShellExport.quoted)).joined(separator: " ") }

    /// The next line of the input, without its end.
    ///
    /// - Throws: What reading throws.
    func readLine() throws -> String {
        var line: [UInt8] = []
        while !line.contains(UInt8(ascii: "\n")) {
            let bytes = try readInput()
            if bytes.isEmpty { break }
            line += bytes
        }
        return String(decoding: line.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// Does something while the terminal does not show what is typed.
    func hidingTyping<Result>(_ body: () throws -> Result) rethrows -> Result {
        showTyping(false)
        defer { showTyping(true) }
        return try body()
    }

    /// Asks at the terminal for something that is not shown.
    ///
    /// - Throws: What reading throws.
    func ask(_ question: String) throws -> String {
        try error.write(question)
        let answer = try readLine()
        try error.write("\n")
        return answer
    }

    /// The absolute form of a path.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : workingDirectory + "/" + path
    }
}
