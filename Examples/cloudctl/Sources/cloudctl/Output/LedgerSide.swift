import CloudContainers

/// One side of a ledger entry as reports print it: where it stands, and what it says.
struct LedgerSide {
    /// The path of the field, or of the nearest object around all fields.
    let path: String
    /// The value; `nil` for an object as a whole.
    let value: String?

    /// Chooses what stands for the leaves of one side of an entry.
    ///
    /// - Parameters:
    ///   - leaves: The leaves.
    ///   - value: The value that the finding names, if it names one.
    init(_ leaves: [LedgerLeaf], _ value: LedgerValue) {
        let named = value == .none ? nil : TerminalText.escaped(value.description)
        let around = Self.ancestor(of: leaves.map(\.path.description))
        if let only = leaves.first, leaves.count == 1 {
            path = TerminalText.escaped(only.path.description)
            self.value = named ?? only.shown
        } else if around.contains(where: { $0 == "." || $0 == "[" }) {
            path = TerminalText.escaped(around)
            self.value = named
        } else if let leaf = leaves.first(where: { $0.value.means(value) }) ?? (leaves.count <= 8 ? leaves.first : nil)
        {
            path = TerminalText.escaped(leaf.path.description)
            self.value = named ?? leaf.shown
        } else {
            path = ""
            self.value = named
        }
    }

    /// The place and the value in one text; `nil` if there is neither.
    var text: String? {
        guard let value else { return path.isEmpty ? nil : path }
        return path.isEmpty ? value : "\(path): \(value)"
    }

    /// The longest path that contains all paths.
    static func ancestor(of paths: [String]) -> String {
        var candidate = Substring(paths.first ?? "")
        while !candidate.isEmpty, !paths.allSatisfy({ FieldPath(String(candidate)).contains(FieldPath($0)) }) {
            guard let end = candidate.lastIndex(where: { $0 == "." || $0 == "[" }) else { return "" }
            candidate = candidate[..<end]
            // A dot inside a quoted key separates nothing.
            while let quote = candidate.lastRange(of: "[\""), !candidate[quote.upperBound...].contains("\"]") {
                candidate = candidate[..<quote.lowerBound]
            }
        }
        return String(candidate)
    }
}

extension LedgerValue {
    /// Whether a value as a document holds it is the amount, in one of the units that documents use.
    fileprivate func means(_ amount: LedgerValue) -> Bool {
        if self == amount { return true }
        if case .text(let text) = self {
            switch amount {
            case .cpu(let cpu): return (try? CPU(parsing: text)) == cpu
            case .bytes(let bytes): return (try? ByteCount(parsing: text)) == bytes
            case .duration(let duration):
                return text.hasSuffix("s") && Int(text.dropLast()).map(Duration.seconds) == duration
            default: return false
            }
        }
        guard case .number(let number) = self else { return false }
        switch amount {
        case .cpu(let cpu): return number == cpu.millicores
        case .bytes(let bytes):
            return [1, 1_000_000, 1 << 20, 1 << 30].contains { unit in
                let (product, overflows) = number.multipliedReportingOverflow(by: unit)
                return !overflows && product == bytes.bytes
            }
        case .duration(let duration): return duration == .seconds(number)
        case .percentage(let percentage): return number == percentage.percent
        case .instances(.instances(let count)): return number == count.value
        default: return false
        }
    }
}

extension Substring {
    /// Where a text occurs last.
    fileprivate func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }
}
