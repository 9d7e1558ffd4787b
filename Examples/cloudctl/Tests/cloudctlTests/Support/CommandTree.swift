import CloudContainers
import CommandKit

/// The commands of the tool, as the argument parser describes them to other tools.
struct CommandTree {
    /// A command without subcommands.
    struct Leaf: CustomStringConvertible, Sendable {
        /// The words that call it, without the name of the tool.
        let words: [String]
        /// Its long options and flags, without the dashes.
        let options: Set<String>
        /// What the help says of its form of output, if it has one.
        let output: String?

        var description: String { words.joined(separator: " ") }
    }

    /// All commands.
    let leaves: [Leaf]

    /// Asks the tool.
    init() async throws {
        let text = await (try Terminal()).run("--experimental-dump-help").output
        let root = try JSONDocument(parsing: text).root
        leaves = Self.leaves(of: root["command"] ?? .null, [])
    }

    /// The options and arguments of a command that take a value: the first name of each, and whether shells can complete it.
    static func values() async throws -> [(command: String, name: String, value: String, isCompleted: Bool)] {
        let text = await (try Terminal()).run("--experimental-dump-help").output
        var found: [(String, String, String, Bool)] = []
        func walk(_ command: JSONValue, _ words: [String]) {
            for argument in command["arguments"]?.array ?? [] where argument["kind"]?.string != "flag" {
                let names = argument["names"]?.array ?? []
                let name = names.first { $0["kind"]?.string == "long" }?["name"]?.string ?? ""
                let value = argument["valueName"]?.string ?? ""
                found.append((words.joined(separator: " "), name, value, argument["completionKind"] != nil))
            }
            for child in command["subcommands"]?.array ?? [] {
                walk(child, words + [child["commandName"]?.string ?? ""])
            }
        }
        walk(try JSONDocument(parsing: text).root["command"] ?? .null, [])
        return found
    }

    private static func leaves(of command: JSONValue, _ words: [String]) -> [Leaf] {
        let subcommands = command["subcommands"]?.array ?? []
        if !subcommands.isEmpty {
            return subcommands.flatMap { leaves(of: $0, words + [$0["commandName"]?.string ?? ""]) }
        }
        let names = (command["arguments"]?.array ?? []).flatMap { $0["names"]?.array ?? [] }
        let options = names.filter { $0["kind"]?.string == "long" }.compactMap { $0["name"]?.string }
        let output = (command["arguments"]?.array ?? []).first { argument in
            argument["names"]?.array?.contains { $0["name"]?.string == "output" } == true
        }
        return [Leaf(words: words, options: Set(options), output: output?["abstract"]?.string)]
    }
}
