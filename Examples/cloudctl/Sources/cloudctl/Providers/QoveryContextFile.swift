import CloudContainers
import Foundation
import QoveryContainers

/// The file in which the qovery tool keeps the JWT of whoever is signed in; it is read and never written.
enum QoveryContextFile {
    /// Where the file may be; `nil` where no home folder is known.
    static func path(_ environment: [String: String]) -> String? {
        guard let home = environment["HOME"] ?? environment["USERPROFILE"], !home.isEmpty else { return nil }
        return home + "/.qovery/context.json"
    }

    /// The token of the file.
    ///
    /// - Parameters:
    ///   - console: The console.
    ///   - warnings: Gets what somebody should know.
    /// - Returns: The token, or what says where it was looked for.
    /// - Throws: ``Failure`` where the file is broken, or the token has expired.
    static func profile(on console: Console, _ warnings: inout [String]) async throws -> QoveryProfile {
        guard let path = path(console.environment) else {
            return QoveryProfile(origins: ["no file, since HOME is not set"])
        }
        var profile = QoveryProfile(origins: [path])
        guard FileManager.default.fileExists(atPath: console.absolute(path)) else { return profile }
        let file = try read(path, on: console)
        let root = try root(of: file, path)
        guard let token = try text("access_token", of: root, at: path), !token.isEmpty else { return profile }
        if let mode = file.looseMode(on: console) {
            warnings.append("\(path) holds a token and others can use it (mode \(mode)); run chmod 600 on it")
        }
        if let end = try text("access_token_expiration", of: root, at: path).flatMap({ try? Timestamp(parsing: $0) }),
            end < (await console.time.wallClock())
        {
            throw Failure(
                .noCredential,
                "the token of the qovery tool has expired, on \(end)",
                source: path,
                advice: "Run qovery auth, or set \(QoveryConfiguration.tokenNames[0])."
            )
        }
        profile.set(.token, to: token, from: "access_token in \(path)")
        // What the tool keeps here is the JWT of a person.
        profile.scheme = .bearer
        return profile
    }

    private static func read(_ path: String, on console: Console) throws -> InputFile {
        do {
            return try InputFile.read(path, on: console)
        } catch var failure as Failure {
            failure.status = .wrongConfiguration
            throw failure
        }
    }

    private static func root(of file: InputFile, _ path: String) throws -> JSONValue {
        do {
            let root = try JSONDocument(parsing: file.bytes).root
            if root.object != nil { return root }
        } catch {
            // Nothing of the file is quoted, since any line may hold the token.
            throw broken(path, "this is no JSON", at: error.diagnostics.first?.location)
        }
        throw broken(path, "this is no context of the qovery tool: it is no object")
    }

    private static func text(_ name: String, of root: JSONValue, at path: String) throws -> String? {
        guard let member = root[name], !member.isNull else { return nil }
        guard let text = member.string else {
            throw broken(path, "\(name) has to be a text, not \(member.typeName)")
        }
        return text
    }

    private static func broken(_ path: String, _ problem: String, at location: SourceLocation? = nil) -> Failure {
        let advice = "Run qovery auth, or set \(QoveryConfiguration.tokenNames[0]), which is used in its place."
        return Failure(
            .wrongConfiguration,
            [Diagnostic(problem: problem, advice: advice, source: path, location: location)]
        )
    }
}
