/// Reads a service again and again, each time without what was wrong with it, and so finds all that is wrong.
struct ServiceReader {
    /// How many errors of one service are told.
    private static let limit = 50

    private let format: ManifestFormat
    private var service: JSONValue
    private var texts: TextCompletion?
    /// The paths of what was taken away, as they were at first.
    private var removed: Set<FieldPath> = []
    /// For each list the places of the elements that were taken out of it.
    private var removedElements: [FieldPath: [Int]] = [:]
    /// The texts that were taken for the number or truth value that they hold.
    private var cast: Set<FieldPath> = []
    /// The variables that are missing.
    private(set) var missing: [WireError] = []
    /// What else is wrong; the field of each is seen from the service.
    private(set) var errors: [WireError] = []

    init(_ format: ManifestFormat, _ service: JSONValue, environment: [String: String]?, text: JoinedText) {
        self.format = format
        self.service = service
        guard let environment else { return }
        var texts = TextCompletion(environment: environment, text: text)
        self.service = texts.complete(service)
        self.texts = texts
        missing = texts.errors
        for path in texts.errors.compactMap(\.diagnostic.field).reversed() { takeAway(path) }
    }

    /// The service, if nothing is wrong with it.
    mutating func read(
        named name: String,
        keyOffset: Int?
    ) -> (translation: Translation<ContainerSpec>, management: ServiceManagement)? {
        while errors.count < Self.limit {
            do throws(WireError) {
                let result = try format.service(service, named: name, keyOffset: keyOffset)
                return errors.isEmpty && missing.isEmpty ? result : nil
            } catch {
                guard let path = error.diagnostic.field, path != .root else {
                    errors.append(error)
                    return nil
                }
                let original = original(path)
                if castText(at: path, original) { continue }
                if !removed.contains(where: original.contains) {
                    var error = error
                    error.diagnostic.field = original
                    error.diagnostic = texts?.hiding(error.diagnostic) ?? error.diagnostic
                    errors.append(error)
                }
                // What a misspelt field stands for is not missing as well.
                if let name = error.diagnostic.replacement {
                    removed.insert((original.parent ?? .root).appending(name))
                }
                guard takeAway(path) else { return nil }
            }
        }
        return nil
    }

    /// Takes a completed text for a number or a truth value, since the notation cannot tell them apart.
    private mutating func castText(at path: FieldPath, _ original: FieldPath) -> Bool {
        guard let text = texts?.completed[original]?.text.text, cast.insert(original).inserted else { return false }
        let content: JSONValue.Content
        switch text {
        case "true": content = .bool(true)
        case "false": content = .bool(false)
        default:
            guard let number = JSONNumber(text) else { return false }
            content = .number(number)
        }
        guard let offset = service.value(at: path)?.offset else { return false }
        service = service.replacing(path.steps[...]) { _ in JSONValue(content, offset: offset) }
        return true
    }

    /// Removes what is wrong, or what lacks something, so that the rest can be read.
    @discardableResult
    private mutating func takeAway(_ path: FieldPath) -> Bool {
        removed.insert(original(path))
        guard service.value(at: path) != nil else {
            guard let parent = path.parent else {
                guard path == "image", var object = service.object else { return false }
                object.set("image", .string("placeholder"))
                service = JSONValue(.object(object), offset: service.offset)
                return true
            }
            return takeAway(parent)
        }
        let steps = path.steps
        if case .index(let index)? = steps.last, let parent = path.parent {
            removedElements[original(parent), default: []].append(originalIndex(index, in: original(parent)))
        }
        service = service.replacing(steps[...]) { _ in nil }
        return true
    }

    /// A path as it was before anything was taken away.
    private func original(_ path: FieldPath) -> FieldPath {
        if removedElements.isEmpty { return path }
        return path.steps.reduce(.root) { path, step in
            switch step {
            case .key(let key): path.appending(key)
            case .index(let index): path.appending(originalIndex(index, in: path))
            }
        }
    }

    private func originalIndex(_ index: Int, in list: FieldPath) -> Int {
        (removedElements[list] ?? []).sorted().reduce(index) { index, gone in gone <= index ? index + 1 : index }
    }
}

extension FieldPath {
    /// One step of a path.
    fileprivate enum Step {
        case key(String)
        case index(Int)
    }

    fileprivate var steps: [Step] {
        var result: [Step] = []
        var steps = FieldPathSteps(self)
        while let step = steps.next() {
            if let index = steps.index(of: step) {
                result.append(.index(index))
            } else if let key = steps.key(of: step) {
                result.append(.key(key))
            }
        }
        return result
    }
}

extension JSONValue {
    /// The value with something else, or nothing, at the end of the steps.
    fileprivate func replacing(
        _ steps: ArraySlice<FieldPath.Step>,
        with change: (JSONValue) -> JSONValue?
    ) -> JSONValue {
        guard let step = steps.first else { return self }
        let rest = steps.dropFirst()
        switch step {
        case .key(let key):
            guard let object, object[key] != nil else { return self }
            let members = object.members.compactMap { member -> JSONObject.Member? in
                guard member.name == key else { return member }
                var member = member
                guard let value = rest.isEmpty ? change(member.value) : member.value.replacing(rest, with: change)
                else {
                    return nil
                }
                member.value = value
                return member
            }
            return JSONValue(.object(JSONObject(members)), offset: offset)
        case .index(let index):
            guard var elements = array, elements.indices.contains(index) else { return self }
            if let value = rest.isEmpty ? change(elements[index]) : elements[index].replacing(rest, with: change) {
                elements[index] = value
            } else {
                elements.remove(at: index)
            }
            return JSONValue(.array(elements), offset: offset)
        }
    }
}
