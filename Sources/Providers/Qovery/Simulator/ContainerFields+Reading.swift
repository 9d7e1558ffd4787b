import CloudContainers

/// What a body of a container is checked against.
struct ContainerReader {
    let configuration: QoverySimulator.Configuration
    let registries: Table<RegistryRecord>
    /// What the container is so far; `nil` for a new one.
    let current: ContainerFields?
    /// The id of the container.
    let containerID: String
    let date: String

    private var shared: ServiceReader {
        ServiceReader(configuration: configuration, registries: registries, currentRegistry: current?.registry)
    }

    /// Reads a whole container: whatever is left out gets its default, also where the container has something else.
    func read(_ body: Fields, ids: inout Store) throws(Refusal) -> ContainerFields {
        let cluster = configuration.cluster
        let name = try body.name("name")
        let description = try body.optionalText("description") ?? ""
        let registry = try shared.registry(try body.text("registry_id"))
        let imageName = try body.name("image_name")
        let tag = try body.name("tag")
        let arguments = try body.texts("arguments")
        let entrypoint = try body.optionalText("entrypoint")
        let cpu = try body.optionalInteger("cpu", in: configuration.minimumCPU...cluster.maximumCPU) ?? 500
        let memory = try body.optionalInteger("memory", in: configuration.minimumMemory...cluster.maximumMemory) ?? 512
        let gpu = try body.optionalInteger("gpu", in: 0...cluster.maximumGPU) ?? 0
        let ephemeralStorage = try body.optionalInteger("ephemeral_storage_in_gib")
        let architecture = try body.optionalWord("cpu_architecture", among: ["AMD64", "ARM64"])
        let minimum = try body.optionalInteger("min_running_instances") ?? 1
        let maximum = try body.optionalInteger("max_running_instances", in: -1...Int.max) ?? 1
        let autoscaling = try autoscaling(body, &ids)
        try check(minimum, maximum, scalesByEvents: autoscaling != nil)
        let (readiness, liveness) = try shared.probes(body)
        let ports = try ports(body, &ids)
        let storage = try storage(body, &ids)
        let annotations = try shared.groups(
            body,
            "annotations_groups",
            among: configuration.annotationsGroups.map(\.id)
        )
        let labels = try shared.groups(body, "labels_groups", among: configuration.labelsGroups.map(\.id))
        return ContainerFields(
            name: name,
            description: description,
            registry: registry,
            imageName: imageName,
            tag: tag,
            arguments: arguments,
            entrypoint: entrypoint,
            cpu: cpu,
            memory: memory,
            gpu: gpu,
            ephemeralStorage: ephemeralStorage,
            architecture: architecture,
            minimumInstances: minimum,
            maximumInstances: maximum,
            autoscaling: autoscaling,
            readiness: readiness,
            liveness: liveness,
            ports: ports,
            storage: storage,
            autoPreview: try body.optionalFlag("auto_preview") ?? false,
            autoDeploy: try body.optionalFlag("auto_deploy") ?? false,
            iconURI: try body.optionalURI("icon_uri") ?? ContainerFields.standardIcon,
            annotationsGroups: annotations,
            labelsGroups: labels
        )
    }

    private func check(_ minimum: Int, _ maximum: Int, scalesByEvents: Bool) throws(Refusal) {
        if minimum == 0, !scalesByEvents {
            throw Refusal(400, "min_running_instances: 0 needs autoscaling with KEDA")
        }
        if maximum == 0 { throw Refusal(400, "max_running_instances has to be at least 1, or -1 for no limit") }
        guard maximum > 0 else { return }
        if minimum > maximum {
            throw Refusal(400, "min_running_instances must not be greater than max_running_instances")
        }
        if scalesByEvents, minimum == maximum {
            throw Refusal(400, "min_running_instances has to be less than max_running_instances with KEDA")
        }
    }

    // MARK: Ports and storage

