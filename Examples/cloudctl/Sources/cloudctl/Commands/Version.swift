import ArgumentParser
import CloudContainers

/// Says which tool this is.
struct Version: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Show the version of the tool, of Swift, and of the APIs that it speaks.",
        discussion: """
            The JSON holds version, swift (the version that built it), platform, manifest (the version of manifests) and \
            providers: for each name and apis.
            """
    )

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        if printing.quiet { return .done }
        try Listing(
            kind: "Version",
            elementKind: "Version",
            member: nil,
            elements: [BuildFacts.json],
            names: [CloudCtl.version]
        ) { sheet in
            for (name, value) in BuildFacts.rows { ServicePage.addLine(name, value, .plain, to: &sheet) }
        }.print(format.form, printing, on: console)
        return .done
    }
}

/// What was built, and from what.
enum BuildFacts {
    /// The facts, for people.
    static var rows: [(name: String, value: String)] {
        [
            ("cloudctl", CloudCtl.version), ("swift", swift), ("platform", platform),
            ("manifest", ManifestFormat.apiVersion),
        ] + Registry.providers.map { ($0.name, $0.apiVersions.joined(separator: ", ")) }
    }

    /// The facts, for programs.
    static var json: JSONValue {
        [
            "version": .string(CloudCtl.version), "swift": .string(swift), "platform": .string(platform),
            "manifest": .string(ManifestFormat.apiVersion),
            "providers": .array(
                Registry.providers.map { provider in
                    [
                        "name": .string(provider.name),
                        "apis": .array(provider.apiVersions.map { .string($0) }),
                    ]
                }
            ),
        ]
    }

    /// The version of the compiler, as far as a program can tell it.
    static var swift: String {
        #if compiler(>=6.5)
            "6.5 or newer"
        #elseif compiler(>=6.4)
            "6.4"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }

    /// The system and the machine that it was built for.
    static var platform: String { "\(system) \(machine)" }

    private static var system: String {
        #if os(Linux)
            #if canImport(Musl)
                "linux-musl"
            #else
                "linux"
            #endif
        #elseif os(macOS)
            "macos"
        #else
            "other"
        #endif
    }

    private static var machine: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "other"
        #endif
    }
}
