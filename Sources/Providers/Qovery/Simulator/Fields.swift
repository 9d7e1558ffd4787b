import CloudContainers

/// The members of an object in a body, which are refused where they are not what the API takes.
///
/// A member that nobody knows is passed over, and one that is `null` counts as left out where the document allows it.
struct Fields {
    let object: JSONObject
    /// What stands before the names in messages, such as `ports[0].`.
    let prefix: String

    init(_ value: JSONValue?, at path: String = "") throws(Refusal) {
        guard let object = value?.object else {
            throw Refusal(400, path.isEmpty ? "The body has to be an object" : "\(path) has to be an object")
        }
        self.object = object
        prefix = path.isEmpty ? "" : path + "."
    }

    func path(_ name: String) -> String { prefix + name }

    /// Whether a member is there and not `null`.
    func has(_ name: String) -> Bool { object[name].map { !$0.isNull } ?? false }

    /// The members that the API's document allows to be `null`, in whichever object.
    private static let nullable: Set<String> = [
        "mount_path", "enable_interpolation_in_file", "secret_manager_access_id", "cpu_architecture", "auto_deploy",
        "readiness_probe", "liveness_probe", "tcp", "http", "exec", "grpc", "host", "service",
        "image", "docker", "port", "dockerfile_path", "dockerfile_raw", "docker_target_build_stage", "git_token_id",
    ]

    /// A member; `nil` where it is left out, or is `null` and may be.
    private func member(_ name: String, orNull: Bool = false) throws(Refusal) -> JSONValue? {
        guard let value = object[name] else { return nil }
        guard value.isNull else { return value }
        guard orNull || Self.nullable.contains(name) else { throw Refusal(400, "\(path(name)) must not be null") }
        return nil
    }

    func required(_ name: String) throws(Refusal) -> JSONValue {
        guard let value = try member(name) else { throw Refusal(400, "\(path(name)) must not be null") }
        return value
    }

    private func unfit(_ name: String, _ wanted: String) -> Refusal {
        Refusal(400, "\(path(name)) has to be \(wanted)")
    }

    // MARK: Texts

    func optionalText(_ name: String, orNull: Bool = false) throws(Refusal) -> String? {
        guard let value = try member(name, orNull: orNull) else { return nil }
        guard let text = value.string else { throw unfit(name, "a string") }
        return text
    }

    func text(_ name: String) throws(Refusal) -> String {
        _ = try required(name)
        return try optionalText(name) ?? ""
    }

    /// A text that holds more than white space, without the white space around it.
    func name(_ name: String) throws(Refusal) -> String {
        let text = try text(name).trimmed
        guard !text.isEmpty else { throw Refusal(400, "\(path(name)) must not be blank") }
        return text
    }

    func texts(_ name: String) throws(Refusal) -> [String] {
        var texts: [String] = []
        for value in try list(name) {
            guard let text = value.string else { throw unfit(name, "a list of strings") }
            texts.append(text)
        }
        return texts
    }

    func optionalWord(_ name: String, among words: [String]) throws(Refusal) -> String? {
        guard let text = try optionalText(name) else { return nil }
        guard words.contains(text) else { throw unfit(name, "one of \(words.joined(separator: ", "))") }
        return text
    }

    func word(_ name: String, among words: [String]) throws(Refusal) -> String {
        _ = try required(name)
        return try optionalWord(name, among: words) ?? ""
    }

    /// A text that is an address with a scheme.
    func optionalURI(_ name: String) throws(Refusal) -> String? {
        guard let text = try optionalText(name) else { return nil }
        let scheme = text.prefix { $0 != ":" }
        let isURI =
            scheme.endIndex < text.endIndex && scheme.first.map { $0.isASCII && $0.isLetter } ?? false
            && scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && !"<>\"{}|\\^`[]\u{7F}".unicodeScalars.contains($0) }
        guard isURI else { throw unfit(name, "a URI") }
        return text
    }

    func optionalID(_ name: String) throws(Refusal) -> String? {
        guard let text = try optionalText(name) else { return nil }
        guard isUUID(text) else { throw unfit(name, "a UUID") }
        return text.lowercased()
    }

    func id(_ name: String) throws(Refusal) -> String {
        _ = try required(name)
        return try optionalID(name) ?? ""
    }

    // MARK: Others

    func optionalInteger(_ name: String, in range: ClosedRange<Int> = 0...Int.max) throws(Refusal) -> Int? {
        guard let value = try member(name) else { return nil }
        guard let integer = value.integer else { throw unfit(name, "an integer") }
        guard range.contains(integer) else {
            let wanted =
                range.upperBound == .max
                ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
            throw unfit(name, "\(wanted), not \(integer)")
        }
        return integer
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int {
        _ = try required(name)
        return try optionalInteger(name, in: range) ?? 0
    }

    func optionalFlag(_ name: String) throws(Refusal) -> Bool? {
        guard let value = try member(name) else { return nil }
        guard let flag = value.bool else { throw unfit(name, "true or false") }
        return flag
    }

    func flag(_ name: String) throws(Refusal) -> Bool {
        _ = try required(name)
        return try optionalFlag(name) ?? false
    }

    func list(_ name: String) throws(Refusal) -> [JSONValue] {
        guard let value = try member(name) else { return [] }
        guard let list = value.array else { throw unfit(name, "a list") }
        return list
    }

    /// The objects of a list; without the list there are none.
    func objects(_ name: String) throws(Refusal) -> [Fields] {
        var objects: [Fields] = []
        for (index, value) in try list(name).enumerated() {
            objects.append(try Fields(value, at: "\(path(name))[\(index)]"))
        }
        return objects
    }

    func optionalObject(_ name: String) throws(Refusal) -> Fields? {
        guard let value = try member(name) else { return nil }
        return try Fields(value, at: path(name))
    }

    /// The ids of a list; without the list there are none.
    func ids(_ name: String) throws(Refusal) -> [String] {
        let texts = try texts(name)
        guard texts.allSatisfy(isUUID) else { throw unfit(name, "a list of UUIDs") }
        return texts.map { $0.lowercased() }
    }
}

extension String {
    /// The text without the white space around it.
    var trimmed: String {
        var rest = self[...].drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// What names are compared by, since they are unique without regard to case.
    var folded: String { trimmed.lowercased() }
}
