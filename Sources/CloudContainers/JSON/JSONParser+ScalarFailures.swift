extension JSONParser {
    func commentFailure() -> JSONSyntaxFailure? {
        let following: UInt8 = position + 1 < bytes.count ? bytes[position + 1] : 0
        let isSlashed = next == UInt8(ascii: "/") && (following == next || following == UInt8(ascii: "*"))
        guard isSlashed || next == UInt8(ascii: "#") else { return nil }
        return JSONSyntaxFailure("JSON has no comments", at: position, advice: "Remove the comment")
    }

    func quoteFailure() -> JSONSyntaxFailure? {
        switch bytes.scalar(at: position) {
        case "'", "`", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}":
            JSONSyntaxFailure(
                "a text stands in the wrong quotes",
                at: position,
                found: describeNext(),
                allowed: "double quotes",
                advice: "Replace the quotes by \""
            )
        default: nil
        }
    }

    func wordFailure() -> JSONSyntaxFailure? {
        guard next.isWordByte else { return nil }
        let known = knownWord(at: position)
        return JSONSyntaxFailure(
            known.map { "\($0.word) is not a JSON value" } ?? "a text is not in quotes",
            at: position,
            found: known == nil ? "an unquoted word" : nil,
            allowed: "a JSON value",
            advice: known?.advice ?? "Put the text in double quotes",
            replacement: known?.replacement
        )
    }

    private func knownWord(at offset: Int) -> (word: String, advice: String, replacement: String?)? {
        var end = offset
        while end < bytes.count, bytes[end].isWordByte, end - offset < 16 { end += 1 }
        let word = bytes.text(offset..<end)
        let replacement: String
        switch word.lowercased() {
        case "true", "yes", "on": replacement = "true"
        case "false", "no", "off": replacement = "false"
        case "null", "none", "nil", "undefined": replacement = "null"
        case "nan", "inf", "infinity": return (word, "JSON has no such number; write null or leave it out", nil)
        default: return nil
        }
        return (word, "Write \(replacement)", replacement)
    }

    func invalidNumber(_ problem: JSONNumberScan.Problem, at offset: Int) -> JSONSyntaxFailure {
        switch problem {
        case .noDigits:
            if let known = knownWord(at: offset) {
                return JSONSyntaxFailure("-\(known.word) is not a JSON value", at: position, advice: known.advice)
            }
            let advice = position == 0 ? "If this is YAML, give it as YAML" : nil
            return JSONSyntaxFailure(
                "a minus sign stands without a number",
                at: position,
                found: describe(at: offset),
                allowed: "a digit",
                advice: advice
            )
        case .leadingZero:
            return JSONSyntaxFailure(
                "a number begins with a 0",
                at: position,
                advice: "Remove the 0, or put the number in double quotes if it is a text"
            )
        case .noFractionDigits:
            return JSONSyntaxFailure(
                "a number ends with its point",
                at: position,
                found: describe(at: offset),
                allowed: "a digit after the point"
            )
        case .noExponentDigits:
            return JSONSyntaxFailure(
                "a number has no digit in its exponent",
                at: position,
                found: describe(at: offset),
                allowed: "a digit"
            )
        }
    }

    func wordAfterNumber(at offset: Int) -> JSONSyntaxFailure {
        JSONSyntaxFailure(
            "a number is followed by other characters",
            at: offset,
            found: describe(at: offset),
            advice: "Put the whole in double quotes if it is a text"
        )
    }

    func unfinishedString(opening: Int) -> JSONSyntaxFailure {
        JSONSyntaxFailure(
            "the text ends inside a string",
            at: opening,
            allowed: "a closing \"",
            advice: "The string begins here; close it with \""
        )
    }

    func controlCharacter(_ byte: UInt8, at offset: Int) -> JSONSyntaxFailure {
        let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        let escape: String
        switch byte {
        case UInt8(ascii: "\n"): escape = "\\n"
        case UInt8(ascii: "\r"): escape = "\\r"
        case UInt8(ascii: "\t"): escape = "\\t"
        default:
            let digits = String(byte, radix: 16)
            escape = "\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits
        }
        return JSONSyntaxFailure(
            isBreak ? "a line ends inside a string" : "a control character stands in a string",
            at: offset,
            found: Unicode.Scalar(byte).codePointName,
            advice: isBreak ? "Close the string with \", or write \(escape)" : "Write \(escape)"
        )
    }

    func invalidUTF8(at offset: Int) -> JSONSyntaxFailure {
        JSONSyntaxFailure(
            "the text is not UTF-8",
            at: offset,
            found: describe(at: offset),
            advice: "Save the text as UTF-8"
        )
    }

    func unknownEscape(at backslash: Int) -> JSONSyntaxFailure {
        let isQuote = backslash + 1 < bytes.count && bytes[backslash + 1] == UInt8(ascii: "'")
        return JSONSyntaxFailure(
            "a backslash stands before a character that it cannot escape",
            at: backslash,
            found: describe(at: backslash + 1),
            allowed: "\\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hexadecimal digits",
            advice: isQuote ? "Remove the backslash" : "Write \\\\ for a backslash"
        )
    }

    func invalidUnicodeEscape(at backslash: Int) -> JSONSyntaxFailure {
        JSONSyntaxFailure("an escape is not complete", at: backslash, allowed: "\\u with four hexadecimal digits")
    }

    func loneSurrogate(at backslash: Int) -> JSONSyntaxFailure {
        JSONSyntaxFailure(
            "an escape is only one half of a character",
            at: backslash,
            allowed: "a pair such as \\ud83d\\ude00",
            advice: "Write the character itself, or both halves"
        )
    }

    /// What stands at the position, in words.
    func describeNext() -> String { describe(at: position) }

    /// What stands at an offset, in words that hold nothing of a value.
    func describe(at offset: Int) -> String {
        guard offset < bytes.count else { return "the end of the text" }
        let byte = bytes[offset]
        switch byte {
        case UInt8(ascii: "\""): return "a string"
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return "a number"
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return "the end of the line"
        case UInt8(ascii: " "): return "a space"
        case _ where byte.isWordByte: return "an unquoted word"
        default: break
        }
        guard let scalar = bytes.scalar(at: offset) else {
            return "the byte 0x" + String(byte, radix: 16, uppercase: true) + ", which is not UTF-8"
        }
        let isInvisible = scalar.isUnsafeToShow || scalar.properties.isWhitespace
        return isInvisible ? "the character \(scalar.codePointName)" : "\"\(scalar)\""
    }
}
