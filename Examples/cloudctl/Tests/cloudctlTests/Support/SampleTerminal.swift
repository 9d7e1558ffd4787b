import CloudContainers
import CommandKit
import SimulationKit

extension Terminal {
    /// Leads the commands of a provider to a simulator with the sample shop, which lives as long as the terminal.
    ///
    /// - Parameters:
    ///   - provider: The provider's name.
    ///   - time: The time of the simulator and of the commands.
    ///   - rules: What goes wrong on the way there.
    ///   - hasJobs: Whether it has sample jobs beside the services.
    /// - Returns: What happens outside of the provider.
    /// - Throws: An error of the library, where the shop cannot be made.
    @discardableResult
    func connect(
        _ provider: String,
        _ time: VirtualTime,
        _ rules: [FaultRule] = [],
        hasJobs: Bool = false
    ) async throws -> SimulatedOutside {
        let (output, error) = (try Recording(folder + "-o"), try Recording(folder + "-e"))
        // Nobody reads what it says while it is made, and no file stays behind.
        defer { for recording in [output, error] { _ = recording.take() } }
        let console = Console(
            output: .init(output),
            error: .init(error),
            readInput: { [] },
            workingDirectory: folder
        )
        let account = try await SampleAccount.make(
            of: provider,
            on: console,
            time,
            SeededRandomness(seed: 1),
            hasJobs: hasJobs
        )
        transport = FaultInjector(account.transport, rules: rules, time: time)
        self.time = time
        environment.merge(account.environment) { $1 }
        environment["CLOUDCTL_PROVIDER"] = provider
        return account.outside
    }

    /// The id of a service.
    func id(of service: String) async throws -> Container.ID? {
        let json = await run("get", service, "-o", "json").output
        return try JSONDocument(parsing: json).root["id"]?.string.map { Container.ID(rawValue: $0) }
    }
}
