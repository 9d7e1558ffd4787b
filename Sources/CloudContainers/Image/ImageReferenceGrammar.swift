/// The grammar of github.com/distribution/reference, part by part.
///
/// Each check returns the part it was given.
enum ImageReferenceGrammar {
    /// The form of a whole reference, for messages.
    static let allowed = "[registry/]repository[:tag][@digest], such as nginx:1.27 or ghcr.io/team/app:1.0"

    /// The most characters of a repository in normal form, without its registry.
    static let repositoryLimit = 255

    /// The hexadecimal digits of each registered digest algorithm.
    private static let digestLengths = ["sha256": 64, "sha384": 96, "sha512": 128]

    /// Whether what stands before the first `/` of a reference is a registry and not a part of the repository.
    static func isRegistry(_ text: some StringProtocol) -> Bool {
        text == "localhost"
            || text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") || isCapital($0) }
    }

    /// The end of the first `://` of a text.
    static func endOfScheme(in text: String) -> String.Index? {
        var rest = text.utf8[...]
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            rest = rest[rest.index(after: colon)...]
            if rest.starts(with: "//".utf8) { return rest.index(rest.startIndex, offsetBy: 2) }
        }
        return nil
    }

    /// Checks a host name or a bracketed IPv6 address, each with a port or without.
    static func checkRegistry(_ text: String) throws(TextRejection) -> String {
        let allowed = "a host such as ghcr.io or localhost:5000, with a dot, a port or a capital letter"
        func rejection(_ problem: String, candidate: String? = nil, advice: String? = nil) -> TextRejection {
            TextRejection(problem: problem, allowed: allowed, advice: advice, candidate: candidate)
        }
        var shown: String { Diagnostic.excerpt(of: text) }
        if text.isEmpty { throw rejection("the registry is empty", candidate: ImageReference.defaultRegistry) }
        if let end = endOfScheme(in: text) {
            throw rejection("the registry has a scheme", candidate: String(text[end...]))
        }
        if text.hasSuffix("/") {
            throw rejection("the registry ends with a slash", candidate: String(text.dropLast()))
        }
        let isBracketed = text.utf8.first == UInt8(ascii: "[")
        let hostEnd = isBracketed ? text.utf8.firstIndex(of: UInt8(ascii: "]")).map(text.utf8.index(after:)) : nil
        let start = hostEnd ?? text.utf8.startIndex
        let colon = text.utf8[start...].firstIndex(of: UInt8(ascii: ":"))
        let host = text.utf8[..<(colon ?? text.utf8.endIndex)]
        guard isBracketed ? isAddress(host) : isHostName(host) else {
            throw rejection("the registry \"\(shown)\" is not a host name or an address in brackets")
        }
        if let colon {
            let port = text.utf8[text.utf8.index(after: colon)...]
            guard isPort(port) else {
                throw rejection(
                    "the registry \"\(shown)\" has a port that is not 1 to 65535",
                    candidate: port.isEmpty ? String(text.dropLast()) : nil,
                    advice: port.isEmpty ? nil : "A tag stands at the end of the reference and has no slash in it."
                )
            }
        }
        guard isRegistry(text) else {
            throw rejection(
                "the registry \"\(shown)\" would be read as a part of the repository",
                advice: "Add the host's domain or its port."
            )
        }
        return text
    }

    /// Checks a repository: parts in lower case with `/` between them.
    static func checkRepository(_ text: String) throws(TextRejection) -> String {
        let allowed = "lower-case letters and digits, with . _ __ or - between them and / between the parts"
        func rejection(_ problem: String, candidate: String? = nil) -> TextRejection {
            TextRejection(problem: problem, allowed: allowed, candidate: candidate)
        }
        var shown: String { Diagnostic.excerpt(of: text) }
        if text.isEmpty { throw rejection("the repository is empty") }
        if text.utf8.contains(where: isCapital) {
            throw rejection("the repository \"\(shown)\" has capital letters", candidate: text.lowercased())
        }
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if parts.contains(where: \.isEmpty) {
            let filled = parts.filter { !$0.isEmpty }.map { String(Substring($0)) }
            throw rejection(
                "the repository \"\(shown)\" has an empty part",
                candidate: filled.isEmpty ? nil : filled.joined(separator: "/")
            )
        }
        guard let wrong = parts.first(where: { !isPathPart($0) }) else { return try checkLength(text) }
        throw rejection(
            parts.count == 1
                ? "the repository \"\(shown)\" is not valid"
                : "the part \"\(Diagnostic.excerpt(of: Substring(wrong)))\" of the repository is not valid"
        )
    }

    /// Checks the length of a repository.
    @discardableResult
    static func checkLength(_ repository: String) throws(TextRejection) -> String {
        guard repository.utf8.count > repositoryLimit else { return repository }
        throw TextRejection(
            problem: "the repository has \(repository.utf8.count) characters",
            allowed: "at most \(repositoryLimit) characters"
        )
    }

    /// Checks a tag.
    static func checkTag(_ text: String) throws(TextRejection) -> String {
        let allowed = "1 to 128 letters, digits, _ . or -, the first a letter, a digit or _"
        let bytes = text.utf8
        if let first = bytes.first, bytes.count <= 128, isWord(first), bytes.allSatisfy(isTagByte) { return text }
        if bytes.isEmpty { throw TextRejection(problem: "the tag is empty", allowed: allowed, candidate: "") }
        let isLong = bytes.count > 128 && bytes.allSatisfy(isTagByte)
        throw TextRejection(
            problem: isLong
                ? "the tag has \(bytes.count) characters" : "the tag \"\(Diagnostic.excerpt(of: text))\" is not valid",
            allowed: allowed
        )
    }

    /// Checks a digest: an algorithm, a colon, and the hexadecimal digits that the algorithm makes.
    static func checkDigest(_ text: String) throws(TextRejection) -> String {
        let allowed = "sha256: and 64 hexadecimal digits, sha384: and 96, or sha512: and 128, in lower case"
        func rejection(_ problem: String, candidate: String? = nil) -> TextRejection {
            TextRejection(problem: problem, allowed: allowed, candidate: candidate)
        }
        if text.isEmpty { throw rejection("the digest is empty", candidate: "") }
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let algorithm = parts.first, let digits = parts.last else {
            throw rejection(
                "the digest has no algorithm",
                candidate: digestLengths.first { $0.value == text.utf8.count }.map { $0.key + ":" + text }
            )
        }
        if text.utf8.contains(where: isCapital) {
            let lowered = text.lowercased()
            throw rejection("the digest has capital letters", candidate: lowered)
        }
        guard let length = digestLengths[String(Substring(algorithm))] else {
            throw rejection("the digest's algorithm \"\(Diagnostic.excerpt(of: Substring(algorithm)))\" is not known")
        }
        guard digits.allSatisfy(isLowercaseHexadecimal) else {
            throw rejection("the digest has something else than hexadecimal digits after its algorithm")
        }
        guard digits.count == length else {
            throw rejection("the digest has \(digits.count) hexadecimal digits and not \(length)")
        }
        return text
    }
}

