import ArgumentParser
import CloudContainers
import Foundation

/// Names of an account, completed while somebody types.
///
/// The parser's closures can wait for nothing, so that the words are read twice: first to learn what they ask for, then with
/// the names.
enum LiveCompletion: String, CaseIterable {
    case services, namespaces, jobs

    /// What the account has, in the second reading.
    @TaskLocal private static var names: [String]?

    /// The longest time that somebody waits at a prompt.
    private static let limit = Duration.milliseconds(300)
    /// What begins each request of a shell for words.
    private static let request = "---completion"

    /// How the parser completes it.
    var kind: CompletionKind {
        .custom { _, _, _ in Self.names ?? [mark] }
    }

    /// What stands for the names in the first reading; no name has such a character.
    private var mark: String { "\u{1}\(rawValue)" }

    /// Answers a shell that asks for words.
    ///
    /// - Returns: The answer, nothing where something fails; `nil` where the arguments are no such request.
    static func answer(to arguments: [String], on console: Console) async -> String? {
        guard arguments.first == request else { return nil }
        let first = reading(arguments)
        guard let asked = allCases.first(where: { first.contains($0.mark) }) else { return first }
        let found = await asked.find(arguments, on: console)
        return found.isEmpty ? "" : $names.withValue(found) { reading(arguments) }
    }

    private static func reading(_ arguments: [String]) -> String {
        do {
            _ = try CloudCtl.parseAsRoot(arguments)
            return ""
        } catch {
            return CloudCtl.exitCode(for: error) == .success ? CloudCtl.fullMessage(for: error) + "\n" : ""
        }
    }

    /// The names, from the cache or else from the account.
    private func find(_ arguments: [String], on console: Console) async -> [String] {
        let choice = Self.choice(of: arguments)
        let namespace = self == .namespaces ? nil : Self.value(of: "--namespace", in: arguments)
        let cache = CompletionCache([rawValue, namespace ?? ""] + choice.words, on: console)
        if let known = await cache?.names() { return known }
        let found = await withTaskGroup(of: [String]?.self) { group in
            group.addTask { try? await ask(choice, namespace, on: console) }
            group.addTask {
                try? await console.time.sleep(for: Self.limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard let found else { return [] }
        // A name that ends a line is none that a shell can complete.
        let names = found.filter { TerminalText.escaped($0) == $0 }
        await cache?.keep(names)
        return names
    }

    private func ask(_ choice: AccountChoice, _ namespace: String?, on console: Console) async throws -> [String] {
        var console = console
        console.error = Console.Output(Silence())
        var printing = OutputOptions.parseOrDefault()
        printing.quiet = true
        return try await Session.with(choice, printing, on: console) { session in
            switch self {
            case .namespaces: return try await session.places("").map(\.word)
            case .services:
                let all = try await session.containers(in: namespace)
                return Self.words(all.map { ($0.container.spec.name, $0.path) })
            case .jobs:
                guard let jobs = session.service.jobs else { return [] }
                return Self.words(try await session.jobs(in: namespace, jobs).map { ($0.job.spec.name, $0.path) })
            }
        }
    }

    /// Names, or paths where several things have one name.
    private static func words(_ things: [(name: String, path: String)]) -> [String] {
        let counts = Dictionary(things.map { ($0.name, 1) }, uniquingKeysWith: +)
        return things.map { counts[$0.name] == 1 ? $0.name : $0.path }
    }

    private static func choice(of arguments: [String]) -> AccountChoice {
        var choice = AccountChoice(provider: value(of: "--provider", in: arguments))
        choice.variable = ProviderOptions.variable
        choice.wantsJobs = true
        for option in AccountChoice.Option.allCases {
            if let value = value(of: "--" + option.rawValue, in: arguments) { choice.options[option] = value }
        }
        return choice
    }

    private static func value(of flag: String, in arguments: [String]) -> String? {
        for (index, word) in arguments.enumerated() {
            if word == flag, index + 1 < arguments.count, !arguments[index + 1].isEmpty { return arguments[index + 1] }
            if word.hasPrefix(flag + "=") { return String(word.dropFirst(flag.count + 1)) }
        }
        return nil
    }

    /// A stream that nobody reads.
    private final class Silence: Console.Sink {
        func write(_ bytes: [UInt8]) throws {}
    }
}
