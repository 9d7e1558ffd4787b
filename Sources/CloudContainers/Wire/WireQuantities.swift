extension CPU: TextValue {}
extension ByteCount: TextValue {}
extension Percentage: TextValue {}

extension InstanceLimit: TextValue {
    package var json: JSONValue {
        switch self {
        case .instances(let count): .number(count.value)
        case .unlimited: .string(description)
        }
    }
}

extension ImageReference: TextValue {}

extension Count: WireValue {
    package init(json: JSONValue) throws(WireError) {
        let value = try Int(json: json)
        do {
            try self.init(value)
        } catch {
            throw WireError(error.diagnostics.first ?? Diagnostic(problem: error.message), at: json)
        }
    }

    package var json: JSONValue { .number(value) }
}

extension PortNumber: WireValue {
    package init(json: JSONValue) throws(WireError) {
        let value = try Int(json: json)
        do {
            try self.init(value)
        } catch {
            throw WireError(error.diagnostics.first ?? Diagnostic(problem: error.message), at: json)
        }
    }

    package var json: JSONValue { .number(value) }
}

extension Duration: WireValue {
    package init(json: JSONValue) throws(WireError) {
        guard let text = json.string ?? json.number?.text else {
            throw .wrongType(json, expected: "a time such as 10s")
        }
        do {
            try self.init(parsingText: text)
        } catch {
            throw WireError(error.diagnostics.first ?? Diagnostic(problem: error.message), at: json)
        }
    }

    package var json: JSONValue { .string(text) }
}
