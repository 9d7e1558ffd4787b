extension Unicode.Scalar {
    /// Whether a terminal may act on the scalar instead of showing it.
    ///
    /// These are the control characters, the line and paragraph separators, the marks that turn the direction of the
    /// text around, and the byte order mark.
    var isUnsafeToShow: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// Whether the scalar shapes the text around it and is not seen itself, such as a joiner or a zero-width blank.
    var isInvisible: Bool { value > 0x7F && properties.generalCategory == .format }

    /// The scalar's number as people write it: `U+001B`.
    var codePointName: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.utf8.count)) + digits
    }
}

extension StringProtocol {
    /// The text without anything that a terminal acts on or hides, cut to a number of scalars.
    ///
    /// - Parameters:
    ///   - limit: How many scalars of the text are kept; an ellipsis stands for the rest.
    ///   - namesBreaks: Whether a line break and a tab are written `\n` and `\t` instead of by their numbers.
    /// - Returns: The text, safe to print.
    package func escapedForTerminal(limit: Int, namesBreaks: Bool = false) -> String {
        var result = ""
        var count = 0
        for scalar in unicodeScalars {
            if count == limit { return result + "…" }
            count += 1
            switch scalar {
            case "\n" where namesBreaks: result += "\\n"
            case "\t" where namesBreaks: result += "\\t"
            case _ where scalar.isUnsafeToShow || scalar.isInvisible:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text itself, cut to a number of scalars; an ellipsis stands for the rest.
    package func cut(to limit: Int) -> String {
        let scalars = unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return String(self) }
        return String(String.UnicodeScalarView(scalars[..<end])) + "…"
    }
}

extension String {
    /// Whether two strings hold the same scalars; `==` also takes two spellings of one letter for equal.
    func isIdentical(to other: String) -> Bool {
        var (one, other) = (self, other)
        return one.withUTF8 { one in
            other.withUTF8 { other in
                guard one.count == other.count else { return false }
                var index = 0
                while index < one.count, one[index] == other[index] { index &+= 1 }
                return index == one.count
            }
        }
    }
}
