import ArgumentParser
import CloudContainers

/// Which manifest a command works on, the same in every command that reads one.
struct ManifestOptions: ParsableArguments {
    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp("A file or folder of the manifest; - is standard input.", valueName: "path")
    )
    var files: [String] = []

    @Option(help: ArgumentHelp("The environment whose overlay is laid over the manifest.", valueName: "name"))
    var overlay: String?
}
