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
    /// The profile that the account is of, where there is one.
    var profile: String?
    /// The namespace that counts where none is named, and what says so.
    var defaultNamespace: UserSettings.Value?
    /// The registries that a simulator knows, by their host.
    var registries: [String: String] = [:]
    /// Which account it is: its project, organization, region; empty for a simulator's.
    var account = ""
    /// The flags that lead to the same account again, where any were typed.
    var flags: [String] = []
    /// What is outside of a simulator; `nil` for a live account.
    var outside: SimulatedOutside?

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
        try await with(options.choice, printing, on: console, body)
    }

    /// Lends a session to a closure.
    ///
    /// - Throws: ``Failure`` for a configuration that is wrong, and what the closure throws.
    static func with<Result>(
        _ choice: AccountChoice,
        _ printing: OutputOptions,
        on console: Console,
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let trace = try choice.traceFile.map { try TraceFile($0, on: console) }
        return try await with(choice, screen(printing, on: console), trace, printing, on: console, body)
    }

    /// Lends the sessions of two accounts to a closure; each has its own way to its provider.
    ///
    /// - Throws: ``Failure`` for a configuration that is wrong, and what the closure throws.
    static func with<Result>(
        _ source: AccountChoice,
        _ target: AccountChoice,
        _ printing: OutputOptions,
        on console: Console,
        _ body: (_ source: Session, _ target: Session) async throws -> Result
    ) async throws -> Result {
        let screen = screen(printing, on: console)
        // What is wrong with the second is told before the first is asked anything.
        for choice in [source, target] { _ = try choice.target(on: console) }
        let trace = try (source.traceFile ?? target.traceFile).map { try TraceFile($0, on: console) }
        return try await with(source, screen, trace, printing, on: console) { first in
            try await with(target, screen, trace, printing, on: console) { second in try await body(first, second) }
        }
    }

    private static func screen(_ printing: OutputOptions, on console: Console) -> Screen {
        let style = printing.style(for: console.error, on: console)
        return Screen(on: console, style, isQuiet: printing.quiet)
    }

    private static func with<Result>(
        _ choice: AccountChoice,
        _ screen: Screen,
        _ trace: TraceFile?,
        _ printing: OutputOptions,
        on console: Console,
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let target = try choice.target(on: console)
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
                printing: printing,
                profile: target.choice.own?.profile.name,
                defaultNamespace: target.choice.own?.profile.namespace,
                flags: choice.words
            )
        }
        let isVerbose = choice.isVerbose || TraceOptions.isOn(console)
        let name = target.provider.name
        let log: @Sendable (HTTPLogEntry) async -> Void = { entry in
            if isVerbose { await screen.add(entry, of: name) }
            await trace?.add(entry, of: name, at: console.clock())
        }
        func logged(_ transport: any HTTPTransport, _ time: any TimeSource) -> any HTTPTransport {
            guard isVerbose || trace != nil else { return transport }
            return transport.logging(showsBodies: trace != nil, time: time, to: log)
        }
        if target.isSimulated {
            let time = SimulationTime(over: console.time)
            // The same chance each time, so that the same command does the same.
            let randomness = SeededRandomness(seed: 1)
            let (simulation, account) = try await SampleAccount.make(
                of: target.provider,
                on: console,
                time,
                randomness,
                isEmpty: choice.beginsEmpty,
                hasJobs: choice.wantsJobs
            )
            if screen.isLive { await time.run(times: simulationSpeed) }
            let transport = logged(simulation.transport, time)
            var session = session(account.service(transport, time, randomness), time, randomness)
            session.registries = simulation.given.registries
            session.outside = simulation.outside
            return try await body(session)
        }
        let account = try await target.provider.account(target.choice, on: console)
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
            var transport = logged(network, time)
            transport = transport.paced(
                to: target.provider.dialect.capabilities.requestLimit,
                time: time,
                observer: observer
            )
            transport = transport.retrying(time: time, randomness: randomness, observer: observer)
            var session = session(account.service(transport, time, randomness), time, randomness)
            session.account = account.name
            session.profile = account.profile
            return try await body(session)
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
