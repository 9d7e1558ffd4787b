import CloudContainers

extension QoverySimulator.Configuration {
    /// A group of annotations that services can be in.
    public struct AnnotationsGroup: Sendable, Hashable {
        /// The id, a UUID.
        public var id: String
        /// The name.
        public var name: String
        /// The annotations.
        public var annotations: [String: String]
        /// Where they are put, in the API's words, such as `PODS`.
        public var scopes: [String]

        /// Makes a group.
        public init(id: String, name: String, annotations: [String: String], scopes: [String] = ["PODS"]) {
            self.id = id
            self.name = name
            self.annotations = annotations
            self.scopes = scopes
        }
    }

    /// A group of labels that services can be in.
    public struct LabelsGroup: Sendable, Hashable {
        /// The id, a UUID.
        public var id: String
        /// The name.
        public var name: String
        /// The labels.
        public var labels: [String: String]
        /// Whether the cloud gets them too.
        public var propagatesToCloudProvider: Bool

        /// Makes a group.
        public init(id: String, name: String, labels: [String: String], propagatesToCloudProvider: Bool = false) {
            self.id = id
            self.name = name
            self.labels = labels
            self.propagatesToCloudProvider = propagatesToCloudProvider
        }
    }
}

extension QoverySimulator.Configuration.AnnotationsGroup {
    /// The group as it is answered.
    var json: JSONObject {
        [
            "id": .string(id), "created_at": "2025-01-01T10:00:00.000000Z", "name": .string(name),
            "annotations": .array(
                annotations.sorted { $0.key < $1.key }.map { ["key": .string($0.key), "value": .string($0.value)] }
            ), "scopes": .array(scopes.map { .string($0) }),
        ]
    }
}

extension QoverySimulator.Configuration.LabelsGroup {
    /// The group as it is answered.
    var json: JSONObject {
        [
            "id": .string(id), "created_at": "2025-01-01T10:00:00.000000Z", "name": .string(name),
            "labels": .array(
                labels.sorted { $0.key < $1.key }.map {
                    [
                        "key": .string($0.key), "value": .string($0.value),
                        "propagate_to_cloud_provider": .bool(propagatesToCloudProvider),
                    ]
                }
            ),
        ]
    }
}

// Groups of annotations and labels, which are declared.
extension QoverySimulator {
    func groups(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /organization/*/annotationsGroups":
            try checkOrganization(call)
            return Answer(
                results: configuration.annotationsGroups.map { group in
                    counted(group.json) { $0.annotationsGroups.contains(group.id.lowercased()) }
                }
            )
        case "GET /organization/*/labelsGroups":
            try checkOrganization(call)
            return Answer(
                results: configuration.labelsGroups.map { group in
                    counted(group.json) { $0.labelsGroups.contains(group.id.lowercased()) }
                }
            )
        default: return nil
        }
    }

    /// A group with the number of the services that are in it.
    private func counted(_ group: JSONObject, _ isIn: (any ServiceRecord) -> Bool) -> JSONValue {
        var group = group
        group.set("associated_items_count", .number(store.services.count(where: isIn)))
        return .object(group)
    }
}
