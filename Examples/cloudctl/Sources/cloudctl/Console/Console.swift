/// What a command sees of the process: its streams, its environment, and its folder.
///
/// The tool uses nothing of the process but this, so that a test can give it everything.
package struct Console {
    /// Where bytes go.
    package protocol Sink: AnyObject {
        /// Writes all bytes.
        ///
        /// - Throws: ``Failure`` if they cannot be written.
        func write(_ bytes: [UInt8]) throws
    }

    /// One of the two streams that a command writes to.
    package struct Output {
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

    /// The result.
    package var output: Output
    /// Reports and errors.
    package var error: Output
    /// Reads the next bytes of the input; an empty list is its end.
    package var readInput: () throws -> [UInt8]
    /// Whether a person types the input.
    package var inputIsTerminal: Bool
    /// The environment.
    package var environment: [String: String]
    /// The folder that relative paths begin in.
    package var workingDirectory: String

    /// Makes a console.
    package init(
        output: Output,
        error: Output,
        readInput: @escaping () throws -> [UInt8],
        inputIsTerminal: Bool = false,
        environment: [String: String] = [:],
        workingDirectory: String
    ) {
        self.output = output
        self.error = error
        self.readInput = readInput
        self.inputIsTerminal = inputIsTerminal
        self.environment = environment
        self.workingDirectory = workingDirectory
    }

    /// The absolute form of a path.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : workingDirectory + "/" + path
    }
}
