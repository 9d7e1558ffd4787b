import CloudContainers
import Foundation

/// A file of all exchanges of a command, in the form HAR 1.2 that browsers and other tools show.
///
/// Nobody but its owner can read it, and it is whole after each exchange. What is hidden in the lines of `--verbose` is hidden
/// in it too.
actor TraceFile {
    private let descriptor: Int32
    private var count = 0
    /// Where the next exchange goes, in the place of what ends the file.
    private var end: off_t

    private static let ending = Array("\n]}}\n".utf8)

    /// Makes the file, or empties it.
    ///
    /// - Throws: ``Failure`` if it cannot be written; a link is refused, since what it leads to may not be meant.
    init(_ argument: String, on console: Console) throws {
        descriptor = open(console.absolute(argument), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == ELOOP { throw OutputFile.link(argument) }
            throw Failure(.cannotWrite, "the file cannot be written: \(Descriptor.reason(errno))", source: argument)
        }
        // One that was there may have been open to others.
        fchmod(descriptor, 0o600)
        let creator = JSONValue.object(["name": "cloudctl", "version": .string(CloudCtl.version)]).text(.compact)
        let head = Array("{\"log\":{\"version\":\"1.2\",\"creator\":\(creator),\"entries\":[".utf8)
        end = off_t(head.count)
        Self.write(head + Self.ending, to: descriptor, at: 0)
    }

    deinit { close(descriptor) }

    /// Adds an exchange that has just ended.
    ///
    /// - Parameters:
    ///   - entry: The exchange.
    ///   - provider: Who was asked.
    ///   - now: The wall clock.
    func add(_ entry: HTTPLogEntry, of provider: String, at now: Timestamp) {
        let text = (count == 0 ? "\n" : ",\n") + Self.json(entry, provider, now).text(.compact)
        count += 1
        let bytes = Array(text.utf8)
        Self.write(bytes + Self.ending, to: descriptor, at: end)
        end += off_t(bytes.count)
    }

    /// Writes all of it; a full disk is no reason to stop the work.
    private static func write(_ bytes: [UInt8], to descriptor: Int32, at offset: off_t) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, offset + off_t(done))
            }
            guard count > 0 else { return }
            done += count
        }
    }

    private static func json(_ entry: HTTPLogEntry, _ provider: String, _ now: Timestamp) -> JSONValue {
        let milliseconds = JSONValue.number(JSONNumber(entry.duration.milliseconds))
        var result: JSONObject = [
            "startedDateTime": .string(Timestamp(seconds: now.seconds - entry.duration.components.seconds).description),
            "time": milliseconds,
            "request": request(entry),
            "response": response(entry),
            "cache": [:],
            "timings": ["send": 0, "wait": milliseconds, "receive": 0],
            "comment": .string(entry.operation),
            "_provider": .string(provider),
            "_attempt": .number(JSONNumber(entry.attempt)),
        ]
        if let id = entry.requestID { result.set("_requestID", .string(id)) }
        switch entry.outcome {
        case .answer: break
        case .failure(let code, let message): result.set("_error", .string("\(code.rawValue): \(message)"))
        case .cancelled: result.set("_error", "cancelled")
        case .error(let type): result.set("_error", .string(type))
        @unknown default: break
        }
        return .object(result)
    }

    private static func request(_ entry: HTTPLogEntry) -> JSONValue {
        let query = entry.url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        let items = query.split(separator: "&").map { item -> JSONValue in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return ["name": .string(String(parts[0])), "value": .string(parts.count > 1 ? String(parts[1]) : "")]
        }
        var result: JSONObject = [
            "method": .string(entry.method), "url": .string(entry.url), "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": headers(entry.requestHeaders), "queryString": .array(items), "headersSize": -1,
            "bodySize": .number(JSONNumber(entry.sentBytes)),
        ]
        if let body = entry.requestBody {
            result.set("postData", ["mimeType": type(of: entry.requestHeaders), "params": [], "text": .string(body)])
        }
        return .object(result)
    }

    private static func response(_ entry: HTTPLogEntry) -> JSONValue {
        // There is no status without an answer.
        var status = 0
        if case .answer(let found) = entry.outcome { status = found }
        var content: JSONObject = [
            "size": .number(JSONNumber(entry.receivedBytes)), "mimeType": type(of: entry.answerHeaders),
        ]
        if let excerpt = entry.excerpt { content.set("text", .string(excerpt)) }
        return [
            "status": .number(JSONNumber(status)), "statusText": "", "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": headers(entry.answerHeaders), "content": .object(content), "redirectURL": "", "headersSize": -1,
            "bodySize": .number(JSONNumber(entry.receivedBytes)),
        ]
    }

    private static func headers(_ fields: [HTTPHeaders.Field]) -> JSONValue {
        .array(fields.map { ["name": .string($0.name), "value": .string($0.value)] })
    }

    private static func type(of headers: [HTTPHeaders.Field]) -> JSONValue {
        .string(headers.first { $0.name.lowercased() == "content-type" }?.value ?? "")
    }
}
