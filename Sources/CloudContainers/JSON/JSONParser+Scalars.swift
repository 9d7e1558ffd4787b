extension JSONParser {
    /// Reads the number at the position.
    mutating func parseNumber() throws(JSONSyntaxFailure) -> JSONNumber {
        let scan = JSONNumberScan(bytes, from: position)
        if let problem = scan.problem { throw invalidNumber(problem, at: scan.end) }
        if scan.end < bytes.count, bytes[scan.end].isWordByte || bytes[scan.end] == UInt8(ascii: ".") {
            throw wordAfterNumber(at: scan.end)
        }
        let number = JSONNumber(scanned: bytes.text(position..<scan.end))
        position = scan.end
        return number
    }

    /// Reads the string whose opening quote is at the position.
    mutating func parseString() throws(JSONSyntaxFailure) -> String {
        let opening = position
        let start = opening + 1
        let end = try endOfPlainRun(from: start, opening: opening)
        if bytes[end] == UInt8(ascii: "\"") {
            position = end + 1
            return bytes.text(start..<end)
        }
        return try parseEscapedString(from: start, firstEscape: end, opening: opening)
    }

    private mutating func parseEscapedString(
        from start: Int,
        firstEscape: Int,
        opening: Int
    ) throws(JSONSyntaxFailure) -> String {
        var content: [UInt8] = []
        var runStart = start
        var index = firstEscape
        while true {
            content.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<index]))
            if bytes[index] == UInt8(ascii: "\"") { break }
            index = try parseEscape(at: index, into: &content, opening: opening)
            runStart = index
            index = try endOfPlainRun(from: index, opening: opening)
        }
        position = index + 1
        return String(decoding: content, as: UTF8.self)
    }

    /// The offset of the next quote or backslash of a string.
    private func endOfPlainRun(from start: Int, opening: Int) throws(JSONSyntaxFailure) -> Int {
        var index = start
        while true {
            index = skippingPlainWords(from: index)
            guard index < bytes.count else { throw unfinishedString(opening: opening) }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            if byte < 0x20 { throw controlCharacter(byte, at: index) }
            if byte < 0x80 {
                index += 1
                continue
            }
            let length = bytes.scalarLength(at: index)
            if length == 0 { throw invalidUTF8(at: index) }
            index += length
        }
    }

    /// Skips eight bytes at a time as long as none of them needs a closer look.
    @inline(__always)
    private func skippingPlainWords(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            let hits = (quotes &- ones) | (slashes &- ones) | (word &- ones &* 0x20) | word
            // Borrows between bytes can only send a plain word to the closer look, never hide a byte that needs it.
            if hits & highs != 0 { return index }
            index += 8
        }
        return index
    }

    /// Reads the escape whose backslash is at an offset, and returns the offset after it.
    private func parseEscape(
        at backslash: Int,
        into content: inout [UInt8],
        opening: Int
    ) throws(JSONSyntaxFailure) -> Int {
        guard backslash + 1 < bytes.count else { throw unfinishedString(opening: opening) }
        switch bytes[backslash + 1] {
        case UInt8(ascii: "\""): content.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): content.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): content.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): return try parseUnicodeEscape(at: backslash, into: &content)
        default: throw unknownEscape(at: backslash)
        }
        return backslash + 2
    }

    private func parseUnicodeEscape(at backslash: Int, into content: inout [UInt8]) throws(JSONSyntaxFailure) -> Int {
        guard let unit = codeUnit(at: backslash) else { throw invalidUnicodeEscape(at: backslash) }
        var code = UInt32(unit)
        var end = backslash + 6
        if unit & 0xFC00 == 0xD800 {
            guard let low = codeUnit(at: end), low & 0xFC00 == 0xDC00 else { throw loneSurrogate(at: backslash) }
            code = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF))
            end += 6
        }
        guard let scalar = Unicode.Scalar(code) else { throw loneSurrogate(at: backslash) }
        content.append(contentsOf: String(scalar).utf8)
        return end
    }

    /// The sixteen bits of the `\uXXXX` at an offset, or `nil` if there is none.
    private func codeUnit(at backslash: Int) -> UInt16? {
        guard backslash + 6 <= bytes.count, bytes[backslash] == UInt8(ascii: "\\"),
            bytes[backslash + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for index in backslash + 2..<backslash + 6 {
            let byte = bytes[index]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
