extension Finding: WireObject {
    package init() { self.init(FindingCode(rawValue: ""), .exact) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var code = self.code.rawValue
        var source = self.source?.description
        var target = self.target?.description
        var before = self.before == .none ? nil : self.before
        var after = self.after == .none ? nil : self.after
        try visitor.required("code", &code)
        try visitor.required("outcome", &outcome)
        try visitor.optional("source", &source)
        try visitor.optional("target", &target)
        try visitor.optional("subject", &subject)
        try visitor.optional("before", &before)
        try visitor.optional("after", &after)
        try visitor.optional("detail", &detail)
        try visitor.optional("resolution", &resolution)
        self.code = FindingCode(rawValue: code)
        self.source = source.map { FieldPath($0) }
        self.target = target.map { FieldPath($0) }
        self.before = before ?? .none
        self.after = after ?? .none
    }
}

extension Outcome: ClosedWord {}

/// A plain value as it is, an amount as an object with the name of its type.
extension LedgerValue: WireValue {
    package init(json: JSONValue) throws(WireError) {
        switch json.content {
        case .string(let text): self = .text(text)
        case .bool(let flag): self = .boolean(flag)
        case .number: self = .number(try Int(json: json))
        case .null: self = .none
        case .array: throw .wrongType(json, expected: "a value")
        case .object(let object):
            guard object.count == 1, let member = object.members.first else {
                throw .wrongType(json, expected: "an object with one member")
            }
            switch member.name {
            case "cpu": self = .cpu(try CPU(json: member.value))
            case "bytes": self = .bytes(try ByteCount(json: member.value))
            case "duration": self = .duration(try Duration(json: member.value))
            case "percentage": self = .percentage(try Percentage(json: member.value))
            case "instances": self = .instances(try InstanceLimit(json: member.value))
            case "hidden": self = .hidden(characters: try Int(json: member.value))
            default:
                throw .unknownField(
                    member,
                    known: ["cpu", "bytes", "duration", "percentage", "instances", "hidden"]
                )
            }
        }
    }

    package var json: JSONValue {
        switch self {
        case .none: .null
        case .text(let text): .string(text)
        case .number(let number): .number(number)
        case .boolean(let flag): .bool(flag)
        case .cpu(let cpu): ["cpu": cpu.json]
        case .bytes(let bytes): ["bytes": bytes.json]
        case .duration(let duration): ["duration": duration.json]
        case .percentage(let percentage): ["percentage": percentage.json]
        case .instances(let limit): ["instances": limit.json]
        case .hidden(let characters): ["hidden": .number(characters)]
        }
    }
}
