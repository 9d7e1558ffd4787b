import ArgumentParser
import CloudContainers

/// The command line tool.
struct CloudCtl: ParsableCommand {
    static let version = "0.1.0"

    /// The commands that ask a provider.
    static let live: [any ParsableCommand.Type] = [
        Namespaces.self, List.self, Get.self, Describe.self, Status.self, Deploy.self, Start.self, Stop.self,
        Delete.self,
        Logs.self, Env.self, Secrets.self, Domains.self, Jobs.self,
    ]

    /// The commands that work on a manifest and a provider.
    static let applications: [any ParsableCommand.Type] = [
        Diff.self, Plan.self, Apply.self, Drift.self, Export.self, Rollback.self,
    ]

    /// The commands that say what things mean and what is set.
    static let guidance: [any ParsableCommand.Type] = [Explain.self, Config.self, Doctor.self, Version.self]

    static let configuration = CommandConfiguration(
        commandName: "cloudctl",
        abstract:
            "Describe a container service once, and move it between cloud providers without losing anything silently.",
        discussion: """
            The commands about namespaces and services, and doctor, ask a provider, or with --provider NAME-simulator a \
            simulator that needs no account; all others work offline.

            The status: \(ExitStatus.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: "; ")).
            """,
        version: version,
        subcommands: [
            Init.self, Schema.self, Convert.self, Check.self, Migrate.self, Providers.self, Demo.self, Simulate.self,
            Completions.self,
        ],
        groupedSubcommands: [
            CommandGroup(name: "Applications", subcommands: applications),
            CommandGroup(name: "Live Services", subcommands: live),
            CommandGroup(name: "Guidance", subcommands: guidance),
        ]
    )
}

/// A command that works on a console.
protocol ConsoleCommand: ParsableCommand {
    /// Does the work.
    ///
    /// - Returns: The status to end with.
    /// - Throws: ``Failure``, or an error of the argument parser.
    func run(on console: Console) async throws -> ExitStatus
    /// How it prints.
    var printing: OutputOptions { get }
    /// The form of its result.
    var format: FormOptions { get }
    /// The form of its progress.
    var progress: ProgressOption { get }
}

extension ConsoleCommand {
    /// What a command has that prints no result.
    var format: FormOptions { .parseOrDefault() }
    /// What a command has that does not wait.
    var progress: ProgressOption { (try? ProgressOption.parse([])) ?? ProgressOption() }
}

