import CloudContainers
import SimulationKit

/// Which elements of a list are asked for, and in which order.
struct ListQuery {
    private let query: [(name: String, value: String)]
    private var problems = ArgumentProblems()

    init(_ request: SimulatedRequest) { query = request.query }

    /// The value of an item; an empty one is none.
    private func item(_ name: String) -> String? {
        query.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    func text(_ name: String) -> String? { item(name) }

    /// All values of an item that may stand more than once.
    func texts(_ name: String) -> [String] { query.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

    mutating func uuid(_ name: String, isRequired: Bool = false) -> String? {
        guard let text = item(name) else {
            if isRequired { problems.add(name, .required, "value is required") }
            return nil
        }
        if ArgumentReader.isUUID(text) { return text.lowercased() }
        problems.add(name, .format, "value must be a valid UUID")
        return nil
    }

    mutating func name(length: ClosedRange<Int>) -> String? {
        guard let text = item("name") else { return nil }
        if length.contains(text.unicodeScalars.count) { return text }
        let help = "value must be \(length.lowerBound) to \(length.upperBound) characters long"
        problems.add("name", .constraint, help)
        return nil
    }

    mutating func word(_ name: String, of words: [String]) -> String? {
        guard let text = item(name), !text.hasPrefix("unknown_") else { return nil }
        if words.contains(text) { return text }
        problems.add(name, .constraint, "value must be one of \(words.joined(separator: ", "))")
        return nil
    }

    /// All words of an item that may stand more than once.
    mutating func words(_ name: String, of words: [String]) -> [String] {
        let given = texts(name).filter { !$0.hasPrefix("unknown_") }
        if !given.allSatisfy(words.contains) {
            problems.add(name, .constraint, "each value must be one of \(words.joined(separator: ", "))")
        }
        return given
    }

    private mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = item(name) else { return nil }
        guard let number = Int(text) else {
            problems.add(name, .format, "value must be an integer")
            return nil
        }
        if range.contains(number) { return number }
        let (least, most) = (range.lowerBound, range.upperBound)
        problems.add(name, .constraint, "value must be " + (most == .max ? "at least \(least)" : "\(least) to \(most)"))
        return nil
    }

    /// The page of the elements that fit, with the number of all of them.
    mutating func answer<Resource: ListedResource>(
        _ resources: [String: Resource],
        orderedBy label: String? = "name",
        defaultPageSize: Int,
        countsFirst: Bool = false,
        as json: (Resource) -> JSONValue = \.json,
        where fits: (Resource) -> Bool
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        let page = number("page", in: 1...Int.max) ?? 1
        let size = number("page_size", in: 1...1000) ?? max(defaultPageSize, 1)
        let criteria = ["created_at"] + (label.map { [$0] } ?? [])
        let order = word("order_by", of: criteria.flatMap { ["\($0)_asc", "\($0)_desc"] })
        try problems.check()
        let isByLabel = label.map { order?.hasPrefix($0) ?? false } ?? false
        let found = resources.values.filter(fits).sorted { left, right in
            if isByLabel, left.label != right.label { return left.label < right.label }
            return (left.sequence, left.id) < (right.sequence, right.id)
        }
        let ordered = order?.hasSuffix("_desc") ?? false ? found.reversed() : found
        // A page far behind the end is empty, however large its number.
        let (start, overflows) = (page - 1).multipliedReportingOverflow(by: size)
        let elements = overflows ? [] : Array(ordered.dropFirst(start).prefix(size))
        let list = JSONObject.Member(name: Resource.collection, value: .array(elements.map(json)))
        let count = JSONObject.Member(name: "total_count", value: .number(found.count))
        return .object(JSONObject(countsFirst ? [count, list] : [list, count]))
    }
}

extension ScalewaySimulator {
    /// Whether a list asks for the one organization and the one project that there are.
    func isOurAccount(_ query: inout ListQuery) -> Bool {
        let organization = query.uuid("organization_id") ?? configuration.organizationID
        let project = query.uuid("project_id") ?? configuration.projectID
        return organization == configuration.organizationID && project == configuration.projectID
    }

    func list(
        _ name: String,
        _ query: ListQuery,
        isLegacy: Bool = false
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let isOurs = isOurAccount(&query)
        let size = configuration.defaultPageSize
        switch name {
        case StoredNamespace.collection:
            let name = query.name(length: 1...50)
            let json = isLegacy ? \StoredNamespace.legacyJSON : \.json
            return try query.answer(namespaces, defaultPageSize: size, as: { $0[keyPath: json] }) { namespace in
                isOurs && name.map { Self.resembles(namespace.name, $0) } ?? true
            }
        case StoredContainer.collection:
            let namespace = query.uuid("namespace_id")
            let name = query.name(length: 4...34)
            let json = isLegacy ? \StoredContainer.legacyJSON : \.json
            return try query.answer(containers, defaultPageSize: size, as: { $0[keyPath: json] }) { container in
                isOurs && (namespace ?? container.namespaceID) == container.namespaceID
                    && name.map { Self.resembles(container.name, $0) } ?? true
            }
        case StoredDomain.collection:
            let wanted = wantedContainers(&query)
            let json = isLegacy ? \StoredDomain.legacyJSON : \.json
            return try query.answer(
                domains,
                orderedBy: "hostname",
                defaultPageSize: size,
                as: { $0[keyPath: json] },
                where: { isOurs && wanted($0.containerID) }
            )
        default:
            let wanted = wantedContainers(&query)
            let type = query.word("trigger_type", of: TriggerSource.Kind.allCases.map(\.rawValue))
            return try query.answer(triggers, defaultPageSize: size) { trigger in
                let own = trigger.source.kind.rawValue
                return isOurs && wanted(trigger.containerID) && (type ?? own) == own
            }
        }
    }

    /// Whose domains and triggers are asked for.
    private func wantedContainers(_ query: inout ListQuery) -> (String) -> Bool {
        let namespace = query.uuid("namespace_id")
        let container = query.uuid("container_id")
        let containers = containers
        return { id in
            (container ?? id) == id && (namespace.map { containers[id]?.namespaceID == $0 } ?? true)
        }
    }

    /// Whether a name is found by another: the filter is no exact match, names that share a word are found too.
    private static func resembles(_ name: String, _ wanted: String) -> Bool {
        let name = name.lowercased()
        let words = wanted.lowercased().split(separator: "-").filter { $0.count > 2 }
        return name.contains(wanted.lowercased()) || words.contains { name.contains($0) }
    }
}
