import ArgumentParser
import CloudContainers
import ContainerMigration
import Foundation

/// Moves a sample fleet there and back.
struct Demo: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Move a sample fleet between Qovery and Scaleway, on simulators; needs no account and no network.",
        discussion: """
            Plans, decides, moves and verifies as cloudctl migrate does, there and back, in seconds. Two reports are written \
            to a new temporary folder, as migrate run --report writes them.
            """
    )

    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        let providers = Registry.providers
        guard let qovery = providers.first(where: { $0.name == "qovery" }),
            let scaleway = providers.first(where: { $0.name == "scaleway" })
        else { throw Failure(.internalError, "the demo needs both providers", advice: Failure.bugAdvice) }
        do {
            let toScaleway = try journey(
                of: SampleFleet.onQovery,
                from: qovery.dialect,
                to: scaleway.dialect,
                SampleFleet.decisionsToScaleway
            )
            let toQovery = try journey(
                of: SampleFleet.onScaleway,
                from: scaleway.dialect,
                to: qovery.dialect,
                SampleFleet.decisionsToQovery
            )
            let there = try await DemoMove(
                of: DemoMove.containers(SampleFleet.onQovery, qovery.dialect, toScaleway.decided.given),
                from: qovery,
                to: scaleway,
                toScaleway.decided.given,
                on: console
            )
            let others = try DemoMove.containers(SampleFleet.onScaleway, scaleway.dialect, toQovery.decided.given)
            let back = try await DemoMove(
                of: try await there.moved() + others,
                from: scaleway,
                to: qovery,
                toQovery.decided.given,
                on: console
            )
            if printing.quiet { return Self.status([there, back]) }
            let folder = try Self.folder(on: console)
            var report = DemoReport(sheet: printing.sheet(for: console.output, on: console))
            report.addOpening([toScaleway, toQovery])
            report.add(toScaleway)
            report.add(there)
            report.add(toQovery)
            report.add(back)
            report.addComparison(there, try await back.moved())
            report.addEnd(
                [toScaleway, toQovery],
                reports: [try Self.write(there, folder, on: console), try Self.write(back, folder, on: console)]
            )
            try console.output.write(report.sheet.text)
            return Self.status([there, back])
        } catch let error as ContainerServiceError {
            throw Failure(error)
        }
    }

    private static func status(_ moves: [DemoMove]) -> ExitStatus {
        moves.allSatisfy { $0.result.isGood } ? .done : .partlyDone
    }

    private func journey(
        of bundles: [String],
        from source: any ContainerDialect,
        to target: any ContainerDialect,
        _ words: [String]
    ) throws -> Journey {
        let document = try SampleFleet.document(of: bundles)
        // Read as the other commands read them; only the file of secrets does not exist.
        var given = try Decisions.parse(words).resolutions.given
        given.secretNames = SampleFleet.secretNames
        let nothing = Resolutions()
        return Journey(
            undecided: FleetConversion(try source.read(document, nothing), from: source, to: target, nothing),
            decided: FleetConversion(try source.read(document, given), from: source, to: target, given),
            words: words
        )
    }

    /// A new folder that only its owner can look into.
    private static func folder(on console: Console) throws -> String {
        let place = console.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        let path = "\(console.absolute(place))/cloudctl-demo-\(UUID().uuidString.prefix(8))"
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Failure(.cannotWrite, "the folder of the reports cannot be made", source: path)
        }
        return path
    }

    /// Writes the report of a move, and says where.
    private static func write(_ move: DemoMove, _ folder: String, on console: Console) throws -> String {
        var report = MigrationReport(move.plan, PlanNeeds(move.plan, MigrationSecrets()))
        report.add(move.result.outcome, of: move.result.plan, move.result.timings)
        let path = "\(folder)/to-\(move.plan.target.provider).html"
        try OutputFile.write(Array(try report.html().utf8), to: path, isPrivate: true, on: console)
        return path
    }

    private struct Decisions: ParsableArguments {
        @OptionGroup var resolutions: ResolutionOptions
        @OptionGroup var secrets: SecretOptions
    }
}
