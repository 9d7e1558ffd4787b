import CloudContainers
import Foundation

/// Where the credential of a profile is; never the credential itself.
struct CredentialSource: Sendable {
    /// The places.
    enum Place: Sendable {
        /// A variable of the environment.
        case variable(String)
        /// A file that holds nothing else, by its path from the folder of the settings.
        case file(String)
        /// The output of a program, run without a shell.
        case command([String])
        /// A profile of Scaleway's own file.
        case scaleway(String)
    }

    /// The place.
    let place: Place
    /// The field and the file that name it, for a person.
    let origin: String
    /// The path of the settings.
    let settings: String

    /// The longest time that a program takes, in which somebody may have to touch a key.
    private static let limit = Duration.seconds(60)

    /// The profile of Scaleway's own file, if that is the place.
    var scalewayProfile: String? { if case .scaleway(let name) = place { name } else { nil } }

    /// Whether a program would be run.
    var isCommand: Bool { if case .command = place { true } else { false } }

    /// The credential; `nil` where it is in Scaleway's own file, which is read with everything else of it.
    ///
    /// - Throws: ``Failure`` where it is not there; no message holds any of it.
    func value(on console: Console) async throws -> String? {
        let text: String
        switch place {
        case .scaleway: return nil
        case .variable(let name):
            guard let value = console.environment[name], !value.isEmpty else {
                throw Failure(
                    .noCredential,
                    "the variable \(name), which \(origin) names, is not set",
                    advice: "Set it and export it."
                )
            }
            text = value
        case .file(let path):
            do {
                text = String(
                    decoding: try InputFile.read(absolute(path, on: console), on: console).bytes,
                    as: UTF8.self
                )
            } catch var failure as Failure {
                failure.status = .noCredential
                throw failure
            }
        case .command(let words):
            do {
                let bytes = try await SecretCommand(words, limit: Self.limit, on: console).output()
                text = String(decoding: bytes, as: UTF8.self)
            } catch let reason as SecretResolution.Reason {
                throw Failure(.noCredential, "\(origin): \(reason.problem)", advice: reason.advice)
            }
        }
        // Editors and echo end a text with a line break that nobody means.
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 1, let line = lines.first else {
            throw Failure(
                .noCredential,
                "\(origin): \(lines.isEmpty ? "there is no credential" : "a credential is one line")",
                advice: "See that nothing else is printed."
            )
        }
        console.mask(String(line))
        return String(line)
    }

    private func absolute(_ path: String, on console: Console) -> String {
        if path.hasPrefix("/") { return path }
        if path.hasPrefix("~/"), let home = console.environment["HOME"] { return home + path.dropFirst() }
        return URL(fileURLWithPath: console.absolute(settings)).deletingLastPathComponent().path + "/" + path
    }
}
