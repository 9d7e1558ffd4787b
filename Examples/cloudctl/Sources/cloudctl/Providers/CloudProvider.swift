import CloudContainers
import SimulationKit

/// A provider as the tool knows it: how it spells services, and how to come to an account of it.
protocol CloudProvider: Sendable {
    /// How the provider spells services.
    var dialect: any ContainerDialect { get }
    /// The options of the command line that have a meaning for the provider.
    var optionNames: Set<AccountChoice.Option> { get }

    /// Reads which account is meant: from flags, the environment, and the provider's own files.
    ///
    /// - Throws: ``Failure`` where a credential is missing or a value is wrong.
    func account(_ choice: AccountChoice, on console: Console) async throws -> Account

    /// Every value that an account is made of, and where it comes from; what is wrong is told and not thrown.
    func settings(_ choice: AccountChoice, on console: Console) async -> SettingGroup

    /// Makes an account that lives in this process only.
    ///
    /// - Parameters:
    ///   - time: The time of the simulator.
    ///   - world: What is so outside of it.
    ///   - registries: Registries that it has beyond its own: their ids, by their host.
    /// - Returns: The account, empty.
    func simulation(at time: any TimeSource, in world: DeclaredWorld, registries: [String: String]) -> Simulation

    /// What the provider expects of whoever brings a domain.
    var domainManners: DomainManners { get }

    /// The parts of the provider's API that are used, with their versions where it has any.
    var apiVersions: [String] { get }

    /// What to do about an error, where the provider itself gives reason to say something of its own.
    func advice(for error: ContainerServiceError) -> String?
}

extension CloudProvider {
    /// The provider's name.
    var name: String { dialect.provider.rawValue }

    /// Makes an account for the sample shop.
    func simulation(at time: any TimeSource) -> Simulation {
        simulation(at: time, in: SampleShop.world, registries: [:])
    }
}

/// An account that a command can work on.
struct Account: Sendable {
    /// Where the account's values come from, for somebody who asks.
    var origin: String
    /// Which account it is, for whoever is asked whether to change it: its project, organization, region.
    var name: String
    /// The profile that the account is of, where there is one.
    var profile: String?
    /// What somebody should know before the command begins.
    var warnings: [String] = []
    /// Makes the service of the account.
    var service: @Sendable (any HTTPTransport, any TimeSource, any Randomness) -> any ContainerService
}

extension Account {
    /// The parts that are known, in words.
    static func name(_ parts: [(String, String?)]) -> String {
        parts.compactMap { part, value in value.map { "\(part) \(Diagnostic.shortened($0))" } }.joined(separator: ", ")
    }
}

/// What a provider expects of whoever brings a domain.
struct DomainManners: Sendable {
    /// Whether a change takes effect with a deployment only.
    var needsDeployment = false
    /// Whether a domain whose check failed stays so, until it is removed and added again.
    var failureIsFinal = false
    /// What callers see until a domain is ready, if that is worth knowing.
    var untilReady: String?
    /// What callers see while a domain moves to the provider, and for how long.
    var outage = "Callers get errors until the provider serves the domain."
}

/// An account in a simulator, with a world of images outside of it.
struct Simulation: Sendable {
    /// The simulator.
    var transport: any HTTPTransport
    /// The variables that lead to the account.
    var environment: [String: String]
    /// The variables that making namespaces needs beyond those.
    var foundingEnvironment: [String: String] = [:]
    /// The decisions that the sample services need at the provider.
    var given: Resolutions
    /// What happens outside of the provider.
    var outside: SimulatedOutside
}
