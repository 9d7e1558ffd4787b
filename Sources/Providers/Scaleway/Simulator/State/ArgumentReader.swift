import CloudContainers

/// What is wrong with the arguments of a request.
struct ArgumentProblems {
    private(set) var arguments: [ScalewayErrorAnswer.Argument] = []

    mutating func add(_ name: String, _ reason: ScalewayErrorAnswer.Argument.Reason, _ help: String) {
        arguments.append(ScalewayErrorAnswer.Argument(name, reason, help))
    }

    /// Refuses the request if anything is wrong.
    func check() throws(ScalewayErrorAnswer) {
        if !arguments.isEmpty { throw .invalidArguments(arguments) }
    }
}

/// Reads the members of an object that a request sends: `null` is the same as absent, unknown members are passed over.
struct ArgumentReader {
    let object: JSONObject
    private let prefix: String

    init(_ object: JSONObject, prefix: String = "") {
        self.object = object
        self.prefix = prefix
    }

    /// The name of a member in an answer.
    func name(_ member: String) -> String { prefix + member }

    func isGiven(_ member: String) -> Bool { value(member) != nil }

    func text(
        _ member: String,
        isRequired: Bool = false,
        length: ClosedRange<Int>? = nil,
        _ problems: inout ArgumentProblems
    ) -> String? {
        guard let value = value(member, isRequired: isRequired, &problems) else { return nil }
        guard let text = value.string else { return misfit(member, "a string", &problems) }
        if let length, !length.contains(text.unicodeScalars.count) {
            if isRequired, text.isEmpty {
                problems.add(name(member), .required, "value is required")
            } else {
                let (least, most) = (length.lowerBound, length.upperBound)
                problems.add(
                    name(member),
                    .constraint,
                    least == 0
                        ? "value must be at most \(most) characters long"
                        : "value must be \(least) to \(most) characters long"
                )
            }
            return nil
        }
        return text
    }

    /// A text of a form.
    func text(
        _ member: String,
        isRequired: Bool = false,
        length: ClosedRange<Int>,
        pattern: String,
        _ problems: inout ArgumentProblems,
        fits: (String) -> Bool
    ) -> String? {
        guard let text = text(member, isRequired: isRequired, length: length, &problems) else { return nil }
        if fits(text) { return text }
        problems.add(name(member), .format, "value must match \(pattern)")
        return nil
    }

    func uuid(_ member: String, isRequired: Bool = false, _ problems: inout ArgumentProblems) -> String? {
        guard let text = text(member, isRequired: isRequired, &problems) else { return nil }
        if Self.isUUID(text) { return text.lowercased() }
        problems.add(name(member), .format, "value must be a valid UUID")
        return nil
    }

    func integer(_ member: String, in range: ClosedRange<Int>, _ problems: inout ArgumentProblems) -> Int? {
        guard let value = value(member) else { return nil }
        guard let integer = value.integer else { return misfit(member, "an integer", &problems) }
        if range.contains(integer) { return integer }
        problems.add(name(member), .constraint, "value must be \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    func bool(_ member: String, _ problems: inout ArgumentProblems) -> Bool? {
        guard let value = value(member) else { return nil }
        return value.bool ?? misfit(member, "true or false", &problems)
    }

    func duration(
        _ member: String,
        isRequired: Bool = false,
        in range: ClosedRange<Duration>,
        _ problems: inout ArgumentProblems
    ) -> Duration? {
        guard let text = text(member, isRequired: isRequired, &problems) else { return nil }
        guard let duration = try? Duration(parsingSeconds: text) else {
            return misfit(member, "a duration in seconds such as 300s", &problems)
        }
        if range.contains(duration) { return duration }
        let (least, most) = (range.lowerBound.secondsText, range.upperBound.secondsText)
        problems.add(name(member), .constraint, "value must be \(least) to \(most)")
        return nil
    }

    /// A word of a set; the word that begins with `unknown_` says that nothing is set.
    func word(_ member: String, of words: [String], _ problems: inout ArgumentProblems) -> String? {
        guard let text = text(member, &problems), !text.hasPrefix("unknown_") else { return nil }
        if words.contains(text) { return text }
        problems.add(name(member), .constraint, "value must be one of \(words.joined(separator: ", "))")
        return nil
    }

    func strings(_ member: String, _ problems: inout ArgumentProblems) -> [String]? {
        guard let value = value(member) else { return nil }
        let strings = value.array?.compactMap(\.string)
        guard let strings, strings.count == value.array?.count else {
            return misfit(member, "a list of strings", &problems)
        }
        return strings
    }

    func map(_ member: String, _ problems: inout ArgumentProblems) -> [(key: String, value: String)]? {
        guard let value = value(member) else { return nil }
        let pairs = value.object?.compactMap { entry in entry.value.string.map { (key: entry.name, value: $0) } }
        guard let pairs, pairs.count == value.object?.count else {
            return misfit(member, "a map of strings", &problems)
        }
        return pairs.sorted { $0.key < $1.key }
    }

    func reader(_ member: String, _ problems: inout ArgumentProblems) -> ArgumentReader? {
        guard let value = value(member) else { return nil }
        guard let object = value.object else { return misfit(member, "an object", &problems) }
        return ArgumentReader(object, prefix: name(member) + ".")
    }

    private func value(_ member: String) -> JSONValue? {
        guard let value = object[member], !value.isNull else { return .none }
        return value
    }

    private func value(_ member: String, isRequired: Bool, _ problems: inout ArgumentProblems) -> JSONValue? {
        let value = value(member)
        if value == nil, isRequired { problems.add(name(member), .required, "value is required") }
        return value
    }

    private func misfit<Value>(_ member: String, _ form: String, _ problems: inout ArgumentProblems) -> Value? {
        problems.add(name(member), .format, "value must be \(form)")
        return nil
    }

    /// Whether a text is a UUID in its usual form.
    static func isUUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.joined().utf8.allSatisfy { isHexDigit($0) }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

/// The forms of names, byte by byte since the API's patterns are of ASCII.
enum NameForm {
    static func isLowercase(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    static func isLetter(_ byte: UInt8) -> Bool { isLowercase(byte | 0x20) }

    /// `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])$`, the name of a namespace.
    static func isNamespace(_ text: String) -> Bool {
        fits(text, from: 2, isFirst: isLetter, isLast: { isLetter($0) || isDigit($0) }, others: "-")
    }

    /// `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`, the name of a container.
    static func isContainer(_ text: String) -> Bool {
        let isPlain = { (byte: UInt8) in isLowercase(byte) || isDigit(byte) }
        return fits(text, from: 1, isFirst: isPlain, isLast: isPlain, others: "-")
    }

    /// `^[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])$`, the name of a trigger.
    static func isTrigger(_ text: String) -> Bool {
        let isPlain = { (byte: UInt8) in isLetter(byte) || isDigit(byte) }
        return fits(text, from: 2, isFirst: isPlain, isLast: isPlain, others: "-_")
    }

    /// A host name of at least two labels.
    static func isHost(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func fits(
        _ text: String,
        from least: Int,
        isFirst: (UInt8) -> Bool,
        isLast: (UInt8) -> Bool,
        others: String
    ) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= least, let first = bytes.first, let last = bytes.last else { return false }
        return isFirst(first) && isLast(last) && bytes.allSatisfy { isLast($0) || others.utf8.contains($0) }
    }
}
