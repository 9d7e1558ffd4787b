import CloudContainers

/// The last lines of a command that changes services: where they are, how many there are of each result, how long it took, and
/// what to run next.
struct ClosingWords {
    /// The results with their numbers, in the order of the lines above.
    private(set) var counts: [(word: String, count: Int)] = []
    /// The addresses of the services that run.
    var addresses: [(name: String, urls: [String])] = []
    /// The time that it took.
    var elapsed: Duration
    /// The command that probably comes next, without the flags of the account.
    var next: String?

    /// Counts results.
    init(_ words: [String], elapsed: Duration) {
        self.elapsed = elapsed
        for word in words {
            if let index = counts.firstIndex(where: { $0.word == word }) {
                counts[index].count += 1
            } else {
                counts.append((word, 1))
            }
        }
    }

    /// Says it on standard error.
    func say(_ session: Session) async {
        for address in addresses {
            for url in address.urls {
                await session.screen.note("\(TerminalText.escaped(address.name)): \(TerminalText.escaped(url))")
            }
        }
        let numbers = counts.map { "\($0.count) \($0.word)" } + [ServiceWords.text(elapsed)]
        await session.screen.note(numbers.joined(separator: ", "), .faint)
        guard let next else { return }
        await session.screen.note("next: \(session.command(next))", .faint)
    }
}

extension Session {
    /// A command that can be typed as it stands, with the flags that lead to the same account.
    func command(_ words: String) -> String { (["cloudctl", words] + flags).joined(separator: " ") }

    /// The containers as they are now, where nobody knew an address before; a gap is no failure of what was done.
    func withEndpoints(_ container: Container) async -> Container {
        guard container.endpoints.isEmpty else { return container }
        return (try? await service.container(container.id)) ?? container
    }
}
