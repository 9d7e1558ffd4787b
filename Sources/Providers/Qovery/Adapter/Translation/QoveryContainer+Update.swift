import CloudContainers

extension QoveryContainer {
    /// The body of a `PUT` that changes nothing: an answer without what only answers have.
    ///
    /// A `PUT` replaces the whole resource, so what is left out is reset: everything else is kept, ids of ports and disks
    /// and unknown members too (reference §5, "GET to PUT mapping").
    package var updateBody: QoveryContainer {
        var body = self
        body.id = .absent
        body.createdAt = .absent
        body.updatedAt = .absent
        body.environment = .absent
        body.serviceType = .absent
        body.maximumCpu = .absent
        body.maximumMemory = .absent
        body.maximumGpu = .absent
        body.registry = .absent
        if body.registryID.value == nil { body.registryID = registry.value?.id ?? .absent }
        body.labelsGroups = labelsGroups.map(Self.idsOnly)
        body.annotationsGroups = annotationsGroups.map(Self.idsOnly)
        body.autoscaling = autoscaling.map { policy in
            var policy = policy
            policy.id = .absent
            policy.createdAt = .absent
            policy.updatedAt = .absent
            policy.serviceID = .absent
            policy.scalers = policy.scalers.map { $0.map(\.updateBody) }
            return policy
        }
        return body
    }

    private static func idsOnly(_ groups: [QoveryGroup]) -> [QoveryGroup] {
        groups.map { group in
            var reference = QoveryGroup()
            reference.id = group.id
            return reference
        }
    }
}

extension QoveryScaler {
    fileprivate var updateBody: QoveryScaler {
        var body = self
        body.id = .absent
        body.createdAt = .absent
        body.updatedAt = .absent
        // Answers have null where nothing is set, which requests may not have.
        if configJson.value == nil || configJson.value == .null { body.configJson = .absent }
        if configYaml.value == nil { body.configYaml = .absent }
        if triggerAuthentication.value == nil { body.triggerAuthentication = .absent }
        body.triggerAuthentication = body.triggerAuthentication.map { authentication in
            var authentication = authentication
            authentication.id = .absent
            authentication.createdAt = .absent
            authentication.updatedAt = .absent
            authentication.organizationID = .absent
            return authentication
        }
        return body
    }
}

extension Member {
    /// The member with its value changed; absent and `null` stay what they are.
    func map<Other>(_ transform: (Value) -> Other) -> Member<Other> {
        switch self {
        case .absent: .absent
        case .null: .null
        case .value(let value): .value(transform(value))
        }
    }
}
