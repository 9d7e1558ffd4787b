import CloudContainers

extension Session {
    /// What is worked on, as it is chosen: `scaleway`, `qovery-simulator`.
    var place: String { provider.name + (isSimulated ? Registry.simulatorSuffix : "") }

    /// What is worked on, with its profile and the account, for a question.
    var fullPlace: String {
        let parts = [profile.map { "profile \(TerminalText.escaped($0))" }, account.isEmpty ? nil : account]
            .compactMap(\.self)
        return place + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
    }

    /// Whether the account is a simulator's.
    var isSimulated: Bool { time is SimulationTime }

    /// Whether a reminder or a limit can run beside the work.
    var hasClock: Bool { !(time is any StandingTime) }

    /// Makes a call that may wait for other work to end, says so every ten seconds, and gives up at a limit.
    ///
    /// - Parameters:
    ///   - words: What is asked, such as `deploy web`.
    ///   - limit: The longest time; `nil` for the service's own patience.
    ///   - body: The call.
    /// - Returns: What the call returns.
    /// - Throws: What the call throws; ``/CloudContainers/ContainerServiceError`` with the code `timedOut` at the limit.
    func asking<Value: Sendable>(
        _ words: String,
        within limit: Duration?,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard hasClock else { return try await body() }
        let (screen, time, provider) = (screen, time, provider)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await body() }
            group.addTask {
                while !Task.isCancelled {
                    try await time.sleep(for: .seconds(10))
                    await screen.progress("still waiting for \(provider.name) to let us \(words)", .notice)
                }
                return nil
            }
            if let limit {
                group.addTask {
                    try await time.sleep(for: limit)
                    throw ContainerServiceError(
                        .timedOut,
                        "\(provider.name) did not let us \(words) within \(limit)",
                        provider: provider.dialect.provider,
                        isRetryable: true
                    )
                }
            }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }
}
