extension JSONParser {
    // No message quotes a value or an unquoted word, since either may be a secret.

    /// The path of the value that is being read, or of the innermost one around it whose path is short enough to show.
    func currentField() -> FieldPath? {
        var path = FieldPath.root
        for container in open {
            let inner: FieldPath
            if !container.isObject {
                inner = path.appending(container.elements.count)
            } else if let name = container.name {
                if name.utf8.count > Self.longestField { break }
                inner = path.appending(name)
            } else {
                break
            }
            if inner.description.utf8.count > Self.longestField { break }
            path = inner
        }
        return path == .root ? nil : path
    }

    private static var longestField: Int { 400 }

    func emptyText() -> JSONSyntaxFailure {
        JSONSyntaxFailure(
            position == 0 ? "the text is empty" : "the text holds only white space",
            at: position,
            allowed: "a JSON document"
        )
    }

    func wrongEncoding() -> JSONSyntaxFailure {
        JSONSyntaxFailure("the text is not UTF-8", at: 0, found: "UTF-16", advice: "Save the text as UTF-8")
    }

    func textAfterDocument() -> JSONSyntaxFailure {
        if let comment = commentFailure() { return comment }
        return JSONSyntaxFailure(
            "there is text after the end of the document",
            at: position,
            found: describeNext(),
            allowed: "one JSON value",
            advice: next == UInt8(ascii: "{") ? "Give one document at a time" : nil
        )
    }

    func tooDeep(limit: Int) -> JSONSyntaxFailure {
        JSONSyntaxFailure(
            "lists and objects stand too deep inside each other",
            at: position,
            found: "level \(open.count + 1)",
            allowed: "at most \(limit) levels"
        )
    }

    func trailingComma(at comma: Int) -> JSONSyntaxFailure {
        let bracket = next == UInt8(ascii: "]") ? "]" : "}"
        return JSONSyntaxFailure(
            "a comma stands before the closing \(bracket)",
            at: comma,
            advice: "Remove the comma"
        )
    }

    func missingSeparator(in container: Container) -> JSONSyntaxFailure {
        let closer = container.isObject ? "}" : "]"
        if position == bytes.count { return unclosed(container) }
        if let comment = commentFailure() { return comment }
        let startsValue = [UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-")].contains(next)
        if startsValue || next.isWordByte {
            return JSONSyntaxFailure(
                "a comma is missing",
                at: position,
                found: describeNext(),
                allowed: "a comma or \(closer)",
                advice: "Put a comma between the two"
            )
        }
        let isCloser = next == UInt8(ascii: "]") || next == UInt8(ascii: "}")
        return JSONSyntaxFailure(
            isCloser ? "the closing bracket does not match" : "unexpected character",
            at: position,
            found: describeNext(),
            allowed: "a comma or \(closer)",
            advice: isCloser ? "The bracket that is open stands at @" : nil,
            otherOffset: container.offset
        )
    }

    func missingColon() -> JSONSyntaxFailure {
        if position == bytes.count, let container = open.last { return unclosed(container) }
        if let comment = commentFailure() { return comment }
        return JSONSyntaxFailure(
            "a colon is missing after the key",
            at: position,
            found: describeNext(),
            allowed: "a colon",
            advice: next == UInt8(ascii: "=") ? "Write : instead of =" : nil
        )
    }

    func doubledKey(_ name: String, at offset: Int, first: Int?) -> JSONSyntaxFailure {
        var failure = JSONSyntaxFailure(
            "the key \"\(name.escapedForTerminal(limit: 100))\" is given twice",
            at: offset,
            advice: first == nil ? "Keep one of the two" : "It stands first at @; keep one of the two",
            otherOffset: first
        )
        let object = currentField() ?? .root
        if name.utf8.count <= Self.longestField { failure.field = object.appending(name) }
        return failure
    }

    private func unclosed(_ container: Container) -> JSONSyntaxFailure {
        JSONSyntaxFailure(
            "the text ends too early",
            at: position,
            found: "the end of the text",
            allowed: container.isObject ? "the closing }" : "the closing ]",
            advice: "The bracket that is open stands at @",
            otherOffset: container.offset
        )
    }

    func unexpectedInsteadOfName() -> JSONSyntaxFailure {
        if position == bytes.count, let container = open.last { return unclosed(container) }
        if let common = commentFailure() ?? quoteFailure() { return common }
        let isFirst = open.last?.object.isEmpty ?? true
        var advice: String?
        if next.isWordByte { advice = "Put the key in double quotes" }
        if next == UInt8(ascii: ",") { advice = "Remove the comma" }
        return JSONSyntaxFailure(
            next.isWordByte ? "a key is not in quotes" : "a key is missing",
            at: position,
            found: describeNext(),
            allowed: isFirst ? "a key in double quotes, or }" : "a key in double quotes",
            advice: advice
        )
    }

    func unexpectedInsteadOfValue() -> JSONSyntaxFailure {
        if position == bytes.count {
            return open.last.map(unclosed) ?? emptyText()
        }
        if let common = commentFailure() ?? quoteFailure() ?? wordFailure() { return common }
        var problem = "a value is missing"
        var advice: String?
        switch next {
        case UInt8(ascii: "<") where open.isEmpty:
            problem = "the text is not JSON, it looks like HTML or XML"
            advice = "Look at the text: it may be the error page of a server"
        case UInt8(ascii: "+"):
            problem = "a number begins with a plus sign"
            advice = "Remove the plus sign"
        case UInt8(ascii: "."):
            problem = "a number begins with a point"
            advice = "Write a 0 before the point"
        case UInt8(ascii: ","): advice = "Remove the comma or put a value before it"
        case UInt8(ascii: "]"), UInt8(ascii: "}"): break
        default: problem = "unexpected character"
        }
        let isFirst = open.last.map { !$0.isObject && $0.elements.isEmpty } ?? false
        return JSONSyntaxFailure(
            problem,
            at: position,
            found: describeNext(),
            allowed: isFirst ? "a JSON value, or ]" : "a JSON value",
            advice: advice
        )
    }
}
