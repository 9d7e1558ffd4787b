package import CloudContainers
import Yams

/// Makes documents of YAML, with the same values, positions and errors as those of JSON.
///
/// A plain scalar is a number, `true`, `false` or `null` only where JSON would take it for one; everything else, such
/// as `yes`, `012` or `12:30`, stays text. Every node counts each time that an alias stands for it, so a short text
/// cannot make a large document.
package enum YAMLDocument {
    /// How many lists and maps may stand inside each other.
    static let depthLimit = 512
    /// How many nodes aliases may add to those that are written out.
    static let aliasLimit = 10_000

    /// Reads the documents of a stream; at least one, or it throws.
    ///
    /// - Throws: An error with the code `invalidInput` and one diagnostic that says where and why.
    package static func read(_ bytes: [UInt8], named name: String?) throws(ContainerServiceError) -> [JSONDocument] {
        let text = YAMLText(bytes, name: name)
        if let problem = text.encodingProblem() { throw .invalidInput(problem) }
        if text.hasAliases { try checkKeys(in: text) }
        var bridge = YAMLBridge(text)
        var documents: [JSONDocument] = []
        for node in try nodes(of: text.string, for: text) {
            let root = try bridge.document(node)
            if !root.isNull { documents.append(JSONDocument(root, source: text.source)) }
        }
        guard !documents.isEmpty else {
            throw .invalidInput(
                Diagnostic(
                    problem: "the text is empty",
                    allowed: "a YAML or JSON document",
                    advice: "Give a manifest, or what an API answers.",
                    source: name
                )
            )
        }
        return documents
    }

    /// The root node of each document.
    private static func nodes(of string: String, for text: YAMLText) throws(ContainerServiceError) -> [Node] {
        do {
            return try parse(string)
        } catch {
            throw .invalidInput(YAMLSyntax.diagnostic(of: error, in: text))
        }
    }

    static func parse(_ string: String) throws -> [Node] {
        // The basic resolver takes every scalar for text, so that no regular expression runs over each key.
        let parser = try Parser(yaml: string, resolver: .basic, encoding: .utf8)
        var nodes: [Node] = []
        while let node = try parser.nextRoot() { nodes.append(node) }
        return nodes
    }

    /// Refuses keys that are lists, maps or aliases before the real parse.
    ///
    /// The parser hashes keys, and the hash of an alias takes as long as all that it stands for. In this look aliases
    /// are plain words, so that nothing grows.
    private static func checkKeys(in text: YAMLText) throws(ContainerServiceError) {
        for node in try nodes(of: text.stringWithoutAliases, for: text) {
            var pending = [node]
            while let node = pending.popLast() {
                switch node {
                case .scalar, .alias: break
                case .sequence(let sequence): pending += sequence
                case .mapping(let mapping):
                    for (key, value) in mapping {
                        let offset = text.offset(of: key)
                        let isAlias = offset.map { text.byte(at: $0) == UInt8(ascii: "*") } ?? false
                        if key.scalar == nil || isAlias { throw .invalidInput(text.keyProblem(at: offset)) }
                        pending.append(value)
                    }
                }
            }
        }
    }
}

/// Turns the nodes of one text into values.
struct YAMLBridge {
    private enum Step {
        case key(String)
        case index(Int)
    }

    private let text: YAMLText
    private var budget: Int
    private var trail: [Step] = []

    init(_ text: YAMLText) {
        self.text = text
        // No node is written in less than a byte.
        budget = text.bytes.count + YAMLDocument.aliasLimit
    }

    mutating func document(_ node: Node) throws(ContainerServiceError) -> JSONValue {
        trail = []
        return try value(node)
    }

    private mutating func value(_ node: Node) throws(ContainerServiceError) -> JSONValue {
        let offset = text.offset(of: node)
        budget -= 1
        guard budget >= 0 else {
            throw failure(
                "aliases make the document too large",
                at: offset,
                allowed: "at most \(YAMLDocument.aliasLimit) values more than are written out",
                advice: "Write the values out, or use fewer aliases inside each other."
            )
        }
        switch node {
        case .scalar(let scalar): return JSONValue(try content(of: scalar, at: offset), offset: offset)
        case .sequence(let sequence):
            try check(sequence.tag, is: .seq, at: offset)
            try checkDepth(at: offset)
            var elements: [JSONValue] = []
            elements.reserveCapacity(sequence.count)
            for (index, element) in sequence.enumerated() {
                trail.append(.index(index))
                elements.append(try value(element))
                trail.removeLast()
            }
            return JSONValue(.array(elements), offset: offset)
        case .mapping(let mapping): return JSONValue(.object(try object(mapping, at: offset)), offset: offset)
        case .alias: throw failure("an alias stands for nothing", at: offset)
        }
    }

