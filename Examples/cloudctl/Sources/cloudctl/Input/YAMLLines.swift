/// Finds the byte of a mark in a YAML text, whose lines end at more characters than JSON's do.
struct YAMLLines {
    private let bytes: [UInt8]
    /// The offset of each line's first byte.
    private let starts: [Int]
    /// For long lines, the offset of every 1024th scalar, so that no place in them takes long to find.
    private let steps: [Int: [Int]]

    private static let stepLength = 1024

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
        var steps: [Int: [Int]] = [:]
        var index = starts[0]
        var scalars = 0
        while index < bytes.count {
            let length = Self.breakLength(bytes, at: index)
            if length > 0 {
                index += length
                scalars = 0
                starts.append(index)
                continue
            }
            if scalars > 0, scalars % Self.stepLength == 0 { steps[starts.count - 1, default: []].append(index) }
            scalars += 1
            index += 1
            while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
        }
        self.starts = starts
        self.steps = steps
    }

    /// The offset of a line and a column in Unicode scalars, both counted from 1.
    func offset(line: Int, column: Int) -> Int? {
        guard starts.indices.contains(line - 1) else { return nil }
        var index = starts[line - 1]
        var rest = max(column, 1) - 1
        if let steps = steps[line - 1], rest >= Self.stepLength {
            let step = min(rest / Self.stepLength, steps.count)
            index = steps[step - 1]
            rest -= step * Self.stepLength
        }
        for _ in 0..<rest where index < bytes.count {
            index += 1
            while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
        }
        return min(index, bytes.count)
    }

    /// The number of the line that holds a byte, counted from 0.
    func line(ofByte offset: Int) -> Int { (starts.lastIndex { $0 <= offset }) ?? 0 }

    /// The text of a line, counted from 0, without its end.
    func text(_ line: Int) -> ArraySlice<UInt8> {
        guard starts.indices.contains(line) else { return [] }
        let end = line + 1 < starts.count ? starts[line + 1] : bytes.count
        return bytes[starts[line]..<end].filter { $0 != 0x0A && $0 != 0x0D }[...]
    }

    /// The length of the line break at an offset: LF, CR, CRLF, NEL, LS or PS; 0 if there is none.
    private static func breakLength(_ bytes: [UInt8], at index: Int) -> Int {
        switch bytes[index] {
        case 0x0A: return 1
        case 0x0D: return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
        case 0xE2:
            guard index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
            return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9 ? 3 : 0
        default: return 0
        }
    }
}
