import CloudContainers
import SimulationKit

/// A provider's service for the time of one command.
struct Session {
    /// The provider.
    let provider: any CloudProvider
    /// The account.
    let service: any ContainerService
    /// The time that the account's work takes.
    let time: any TimeSource
    /// What the jitter of waits comes from.
    let randomness: any Randomness
    /// Standard error while the command works.
    let screen: Screen
    /// The console.
    let console: Console
    /// How it prints.
    let printing: OutputOptions

    /// How much faster than a clock a simulator's time passes, so that a person can follow it.
    private static let simulationSpeed = 30
    /// Waits that are shorter are not spoken of.
    private static let longestSilence = Duration.seconds(2)

    /// Lends a session to a closure.
    ///
    /// - Throws: ``Failure`` for a configuration that is wrong, and what the closure throws.
    static func with<Result>(
        _ options: ProviderOptions,
        _ printing: OutputOptions,
        on console: Console,
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let target = try options.target(on: console)
        let style = printing.style(for: console.error, on: console)
        let screen = Screen(console.error, style, isQuiet: printing.quiet, environment: console.environment)
        func session(
            _ service: any ContainerService,
            _ time: any TimeSource,
            _ randomness: any Randomness
        ) -> Session {
            Session(
                provider: target.provider,
                service: service,
                time: time,
                randomness: randomness,
                screen: screen,
                console: console,
                printing: printing
            )
        }
        let isVerbose = options.verbose
        let log: @Sendable (HTTPLogEntry) async -> Void = { entry in await screen.say("http: \(entry)\n") }
        if target.isSimulated {
            let time = SimulationTime(over: console.time)
            // The same chance each time, so that the same command does the same.
            let randomness = SeededRandomness(seed: 1)
            let (simulation, account) = try await SampleAccount.make(of: target.provider, on: console, time, randomness)
            if screen.isLive { await time.run(times: simulationSpeed) }
            var transport = simulation.transport
            if isVerbose { transport = transport.logging(time: time, to: log) }
            return try await body(session(account.service(transport, time, randomness), time, randomness))
        }
        let account = try target.provider.account(options, on: console)
        for warning in account.warnings { await screen.note("warning: \(TerminalText.escaped(warning))", .warning) }
        if isVerbose { await screen.say("\(target.provider.name): \(TerminalText.escaped(account.origin))\n") }
        let (time, randomness) = (console.time, console.randomness)
        return try await console.network.withTransport(environment: console.environment, time: time) { network in
            let observer: @Sendable (TransportEvent) async -> Void = { event in
                if isVerbose || event.wait > longestSilence {
                    await screen.note("\(event.wait > longestSilence ? "waiting" : "http"): \(event)", .notice)
                }
            }
            // From the network outwards: what is logged is what is sent, and repeats keep to the pace too.
            var transport = network
            if isVerbose { transport = transport.logging(time: time, to: log) }
            transport = transport.paced(to: target.provider.rateLimit, time: time, observer: observer)
            transport = transport.retrying(time: time, randomness: randomness, observer: observer)
            return try await body(session(account.service(transport, time, randomness), time, randomness))
        }
    }
}

extension TransportEvent {
    /// How long the event makes a request wait.
    fileprivate var wait: Duration {
        switch self {
        case .willRetry(_, _, let wait, _), .isPausing(_, let wait), .heldBack(_, let wait), .isPacing(_, let wait, _):
            wait
        default: .zero
        }
    }
}
