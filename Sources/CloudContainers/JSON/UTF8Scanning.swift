extension UnsafeBufferPointer where Element == UInt8 {
    /// The number of bytes of the Unicode scalar at an offset, or 0 where the bytes are not well-formed UTF-8.
    ///
    /// An offset outside the buffer gives 0, too.
    func scalarLength(at offset: Int) -> Int {
        guard offset >= 0, offset < count else { return 0 }
        let first = self[offset]
        let second: UInt8 = offset + 1 < count ? self[offset + 1] : 0
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return second & 0xC0 == 0x80 ? 2 : 0
        case 0xE0...0xEF:
            let lowest: UInt8 = first == 0xE0 ? 0xA0 : 0x80
            let highest: UInt8 = first == 0xED ? 0x9F : 0xBF
            guard second >= lowest, second <= highest else { return 0 }
            return isContinuation(offset + 2) ? 3 : 0
        case 0xF0...0xF4:
            let lowest: UInt8 = first == 0xF0 ? 0x90 : 0x80
            let highest: UInt8 = first == 0xF4 ? 0x8F : 0xBF
            guard second >= lowest, second <= highest else { return 0 }
            return isContinuation(offset + 2) && isContinuation(offset + 3) ? 4 : 0
        default: return 0
        }
    }

    /// The Unicode scalar at an offset, or `nil` where the bytes are not well-formed UTF-8.
    func scalar(at offset: Int) -> Unicode.Scalar? {
        let length = scalarLength(at: offset)
        guard length > 0 else { return nil }
        return text(offset..<offset + length).unicodeScalars.first
    }

    /// The bytes of a range as a string; a range that leaves the buffer is cut.
    @inline(__always)
    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: self[range.clamped(to: 0..<count)]), as: UTF8.self)
    }

    private func isContinuation(_ offset: Int) -> Bool { offset < count && self[offset] & 0xC0 == 0x80 }
}
