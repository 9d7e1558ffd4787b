/// A reference as written, cut into its parts before any of them is known to be right.
struct ImageReferenceParts: Sendable, Hashable {
    /// The registry, if the text names one.
    var registry: String?
    /// The repository as written.
    var repository: String
    /// What stands after the `:` of the repository; empty if nothing does.
    var tag: String?
    /// What stands after the `@`; empty if nothing does.
    var digest: String?

    /// Cuts a text at its first `/` (if a registry stands before it), its first `@` and the `:` before that.
    init(splitting text: String) throws(TextRejection) {
        try Self.checkCharacters(text)
        if text.utf8.count == 64, text.utf8.allSatisfy(ImageReferenceGrammar.isLowercaseHexadecimal) {
            throw TextRejection(
                problem: "64 hexadecimal digits are an image identifier and not a reference",
                allowed: ImageReferenceGrammar.allowed,
                advice: "Write the repository before it: nginx@sha256: and the digits."
            )
        }
        // All of it is ASCII, so that bytes are characters.
        var rest = text.utf8[...]
        if let slash = rest.firstIndex(of: UInt8(ascii: "/")), ImageReferenceGrammar.isRegistry(text[..<slash]) {
            registry = String(text[..<slash])
            rest = rest[rest.index(after: slash)...]
        }
        if let at = rest.firstIndex(of: UInt8(ascii: "@")) {
            digest = String(Substring(rest[rest.index(after: at)...]))
            rest = rest[..<at]
        }
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            tag = String(Substring(rest[rest.index(after: colon)...]))
            rest = rest[..<colon]
        }
        repository = String(Substring(rest))
    }

    /// The reference that the parts make, without the marks of empty ones.
    var text: String {
        var text = registry.map { $0.isEmpty ? "" : $0 + "/" } ?? ""
        text += repository
        if let tag, !tag.isEmpty { text += ":" + tag }
        if let digest, !digest.isEmpty { text += "@" + digest }
        return text
    }

    /// Checks each part against the grammar; what a rejection offers is a whole reference.
    func check() throws(TextRejection) {
        if let registry { try check(registry, \.registry, with: ImageReferenceGrammar.checkRegistry) }
        do {
            _ = try ImageReferenceGrammar.checkRepository(repository)
        } catch {
            throw offering(error) { $0.repository = $1 }
        }
        if let tag { try checkDigestIsNoTag(tag) }
        if let tag { try check(tag, \.tag, with: ImageReferenceGrammar.checkTag) }
        if let digest { try check(digest, \.digest, with: ImageReferenceGrammar.checkDigest) }
    }

    private func check(
        _ part: String,
        _ path: WritableKeyPath<Self, String?>,
        with checker: (String) throws(TextRejection) -> String
    ) throws(TextRejection) {
        do {
            _ = try checker(part)
        } catch {
            throw offering(error) { $0[keyPath: path] = $1 }
        }
    }

    /// Refuses a digest after a `:`, where only a tag can stand.
    private func checkDigestIsNoTag(_ tag: String) throws(TextRejection) {
        guard digest == nil, tag.contains(":"), (try? ImageReferenceGrammar.checkDigest(tag)) != nil else { return }
        var corrected = self
        corrected.tag = nil
        corrected.digest = tag
        throw TextRejection(
            problem: "the digest stands after a : and not after an @",
            allowed: ImageReferenceGrammar.allowed,
            candidate: corrected.text
        )
    }

    private func offering(_ rejection: TextRejection, _ replace: (inout Self, String) -> Void) -> TextRejection {
        var rejection = rejection
        rejection.candidate = rejection.candidate.map { candidate in
            var corrected = self
            replace(&corrected, candidate)
            return corrected.text
        }
        return rejection
    }

    /// Refuses what no part may hold, so that the parts are visible ASCII.
    private static func checkCharacters(_ text: String) throws(TextRejection) {
        func rejection(_ problem: String, candidate: String? = nil) -> TextRejection {
            TextRejection(problem: problem, allowed: ImageReferenceGrammar.allowed, candidate: candidate)
        }
        if text.isEmpty { throw rejection("the image reference is empty") }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            let trimmed = Amount.trimming(text)
            if trimmed.utf8.count < text.utf8.count {
                throw rejection("the image reference has blanks around it", candidate: trimmed)
            }
            throw rejection("the image reference has a blank or a character that is not plain ASCII")
        }
        if let end = ImageReferenceGrammar.endOfScheme(in: text) {
            throw rejection(
                "the registry of the image reference starts with \(Diagnostic.excerpt(of: text[..<end]))",
                candidate: String(text[end...])
            )
        }
    }
}
