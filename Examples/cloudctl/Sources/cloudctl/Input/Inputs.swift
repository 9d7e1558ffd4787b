import CloudContainers

/// The services of a command's inputs, and the form that they were in.
struct Inputs {
    /// One document with the name of its input.
    struct Entry {
        var name: String
        var document: JSONDocument
        /// How the jobs in it are spelled; `nil` where it holds services.
        var jobs: (any JobDialect)?
    }

    /// The form of all documents.
    let format: any ContainerFormat
    /// The documents, in the order of the arguments.
    let entries: [Entry]

    /// What the documents describe, if they are a manifest.
    let application: Application?

    /// Reads all inputs; none stands for standard input, a folder for the files in it.
    ///
    /// - Parameters:
    ///   - arguments: Paths, or `-`.
    ///   - formatName: The form of the documents, if the user says it.
    ///   - overlay: The overlay that is laid over a manifest.
    ///   - console: The console.
    /// - Returns: The documents and their form.
    /// - Throws: ``Failure`` with all that is wrong with the inputs.
    static func read(
        _ arguments: [String],
        as formatName: String?,
        overlay: String? = nil,
        on console: Console
    ) throws -> Inputs {
        let given = formatName.flatMap(Registry.format)
        var found: (format: any ContainerFormat, name: String)?
        var entries: [Entry] = []
        for (name, documents) in try InputFiles.documents(of: arguments, on: console) {
            let isManifest = documents.allSatisfy { Registry.manifest.recognises($0) }
            let joined = isManifest && !documents.isEmpty ? documents : [DocumentStream.joined(documents, named: name)]
            for document in joined {
                let format = try given ?? recognise(document, named: name)
                if let found, found.format.provider != format.provider {
                    throw Failure(
                        .wrongInput,
                        [
                            Diagnostic(
                                problem: "the inputs are of different forms",
                                value: "\(found.format.provider) in \(found.name), \(format.provider) in \(name)",
                                allowed: "inputs of one form",
                                advice: "Run the command once for each form."
                            )
                        ]
                    )
                }
                if found == nil { found = (format, name) }
                let jobs = (format as? any ContainerDialect)?.jobs
                let holdsJobs = jobs?.recognises(document) ?? false
                entries.append(Entry(name: name, document: document, jobs: holdsJobs ? jobs : nil))
            }
        }
        let format = found?.format ?? Registry.manifest
        guard format is ManifestFormat else {
            if overlay == nil { return Inputs(format: format, entries: entries, application: nil) }
            throw Failure(
                .wrongUse,
                "--overlay has no meaning for the form \(format.provider)",
                advice: "Leave it out; only a manifest has overlays."
            )
        }
        let application = Registry.manifest.application(
            of: entries.map(\.document),
            overlay: overlay,
            environment: console.environment
        )
        return Inputs(format: format, entries: entries, application: application)
    }

    /// Reads the services of all documents.
    func services(_ given: Resolutions) throws -> [(input: String, translation: Translation<ContainerSpec>)] {
        do throws(ContainerServiceError) {
            if let application = try application?.checked() {
                return application.services.map { ($0.place.source ?? "", $0.translation) }
            }
            var services: [(input: String, translation: Translation<ContainerSpec>)] = []
            for entry in entries where entry.jobs == nil {
                for translation in try format.read(entry.document, given) { services.append((entry.name, translation)) }
            }
            return services
        } catch {
            throw Failure(error)
        }
    }

    /// Reads the jobs of all documents.
    func jobs(_ given: Resolutions) throws -> [Translation<JobSpec>] {
        do throws(ContainerServiceError) {
            var jobs: [Translation<JobSpec>] = []
            for entry in entries {
                if let dialect = entry.jobs { jobs += try dialect.read(entry.document, given) }
            }
            return jobs
        } catch {
            throw Failure(error)
        }
    }

    private static func recognise(_ document: JSONDocument, named name: String) throws -> any ContainerFormat {
        // What tells a job from others no service has, while some fields are those of services too.
        let ofJobs = Registry.dialects.filter { $0.jobs?.recognises(document) ?? false }
        let fitting = ofJobs.isEmpty ? Registry.formats.filter { $0.recognises(document) } : ofJobs
        if let format = fitting.first, fitting.count == 1 { return format }
        let candidates = fitting.isEmpty ? Registry.formats : fitting
        throw Failure(
            .wrongInput,
            [
                Diagnostic(
                    problem: fitting.isEmpty
                        ? "the form of the input is not recognised" : "the input fits more than one form",
                    value: summary(of: document.root),
                    allowed: candidates.map { "\($0.provider) (with \(Registry.traits(of: $0)))" }
                        .joined(separator: "; "),
                    advice: "Name the form with --from \(candidates.map(\.provider.rawValue).joined(separator: "|")).",
                    source: name
                )
            ]
        )
    }

    /// What a document looks like from outside: the names of its fields, never a value.
    private static func summary(of value: JSONValue) -> String {
        guard let names = value.object?.names, !names.isEmpty else { return value.typeName }
        let shown = names.prefix(6).map(Diagnostic.shortened).joined(separator: ", ")
        return "an object with " + shown + (names.count > 6 ? ", …" : "")
    }
}
