import CloudContainers

/// The commands that GitHub Actions reads in what a step prints.
///
/// The runner reads both streams of a step, and takes each line that begins with `::` for a command.
struct Workflow {
    /// How grave an annotation is.
    enum Level: String {
        /// The step has failed for it.
        case error
        /// It is worth a look.
        case warning
    }

    private let console: Console
    /// Whether the runner reads what is printed.
    let isRunning: Bool

    /// The runner that the process works for, or whose annotations somebody asks for; `nil` elsewhere.
    init?(_ console: Console) {
        isRunning = Self.isRunner(console.environment)
        guard isRunning || console.annotations == .github else { return nil }
        self.console = console
    }

    /// Where the commands go.
    private var output: Console.Output { console.runner ?? console.error }

    /// Whether the environment is that of a step.
    static func isRunner(_ environment: [String: String]) -> Bool { environment["GITHUB_ACTIONS"] == "true" }

    /// Lines that the runner takes for no command: neither for one of its own form, which begins a line behind any blanks, nor
    /// for one of the form before, which stands anywhere in a line.
    ///
    /// An address such as `::1` is no command.
    static func harmless(_ lines: String) -> String {
        guard lines.contains("::") || lines.contains("##[") else { return lines }
        return lines.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            let words = line.drop(while: \.isWhitespace)
            var text = String(line)
            if words.hasPrefix("::"), words.dropFirst(2).contains("::") {
                text = line.prefix(line.count - words.count) + "\\u{3a}" + words.dropFirst()
            }
            return text.replacing("##[", with: "#\\u{23}[")
        }.joined(separator: "\n")
    }

    /// Annotates the run, or a line of a file of the repository.
    func annotate(
        _ level: Level,
        _ text: String,
        title: String? = nil,
        file: String? = nil,
        at location: SourceLocation? = nil
    ) {
        switch console.annotations {
        case .none: return
        // Among records a line that is none would be in the way.
        case .auto where console.records != nil: return
        case .auto, .github: break
        }
        var properties: [String] = []
        if let file {
            properties.append("file=\(Self.property(path(of: file)))")
            if let location { properties += ["line=\(location.line)", "col=\(location.column)"] }
        }
        if let title { properties.append("title=\(Self.property(title))") }
        let list = properties.isEmpty ? "" : " " + properties.joined(separator: ",")
        // There is nobody left to tell if this fails.
        try? output.write("::\(level.rawValue)\(list)::\(Self.data(text))\n")
    }

    /// Hides a value in everything that the run prints from now on; each of its lines, since the runner looks at lines.
    func mask(_ value: String) {
        // Elsewhere the line would only show it.
        guard isRunning else { return }
        let lines = value.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        for line in lines { try? output.write("::add-mask::\(Self.data(String(line)))\n") }
    }

    /// A word that nobody outside can guess, to stop and start commands with.
    func fence() async -> String {
        let halves = [await console.randomness.number(below: .max), await console.randomness.number(below: .max)]
        return "cloudctl-" + halves.map { String($0, radix: 16) }.joined(separator: "-")
    }

    /// The text after the last colons of a command.
    static func data(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// The value of a property of a command.
    static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }

    /// The path as the repository has it.
    private func path(of file: String) -> String {
        let path = console.absolute(file)
        guard let workspace = console.environment["GITHUB_WORKSPACE"], !workspace.isEmpty else { return file }
        return path.hasPrefix(workspace + "/") ? String(path.dropFirst(workspace.count + 1)) : file
    }
}

extension Workflow {
    /// Annotates why a command failed.
    func annotate(_ failure: Failure) {
        for diagnostic in failure.advised {
            let isFile = diagnostic.source.map { $0 != "-" && !$0.hasPrefix("standard ") } ?? false
            let field = diagnostic.field.flatMap { $0 == .root ? nil : "\($0): " } ?? ""
            annotate(
                .error,
                [field + TerminalText.escaped(diagnostic.problem), diagnostic.advice.map(TerminalText.escaped)]
                    .compactMap(\.self).joined(separator: "\n"),
                title: "cloudctl",
                file: isFile ? diagnostic.source : nil,
                at: diagnostic.location
            )
        }
        for report in failure.reports {
            let parts = [report.problem] + report.reasons + [report.advice].compactMap(\.self)
            annotate(.error, parts.map(TerminalText.escaped).joined(separator: "\n"), title: "cloudctl")
        }
    }

    /// Annotates findings that need somebody's consent or decision; those that have it are only worth a look.
    func annotate(_ parts: [(name: String, ledger: Ledger)], _ given: Resolutions) {
        for part in parts {
            for group in FindingGroup.groups(of: part.ledger) where group.outcome.demand != .nothing {
                let isAllowed = group.outcome.demand == .consent && given.allows(group.code)
                let page = group.page
                let words = [page?.title, page?.summary].compactMap(\.self).joined(separator: ". ")
                annotate(
                    isAllowed ? .warning : .error,
                    TerminalText.escaped("\(part.name): \(words.isEmpty ? group.code.rawValue : words)"),
                    title: group.code.rawValue
                )
            }
        }
    }
}

extension Console {
    /// Hides a secret from the log of GitHub Actions, if the process runs there; before anything else is printed.
    func mask(_ value: String) { Workflow(self)?.mask(value) }

    /// The same for several.
    func mask(_ values: SecretValues) {
        guard let workflow = Workflow(self) else { return }
        for name in values.names { values.withValue(of: name, workflow.mask) }
    }

    /// Prints what somebody else wrote, so that none of it is a command to GitHub Actions.
    ///
    /// - Parameters:
    ///   - output: The stream that it is printed to.
    ///   - isNeeded: Whether what is printed can begin a line.
    ///   - body: Prints it.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws.
    func fencing<Result>(
        _ output: Output,
        isNeeded: Bool = true,
        _ body: () async throws -> Result
    ) async throws -> Result {
        guard isNeeded, let workflow = Workflow(self), workflow.isRunning else { return try await body() }
        let token = await workflow.fence()
        try output.write("::stop-commands::\(token)\n")
        // Whatever ends it, commands of the steps to come count again.
        defer { try? output.write("::\(token)::\n") }
        return try await body()
    }
}
