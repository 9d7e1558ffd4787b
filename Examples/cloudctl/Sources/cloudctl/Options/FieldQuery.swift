import ArgumentParser
import CloudContainers

/// The way to one part of a document: `status.state`, `containers[0].name`, `labels["a.b"]`.
struct FieldQuery: Equatable, Sendable {
    /// A step on the way.
    enum Step: Equatable, Sendable {
        /// To the member of that name.
        case key(String)
        /// To the element at that place, counted from 0.
        case index(Int)
    }

    /// The steps; at least one.
    let steps: [Step]
    /// The path as it was written.
    let text: String

    /// Reads a path.
    ///
    /// - Returns: `nil` where the text is none.
    init?(_ text: String) {
        var steps: [Step] = []
        var rest = text[...]
        while let first = rest.first {
            if rest.hasPrefix("[\"") {
                guard let end = rest.firstRange(of: "\"]") else { return nil }
                steps.append(.key(String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end.lowerBound])))
                rest = rest[end.upperBound...]
            } else if first == "[" {
                guard let end = rest.firstIndex(of: "]"), let index = Int(rest[..<end].dropFirst()), index >= 0 else {
                    return nil
                }
                steps.append(.index(index))
                rest = rest[rest.index(after: end)...]
            } else {
                if !steps.isEmpty {
                    guard first == "." else { return nil }
                    rest = rest.dropFirst()
                }
                let word = rest.prefix { $0 != "." && $0 != "[" }
                if word.isEmpty { return nil }
                steps.append(.key(String(word)))
                rest = rest[word.endIndex...]
            }
        }
        if steps.isEmpty { return nil }
        self.steps = steps
        self.text = text
    }

    /// Reads the path of an argument.
    @Sendable static func argument(_ text: String) throws -> FieldQuery {
        if let query = FieldQuery(text) { return query }
        throw ValidationError(
            "\(Diagnostic.quoted(text)) is no path of a field; write one such as status.state, [0].name or labels[\"a.b\"]."
        )
    }

    /// The part that the path leads to.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - elements: What an index at the beginning counts: the elements of a listing.
    /// - Returns: The part.
    /// - Throws: ``Failure`` where there is no such part; it names the fields that there are.
    func value(in document: JSONValue, elements: [JSONValue]) throws -> JSONValue {
        var value = document
        if case .index = steps[0] { value = .array(elements) }
        var place = FieldPath.root
        for step in steps {
            switch step {
            case .key(let name):
                guard let next = value[name] else { throw Self.missing(name, in: value, at: place) }
                value = next
                place = place.appending(name)
            case .index(let index):
                guard let list = value.array, list.indices.contains(index) else {
                    throw Self.missing(index, in: value, at: place)
                }
                value = list[index]
                place = place.appending(index)
            }
        }
        return value
    }

    private static func missing(_ name: String, in value: JSONValue, at place: FieldPath) -> Failure {
        let subject = place == .root ? "the result" : place.description
        guard let object = value.object else {
            let hint = value.array.map { $0.isEmpty ? "It is empty." : "Choose an element: \(place)[0].\(name)." }
            return Failure(
                .notFound,
                "\(subject) is \(value.typeName) and has no field \(Diagnostic.quoted(name))",
                advice: hint ?? "Leave out what follows \(subject)."
            )
        }
        let known = object.members.map(\.name)
        return Failure(
            .notFound,
            "\(subject) has no field \(Diagnostic.quoted(name))",
            advice: Suggestion(for: name, among: known).advice(
                else: known.isEmpty
                    ? "It is empty." : "There are \(known.map(TerminalText.escaped).joined(separator: ", "))."
            )
        )
    }

    private static func missing(_ index: Int, in value: JSONValue, at place: FieldPath) -> Failure {
        let subject = place == .root ? "the result" : place.description
        guard let list = value.array else {
            let known = value.object?.members.map(\.name) ?? []
            return Failure(
                .notFound,
                "\(subject) is \(value.typeName) and has no element [\(index)]",
                advice: known.isEmpty
                    ? "Leave out what follows \(subject)."
                    : "There are the fields \(known.map(TerminalText.escaped).joined(separator: ", "))."
            )
        }
        return Failure(
            .notFound,
            "\(subject) has no element [\(index)]",
            advice: list.isEmpty ? "It is empty." : "The last is [\(list.count - 1)]."
        )
    }
}
