import ArgumentParser
import CloudContainers

/// Shows a migration there and back on a sample fleet.
struct Demo: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Take a sample fleet from Qovery to Scaleway and back; needs no account and no network."
    )

    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        guard let qovery = Registry.dialect(named: "qovery"), let scaleway = Registry.dialect(named: "scaleway") else {
            throw Failure(.internalError, "the demo needs both providers", advice: Failure.bugAdvice)
        }
        var report = DemoReport(sheet: printing.sheet(for: console.output, on: console))
        do {
            let undecided = try FleetConversion(
                qovery.read(SampleFleet.document(), Resolutions()),
                from: qovery,
                to: scaleway,
                Resolutions()
            )
            report.addFirstLook(undecided)

            let given = try decisions(SampleFleet.decisionsThere, on: console)
            let there = try FleetConversion(
                qovery.read(SampleFleet.document(), given),
                from: qovery,
                to: scaleway,
                given
            )
            report.add(there, SampleFleet.decisionsThere, title: "2. Qovery → Scaleway, with decisions")

            let moved = JSONDocument(.array(there.services.compactMap(\.document?.root)))
            let givenBack = try decisions(SampleFleet.decisionsBack, on: console)
            let back = try FleetConversion(scaleway.read(moved, givenBack), from: scaleway, to: qovery, givenBack)
            report.add(back, SampleFleet.decisionsBack, title: "3. Scaleway → Qovery, the services that moved")
            report.addComparison(there, back)
        } catch let error as ContainerServiceError {
            throw Failure(error)
        }
        if !printing.quiet { try console.output.write(report.sheet.text) }
        return .done
    }

    /// The decisions, read as the other commands read them; only the file of secrets does not exist.
    private func decisions(_ words: [String], on console: Console) throws -> Resolutions {
        var options = try ResolutionOptions.parse(words)
        options.secretFiles = []
        var given = try options.resolutions(on: console)
        given.secretNames = SampleFleet.secretNames
        return given
    }
}
