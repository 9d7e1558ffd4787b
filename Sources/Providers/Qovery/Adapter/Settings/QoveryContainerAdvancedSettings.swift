public import CloudContainers

/// The advanced settings of a container, exactly as Qovery answers them.
///
/// Keys that this library does not know are kept, and so is the form of each value: the API answers some numbers and truth
/// values as texts.
public struct QoveryContainerAdvancedSettings: Sendable, Hashable, CustomStringConvertible {
    /// All settings, by their dotted keys.
    public let values: JSONObject

    init(_ json: JSONValue) throws(WireError) {
        guard let object = json.object else { throw .wrongType(json, expected: "an object") }
        values = object
    }

    /// The value of a key, such as `network.ingress.proxy_body_size_mb`; `nil` where there is none.
    public subscript(key: String) -> JSONValue? { values[key] }

    /// The keys in the order of the answer.
    public var keys: [String] { values.names }

    /// The keys whose values differ from those of others, also where only one has the key; a text that says the same as a
    /// number or truth value is no difference.
    public func differences(from others: QoveryContainerAdvancedSettings) -> [String] {
        let keys = self.keys + others.keys.filter { values[$0] == nil }
        return keys.filter { !Self.isSame(values[$0], others.values[$0]) }
    }

    /// How many settings there are; a setting can hold what is nobody's business.
    public var description: String { "\(values.count) advanced settings" }

    /// Whether two values mean the same to the API; a key that is not there and `null` do.
    static func isSame(_ one: JSONValue?, _ other: JSONValue?) -> Bool {
        let (one, other) = (one ?? .null, other ?? .null)
        if one == other { return true }
        guard let text = plain(one), let otherText = plain(other) else { return false }
        return text == otherText
    }

    // A chain of `??` here ends the optimizer of Swift 6.3.1 with an error.
    private static func plain(_ value: JSONValue) -> String? {
        switch value.content {
        case .string(let text): text
        case .bool(let isTrue): isTrue ? "true" : "false"
        case .number(let number): number.text
        case .null, .array, .object: nil
        }
    }
}

/// What came of a change of advanced settings.
public struct QoveryAdvancedSettingsChange: Sendable, Hashable {
    /// The settings as they are now.
    public var settings: QoveryContainerAdvancedSettings
    /// The keys that Qovery did not take: it drops those that it does not know without a word.
    public var ignoredKeys: [String]
}

// Advanced settings without a description of the whole service.
extension QoveryContainerService {
    /// The advanced settings of a container (`GET /container/{id}/advancedSettings`).
    public func advancedSettings(of id: Container.ID) async throws -> QoveryContainerAdvancedSettings {
        try await part(Self.settingsPath(id), id, "advanced settings") { json throws(WireError) in
            try QoveryContainerAdvancedSettings(json)
        }
    }

    /// What holds for a container without any setting of its own (`GET /defaultContainerAdvancedSettings`).
    public func defaultAdvancedSettings() async throws -> QoveryContainerAdvancedSettings {
        let call = APICall(.get, "/defaultContainerAdvancedSettings", operation: "get the default advanced settings")
        return try client.read(try await client.document(call), of: call) { json throws(WireError) in
            try QoveryContainerAdvancedSettings(json)
        }
    }

    /// Changes some advanced settings of a container and keeps all others (`GET`, then `PUT /container/{id}/advancedSettings`).
    ///
    /// The API takes the whole object only, so it is read, changed and sent back, unknown keys included. It has no version:
    /// a change by somebody else between the reading and the sending, which follow each other at once, is lost, and nobody
    /// can notice that. A change since an earlier reading is noticed where `read` is given. The next deployment brings the
    /// settings to the instances.
    ///
    /// - Parameters:
    ///   - id: The container.
    ///   - changes: The new values by key; `null` sets a key back to its default.
    ///   - read: The settings that the change was thought out on; `nil` does not look.
    /// - Returns: The settings now, and the keys that Qovery did not take.
    /// - Throws: `ContainerServiceError` with the code `conflict`, and nothing is sent, where the settings are not those of
    ///   `read` any more.
    public func changeAdvancedSettings(
        of id: Container.ID,
        _ changes: [String: JSONValue],
        since read: QoveryContainerAdvancedSettings? = nil
    ) async throws -> QoveryAdvancedSettingsChange {
        let now = try await advancedSettings(of: id)
        if let moved = read.map({ now.differences(from: $0) }), !moved.isEmpty {
            throw ContainerServiceError(
                .conflict,
                "the advanced settings of the container \(id) have changed since they were read: "
                    + moved.joined(separator: ", "),
                provider: .qovery
            )
        }
        let isNeeded = changes.contains { !QoveryContainerAdvancedSettings.isSame(now[$0.key], $0.value) }
        guard isNeeded else { return QoveryAdvancedSettingsChange(settings: now, ignoredKeys: []) }
        var body = now.values
        for (key, value) in changes.sorted(by: { $0.key < $1.key }) { body.set(key, value) }
        let call = APICall(
            .put,
            Self.settingsPath(id),
            json: .object(body),
            operation: "change the advanced settings of the container \(id)"
        )
        let settings: QoveryContainerAdvancedSettings
        do {
            settings = try client.read(try await client.document(call), of: call) { json throws(WireError) in
                try QoveryContainerAdvancedSettings(json)
            }
        } catch let error as ContainerServiceError {
            throw await reread(error, about: id.rawValue)
        }
        let ignored = changes.filter { key, value in
            !value.isNull && !QoveryContainerAdvancedSettings.isSame(settings[key], value)
        }
        return QoveryAdvancedSettingsChange(settings: settings, ignoredKeys: ignored.keys.sorted())
    }

    private static func settingsPath(_ id: Container.ID) -> String {
        "/container/\(PercentCoding.encoded(id.rawValue))/advancedSettings"
    }
}
