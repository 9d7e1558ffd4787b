import CloudContainers

/// Makes a document of an input that is JSON or YAML.
enum InputDocument {
    /// The two notations.
    enum Notation {
        /// RFC 8259.
        case json
        /// YAML 1.2, as far as it has a JSON form.
        case yaml
    }

    /// The notation of an input: by the name's ending, else by the first character that is not blank.
    static func notation(of file: InputFile) -> Notation {
        let name = file.name.lowercased()
        if name.hasSuffix(".json") { return .json }
        if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return .yaml }
        let bytes = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? file.bytes[3...] : file.bytes[...]
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .yaml
    }

    /// The documents of an input; only a YAML stream has several.
    static func read(_ file: InputFile) throws -> [JSONDocument] {
        do throws(ContainerServiceError) {
            switch notation(of: file) {
            case .json: return [try JSONDocument(parsing: file.bytes, named: file.name)]
            case .yaml: return try YAMLDocument.read(file.bytes, named: file.name)
            }
        } catch {
            throw Failure(error)
        }
    }
}
