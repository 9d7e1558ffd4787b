import ArgumentParser
package import CloudContainers

/// An account at a simulator that holds the sample shop.
package enum SampleAccount {
    /// Makes an account and fills it.
    ///
    /// - Parameters:
    ///   - provider: The provider's name.
    ///   - console: A console; nothing of it is read.
    ///   - time: The time of the simulator.
    ///   - randomness: What the jitter of the waits comes from.
    ///   - hasJobs: Whether there are sample jobs beside the services.
    /// - Returns: The simulator, the variables that lead to the account, and what is outside of it.
    /// - Throws: An error of the library; ``Failure`` for a provider that does not exist.
    package static func make(
        of provider: String,
        on console: Console,
        _ time: any TimeSource,
        _ randomness: any Randomness,
        hasJobs: Bool = false
    ) async throws -> (transport: any HTTPTransport, environment: [String: String], outside: SimulatedOutside) {
        guard let provider = Registry.providers.first(where: { $0.name == provider }) else {
            throw Failure(.wrongUse, "there is no provider \(provider)")
        }
        let (simulation, _) = try await make(of: provider, on: console, time, randomness, hasJobs: hasJobs)
        return (simulation.transport, simulation.environment, simulation.outside)
    }

    static func make(
        of provider: any CloudProvider,
        on console: Console,
        _ time: any TimeSource,
        _ randomness: any Randomness,
        isEmpty: Bool = false,
        hasJobs: Bool = false
    ) async throws -> (simulation: Simulation, account: Account) {
        let simulation = provider.simulation(at: time)
        let founder = try await simulation.account(of: provider, on: console, isFounder: true)
        // Whoever begins with nothing has to make namespaces.
        if isEmpty { return (simulation, founder) }
        let service = founder.service(simulation.transport, time, randomness)
        let options = WaitOptions(time: time, randomness: randomness)
        try await SampleShop.fill(service, simulation.given, options)
        try await SampleShop.surround(service, by: simulation.outside, options)
        if hasJobs { try await SampleShop.addJobs(to: service, simulation.given, options) }
        return (simulation, try await simulation.account(of: provider, on: console, isFounder: false))
    }
}
