import CloudContainers
import SimulationKit

/// One thing that was looked at, and what to do where it is not well.
struct HealthCheck {
    /// How it is.
    enum Verdict: String {
        /// Well.
        case ok
        /// Something that somebody should know.
        case warning
        /// Something that keeps commands from working.
        case failed
        /// Not looked at.
        case skipped

        /// How it stands out.
        var emphasis: Style.Emphasis {
            switch self {
            case .ok: .good
            case .warning: .warning
            case .failed: .bad
            case .skipped: .faint
            }
        }
    }

    /// What was looked at: a provider, or the tool.
    let subject: String
    /// What of it.
    let name: String
    /// How it is.
    var verdict: Verdict
    /// What was found.
    var found: String
    /// What to do.
    var advice: String?
    /// The status that a command would end with.
    var status = ExitStatus.done

    /// The check for programs.
    var json: JSONValue {
        [
            "subject": .string(subject), "check": .string(name), "verdict": .string(verdict.rawValue),
            "found": .string(found), "advice": .optional(advice),
        ]
    }
}

/// A look at everything that commands need before they can do anything.
struct Checkup {
    /// What was looked at.
    private(set) var checks: [HealthCheck] = []
    /// Whether any provider is set up, well or not.
    private var hasAccount = false
    /// Where each request is written down, if somebody wants that.
    private let log: (@Sendable (HTTPLogEntry) async -> Void)?

    /// The status of the worst: what is wrong with the configuration comes before the rest, which rests on it.
    var status: ExitStatus {
        let order: [ExitStatus] = [.wrongConfiguration, .noCredential, .unreachable]
        let statuses = checks.filter { $0.verdict == .failed }.map(\.status)
        return order.first(where: statuses.contains) ?? statuses.first ?? .done
    }

    /// Looks at the tool, and at the provider that is chosen, or at all that have a credential.
    ///
    /// - Throws: ``Failure`` for a provider that does not exist, and an option that has no meaning for it.
    init(_ options: ProviderOptions, on console: Console) async throws {
        let isVerbose = options.trace.isVerbose(on: console)
        let file = try options.trace.file.map { try TraceFile($0, on: console) }
        // A line that cannot be written is no reason to look at nothing.
        let write: @Sendable (HTTPLogEntry) async -> Void = { entry in
            if isVerbose { try? console.error.write("http: \(entry)\n") }
            await file?.add(entry, of: "doctor", at: console.clock())
        }
        log = isVerbose || file != nil ? write : nil
        checks.append(
            HealthCheck(
                subject: "cloudctl",
                name: "version",
                verdict: .ok,
                found: "\(CloudCtl.version), built by Swift \(BuildFacts.swift) for \(BuildFacts.platform)"
            )
        )
        look(at: ToolSettings.group(options, on: console), hasValues: true)
        let isChosen = options.provider != nil || console.environment[ProviderOptions.variable]?.isEmpty == false
        if isChosen {
            let target = try options.choice.target(on: console)
            if target.isSimulated {
                await lookAtSimulator(of: target.provider, on: console)
            } else {
                await look(at: target.provider, options.choice, on: console, isNeeded: true)
            }
            return
        }
        for provider in Registry.providers {
            var choice = options.choice
            choice.options = choice.options.filter { provider.optionNames.contains($0.key) }
            await look(at: provider, choice, on: console, isNeeded: false)
        }
        if hasAccount { return }
        // One of them is enough, but none is not.
        for index in checks.indices where checks[index].verdict == .skipped { checks[index].verdict = .failed }
    }

