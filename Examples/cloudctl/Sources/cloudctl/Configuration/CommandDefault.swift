import ArgumentParser
import CloudContainers

/// What a command takes where its line says nothing else.
struct CommandDefault: Sendable {
    /// The words of the command, such as `env list`.
    let command: String
    /// The long name of the option.
    let option: String
    /// Its value; `nil` for a flag.
    let value: String?
    /// The field and the file, for a person.
    let origin: String
    /// The place in the file, for a message.
    let place: Diagnostic

    /// The word of a command line that says the same.
    var word: String { "--\(option)" + (value.map { "=\($0)" } ?? "") }

    /// Why an option is to have no default; `nil` where it may.
    static func reason(against option: String) -> String? {
        switch option {
        case "yes", "allow": "Consent is given each time, for what is at hand."
        case "color": "Set NO_COLOR, or CLICOLOR_FORCE."
        case "provider", "profile", "region", "organization", "project", "cluster": "Write it into a profile."
        default: nil
        }
    }

    /// A command that can have defaults.
    struct Command {
        /// Its words.
        let name: String
        private let type: any ParsableCommand.Type

        /// All of them, by their words.
        private static let all = leaves(of: CloudCtl.self, "")

        /// The words of all of them.
        static var names: [String] { all.map(\.name) }

        /// The command of those words.
        init?(named name: String) {
            guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
            self = found
        }

        /// The command that a line begins with.
        init?(of arguments: [String]) {
            let found = Self.all.first { arguments.starts(with: $0.words) }
            guard let found else { return nil }
            self = found
        }

        private init(name: String, type: any ParsableCommand.Type) {
            (self.name, self.type) = (name, type)
        }

        /// Its words one by one.
        var words: [String] { name.split(separator: " ").map(String.init) }

        /// The long names of its options, and whether each takes a value.
        var options: [String: Bool] {
            var result: [String: Bool] = [:]
            do {
                _ = try type.parseAsRoot(["--experimental-dump-help"])
            } catch {
                let dump = try? JSONDocument(parsing: type.fullMessage(for: error)).root
                for argument in dump?["command"]?["arguments"]?.array ?? [] where argument["kind"] != "positional" {
                    for name in argument["names"]?.array ?? [] where name["kind"] == "long" {
                        if let name = name["name"]?.string { result[name] = argument["kind"] == "option" }
                    }
                }
            }
            for name in ["help", "version"] { result[name] = nil }
            return result
        }

        private static func leaves(of type: any ParsableCommand.Type, _ prefix: String) -> [Command] {
            type.configuration.subcommands.flatMap { child -> [Command] in
                guard let word = child.configuration.commandName else { return [] }
                let name = prefix + word
                let children = leaves(of: child, name + " ")
                return children.isEmpty ? [Command(name: name, type: child)] : children
            }
        }
    }
}

extension CloudCtl {
    /// Commands that say what is wrong with the settings, or do without them.
    private static let withoutDefaults = ["config", "doctor", "version", "completions"]
    /// Commands that explain what is wrong, which a wrong file must not keep from it.
    private static let explaining = ["explain", "schema"]

    /// Reads a command line, with what the tool's own file says for the command where the line says nothing.
    ///
    /// - Throws: ``Failure`` where the file is wrong, and what the argument parser throws.
    static func parse(_ arguments: [String], on console: Console) throws -> any ParsableCommand {
        guard let command = CommandDefault.Command(of: arguments), !withoutDefaults.contains(command.name),
            !arguments.contains(where: ["-h", "--help", "--help-hidden", "--experimental-dump-help"].contains),
            let settings = try Self.settings(for: command, on: console)
        else { return try parseAsRoot(arguments) }
        let count = command.words.count
        let rest = arguments.dropFirst(count)
        var choice = AccountChoice(variable: ProviderOptions.variable)
        choice.options[.profile] = value(of: "--profile", in: Array(rest))
        let profile = try choice.namedProfile(on: console)?.profile
        var taken: [CommandDefault] = []
        for value in (profile?.defaults ?? []) + settings.defaults where value.command == command.name {
            let word = "--\(value.option)"
            let isSaid = rest.contains { $0 == word || $0.hasPrefix(word + "=") }
            // A part of the JSON is asked for by another option than the form of all of it.
            let isField = value.option == "output" && rest.contains { $0 == "--field" || $0.hasPrefix("--field=") }
            if isSaid || isField || taken.contains(where: { $0.option == value.option }) { continue }
            taken.append(value)
        }
        guard let first = taken.first else { return try parseAsRoot(arguments) }
        do {
            // In front of what is typed, which counts where an option stands twice.
            return try parseAsRoot(arguments.prefix(count) + taken.map(\.word) + rest)
        } catch {
            // What is typed may be what is wrong.
            _ = try parseAsRoot(arguments)
            var diagnostic = first.place
            let message = CloudCtl.message(for: error)
            diagnostic.problem = "the defaults of \(command.name) do not fit: \(message)"
            diagnostic.advice = "Correct them, or give the option on the line."
            throw Failure(.wrongConfiguration, [diagnostic])
        }
    }

    private static func settings(for command: CommandDefault.Command, on console: Console) throws -> UserSettings? {
        guard explaining.contains(command.name) else { return try UserSettings.read(on: console) }
        return try? UserSettings.read(on: console)
    }

    private static func value(of flag: String, in words: [String]) -> String? {
        for (index, word) in words.enumerated() {
            if word == flag, index + 1 < words.count { return words[index + 1] }
            if word.hasPrefix(flag + "=") { return String(word.dropFirst(flag.count + 1)) }
        }
        return nil
    }
}
