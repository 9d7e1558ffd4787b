import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers

/// The payloads of jobs that tests read.
enum JobPayloads {
    typealias Payload = (provider: String, name: String, document: JSONDocument)

    /// The payloads of `Fixtures`.
    static var fixtures: [Payload] {
        get throws {
            try ["qovery", "scaleway"].flatMap { provider in
                try Payloads.fixtureNames("\(provider)/jobs").map { name in
                    (provider, name, try Payloads.fixture("\(provider)/jobs", name))
                }
            }
        }
    }

    /// The definitions that recordings of Scaleway hold, each once; none without the folder beside the project.
    static var recordings: [Payload] {
        get throws {
            guard let folder = Payloads.shared?.appending(path: "scaleway/recordings/jobs") else { return [] }
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            var seen: Set<String> = []
            var found: [Payload] = []
            for file in files.sorted(by: { $0.path < $1.path }) {
                for turn in try Payloads.document(file).root["interactions"]?.array ?? [] {
                    let isNew = turn["method"]?.string == "POST"
                    let bodies = [isNew ? turn["request_body"] : nil, turn["response_body"]].compactMap(\.self)
                    let definitions = bodies.flatMap { $0["job_definitions"]?.array ?? [$0] }
                    for json in definitions where json["image_uri"]?.string?.isEmpty == false {
                        guard json["name"] != nil, seen.insert(json.text(.compact)).inserted else { continue }
                        found.append(("scaleway", file.lastPathComponent, JSONDocument(json)))
                    }
                }
            }
            return found
        }
    }

    static func dialect(of provider: String) -> any JobDialect {
        if provider == "qovery" { return QoveryJobDialect() }
        return ScalewayJobDialect()
    }
}