    /// Looks at settings; what is worth knowing about them is told as well.
    ///
    /// - Parameters:
    ///   - group: The settings.
    ///   - hasValues: Whether values are told too: those of the tool lead to no account.
    private mutating func look(at group: SettingGroup, hasValues: Bool = false) {
        for warning in group.warnings {
            checks.append(HealthCheck(subject: group.name, name: "configuration", verdict: .warning, found: warning))
        }
        guard let problem = group.problem else {
            let set = group.settings.filter { $0.value != nil && (hasValues || $0.place != nil) }.map { setting in
                hasValues ? "\(setting.name): \(setting.text)" : "\(setting.name) from \(setting.place ?? "")"
            }
            checks.append(
                HealthCheck(
                    subject: group.name,
                    name: "configuration",
                    verdict: .ok,
                    found: set.isEmpty ? "nothing is set" : set.joined(separator: hasValues ? "; " : ", ")
                )
            )
            return
        }
        for diagnostic in problem.diagnostics {
            let place = diagnostic.source.map { "\($0)\(diagnostic.location.map { ":\($0)" } ?? ""): " } ?? ""
            let parts = [diagnostic.allowed.map { "Allowed: \($0)." }, diagnostic.advice].compactMap(\.self)
            checks.append(
                HealthCheck(
                    subject: group.name,
                    name: problem.status == .noCredential ? "credential" : "configuration",
                    verdict: .failed,
                    found: place + diagnostic.problem,
                    advice: parts.isEmpty ? nil : parts.joined(separator: " "),
                    status: problem.status
                )
            )
        }
    }

    private mutating func look(
        at provider: any CloudProvider,
        _ choice: AccountChoice,
        on console: Console,
        isNeeded: Bool
    ) async {
        let group = await provider.settings(choice, on: console)
        look(at: group)
        if group.problem != nil {
            hasAccount = true
            return
        }
        let account: Account
        do {
            account = try await provider.account(choice, on: console)
            hasAccount = true
        } catch {
            let diagnostic = (error as? Failure)?.diagnostics.first
            checks.append(
                HealthCheck(
                    subject: provider.name,
                    name: "credential",
                    verdict: isNeeded ? .failed : .skipped,
                    found: diagnostic?.problem ?? "there is no account",
                    advice: diagnostic?.advice,
                    status: (error as? Failure)?.status ?? .noCredential
                )
            )
            return
        }
        do {
            try await console.network.withTransport(environment: console.environment, time: console.time) { network in
                await ask(provider, account, network, console.time, console.randomness)
            }
        } catch {
            // Also a file of authorities that cannot be read ends here.
            let message = (error as? HTTPTransportError)?.message ?? "\(error)"
            checks.append(
                HealthCheck(
                    subject: provider.name,
                    name: "network",
                    verdict: .failed,
                    found: message,
                    advice: "Check HTTPS_PROXY, NO_PROXY and SSL_CERT_FILE.",
                    status: .wrongConfiguration
                )
            )
        }
    }

    private mutating func lookAtSimulator(of provider: any CloudProvider, on console: Console) async {
        let time = SimulationTime(over: console.time)
        let randomness = SeededRandomness(seed: 1)
        guard let made = try? await SampleAccount.make(of: provider, on: console, time, randomness) else { return }
        await ask(provider, made.account, made.simulation.transport, time, randomness)
    }

    /// Asks the cheapest question there is, once.
    private mutating func ask(
        _ provider: any CloudProvider,
        _ account: Account,
        _ network: any HTTPTransport,
        _ time: any TimeSource,
        _ randomness: any Randomness
    ) async {
        let witness = Witness()
        var transport: any HTTPTransport = WitnessedTransport(transport: network, time: time, witness: witness)
        if let log { transport = transport.logging(time: time, to: log) }
        let service = account.service(transport, time, randomness)
        var refusal: ContainerServiceError?
        var count = 0
        do {
            count = try await service.namespaces(after: nil).elements.count
        } catch {
            refusal = error as? ContainerServiceError
        }
        let seen = await witness.seen
        addReach(seen, of: provider)
        guard seen.answer != nil else { return }
        addCredential(refusal, count: count, of: provider)
        addClock(seen, of: provider)
    }

    private mutating func addReach(_ seen: Witness.Seen, of provider: any CloudProvider) {
        if let answer = seen.answer {
            let found = "\(seen.host) answers" + (answer.status >= 500 ? " with status \(answer.status)" : "")
            let isDown = answer.status >= 500
            checks.append(
                HealthCheck(
                    subject: provider.name,
                    name: "network",
                    verdict: isDown ? .failed : .ok,
                    found: found,
                    advice: isDown ? "Run it again later; the provider's status page says more." : nil,
                    status: isDown ? .tryLater : .done
                )
            )
        } else {
            checks.append(
                HealthCheck(
                    subject: provider.name,
                    name: "network",
                    verdict: .failed,
                    found: Self.words(seen.error, seen.host),
                    advice: Self.advice(seen.error),
                    status: .unreachable
                )
            )
        }
    }

