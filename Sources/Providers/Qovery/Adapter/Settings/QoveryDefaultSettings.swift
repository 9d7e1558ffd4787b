import CloudContainers

/// The advanced settings that a new service has, read once for all that ask at the same time.
actor QoveryDefaultSettings {
    private var known: [QoveryServiceKind: JSONObject] = [:]
    /// Who waits while somebody else reads.
    private var waiting: [QoveryServiceKind: [CheckedContinuation<Void, Never>]] = [:]

    /// The settings; where a read fails or is cancelled, the next one that asks reads itself.
    func settings(
        of kind: QoveryServiceKind,
        _ read: @Sendable (QoveryServiceKind) async throws -> JSONObject
    ) async throws -> JSONObject {
        while waiting[kind] != nil {
            await withCheckedContinuation { waiting[kind]?.append($0) }
        }
        try Task.checkCancellation()
        if let settings = known[kind] { return settings }
        waiting[kind] = []
        defer { for waiter in waiting.removeValue(forKey: kind) ?? [] { waiter.resume() } }
        let settings = try await read(kind)
        known[kind] = settings
        return settings
    }
}

extension QoveryContainerService {
    /// The request that sets advanced settings of a new service with the whole object, which is all that the API takes
    /// (normalize.go of the official Terraform provider); any other one as it is.
    func completed(_ request: PreparedRequest, _ kind: QoveryServiceKind) async throws -> PreparedRequest {
        guard request.path == kind.path + "/advancedSettings", let own = request.body?.root.object else {
            return request
        }
        var settings = try await defaultSettings.settings(of: kind) { kind in
            let word = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
            let call = APICall(
                .get,
                "/default\(word)AdvancedSettings",
                operation: "get the default advanced settings of a \(kind.rawValue)"
            )
            return try client.read(try await client.document(call), of: call) { json throws(WireError) in
                guard let object = json.object else { throw WireError.wrongType(json, expected: "an object") }
                return object
            }
        }
        for member in own { settings.set(member.name, member.value) }
        var request = request
        request.body = JSONDocument(.object(settings))
        return request
    }
}
