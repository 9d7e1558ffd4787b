import CloudContainers
import Logging

/// Whether problems become annotations of a run.
enum AnnotationChoice: String, CaseIterable, Sendable {
    /// Where GitHub Actions runs the command.
    case auto
    /// In any case, in the form of GitHub Actions.
    case github
    /// Not at all.
    case none
}

extension Console {
    /// The console as the options of a command want it.
    ///
    /// - Throws: ``Failure`` for options that contradict each other.
    func serving(_ command: any ConsoleCommand) async throws -> Console {
        var console = self
        let printing = command.printing
        console.refusesQuestions = printing.noInput
        console.annotations = AnnotationChoice(rawValue: printing.annotations) ?? .auto
        console.progress = command.progress.form
        if let path = command.format.jsonInto {
            guard !printing.quiet else {
                throw Failure(
                    .wrongUse,
                    "--json-into keeps the result, and --quiet makes none",
                    advice: "Leave out --quiet, or send what is printed to /dev/null."
                )
            }
            console.resultFile = path
        }
        guard printing.logFormat == LogFormat.json.rawValue else { return console }
        let number = await randomness.number(below: 1 << 48)
        let digits = String(number, radix: 16)
        let run = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        let (error, clock) = (error, clock)
        let records = Logger(label: "cloudctl") { _ in RecordHandler(error, clock, ["run": .string(run)]) }
        console.records = records
        // A runner looks for its commands in the lines themselves; a secret that it is to hide must get into no record.
        console.runner = error
        console.error = Output(RecordSink(records))
        return console
    }
}
