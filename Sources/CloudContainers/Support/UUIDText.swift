extension String {
    /// Whether the text is a UUID in its usual form of 8, 4, 4, 4 and 12 hexadecimal digits.
    package var isUUID: Bool {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { part in part.allSatisfy { $0.isASCII && $0.isHexDigit } }
    }
}
