/// Where a document came from: its name and its bytes.
///
/// Byte offsets become lines and columns when somebody asks, so reading a document costs nothing for them.
///
/// A line ends with LF, CR or CRLF. A column counts Unicode scalars; a byte that is not UTF-8 counts as one. A byte
/// order mark at the beginning has no column.
public struct SourceText: Sendable, Hashable {
    /// The name of the input: a file's path, `<stdin>`, or `nil`.
    public let name: String?
    /// The bytes of the input, as read.
    public let bytes: [UInt8]

    /// Makes a source from its bytes, which need not be valid UTF-8.
    public init(_ bytes: [UInt8], name: String? = nil) {
        self.bytes = bytes
        self.name = name
    }

    /// The line and column of a byte; an offset outside the text gives its beginning or its end.
    public func location(ofByte offset: Int) -> SourceLocation {
        bytes.withUnsafeBufferPointer { buffer in
            let offset = Swift.min(Swift.max(offset, 0), buffer.count)
            var line = 1
            var start = 0
            for index in 0..<offset where buffer.endsLine(at: index) {
                line += 1
                start = index + 1
            }
            var column = 1
            var index = buffer.skippingMark(start)
            while index < offset {
                index += Swift.max(buffer.scalarLength(at: index), 1)
                if index <= offset { column += 1 }
            }
            return SourceLocation(line: line, column: column)
        }
    }

    /// The byte offset of a line and column, or `nil` if the text has no such place.
    ///
    /// The place right after the last scalar of a line is a place, too.
    public func offset(of location: SourceLocation) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            guard location.column >= 1, let start = buffer.startOfLine(location.line) else { return nil }
            var index = buffer.skippingMark(start)
            var column = 1
            while column < location.column {
                guard index < buffer.count, !buffer.endsLine(at: index) else { return nil }
                index += Swift.max(buffer.scalarLength(at: index), 1)
                column += 1
            }
            return index
        }
    }

    /// The text of a line, counted from 1, fit for a terminal, or `nil` if the text has no such line.
    ///
    /// A tab becomes one space, so that columns still match; other control characters are escaped. A line of more than
    /// 200 scalars is cut and ends with an ellipsis.
    public func line(_ number: Int) -> String? { line(number, skipping: 0) { _, _ in [] } }

    /// The line that holds a place, cut so that the place is in it, with stars for values that may be secret.
    func quote(at location: SourceLocation, field: FieldPath?) -> String? {
        let place = offset(of: location) ?? bytes.count
        let skipped = location.column > Self.quoteLength ? location.column - Self.quoteLength / 2 : 0
        return line(location.line, skipping: skipped) { buffer, line in
            QuotedLine(buffer, line: line, place: place, field: field).hidden
        }
    }

    private static let quoteLength = 200

    /// A line from a scalar on, with one star for each scalar of some parts.
    private func line(
        _ number: Int,
        skipping skipped: Int,
        hiding parts: (UnsafeBufferPointer<UInt8>, Range<Int>) -> [Range<Int>]
    ) -> String? {
        bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.startOfLine(number).map(buffer.skippingMark) else { return nil }
            var end = start
            while end < buffer.count, buffer[end] != UInt8(ascii: "\n"), buffer[end] != UInt8(ascii: "\r") { end += 1 }
            var hidden = parts(buffer, start..<end)[...]
            var text = skipped > 0 ? "…" : ""
            var index = start
            var count = 0
            while index < end {
                let length = Swift.max(buffer.scalarLength(at: index), 1)
                if count >= skipped + Self.quoteLength { return text.escapedForTerminal(limit: .max) + "…" }
                while let first = hidden.first, first.upperBound <= index { hidden.removeFirst() }
                if count >= skipped {
                    let isHidden = hidden.first.map { $0.lowerBound <= index } ?? false
                    let shown = buffer[index] == UInt8(ascii: "\t") ? " " : buffer.text(index..<index + length)
                    text += isHidden ? "*" : shown
                }
                index += length
                count += 1
            }
            return text.escapedForTerminal(limit: .max)
        }
    }
}

extension UnsafeBufferPointer where Element == UInt8 {
    /// Whether the byte is the last one of a line.
    @inline(__always)
    fileprivate func endsLine(at offset: Int) -> Bool {
        switch self[offset] {
        case UInt8(ascii: "\n"): true
        case UInt8(ascii: "\r"): offset + 1 == count || self[offset + 1] != UInt8(ascii: "\n")
        default: false
        }
    }

    /// The offset of a line's first byte, or `nil` if there is no such line.
    fileprivate func startOfLine(_ number: Int) -> Int? {
        guard number >= 1 else { return nil }
        var line = 1
        var index = 0
        while line < number {
            guard index < count else { return nil }
            if endsLine(at: index) { line += 1 }
            index += 1
        }
        return index
    }

    /// The offset itself, or the one after the byte order mark that begins the text.
    fileprivate func skippingMark(_ offset: Int) -> Int {
        offset == 0 && starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : offset
    }
}