/// The entry to the tool.
package enum Tool {
    /// Runs a command.
    ///
    /// - Parameters:
    ///   - arguments: The arguments without the name of the tool.
    ///   - console: What the command sees of the process.
    /// - Returns: The status of the process.
    package static func run(_ arguments: [String], on console: Console) async -> Int32 {
        var printing: OutputOptions?
        var console = console
        if let words = await LiveCompletion.answer(to: arguments, on: console) {
            // A shell that asks has no use for an error.
            try? console.output.write(words)
            return ExitStatus.done.rawValue
        }
        console.arguments = arguments
        var arguments = arguments
        if arguments.first == "help", let subject = arguments.dropFirst().first {
            if Topic.isPage(subject) {
                arguments[0] = "explain"
            } else if let problem = commandSuggestion(Array(arguments.dropFirst())) {
                let failure = Failure(.wrongUse, problem, advice: "cloudctl help shows all commands.")
                return end(failure, nil, on: console).rawValue
            }
        }
        do {
            var parsed = try CloudCtl.parse(arguments, on: console)
            guard let command = parsed as? any ConsoleCommand else {
                // Help and completions are commands of the parser, which throw what they have to say.
                try parsed.run()
                return ExitStatus.done.rawValue
            }
            printing = command.printing
            console = try await console.serving(command)
            return try await command.run(on: console).rawValue
        } catch is CancellationError {
            return ExitStatus.interrupted.rawValue
        } catch let error as ContainerServiceError {
            return end(Failure(serviceError: error), printing, on: console).rawValue
        } catch let error as HTTPTransportError {
            let advice = "Check HTTPS_PROXY, NO_PROXY and SSL_CERT_FILE."
            return end(Failure(.wrongConfiguration, error.message, advice: advice), printing, on: console).rawValue
        } catch let failure as Failure {
            return end(failure, printing, on: console).rawValue
        } catch {
            return end(parsing: error, arguments, on: console).rawValue
        }
    }

    private static func end(_ failure: Failure, _ printing: OutputOptions?, on console: Console) -> ExitStatus {
        let options = printing ?? OutputOptions.parseOrDefault()
        if let records = console.records {
            records.add(failure)
        } else {
            var printer = DiagnosticPrinter(sheet: options.sheet(for: console.error, on: console))
            for diagnostic in failure.advised { printer.print(diagnostic) }
            for report in failure.reports { printer.print(report) }
            // There is nobody left to tell if this fails too.
            try? console.error.write(printer.sheet.text)
        }
        Workflow(console)?.annotate(failure)
        return failure.status
    }

    /// Prints what the argument parser says: help and the version as a result, everything else as an error.
    private static func end(parsing error: any Error, _ arguments: [String], on console: Console) -> ExitStatus {
        let code = CloudCtl.exitCode(for: error)
        let columns = console.error.terminalColumns
        let message = TerminalText.escapedLines(CloudCtl.fullMessage(for: error, columns: columns))
        var text = wrappingUsage(message, columns: columns ?? helpColumns)
        if !text.hasSuffix("\n") { text += "\n" }
        do {
            if code == .success {
                try console.output.write(text)
                return .done
            }
            let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            let first = String(lines[0]).replacing("Error: ", with: "", maxReplacements: 1)
            guard code == .validationFailure else {
                return end(Failure(.internalError, first, advice: Failure.bugAdvice), nil, on: console)
            }
            let problem = commandSuggestion(arguments) ?? first
            var sheet = OutputOptions.parseOrDefault().sheet(for: console.error, on: console)
            if columns == nil {
                sheet.line(.init("error: ", .bad), .init(problem))
            } else {
                sheet.paragraph([.init("error: ", .bad), .init(problem)], hanging: 2)
            }
            try console.error.write(sheet.text + (lines.count > 1 ? lines[1] : ""))
            Workflow(console)?.annotate(.error, problem, title: "cloudctl")
            return .wrongUse
        } catch {
            return (error as? Failure)?.status ?? .internalError
        }
    }

    /// The columns of help that no terminal shows, as the argument parser has them.
    private static let helpColumns = 80

    /// Breaks the line that says how a command is used, which the argument parser leaves whole, between its options.
    private static func wrappingUsage(_ text: String, columns: Int) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            guard line.hasPrefix("USAGE: ") || line.hasPrefix("Usage: "), line.count > columns else {
                return String(line)
            }
            var (done, current, depth) = ("", "", 0)
            var word = ""
            func end() {
                if current.count + 1 + word.count > columns, !current.isEmpty {
                    done += current + "\n"
                    current = String(repeating: " ", count: "USAGE: ".count) + word
                } else {
                    current += (current.isEmpty ? "" : " ") + word
                }
                word = ""
            }
            for character in line {
                if "[<".contains(character) { depth += 1 }
                if "]>".contains(character) { depth -= 1 }
                if character == " ", depth == 0 { end() } else { word.append(character) }
            }
            end()
            return done + current
        }
        return lines.joined(separator: "\n")
    }

    /// What is wrong with the words that name a command, if anything is.
    private static func commandSuggestion(_ arguments: [String]) -> String? {
        var command: any ParsableCommand.Type = CloudCtl.self
        var parents = ""
        for word in arguments {
            let children = command.configuration.subcommands
            // Behind an option a word may be its value.
            if children.isEmpty || word.hasPrefix("-") { return nil }
            if parents.isEmpty, word == "help" { continue }
            if let next = children.first(where: { $0.configuration.commandName == word }) {
                command = next
                parents += word + " "
                continue
            }
            let known = children.compactMap { $0.configuration.commandName } + (parents.isEmpty ? ["help"] : [])
            let problem = "there is no command \(Diagnostic.quoted(parents + word))"
            // All of them are many, and help shows them.
            if let question = Suggestion(for: word, among: known).question { return "\(problem). \(question)" }
            return "\(problem); there are \(known.joined(separator: ", "))."
        }
        return nil
    }
}

extension OutputOptions {
    /// The options as they are without any flag.
    static func parseOrDefault() -> OutputOptions { (try? OutputOptions.parse([])) ?? OutputOptions() }
}