// MARK: Characters

extension ImageReferenceGrammar {
    /// Whether a byte is a hexadecimal digit in lower case.
    static func isLowercaseHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { DecimalNumber.isDigit(byte) }

    private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

    private static func isSmall(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isCapital(byte) || isSmall(byte) }

    private static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == UInt8(ascii: "_") }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }

    private static func isPort(_ digits: Substring.UTF8View) -> Bool {
        digits.allSatisfy(isDigit) && Int(String(Substring(digits))).map { (1...65535).contains($0) } ?? false
    }

    private static func isHostName(_ host: Substring.UTF8View) -> Bool {
        host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            guard let first = label.first, let last = label.last else { return false }
            return isAlphanumeric(first) && isAlphanumeric(last)
                && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isAddress(_ host: Substring.UTF8View) -> Bool {
        let digits = host.dropFirst().dropLast()
        return host.last == UInt8(ascii: "]") && !digits.isEmpty
            && digits.allSatisfy {
                isLowercaseHexadecimal($0) || $0 == UInt8(ascii: ":")
                    || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0)
            }
    }

    /// Whether a part of a path is runs of small letters and digits with one separator between two runs: `.`, `_`, `__`, or any
    /// number of `-`.
    private static func isPathPart(_ part: Substring.UTF8View) -> Bool {
        guard let first = part.first, let last = part.last else { return false }
        guard isDigit(first) || isSmall(first), isDigit(last) || isSmall(last) else { return false }
        var (separator, length) = (UInt8(0), 0)
        for byte in part {
            if isDigit(byte) || isSmall(byte) {
                length = 0
                continue
            }
            guard length == 0 || byte == separator else { return false }
            (separator, length) = (byte, length + 1)
            switch separator {
            case UInt8(ascii: "-"): break
            case UInt8(ascii: "_"): if length > 2 { return false }
            case UInt8(ascii: "."): if length > 1 { return false }
            default: return false
            }
        }
        return true
    }
}
