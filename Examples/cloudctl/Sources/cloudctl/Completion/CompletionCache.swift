import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers

/// The names that completion has found a short time ago; names only, in a file that only its owner can read.
struct CompletionCache {
    /// How long names are taken for those that there are, in seconds.
    private static let lifetime: Int64 = 60
    /// Variables that choose an account, and hold no secret.
    private static let variables = [
        ProviderOptions.variable, UserSettings.profileVariable, "SCW_PROFILE", "SCW_DEFAULT_REGION",
        "SCW_DEFAULT_PROJECT_ID",
        "SCW_DEFAULT_ORGANIZATION_ID", "SCW_API_URL", "QOVERY_ORGANIZATION_ID", "QOVERY_PROJECT_ID",
        "QOVERY_CLUSTER_ID", "QOVERY_API_URL",
    ]

    /// Variables that hold a credential.
    private static let credentials =
        QoveryProfile.Value.token.variableNames + ScalewayProfile.Value.secretKey.variableNames

    /// When a file that may hold a credential was last changed; nothing where there is none.
    private static func changed(_ path: String?) -> String {
        let attributes = path.flatMap { try? FileManager.default.attributesOfItem(atPath: $0) }
        return (attributes?[.modificationDate] as? Date).map { "\($0.timeIntervalSince1970)" } ?? ""
    }

    private let folder: String
    private let path: String
    private let console: Console

    /// Finds the file for what the words choose; `nil` where there is no folder for it.
    init?(_ words: [String], on console: Console) {
        let environment = console.environment
        func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard let root = given("XDG_CACHE_HOME") ?? given("HOME").map({ $0 + "/.cache" }) else { return nil }
        folder = root + "/cloudctl"
        // Another credential is another account, whose names are no concern of whoever has this one.
        let credentials = Self.credentials.map { given($0).flatMap { try? Credential($0).fingerprint } ?? "" }
        let files = [
            QoveryContextFile.path(environment),
            given("SCW_CONFIG_PATH") ?? given("HOME").map { $0 + "/.config/scw/config.yaml" },
        ]
        .map { Self.changed($0.map(console.absolute)) }
        let text = (words + Self.variables.map { given($0) ?? "" } + credentials + files).joined(separator: "\n")
        // FNV-1a: the same in each process, and no secret goes in.
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        path = folder + "/names-" + String(hash, radix: 16)
        self.console = console
    }

    /// The names, unless they are too old.
    func names() async -> [String]? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n")
        guard let first = lines.first, let kept = Int64(first) else { return nil }
        let age = await console.time.wallClock().seconds - kept
        return (0..<Self.lifetime).contains(age) ? lines.dropFirst().map(String.init) : nil
    }

    /// Keeps names; where that is not possible, nothing is lost.
    func keep(_ names: [String]) async {
        let lines = ["\(await console.time.wallClock().seconds)"] + names
        try? FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try? OutputFile.write(
            Array((lines.joined(separator: "\n") + "\n").utf8),
            to: path,
            isPrivate: true,
            on: console
        )
    }
}
