import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers
import Testing

/// The payloads that tests read: those of the project, and those of the folder beside it where there is one.
enum Payloads {
    /// A payload of `Fixtures`, by its provider and file name.
    static func fixture(_ provider: String, _ name: String) throws -> JSONDocument {
        let folder = try #require(Bundle.module.resourceURL).appending(path: provider)
        let bytes = try Data(contentsOf: folder.appending(path: name + ".json"))
        return try JSONDocument(parsing: Array(bytes), named: "\(provider)/\(name).json")
    }

    /// The names of all payloads of a provider in `Fixtures`.
    static func fixtureNames(_ provider: String) -> [String] {
        let folder = Bundle.module.resourceURL?.appending(path: provider)
        let files = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.path) } ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    static let allFixtures: [(provider: String, name: String)] =
        ["qovery", "scaleway"].flatMap { provider in fixtureNames(provider).map { (provider, $0) } }

    /// The folder of real payloads and of the API's document, which is not part of the project.
    static let shared: URL? = {
        guard let path = ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_SHARED"] else {
            print("CLOUD_CONTAINERS_SHARED is not set: tests on recorded payloads are skipped")
            return nil
        }
        return URL(fileURLWithPath: path)
    }()

    static func document(_ url: URL) throws -> JSONDocument {
        try JSONDocument(parsing: Array(try Data(contentsOf: url)), named: url.lastPathComponent)
    }
}

/// One recorded request and its answer.
struct Interaction: Sendable, CustomStringConvertible {
    var file: String
    var method: String
    var path: String
    var status: Int
    var request: JSONValue
    var response: JSONValue

    var description: String { "\(file): \(method) \(path)" }

    /// The kind of resource, which comes after the region in the path.
    var resource: String { path.split(separator: "/").first.map(String.init) ?? "" }

    /// All interactions of the containers API v1.
    static let all: [Interaction] = {
        guard let folder = Payloads.shared?.appending(path: "scaleway/recordings/container") else { return [] }
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.sorted { $0.path < $1.path }.flatMap { file -> [Interaction] in
            guard let document = try? Payloads.document(file) else { return [] }
            return (document.root["interactions"]?.array ?? []).compactMap { value in
                guard let url = value["url"]?.string, let start = url.range(of: "/containers/v1/regions/") else {
                    return nil
                }
                let rest = url[start.upperBound...].drop { $0 != "/" }.dropFirst()
                return Interaction(
                    file: file.lastPathComponent,
                    method: value["method"]?.string ?? "",
                    path: String(rest.prefix { $0 != "?" }),
                    status: value["status"]?.integer ?? 0,
                    request: value["request_body"] ?? .null,
                    response: value["response_body"] ?? .null
                )
            }
        }
    }()

    /// The bodies of creations.
    static let creations = all.filter { $0.method == "POST" && $0.path == "containers" && $0.status == 200 }
    /// The answers that are a container.
    static let containers = all.filter {
        $0.path.hasPrefix("containers") && $0.status == 200 && $0.response["image"] != nil
    }
}

extension Resolutions {
    /// Decides everything that can be decided without knowing the service.
    static func permissive(for spec: ContainerSpec) -> Resolutions {
        var given = Resolutions()
        given.allowsAll = true
        given.registries[spec.image.registry] = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
        given.secretNames = Set(spec.variables.map(\.name))
            .union((spec.scaleway?.triggers ?? []).map { "trigger:\($0.name)" })
        given.clamps = Set(Clamp.allCases)
        given.privacy[spec.name] = .private
        given.exposed.insert(spec.name)
        given.withoutVolumes.insert(spec.name)
        return given
    }
}

extension [Finding] {
    var codes: [FindingCode] { map(\.code) }
}
