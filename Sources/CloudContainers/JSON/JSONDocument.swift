/// A JSON document: its root value and the text that it was read from.
///
/// Two documents are equal when their roots are.
public struct JSONDocument: Sendable, Hashable {
    /// How a document is laid out.
    public enum Style: Sendable, Hashable {
        /// Without any white space.
        case compact
        /// One member or element a line, with two spaces for each level.
        case pretty
    }

    /// The value of the whole document.
    public let root: JSONValue
    /// The text that the document was read from, or `nil` for a document made by code.
    public let source: SourceText?

    /// Makes a document from a value.
    public init(_ root: JSONValue, source: SourceText? = nil) {
        self.root = root
        self.source = source
    }

    /// Reads a document, strictly by RFC 8259 and with each key at most once.
    ///
    /// The text is UTF-8; a byte order mark at its beginning is skipped.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - name: The name of the input for error messages, such as a file's path.
    ///   - limits: How large the document may be.
    /// - Throws: An error with the code `invalidInput` and one diagnostic that says where and why.
    public init(
        parsing bytes: [UInt8],
        named name: String? = nil,
        limits: JSONLimits = JSONLimits()
    ) throws(ContainerServiceError) {
        let source = SourceText(bytes, name: name)
        guard bytes.count <= limits.maximumSize.bytes else {
            let diagnostic = Diagnostic(
                problem: "the text is too long",
                value: "\(bytes.count) bytes",
                allowed: "at most \(limits.maximumSize.bytes) bytes",
                source: name
            )
            throw .invalidInput(diagnostic)
        }
        do throws(JSONSyntaxFailure) {
            root = try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxFailure) in
                var parser = JSONParser(buffer, maximumDepth: limits.effectiveDepth)
                return try parser.parseDocument()
            }
        } catch {
            throw .invalidInput(error.diagnostic(in: source))
        }
        self.source = source
    }

    /// Reads a document from a string, strictly by RFC 8259 and with each key at most once.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - name: The name of the input for error messages, such as a file's path.
    ///   - limits: How large the document may be.
    /// - Throws: An error with the code `invalidInput` and one diagnostic that says where and why.
    public init(
        parsing text: String,
        named name: String? = nil,
        limits: JSONLimits = JSONLimits()
    ) throws(ContainerServiceError) {
        try self.init(parsing: Array(text.utf8), named: name, limits: limits)
    }

    /// The document as text: equal bytes for the same document, without a line break at the end.
    public func text(_ style: Style = .pretty) -> String { root.text(style) }

    /// The line and column of a value of this document, or `nil` for a value made by code.
    public func location(of value: JSONValue) -> SourceLocation? {
        guard let source, let offset = value.offset else { return nil }
        return source.location(ofByte: offset)
    }

    /// Completes a diagnostic with the source's name and with the location and the line of a byte.
    ///
    /// What the diagnostic already says stays. Of the line, values that may be secret are replaced by stars.
    public func located(_ diagnostic: Diagnostic, at offset: Int?) -> Diagnostic {
        if let source { return source.located(diagnostic, at: offset) }
        var diagnostic = diagnostic
        if diagnostic.location == nil, diagnostic.offset == nil { diagnostic.offset = offset }
        return diagnostic
    }

    /// Whether both roots are equal.
    public static func == (left: JSONDocument, right: JSONDocument) -> Bool { left.root == right.root }

    /// Feeds the hasher so that equal values hash alike.
    public func hash(into hasher: inout Hasher) { hasher.combine(root) }
}

extension SourceText {
    /// Completes a diagnostic with what this text knows about a byte.
    func located(_ diagnostic: Diagnostic, at offset: Int?) -> Diagnostic {
        var diagnostic = diagnostic
        if diagnostic.source == nil { diagnostic.source = name }
        guard let offset, diagnostic.location == nil else { return diagnostic }
        if diagnostic.offset == nil { diagnostic.offset = offset }
        let location = location(ofByte: offset)
        diagnostic.location = location
        if diagnostic.line == nil { diagnostic.line = quote(at: location, field: diagnostic.field) }
        return diagnostic
    }
}
