import CloudContainers
import SimulationKit

/// Something that a saved state holds.
protocol StateRecord {
    /// All members, as they are saved.
    var saved: JSONObject { get }
    /// Reads the members; those that it does not ask for are refused.
    init(_ state: inout StateReader) throws(ContainerServiceError)
}

extension JSONObject {
    /// Members without those that are not there.
    init(present members: KeyValuePairs<String, JSONValue?>) {
        self.init(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }
}

extension JSONValue {
    static func records(_ records: [some StateRecord]) -> JSONValue { .array(records.map { .object($0.saved) }) }
    static func record(_ record: some StateRecord) -> JSONValue { .object(record.saved) }
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    static func time(_ duration: Duration) -> JSONValue { .string(duration.secondsText) }
    static func time(_ instant: Timestamp) -> JSONValue { .string(instant.description) }
}

extension StateReader {
    /// A time that can be reckoned with.
    mutating func span(_ name: String) throws(ContainerServiceError) -> Duration {
        let span = try duration(name)
        guard Self.spans.contains(span) else {
            throw Self.refusal("the time is out of bounds", at: path.appending(name))
        }
        return span
    }

    mutating func spanIfPresent(_ name: String) throws(ContainerServiceError) -> Duration? {
        valueIfPresent(name) == nil ? nil : try span(name)
    }

    static let spans = Duration.zero...Duration.seconds(1 << 40)

    /// A number that can be counted on from.
    mutating func amount(_ name: String) throws(ContainerServiceError) -> Int {
        let amount = try integer(name)
        guard (0...1 << 50).contains(amount) else {
            throw Self.refusal("the number is out of bounds", at: path.appending(name))
        }
        return amount
    }

    mutating func timestampIfPresent(_ name: String) throws(ContainerServiceError) -> Timestamp? {
        valueIfPresent(name) == nil ? nil : try timestamp(name)
    }

    /// An object that is kept as it is.
    mutating func json(_ name: String) throws(ContainerServiceError) -> JSONObject { try reader(name).object }

    mutating func jsonIfPresent(_ name: String) throws(ContainerServiceError) -> JSONObject? {
        try readerIfPresent(name)?.object
    }

    /// A word that stands for a value.
    mutating func word<Word: RawRepresentable>(
        _ name: String,
        of type: Word.Type = Word.self
    ) throws(ContainerServiceError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(name)) else {
            throw Self.refusal("the word is not known", at: path.appending(name))
        }
        return word
    }

    mutating func wordIfPresent<Word: RawRepresentable>(
        _ name: String,
        of type: Word.Type = Word.self
    ) throws(ContainerServiceError) -> Word? where Word.RawValue == String {
        valueIfPresent(name) == nil ? nil : try word(name, of: type)
    }

    mutating func record<Record: StateRecord>(
        _ name: String,
        as type: Record.Type = Record.self
    ) throws(ContainerServiceError) -> Record {
        try reader(name).whole()
    }

    mutating func recordIfPresent<Record: StateRecord>(
        _ name: String,
        as type: Record.Type = Record.self
    ) throws(ContainerServiceError) -> Record? {
        valueIfPresent(name) == nil ? nil : try record(name)
    }

    mutating func records<Record: StateRecord>(
        _ name: String,
        as type: Record.Type = Record.self
    ) throws(ContainerServiceError) -> [Record] {
        var records: [Record] = []
        for reader in try readers(name) { records.append(try reader.whole()) }
        return records
    }

    /// Records, none where nothing is said.
    mutating func recordsIfPresent<Record: StateRecord>(
        _ name: String,
        as type: Record.Type = Record.self
    ) throws(ContainerServiceError) -> [Record] {
        valueIfPresent(name) == nil ? [] : try records(name)
    }

    private func whole<Record: StateRecord>() throws(ContainerServiceError) -> Record {
        var reader = self
        let record = try Record(&reader)
        try reader.finish()
        return record
    }
}
