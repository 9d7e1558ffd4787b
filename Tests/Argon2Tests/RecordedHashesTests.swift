import Argon2
import Foundation
import Testing

/// The hashes of real answers of Scaleway's API are those of the values that were sent under the same name.
@Suite("Recorded hashes of secrets", .enabled(if: RecordedSecrets.all != nil))
struct RecordedHashesTests {
    @Test func areThoseOfTheValuesSent() throws {
        var checked = 0
        for secret in RecordedSecrets.all ?? [] {
            for encoded in secret.hashes {
                let hash = try Argon2Hash(parsing: encoded)
                #expect(hash.encoded == encoded)
                let matching = secret.values.filter { hash.matches(Array($0.utf8)) }
                #expect(matching.count == 1, "\(secret.file): \(secret.name) \(encoded)")
                checked += 1
            }
        }
        print("recorded hashes of secrets: \(checked) checked")
        #expect(checked > 10)
    }
}

/// What recordings hold of one secret: the values sent and the hashes answered.
private struct RecordedSecrets {
    var file: String
    var name: String
    var values: Set<String> = []
    var hashes: Set<String> = []

    /// The secrets of all recordings, or nil where they are not to be checked.
    static let all: [RecordedSecrets]? = {
        guard let path = ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_SHARED"] else {
            print("CLOUD_CONTAINERS_SHARED is not set: tests on recorded hashes are skipped")
            return nil
        }
        #if DEBUG
            print("a debug build: tests on recorded hashes are skipped, since they take long")
            return nil
        #else
            let folder = URL(fileURLWithPath: path).appending(path: "scaleway/recordings")
            return ["container", "v1beta1"].flatMap { name -> [RecordedSecrets] in
                let files = try? FileManager.default.contentsOfDirectory(
                    at: folder.appending(path: name),
                    includingPropertiesForKeys: nil
                )
                return (files ?? []).sorted { $0.path < $1.path }.flatMap { secrets(of: $0) }
            }
        #endif
    }()

    private static func secrets(of file: URL) -> [RecordedSecrets] {
        guard let data = try? Data(contentsOf: file), let json = try? JSONSerialization.jsonObject(with: data) else {
            return []
        }
        var found: [String: RecordedSecrets] = [:]
        collect(json, file.lastPathComponent, &found)
        return found.values.sorted { $0.name < $1.name }
    }

    private static func collect(_ json: Any, _ file: String, _ found: inout [String: RecordedSecrets]) {
        if let list = json as? [Any] {
            for element in list { collect(element, file, &found) }
        }
        guard let object = json as? [String: Any] else { return }
        for (name, value) in object {
            if name == "secret_environment_variables" {
                for (name, text) in pairs(of: value) where !text.isEmpty {
                    var secret = found[name] ?? RecordedSecrets(file: file, name: name)
                    if text.hasPrefix("$argon2id$") { secret.hashes.insert(text) } else { secret.values.insert(text) }
                    found[name] = secret
                }
            } else {
                collect(value, file, &found)
            }
        }
    }

    /// The names and values of a map (v1) or of a list of pairs (v1beta1).
    private static func pairs(of json: Any) -> [(String, String)] {
        if let map = json as? [String: Any] { return map.compactMap { ($0, $1 as? String ?? "") } }
        return (json as? [[String: Any]] ?? []).compactMap { element in
            guard let name = element["key"] as? String else { return nil }
            return (name, (element["value"] ?? element["hashed_value"]) as? String ?? "")
        }
    }
}
