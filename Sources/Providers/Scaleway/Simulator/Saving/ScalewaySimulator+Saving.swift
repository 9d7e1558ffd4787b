public import CloudContainers
public import SimulationKit

extension ScalewaySimulator {
    private static let stateName = "scaleway"

    /// Makes an account of a saved state.
    ///
    /// - Parameters:
    ///   - state: What ``save(includingWorld:)`` gave.
    ///   - configuration: What the account is like; organization, project and region have to be those of the state.
    ///   - world: What is so outside of the API; `nil` for what the state says, and else for a world where every image works.
    ///   - time: The time that decides what is ready; it goes on from that of the state.
    /// - Throws: An error with the code `invalidInput` as ``load(_:)`` does.
    public init(
        loading state: JSONDocument,
        configuration: Configuration = Configuration(),
        world: DeclaredWorld? = nil,
        time: any TimeSource = VirtualTime()
    ) async throws {
        self.init(configuration: configuration, world: world ?? DeclaredWorld(), time: time)
        try await load(state)
        if let world { declare(world) }
    }

    /// The whole state: what there is and what becomes of it, secrets as hashes only, the clock, and where chance stands.
    ///
    /// A simulator that loads it answers the same to the same requests, byte by byte. What is not in it is the configuration
    /// and the history.
    ///
    /// - Parameter includingWorld: Whether it holds what is so outside of the API.
    /// - Returns: The state as a document of version 1.
    public func save(includingWorld: Bool = true) async -> JSONDocument {
        let moment = await now()
        let isLater = moment.elapsed >= latest.elapsed
        return SimulatorState(
            simulator: Self.stateName,
            elapsed: max(moment.elapsed, latest.elapsed),
            wall: isLater ? moment.wall : latest.wall,
            requestCount: requestCount,
            chances: [
                "choices": chance.position, "request_ids": requestIDs.position, "salts": hasher.chance.position,
            ],
            world: includingWorld ? world : nil,
            content: content
        ).document
    }

    /// Takes over a saved state in place of the present one, or refuses it and changes nothing.
    ///
    /// The time of the state goes on as the clock runs. Its wall clock does too, unless the real one is later.
    ///
    /// - Parameter state: What ``save(includingWorld:)`` gave.
    /// - Throws: An error with the code `invalidInput` that names the place of what is not known, missing or out of bounds.
    public func load(_ state: JSONDocument) async throws {
        let state = try SimulatorState(state, of: Self.stateName)
        let chances = (
            choices: try state.chance("choices"), requests: try state.chance("request_ids"),
            salts: try state.chance("salts")
        )
        let content = try Content(StateReader(.object(state.content), at: "content"), of: configuration)
        let moment = await now()
        let wall = moment.wall.advanced(by: .zero - lead.wall)
        lead.elapsed += state.elapsed - moment.elapsed
        lead.wall = max(.zero, state.wall.duration(since: wall))
        latest = Moment(elapsed: state.elapsed, wall: wall.advanced(by: lead.wall))
        requestCount = state.requestCount
        (chance, requestIDs, hasher.chance) = (chances.choices, chances.requests, chances.salts)
        if let world = state.world { declare(world) }
        forgetHistory()
        take(content)
    }

    private var content: JSONObject {
        [
            "account": [
                "organization_id": .string(configuration.organizationID),
                "project_id": .string(configuration.projectID), "region": .string(configuration.region),
            ],
            "namespaces": StoredNamespace.stateJSON(of: namespaces),
            "containers": StoredContainer.stateJSON(of: containers),
            "domains": StoredDomain.stateJSON(of: domains), "triggers": StoredTrigger.stateJSON(of: triggers),
            "tokens": StoredLegacyToken.stateJSON(of: legacyTokens),
            "cockpit_tokens": StoredCockpitToken.stateJSON(of: cockpitTokens),
            "registry_namespaces": StoredRegistryNamespace.stateJSON(of: registryNamespaces),
            "registry_images": StoredRegistryImage.stateJSON(of: registryImages),
            "registry_tags": StoredRegistryTag.stateJSON(of: registryTags),
            "job_definitions": StoredJobDefinition.stateJSON(of: jobDefinitions),
            "job_triggers": StoredJobTrigger.stateJSON(of: jobTriggers),
            "job_secrets": StoredJobSecret.stateJSON(of: jobSecrets), "job_runs": StoredJobRun.stateJSON(of: jobRuns),
            "job_run_count": .number(jobRunCount),
            "managed_secrets": StoredManagedSecret.stateJSON(of: managedSecrets),
            "surroundings": surroundings.stateJSON,
        ]
    }

