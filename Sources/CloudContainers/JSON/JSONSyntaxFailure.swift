/// What stopped the parser, and at which byte.
struct JSONSyntaxFailure: Error {
    var problem: String
    var offset: Int
    var found: String?
    var allowed: String?
    var advice: String?
    var replacement: String?
    var field: FieldPath?
    /// Another byte that the advice speaks of, where `@` stands for its line and column.
    var otherOffset: Int?

    init(
        _ problem: String,
        at offset: Int,
        found: String? = nil,
        allowed: String? = nil,
        advice: String? = nil,
        replacement: String? = nil,
        otherOffset: Int? = nil
    ) {
        self.problem = problem
        self.offset = offset
        self.found = found
        self.allowed = allowed
        self.advice = advice
        self.replacement = replacement
        self.otherOffset = otherOffset
    }

    /// The failure for a person, with its place in the text.
    func diagnostic(in source: SourceText) -> Diagnostic {
        var advice = advice
        if let otherOffset, let at = advice?.firstIndex(of: "@") {
            advice?.replaceSubrange(at...at, with: source.location(ofByte: otherOffset).description)
        }
        let diagnostic = Diagnostic(
            problem: problem,
            field: field,
            value: found,
            allowed: allowed,
            advice: advice,
            replacement: replacement
        )
        return source.located(diagnostic, at: offset)
    }
}