    private func ports(_ body: Fields, _ ids: inout Store) throws(Refusal) -> [ContainerFields.Port] {
        var ports: [ContainerFields.Port] = []
        for item in try body.objects("ports") {
            let number = try item.integer("internal_port", in: 1...65_535)
            let external = try item.optionalInteger("external_port", in: 1...65_535)
            let isPublic = try item.flag("publicly_accessible")
            let known = try item.optionalID("id")
            var port = ContainerFields.Port(
                id: known.flatMap { id in current?.ports.contains { $0.id == id } == true ? id : nil } ?? ids.newID(),
                name: try item.optionalText("name").map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 } ?? "p\(number)",
                internalPort: number,
                externalPort: nil,
                isPublic: isPublic,
                isDefault: try item.optionalFlag("is_default") ?? false,
                kind: try item.optionalWord("protocol", among: ["HTTP", "GRPC", "TCP", "UDP"]) ?? "HTTP",
                publicPath: try item.optionalText("public_path"),
                publicPathRewrite: try item.optionalText("public_path_rewrite")
            )
            if isPublic { port.externalPort = port.isWeb ? 443 : external ?? number }
            if !port.isWeb, port.publicPath != nil || port.publicPathRewrite != nil {
                throw Refusal(400, "\(item.path("public_path")) is for public HTTP and GRPC ports only")
            }
            let isTaken = ports.contains {
                $0.internalPort == number && ($0.kind == "UDP") == (port.kind == "UDP")
            }
            if isTaken { throw Refusal(400, "\(item.path("internal_port")): the port \(number) is there twice") }
            if ports.contains(where: { $0.name == port.name }) {
                throw Refusal(400, "\(item.path("name")): the name \(port.name) is there twice")
            }
            ports.append(port)
        }
        // Exactly one port is the default, whatever was sent.
        let chosen =
            ports.firstIndex(where: \.isDefault) ?? ports.firstIndex(where: \.isWeb) ?? ports.indices.first
        for index in ports.indices { ports[index].isDefault = index == chosen }
        return ports
    }

    private func storage(_ body: Fields, _ ids: inout Store) throws(Refusal) -> [ContainerFields.Storage] {
        var storages: [ContainerFields.Storage] = []
        for item in try body.objects("storage") {
            let known = try item.optionalID("id")
            let storage = ContainerFields.Storage(
                id: known.flatMap { id in current?.storage.contains { $0.id == id } == true ? id : nil } ?? ids.newID(),
                kind: try item.word("type", among: ["FAST_SSD"]),
                size: try item.integer("size", in: configuration.minimumStorage...Int.max),
                mountPoint: try item.name("mount_point")
            )
            guard storage.mountPoint.hasPrefix("/") else {
                throw Refusal(400, "\(item.path("mount_point")) has to be an absolute path")
            }
            if storages.contains(where: { $0.mountPoint == storage.mountPoint }) {
                throw Refusal(400, "\(item.path("mount_point")): \(storage.mountPoint) is there twice")
            }
            storages.append(storage)
        }
        return storages
    }

    // MARK: Scaling by events

    private func autoscaling(_ body: Fields, _ ids: inout Store) throws(Refusal) -> JSONObject? {
        guard let policy = try body.optionalObject("autoscaling") else { return nil }
        let mode = try policy.word("mode", among: ["KEDA"])
        guard configuration.cluster.hasKEDA else {
            throw Refusal(400, "autoscaling: KEDA is not enabled on the cluster")
        }
        let items = try policy.objects("scalers")
        guard !items.isEmpty else { throw Refusal(400, "autoscaling.scalers must not be empty") }
        let before = current?.autoscaling?["scalers"]?.array ?? []
        var scalers: [JSONValue] = []
        for (index, item) in items.enumerated() {
            let known = index < before.count ? before[index] : nil
            scalers.append(.object(try scaler(item, known, &ids)))
        }
        return [
            "id": current?.autoscaling?["id"] ?? .string(ids.newID()),
            "created_at": current?.autoscaling?["created_at"] ?? .string(date),
            "service_id": .string(containerID), "mode": .string(mode),
            "polling_interval_seconds": .number(
                try policy.optionalInteger("polling_interval_seconds", in: 1...Int(Int32.max)) ?? 30
            ),
            "cooldown_period_seconds": .number(
                try policy.optionalInteger("cooldown_period_seconds", in: 0...Int(Int32.max)) ?? 300
            ),
            "scalers": .array(scalers),
        ]
    }

    private func scaler(_ item: Fields, _ known: JSONValue?, _ ids: inout Store) throws(Refusal) -> JSONObject {
        if item.has("config_json") == item.has("config_yaml") {
            throw Refusal(400, "\(item.path("config_json")): exactly one of config_json and config_yaml is needed")
        }
        var scaler: JSONObject = [
            "id": known?["id"] ?? .string(ids.newID()), "created_at": known?["created_at"] ?? .string(date),
            "scaler_type": .string(try item.name("scaler_type")),
            "enabled": .bool(try item.optionalFlag("enabled") ?? true),
            "role": .string(try item.word("role", among: ["PRIMARY", "SAFETY"])),
            "config_json": try item.optionalObject("config_json").map { .object($0.object) } ?? .null,
            "config_yaml": .optional(try item.optionalText("config_yaml")),
        ]
        if let authentication = try item.optionalObject("trigger_authentication") {
            let before = known?["trigger_authentication"]
            var answer: JSONObject = [
                "id": before?["id"] ?? .string(ids.newID()), "created_at": before?["created_at"] ?? .string(date),
                "organization_id": .string(configuration.organization.id),
                "name": .string(try authentication.name("name")),
            ]
            if let text = try authentication.optionalText("config_yaml") { answer.set("config_yaml", .string(text)) }
            scaler.set("trigger_authentication", .object(answer))
        }
        return scaler
    }
}
