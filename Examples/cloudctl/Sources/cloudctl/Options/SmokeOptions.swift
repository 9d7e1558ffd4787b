import ArgumentParser
import CloudContainers
import ContainerMigration

/// What the services have to answer on the target before they are verified.
struct SmokeOptions: ParsableArguments {
    @Option(
        name: .customLong("smoke"),
        help: ArgumentHelp(
            "Ask every public service on its address at the target, without credentials; 200 is wanted when no status is given.",
            valueName: "path[=status]"
        ),
        transform: Self.check
    )
    var checks: [SmokeCheck] = []

    /// The flags that ask the same again.
    var words: [String] { checks.map { "--smoke \(ShellExport.quoted("\($0.path)=\($0.status)"))" } }

    /// Reads a path, and a status behind its last equals sign.
    @Sendable private static func check(_ text: String) throws -> SmokeCheck {
        let end = text.lastIndex(of: "=")
        let status = end.flatMap {
            text.distance(from: $0, to: text.endIndex) == 4 ? Int(text[$0...].dropFirst()) : nil
        }
        let path = status == nil ? text : String(text[..<(end ?? text.endIndex)])
        do {
            return try SmokeCheck(path: path, status: status ?? 200)
        } catch {
            throw ValidationError("\(Diagnostic.quoted(text)): \(error.message)")
        }
    }

    /// Lends the checks with a way to the services; `nil` where nothing is to be asked.
    func with<Result>(_ session: Session, _ body: (SmokeChecks?) async throws -> Result) async throws -> Result {
        if checks.isEmpty { return try await body(nil) }
        if let outside = session.outside {
            return try await body(SmokeChecks(checks, over: SimulatedEndpoints(outside: outside)))
        }
        let console = session.console
        return try await console.network.withTransport(environment: console.environment, time: console.time) {
            try await body(SmokeChecks(checks, over: $0))
        }
    }
}
