import ArgumentParser
import CloudContainers

/// Shows a migration there and back on a sample fleet.
struct Demo: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Move a sample fleet between Qovery and Scaleway; needs no account and no network."
    )

    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        guard let qovery = Registry.dialect(named: "qovery"), let scaleway = Registry.dialect(named: "scaleway") else {
            throw Failure(.internalError, "the demo needs both providers", advice: Failure.bugAdvice)
        }
        var report = DemoReport(sheet: printing.sheet(for: console.output, on: console))
        do {
            let toScaleway = try journey(
                of: SampleFleet.document(of: SampleFleet.onQovery),
                from: qovery,
                to: scaleway,
                SampleFleet.decisionsToScaleway,
                on: console
            )
            let toQovery = try journey(
                of: SampleFleet.document(of: SampleFleet.onScaleway),
                from: scaleway,
                to: qovery,
                SampleFleet.decisionsToQovery,
                on: console
            )
            let moved = JSONDocument(.array(toScaleway.decided.services.compactMap(\.document?.root)))
            let given = toQovery.decided.given
            let back = try FleetConversion(scaleway.read(moved, given), from: scaleway, to: qovery, given)

            report.addOpening([toScaleway, toQovery])
            report.add([toScaleway, toQovery])
            report.addComparison(toScaleway.decided, back)
            report.addSummary([toScaleway, toQovery])
        } catch let error as ContainerServiceError {
            throw Failure(error)
        }
        if !printing.quiet { try console.output.write(report.sheet.text) }
        return .done
    }

    private func journey(
        of document: JSONDocument,
        from source: any ContainerDialect,
        to target: any ContainerDialect,
        _ words: [String],
        on console: Console
    ) throws -> Journey {
        let given = try decisions(words, on: console)
        let nothing = Resolutions()
        return Journey(
            undecided: FleetConversion(try source.read(document, nothing), from: source, to: target, nothing),
            decided: FleetConversion(try source.read(document, given), from: source, to: target, given),
            words: words
        )
    }

    /// The decisions, read as the other commands read them; only the file of secrets does not exist.
    private func decisions(_ words: [String], on console: Console) throws -> Resolutions {
        var given = try Decisions.parse(words).resolutions.given
        given.secretNames = SampleFleet.secretNames
        return given
    }

    private struct Decisions: ParsableArguments {
        @OptionGroup var resolutions: ResolutionOptions
        @OptionGroup var secrets: SecretOptions
    }
}