    private func take(_ content: Content) {
        namespaces = content.namespaces
        containers = content.containers
        domains = content.domains
        triggers = content.triggers
        legacyTokens = content.legacyTokens
        cockpitTokens = content.cockpitTokens
        registryNamespaces = content.registryNamespaces
        registryImages = content.registryImages
        registryTags = content.registryTags
        jobDefinitions = content.jobDefinitions
        jobTriggers = content.jobTriggers
        jobSecrets = content.jobSecrets
        jobRuns = content.jobRuns
        liveJobRuns = Set(jobRuns.values.filter { !$0.state.isFinal }.map(\.id))
        jobRunCount = content.jobRunCount
        managedSecrets = content.managedSecrets
        surroundings = content.surroundings
    }

    /// What a state of this simulator holds.
    private struct Content {
        var namespaces: [String: StoredNamespace]
        var containers: [String: StoredContainer]
        var domains: [String: StoredDomain]
        var triggers: [String: StoredTrigger]
        var legacyTokens: [String: StoredLegacyToken]
        var cockpitTokens: [String: StoredCockpitToken]
        var registryNamespaces: [String: StoredRegistryNamespace]
        var registryImages: [String: StoredRegistryImage]
        var registryTags: [String: StoredRegistryTag]
        var jobDefinitions: [String: StoredJobDefinition]
        var jobTriggers: [String: StoredJobTrigger]
        var jobSecrets: [String: StoredJobSecret]
        var jobRuns: [String: StoredJobRun]
        var jobRunCount: Int
        var managedSecrets: [String: StoredManagedSecret]
        var surroundings: DeclaredSurroundings

        init(_ reader: StateReader, of configuration: Configuration) throws(ContainerServiceError) {
            var reader = reader
            var account = try reader.reader("account")
            for (name, own) in [
                ("organization_id", configuration.organizationID), ("project_id", configuration.projectID),
                ("region", configuration.region),
            ] where try account.text(name) != own {
                throw StateReader.refusal(
                    "the state is of another account",
                    at: account.path.appending(name),
                    allowed: own
                )
            }
            try account.finish()
            namespaces = try StoredNamespace.resources("namespaces", in: &reader)
            containers = try StoredContainer.resources("containers", in: &reader)
            domains = try StoredDomain.resources("domains", in: &reader)
            triggers = try StoredTrigger.resources("triggers", in: &reader)
            legacyTokens = try StoredLegacyToken.resources("tokens", in: &reader)
            cockpitTokens = try StoredCockpitToken.resources("cockpit_tokens", in: &reader)
            registryNamespaces = try StoredRegistryNamespace.resources("registry_namespaces", in: &reader)
            registryImages = try StoredRegistryImage.resources("registry_images", in: &reader)
            registryTags = try StoredRegistryTag.resources("registry_tags", in: &reader)
            jobDefinitions = try StoredJobDefinition.resources("job_definitions", in: &reader)
            jobTriggers = try StoredJobTrigger.resources("job_triggers", in: &reader)
            jobSecrets = try StoredJobSecret.resources("job_secrets", in: &reader)
            jobRuns = try StoredJobRun.resources("job_runs", in: &reader)
            jobRunCount = try reader.counter("job_run_count")
            managedSecrets = try StoredManagedSecret.resources("managed_secrets", in: &reader)
            surroundings = try DeclaredSurroundings(state: try reader.reader("surroundings"))
            try reader.finish()
            try checkOwners(at: reader.path)
        }

        /// Refuses what hangs on something that is not there.
        private func checkOwners(at path: FieldPath) throws(ContainerServiceError) {
            let isComplete =
                containers.values.allSatisfy { namespaces[$0.namespaceID] != nil }
                && domains.values.allSatisfy { containers[$0.containerID] != nil }
                && triggers.values.allSatisfy { containers[$0.containerID] != nil }
                && registryImages.values.allSatisfy { registryNamespaces[$0.namespaceID] != nil }
                && registryTags.values.allSatisfy { registryImages[$0.imageID] != nil }
                && jobTriggers.values.allSatisfy { jobDefinitions[$0.jobDefinitionID] != nil }
                && jobSecrets.values.allSatisfy { jobDefinitions[$0.jobDefinitionID] != nil }
                && jobRuns.values.allSatisfy { jobDefinitions[$0.request.jobDefinitionID] != nil }
            if !isComplete { throw StateReader.refusal("a resource belongs to another that is missing", at: path) }
        }
    }
}

extension Timestamp {
    /// The time that has passed since another instant.
    func duration(since other: Timestamp) -> Duration {
        .seconds(seconds - other.seconds) + .nanoseconds(Int64(nanoseconds - other.nanoseconds))
    }
}
