import CloudContainers
import Foundation
import Logging

/// The form of what a command says beside its result.
enum LogFormat: String, CaseIterable, Sendable {
    /// Text for people.
    case text
    /// One JSON object a line.
    case json
}

/// Writes the records of a log, each as one JSON object on a line.
struct RecordHandler: LogHandler {
    private let output: Console.Output
    private let clock: @Sendable () -> Timestamp
    var metadata: Logger.Metadata
    // Who asks for records gets all that the command has to say.
    var logLevel = Logger.Level.trace

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - output: Where the lines go.
    ///   - clock: The wall clock.
    ///   - metadata: What each record says.
    init(_ output: Console.Output, _ clock: @escaping @Sendable () -> Timestamp, _ metadata: Logger.Metadata) {
        self.output = output
        self.clock = clock
        self.metadata = metadata
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var object: JSONObject = [
            "time": .string(clock().description), "level": .string(event.level.rawValue),
            "message": .string(event.message.description),
        ]
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) { object.set(name, Self.json(value)) }
        // There is nobody left to tell if this fails.
        try? output.write(JSONValue.object(object).text(.compact) + "\n")
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSONValue {
        switch value {
        case .string(let text): return .string(text)
        case .stringConvertible(let value):
            if let number = value as? Int { return .number(JSONNumber(number)) }
            return .string(value.description)
        case .array(let values): return .array(values.map(json))
        case .dictionary(let values):
            var object = JSONObject()
            for (name, value) in values.sorted(by: { $0.key < $1.key }) { object.set(name, json(value)) }
            return .object(object)
        }
    }
}

/// Makes a record of each line that is written.
final class RecordSink: Console.Sink {
    private let records: Logger

    init(_ records: Logger) { self.records = records }

    func write(_ bytes: [UInt8]) throws {
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        where !line.allSatisfy(\.isWhitespace) {
            records.info("\(line)")
        }
    }
}

extension Logger {
    /// Adds an exchange with a provider.
    func add(_ entry: HTTPLogEntry, of provider: String) {
        var fields: Metadata = [
            "provider": .string(provider), "method": .string(entry.method), "url": .string(entry.url),
            "operation": .string(entry.operation), "attempt": .stringConvertible(entry.attempt),
            "duration_ms": .stringConvertible(entry.duration.milliseconds),
        ]
        if let id = entry.requestID { fields["request_id"] = .string(id) }
        if case .answer(let status) = entry.outcome { fields["status"] = .stringConvertible(status) }
        debug("\(entry)", metadata: fields)
    }

    /// Adds why a command failed.
    func add(_ failure: Failure) {
        for diagnostic in failure.advised {
            var fields: Metadata = ["status": .stringConvertible(Int(failure.status.rawValue))]
            fields["source"] = diagnostic.source.map { .string($0) }
            fields["line"] = diagnostic.location.map { .stringConvertible($0.line) }
            fields["column"] = diagnostic.location.map { .stringConvertible($0.column) }
            fields["field"] = diagnostic.field.flatMap { $0 == .root ? nil : .string($0.description) }
            fields["allowed"] = diagnostic.allowed.map { .string($0) }
            fields["advice"] = DiagnosticPrinter.help(diagnostic).map { .string($0) }
            error("\(diagnostic.problem)", metadata: fields)
        }
        for report in failure.reports {
            var fields: Metadata = ["status": .stringConvertible(Int(failure.status.rawValue))]
            fields["reasons"] = .array(report.reasons.map { .string($0) })
            fields["advice"] = report.advice.map { .string($0) }
            fields["request_id"] = report.requestID.map { .string($0) }
            error("\(report.problem)", metadata: fields)
        }
    }
}

extension Duration {
    /// The whole milliseconds.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}

extension Timestamp {
    /// The instant of this moment, to the millisecond.
    static func now() -> Timestamp {
        let milliseconds = Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))
        return Timestamp(seconds: milliseconds / 1000, nanoseconds: Int32(milliseconds % 1000) * 1_000_000)
    }
}