    private mutating func object(_ mapping: Node.Mapping, at offset: Int?) throws(ContainerServiceError) -> JSONObject {
        try check(mapping.tag, is: .map, at: offset)
        try checkDepth(at: offset)
        var members: [JSONObject.Member] = []
        var places: [String: Int?] = [:]
        var merged: [Node] = []
        for (key, node) in mapping {
            let keyOffset = text.offset(of: key)
            guard let scalar = key.scalar else { throw .invalidInput(text.keyProblem(at: keyOffset)) }
            if scalar.string == "<<", scalar.style == .plain {
                merged += try mergedNodes(node)
                continue
            }
            let name = text.string(of: scalar, at: keyOffset)
            trail.append(.key(name))
            if let first = places[name] {
                throw .invalidInput(text.doubledKey(name, at: keyOffset, first: first, field: field))
            }
            places[name] = .some(keyOffset)
            members.append(JSONObject.Member(name: name, value: try value(node), nameOffset: keyOffset))
            trail.removeLast()
        }
        // What stands in the map itself wins, then the first of the merged maps.
        for node in merged {
            for member in try value(node).object ?? JSONObject() where places[member.name] == nil {
                places[member.name] = .some(member.nameOffset)
                members.append(member)
            }
        }
        return JSONObject(members)
    }

    /// The maps that a merge key names.
    private func mergedNodes(_ node: Node) throws(ContainerServiceError) -> [Node] {
        let nodes = node.sequence.map(Array.init) ?? [node]
        for node in nodes where node.mapping == nil {
            throw failure(
                "a merge key names something that is not a map",
                at: text.offset(of: node),
                allowed: "a map, an alias of one, or a list of them",
                advice: "Write <<: *NAME, where NAME is the anchor of a map."
            )
        }
        return nodes
    }

    private func content(of scalar: Node.Scalar, at offset: Int?) throws(ContainerServiceError) -> JSONValue.Content {
        let string = text.string(of: scalar, at: offset)
        switch scalar.tag.description {
        case "" where scalar.style == .plain: return Self.plain(string)
        case "", "!", "tag:yaml.org,2002:str": return .string(string)
        case let tag:
            let content = Self.plain(string)
            switch (tag, content) {
            case ("tag:yaml.org,2002:int", .number), ("tag:yaml.org,2002:float", .number): return content
            case ("tag:yaml.org,2002:bool", .bool), ("tag:yaml.org,2002:null", .null): return content
            default: throw tagFailure(tag, at: offset)
            }
        }
    }

    /// What a plain scalar means: only what JSON writes without quotes is not text.
    static func plain(_ text: String) -> JSONValue.Content {
        switch text {
        case "", "~", "null": .null
        case "true": .bool(true)
        case "false": .bool(false)
        default: JSONNumber(text).map(JSONValue.Content.number) ?? .string(text)
        }
    }

    private func check(_ tag: Tag, is name: Tag.Name, at offset: Int?) throws(ContainerServiceError) {
        let text = tag.description
        if text.isEmpty || text == "!" || text == name.rawValue { return }
        throw tagFailure(text, at: offset)
    }

    private func checkDepth(at offset: Int?) throws(ContainerServiceError) {
        if trail.count >= YAMLDocument.depthLimit { throw .invalidInput(text.tooDeep(at: offset)) }
    }

    private func tagFailure(_ tag: String, at offset: Int?) -> ContainerServiceError {
        failure(
            "a tag does not fit its value",
            at: offset,
            found: Diagnostic.quoted(tag),
            allowed: "!!str, !!int, !!float, !!bool, !!null, !!seq and !!map, on values that are such",
            advice: "Remove the tag."
        )
    }

    private func failure(
        _ problem: String,
        at offset: Int?,
        found: String? = nil,
        allowed: String? = nil,
        advice: String? = nil
    ) -> ContainerServiceError {
        .invalidInput(
            text.located(
                Diagnostic(problem: problem, field: field, value: found, allowed: allowed, advice: advice),
                at: offset
            )
        )
    }

    private var field: FieldPath? {
        if trail.isEmpty { return nil }
        return trail.prefix(16).reduce(FieldPath.root) { path, step in
            switch step {
            case .key(let key): path.appending(key)
            case .index(let index): path.appending(index)
            }
        }
    }
}
