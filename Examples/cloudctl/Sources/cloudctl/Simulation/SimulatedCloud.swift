package import CloudContainers
import Foundation
import QoverySimulator
import ScalewaySimulator
package import SimulationKit

/// Both simulators behind one address.
///
/// Their paths never meet: what begins with `/containers`, `/registry`, `/cockpit`, `/loki`, `/serverless-jobs` or `/secret-manager` is
/// Scaleway's, everything else is Qovery's. Official clients therefore work on the address as it is.
package struct SimulatedCloud: HTTPTransport {
    /// What is simulated, and how.
    package struct Settings: Sendable {
        /// What chooses identifiers, salts and times.
        package var seed: UInt64 = 1
        /// What is so outside of the APIs; `nil` for what the state says, and else for a world where every image works.
        package var world: DeclaredWorld?
        /// What a former simulation left behind.
        package var state: JSONDocument?

        /// Makes settings; all of them can be changed.
        package init() {}
    }

    private static let stateFormat = "cloudctl simulation"
    private static let stateVersion = 1
    private static let scalewayPaths: Set<String> = [
        "containers", "registry", "cockpit", "loki", "serverless-jobs", "secret-manager",
    ]
    private static let environmentName = "simulated"

    private let scaleway: ScalewaySimulator
    private let qovery: QoverySimulator
    private let qoveryConfiguration: QoverySimulator.Configuration
    /// What happens outside of both.
    package let outside: SimulatedOutside
    private let scalewayAddress: HTTPBaseURL
    private let qoveryAddress: HTTPBaseURL

    /// Makes both accounts, empty or as they were left.
    ///
    /// - Parameters:
    ///   - settings: What is simulated, and how.
    ///   - address: The address that clients see.
    ///   - time: The time of both simulators.
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for a state that is none.
    package init(_ settings: Settings, at address: String, _ time: any TimeSource) async throws {
        scalewayAddress = try HTTPBaseURL(parsing: "https://api.scaleway.com")
        qoveryAddress = try HTTPBaseURL(parsing: "https://api.qovery.com")
        var configuration = ScalewaySimulator.Configuration()
        configuration.logsURL = address
        configuration.timeZones = { name, instant in
            guard let zone = TimeZone(identifier: name.rawValue) else { return nil }
            let seconds = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds)))
            return try? UTCOffset(.seconds(seconds))
        }
        var qoveryConfiguration = QoverySimulator.Configuration()
        // Whatever the API knows can be tried.
        qoveryConfiguration.cluster.maximumGPU = 1
        self.qoveryConfiguration = qoveryConfiguration
        if let state = settings.state {
            let parts = try Self.parts(of: state)
            scaleway = try await ScalewaySimulator(
                loading: parts.scaleway,
                configuration: configuration,
                world: settings.world,
                time: time
            )
            qovery = try QoverySimulator(
                loading: parts.qovery,
                configuration: qoveryConfiguration,
                world: settings.world,
                time: time
            )
        } else {
            let world = settings.world ?? DeclaredWorld()
            scaleway = ScalewaySimulator(configuration: configuration, world: world, time: time, seed: settings.seed)
            qovery = QoverySimulator(configuration: qoveryConfiguration, world: world, time: time, seed: settings.seed)
        }
        outside = SimulatedOutside(qovery, or: SimulatedOutside(scaleway, time))
    }

    /// Answers a request by the simulator that it is for.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        // Containers have addresses of their own.
        if let answer = await outside.answer(request) { return answer }
        var request = request
        let step = request.path.split(separator: "/", maxSplits: 1).first.map { $0.prefix { $0 != "?" && $0 != "/" } }
        let isKnown = step.map { Self.scalewayPaths.contains(String($0)) } ?? false
        // What belongs to neither is told by the one whose credential it brings.
        let isForScaleway = isKnown || request.headers["X-Auth-Token"] != nil
        request.baseURL = isForScaleway ? scalewayAddress : qoveryAddress
        return isForScaleway ? try await scaleway.send(request) : try await qovery.send(request)
    }

    /// How many requests both have answered.
    package var requestCount: Int { get async { await scaleway.handledCount + qovery.handledCount } }

    /// Everything that requests have made; another simulation goes on from it.
    package func save() async -> JSONDocument {
        let state: JSONObject = [
            "format": .string(Self.stateFormat), "version": .number(Self.stateVersion),
            "scaleway": await scaleway.save().root, "qovery": await qovery.save().root,
        ]
        return JSONDocument(.object(state))
    }

    private static func parts(
        of state: JSONDocument
    ) throws(ContainerServiceError) -> (scaleway: JSONDocument, qovery: JSONDocument) {
        guard state.root["format"]?.string == stateFormat else {
            throw .invalidInput(Diagnostic(problem: "this is no state of a simulation", field: "format"))
        }
        guard state.root["version"]?.integer == stateVersion else {
            let allowed = "version \(stateVersion)"
            throw .invalidInput(
                Diagnostic(problem: "the version of the state is not known", field: "version", allowed: allowed)
            )
        }
        return (JSONDocument(state.root["scaleway"] ?? .null), JSONDocument(state.root["qovery"] ?? .null))
    }

    /// The variables by which clients find both accounts.
    ///
    /// - Parameter address: The address that clients see.
    /// - Returns: Names and values in the order to print them.
    package func account(at address: String) -> [(name: String, value: String)] {
        let scaleway = scaleway.configuration
        let qovery = qoveryConfiguration
        return [
            ("SCW_API_URL", address), ("SCW_ACCESS_KEY", "SCWSIMULATOR00000000"),
            ("SCW_SECRET_KEY", scaleway.secretKey), ("SCW_DEFAULT_ORGANIZATION_ID", scaleway.organizationID),
            ("SCW_DEFAULT_PROJECT_ID", scaleway.projectID), ("SCW_DEFAULT_REGION", scaleway.region),
            ("QOVERY_API_URL", address), ("QOVERY_API_TOKEN", qovery.token),
            ("QOVERY_CLI_ACCESS_TOKEN", qovery.token), ("QOVERY_ORGANIZATION_ID", qovery.organization.id),
            ("QOVERY_PROJECT_ID", qovery.project.id), ("QOVERY_CLUSTER_ID", qovery.cluster.id),
            ("QOVERY_REGISTRY_ID", qovery.registries.first?.id ?? ""),
        ]
    }

    /// The variables of both accounts and of what there is in them from the beginning.
    ///
    /// - Parameter address: The address that clients see.
    /// - Returns: Names and values in the order to print them.
    /// - Throws: ``Failure`` where the environment cannot be made.
    package func variables(at address: String) async throws -> [(name: String, value: String)] {
        account(at: address) + [("QOVERY_ENVIRONMENT_ID", try await environmentID())]
    }

    /// The environment that there is from the beginning: made by the first simulation, found by those that go on from it.
    private func environmentID() async throws -> String {
        let path = "/project/\(qoveryConfiguration.project.id)/environment"
        let headers: HTTPHeaders = ["Authorization": "Token \(qoveryConfiguration.token)"]
        let list = HTTPRequest(
            .get,
            path,
            of: qoveryAddress,
            headers: headers,
            kind: .read,
            operation: "list environments"
        )
        let found = try JSONDocument(parsing: try await qovery.send(list).body).root["results"]?.array ?? []
        if let one = found.first(where: { $0["name"]?.string == Self.environmentName }) ?? found.first {
            return one["id"]?.string ?? ""
        }
        let environment: JSONObject = [
            "name": .string(Self.environmentName), "mode": "DEVELOPMENT",
            "cluster": .string(qoveryConfiguration.cluster.id),
        ]
        let creation = HTTPRequest(
            .post,
            path,
            of: qoveryAddress,
            headers: ["Authorization": "Token \(qoveryConfiguration.token)", "Content-Type": "application/json"],
            body: HTTPBody(Array(JSONValue.object(environment).text(.compact).utf8)),
            kind: .creation,
            operation: "create environment"
        )
        let answer = try await qovery.send(creation)
        guard answer.isSuccess, let id = try JSONDocument(parsing: answer.body).root["id"]?.string else {
            throw Failure(.internalError, "the environment cannot be made", advice: Failure.bugAdvice)
        }
        return id
    }
}