    private static func words(_ error: HTTPTransportError?, _ host: String) -> String {
        guard let error else { return "\(host) was not asked" }
        let step =
            switch error.code {
            case .nameNotFound: "no address (DNS)"
            case .connectionFailed: "no connection (TCP)"
            case .tlsFailed: "no encryption (TLS)"
            case .timedOut: "no answer in time"
            case .redirectRefused: "an answer that leads elsewhere"
            default: "no answer"
            }
        return "\(step), asking \(host): \(error.message)"
    }

    private static func advice(_ error: HTTPTransportError?) -> String? {
        switch error?.code {
        case .nameNotFound: "Check the connection, the name server, and the address of the API (cloudctl config)."
        case .connectionFailed: "Check the connection, a firewall, and HTTPS_PROXY."
        case .tlsFailed:
            "Check the clock, and where a proxy opens connections, name its authority in SSL_CERT_FILE."
        case .timedOut: "Check a firewall and HTTPS_PROXY, or run it again."
        case .redirectRefused: "Check the address of the API (cloudctl config); a portal may ask for a sign-in."
        default: "Check the connection and HTTPS_PROXY."
        }
    }

    private mutating func addCredential(_ refusal: ContainerServiceError?, count: Int, of provider: any CloudProvider) {
        guard let refusal else {
            let noun = count == 1 ? "namespace" : "namespaces"
            checks.append(
                HealthCheck(
                    subject: provider.name,
                    name: "credential",
                    verdict: .ok,
                    found: "it reads \(count) \(noun)"
                )
            )
            checks.append(
                HealthCheck(
                    subject: provider.name,
                    name: "rights",
                    verdict: .skipped,
                    found: "only reading was tried: the right to write is not known here, "
                        + "apply and migrate run look for it before they change anything"
                )
            )
            return
        }
        let report = ServiceErrorReport(refusal, provider: provider)
        let isRefused = [.unauthenticated, .permissionDenied].contains(refusal.code)
        let isBusy = refusal.code == .rateLimited
        if refusal.code == .unavailable { return }
        checks.append(
            HealthCheck(
                subject: provider.name,
                name: isRefused ? "credential" : "answer",
                verdict: isBusy ? .warning : .failed,
                found: ([report.problem] + report.reasons).joined(separator: ": "),
                advice: report.advice,
                status: isRefused ? .noCredential : ExitStatus(refusal)
            )
        )
    }

    /// Differences below this one are those of the way there and of whole seconds.
    private static let smallDifference: Int64 = 30
    /// From this one on certificates and tokens stop being good.
    private static let largeDifference: Int64 = 300

    private mutating func addClock(_ seen: Witness.Seen, of provider: any CloudProvider) {
        guard let answer = seen.answer,
            let date = answer.headers["Date"].flatMap({ HTTPDate(parsing: $0, near: answer.time) })
        else {
            checks.append(
                HealthCheck(subject: provider.name, name: "clock", verdict: .skipped, found: "the answer tells no time")
            )
            return
        }
        let difference = answer.time.seconds - date.timestamp.seconds
        let amount = Duration.seconds(abs(difference)).text
        guard abs(difference) >= Self.smallDifference else {
            checks.append(
                HealthCheck(subject: provider.name, name: "clock", verdict: .ok, found: "agrees with the provider's")
            )
            return
        }
        let isLarge = abs(difference) >= Self.largeDifference
        checks.append(
            HealthCheck(
                subject: provider.name,
                name: "clock",
                verdict: isLarge ? .failed : .warning,
                found: "this machine is \(amount) \(difference > 0 ? "ahead of" : "behind") the provider",
                advice: "Set the clock: timedatectl set-ntp true.",
                status: .wrongConfiguration
            )
        )
    }
}
