public import CloudContainers

/// The spelling of the provider in memory: a service is a manifest of one service, and everything is carried.
public struct InMemoryDialect: ContainerDialect {
    private let manifest: ManifestFormat
    private let others: [any ContainerDialect]

    /// Makes the dialect; the other dialects read the settings of their providers.
    public init(knowing others: [any ContainerDialect] = []) {
        self.others = others
        manifest = ManifestFormat(providers: others)
    }

    /// The provider's name.
    public var provider: ProviderID { .inMemory }

    /// What the provider can do.
    public var capabilities: Capabilities { .inMemory }

    /// One row for each field of the payloads.
    public var rules: [FieldRule] {
        ContainerSpec.memberNames.map { FieldRule("services.*.\($0)", $0, .both, "The same.") }
    }

    /// Whether a document looks like one of this provider's.
    public func recognises(_ document: JSONDocument) -> Bool { manifest.recognises(document) }

    /// Reads the services of a document.
    public func read(
        _ bundle: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> [Translation<ContainerSpec>] { try manifest.read(bundle, given) }

    /// Writes a service as a bundle.
    public func write(_ spec: ContainerSpec, _ given: Resolutions) -> Translation<JSONDocument?> {
        manifest.write(spec, given)
    }

    /// Works out the requests that a change needs.
    public func prepare(
        _ change: ContainerChange,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        switch change {
        case .create(let spec):
            let request = PreparedRequest(
                "POST",
                "/namespaces/{namespace}/containers",
                body: body(spec.name, spec.documentWithoutResets),
                purpose: "create \(spec.name)"
            )
            let ledger = write(spec, given).ledger
            return Translation(value: PreparedChange(requests: [request], deploys: false), ledger: ledger)
        case .update(let spec, let live):
            let basis = basis(of: live)
            guard let current = try read(live, given).first?.value else {
                throw ContainerServiceError(.invalidInput, "the live payload holds no service", provider: provider)
            }
            let ledger = write(spec, given).ledger
            // Absent is unmanaged, so the wish is laid over what is there.
            let old = current.documentWithoutResets
            let result = spec.document(over: old)
            if result == old {
                return Translation(value: PreparedChange(requests: [], deploys: false, basis: basis), ledger: ledger)
            }
            let body = body(spec.name, result)
            // Two halves that are each in order can make a whole that is not.
            _ = try read(JSONDocument(body), given)
            let request = PreparedRequest("PUT", "/containers/{container}", body: body, purpose: "update \(spec.name)")
            return Translation(value: PreparedChange(requests: [request], deploys: false, basis: basis), ledger: ledger)
        }
    }

    private func body(_ name: String, _ document: JSONValue) -> JSONValue {
        var service = document.object ?? JSONObject()
        service.remove("name")
        let services = JSONObject([.init(name: name, value: .object(service))])
        return ["apiVersion": .string(ManifestFormat.apiVersion), "services": .object(services)]
    }

    /// Reads this provider's section of a manifest.
    public func settings(_ section: JSONValue) throws(ContainerServiceError) -> any ProviderSettings {
        throw ContainerServiceError(
            .invalidInput,
            "the provider in memory has no settings of its own",
            provider: provider
        )
    }
}

extension ProviderID {
    /// The provider in memory.
    public static let inMemory = ProviderID(rawValue: "in-memory")
}

extension Capabilities {
    /// What the provider in memory can do: everything, since nothing runs.
    static let inMemory = Capabilities(
        createDeploys: false,
        stops: true,
        scalesToZeroOnRequests: true,
        scalesOnRequests: true,
        hasVolumes: true,
        hasFiles: true,
        hasSeveralPorts: true,
        hasClusterPorts: true,
        hasTokenPorts: true,
        publishesTCP: true,
        pullsDigests: true,
        hasGPUs: true,
        cpu: .millicores(0)...CPU.millicores(.max),
        memory: .zero...ByteCount.gibibytes(.max),
        maximumInstances: .unlimited,
        nameLength: 1...253,
        requestLimit: nil,
        usualDeployment: nil,
        prices: nil
    )
}
