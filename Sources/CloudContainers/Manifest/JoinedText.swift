/// Several texts as one: the offsets in the values of a document count on where the text before it ends.
///
/// Values of several documents can so be mixed in one tree, and each still knows where it was written.
struct JoinedText {
    private struct Part {
        var start: Int
        var document: JSONDocument
        var end: Int { start + (document.source?.bytes.count ?? 0) }
    }

    private var parts: [Part] = []

    /// Adds a document and returns its root with offsets of the whole.
    mutating func add(_ document: JSONDocument) -> JSONValue {
        if let last = parts.last, last.document.source == document.source {
            return last.start == 0 ? document.root : document.root.moved(by: last.start)
        }
        let start = parts.last.map { $0.end + 1 } ?? 0
        parts.append(Part(start: start, document: document))
        return start == 0 ? document.root : document.root.moved(by: start)
    }

    /// Completes an error's diagnostic with file, line and column.
    func located(_ error: WireError) -> Diagnostic {
        guard let part = part(of: error.offset) ?? parts.first else { return error.diagnostic }
        return part.document.located(error.diagnostic, at: error.offset.map { $0 - part.start })
    }

    /// The place of a byte.
    func place(of offset: Int?) -> Application.Place {
        guard let part = part(of: offset) ?? parts.first else { return Application.Place() }
        let source = part.document.source
        return Application.Place(
            source: source?.name,
            location: offset.flatMap { source?.location(ofByte: $0 - part.start) }
        )
    }

    /// The offset of a text at a place or behind it in the same line, else of the place.
    func offset(of text: String, from offset: Int?) -> Int? {
        guard let offset, let part = part(of: offset), let bytes = part.document.source?.bytes else { return offset }
        let wanted = Array(text.utf8)
        var index = offset - part.start
        while index + wanted.count <= bytes.count, bytes[index] != UInt8(ascii: "\n") {
            if bytes[index...].starts(with: wanted) { return part.start + index }
            index += 1
        }
        return offset
    }

    private func part(of offset: Int?) -> Part? {
        guard let offset else { return nil }
        return parts.last { $0.start <= offset }
    }
}

extension JSONValue {
    /// The value with all offsets in it raised.
    fileprivate func moved(by distance: Int) -> JSONValue {
        let offset = offset.map { $0 + distance }
        switch content {
        case .array(let elements): return JSONValue(.array(elements.map { $0.moved(by: distance) }), offset: offset)
        case .object(let object):
            let members = object.members.map { member in
                JSONObject.Member(
                    name: member.name,
                    value: member.value.moved(by: distance),
                    nameOffset: member.nameOffset.map { $0 + distance }
                )
            }
            return JSONValue(.object(JSONObject(members)), offset: offset)
        default: return JSONValue(content, offset: offset)
        }
    }
}
