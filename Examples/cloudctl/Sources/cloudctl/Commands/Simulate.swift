import ArgumentParser
import CloudContainers
import SimulationKit

/// Serves the simulators over HTTP.
struct Simulate: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Serve simulated accounts of Scaleway and Qovery on this machine, for any client.",
        discussion: """
            The variables that lead clients to the accounts are printed as lines that a shell can evaluate; everything else \
            goes to standard error. Ctrl-C and SIGTERM end it: requests that came are answered, and the state is saved.

            The simulators hold nothing but what they are sent. Their keys are the same for everybody, so that whoever \
            reaches the address can use them.
            """
    )

    @Option(help: ArgumentHelp("The port; 0 for one that is free.", valueName: "number"), transform: Self.port)
    var port = 8480

    @Option(help: ArgumentHelp("The name or address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Flag(help: "Let --host name an address that other machines reach.")
    var allowRemote = false

    @Option(
        help: ArgumentHelp("Go on from this file if it exists, and save to it.", valueName: "file"),
        completion: .file()
    )
    var state: String?

    @Option(help: ArgumentHelp("What chooses identifiers, and how long things take.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp("How many times as fast as the clock time runs.", valueName: "factor"),
        transform: Self.timeScale
    )
    var timeScale = 1.0

    @Option(
        help: ArgumentHelp(
            "What is so outside of the providers, as YAML or JSON: images, otherImages, aliases.",
            valueName: "file"
        ),
        completion: .file()
    )
    var world: String?

    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try checkHost(on: console)
        var settings = SimulatedCloud.Settings()
        settings.seed = seed
        settings.world = try world.map { try DeclaredWorld(file: $0, on: console) }
        var file = state.map { SimulationState($0, on: console) }
        settings.state = try file?.load(on: console)
        let time = await ScaledTime(timeScale, over: console.time)
        var served: SimulatedCloud?
        do {
            try await withSimulationServer(host: host, port: port, time: console.time) { address in
                try await SimulatedCloud(settings, at: address, time)
            } _: { address, cloud in
                served = cloud
                let variables = try await cloud.variables(at: address)
                try await file?.save(cloud)
                try console.output.write(ShellExport.lines(variables))
                try say(ready(address), on: console)
                while true {
                    try await console.time.sleep(for: SimulationState.interval)
                    try await file?.save(cloud)
                }
            }
        } catch is CancellationError {
            if let served { try await file?.save(served) }
            try say("stopped", on: console)
        } catch let error as ContainerServiceError where error.code == .invalidInput {
            throw Failure(error, in: state)
        }
        return .done
    }

    private func checkHost(on console: Console) throws {
        if SimulationHost.isLoopback(host) { return }
        guard allowRemote else {
            throw Failure(
                .wrongUse,
                "--host \(Diagnostic.quoted(host)) is not of this machine alone",
                advice: "Leave it out, or add --allow-remote; the keys of the simulators are the same for everybody."
            )
        }
        let warning = "whoever reaches \(TerminalText.escaped(host)) can use the simulators, without encryption"
        try console.error.write("cloudctl: warning: \(warning)\n")
    }

    private func ready(_ address: String) -> String {
        let factor = timeScale == timeScale.rounded() ? "\(Int(timeScale))" : "\(timeScale)"
        let pace = timeScale == 1 ? "" : ", with time \(factor) times as fast"
        return "ready: Scaleway and Qovery are simulated at \(address)\(pace); Ctrl-C ends it"
    }

    private func say(_ text: String, on console: Console) throws {
        if !printing.quiet { try console.error.write("cloudctl: \(text)\n") }
    }

    private static let port: @Sendable (String) throws -> Int = { text in
        guard let port = UInt16(text) else { throw ValidationError("a port is a number from 0 to 65535") }
        return Int(port)
    }

    private static let timeScale: @Sendable (String) throws -> Double = { text in
        guard let scale = Double(text), scale > 0, scale <= 1_000_000 else {
            throw ValidationError("a factor is above 0 and at most 1000000")
        }
        return scale
    }
}

extension Failure {
    /// Makes a failure of what is wrong with a state.
    fileprivate init(_ error: ContainerServiceError, in source: String?) {
        self.init(error)
        for index in diagnostics.indices { diagnostics[index].source = diagnostics[index].source ?? source }
    }
}
