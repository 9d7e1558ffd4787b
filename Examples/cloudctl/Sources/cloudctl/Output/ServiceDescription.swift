import CloudContainers

/// A live service for people: what it is, what it runs with, how it is, and why it is not ready.
struct ServiceDescription {
    /// The service, as a single answer gives it.
    let located: LocatedContainer
    /// What `get` shows of it.
    private let page: ServicePage
    /// What it sees of variables; those of the specification where the provider keeps none by themselves.
    var variables: [ScopedVariable] = []
    /// Its domains, with the records to set.
    var domains: [AttachedDomain] = []
    /// The images that it ran before, the newest first, where the provider keeps a history.
    var earlierImages: [ImageReference] = []
    /// Why it is not ready, in the provider's words.
    var reason: String?
    /// What to do about that.
    var advice: String?
    /// What it wrote last, where it is not ready.
    var lines: [LogEntry] = []
    /// What could not be read.
    var gaps: [String] = []
    /// The longest that a deployment takes before it fails.
    let limit: Duration

    /// The most lines that it wrote last.
    private static let mostLines = 10
    /// The most images that it ran before.
    private static let mostImages = 5

    private var container: Container { located.container }
    private var spec: ContainerSpec { located.container.spec }

    /// Asks all there is to know about a service.
    ///
    /// - Throws: What the answer about the service itself throws; what else cannot be read leaves a gap.
    init(_ target: LocatedContainer, _ session: Session) async throws {
        var target = target
        target.container = try await session.service.container(target.container.id)
        located = target
        page = try ServicePage(target, session.service.dialect)
        limit = session.provider.dialect.deploymentLimit(of: target.container.spec)
        let (service, id) = (session.service, target.container.id)
        variables = await read("its variables", []) { try await service.variables?.variables(of: id) ?? [] }
        if !spec.domains.isEmpty {
            domains = await read("its domains", []) { try await service.domains?.domains(of: id) ?? [] }
        }
        let present = spec.image
        earlierImages = await read("its earlier images", []) { try await service.deployedImages(of: id) }
            .filter { $0.repository != present.repository || $0.tag != present.tag }
        guard needsReason else { return }
        let status = container.status
        let told = await read("why it failed", nil) {
            try await service.failureReason(of: id, in: target.container.namespace)
        }
        reason = told ?? status.message
        if status.state == .failed {
            let error = ContainerServiceError(
                .deploymentFailed,
                reason ?? "",
                provider: session.provider.dialect.provider,
                providerMessage: reason
            )
            advice = ServiceErrorReport(error, provider: session.provider).advice
        }
        lines = await read("what it writes", []) {
            try await service.logs?.logs(of: id, LogQuery(limit: Self.mostLines)) ?? []
        }
    }

    private mutating func read<Value>(
        _ what: String,
        _ nothing: Value,
        _ body: () async throws -> Value
    ) async -> Value {
        do {
            return try await body()
        } catch {
            gaps.append("\(what): \((error as? ContainerServiceError)?.message ?? "\(error)")")
            return nothing
        }
    }

    /// Whether somebody will ask why it does not run.
    private var needsReason: Bool {
        switch container.status.state {
        case .ready, .stopped, .neverDeployed: false
        default: true
        }
    }

    // MARK: For people

    /// Adds the page.
    func add(to sheet: inout Sheet) {
        page.addIdentity(to: &sheet)
        addState(to: &sheet)
        addProgram(to: &sheet)
        addResources(to: &sheet)
        addPorts(to: &sheet)
        addProbes(to: &sheet)
        addVariables(to: &sheet)
        addDomains(to: &sheet)
        for volume in spec.volumes {
            if volume == spec.volumes.first { title("Volumes", to: &sheet) }
            let kind = volume.kind.map { ", \($0)" } ?? ""
            sheet.paragraph(TerminalText.escaped("\(volume.mountPath): \(volume.size)\(kind)"), indent: 2, hanging: 4)
        }
        if !gaps.isEmpty { title("Not known", to: &sheet) }
        for gap in gaps { sheet.paragraph(TerminalText.escaped(gap), .warning, indent: 2, hanging: 4) }
    }

    private func title(_ text: String, to sheet: inout Sheet) {
        sheet.space()
        sheet.line(.init(text, .strong))
    }

    private func line(_ name: String, _ text: String?, _ emphasis: Style.Emphasis = .plain, to sheet: inout Sheet) {
        guard let text else { return }
        ServicePage.addLine(name, text, emphasis, to: &sheet)
    }

    private func addState(to sheet: inout Sheet) {
        let status = container.status
        if status.hasUndeployedChanges { line("changes", "some are not deployed yet", .warning, to: &sheet) }
        guard needsReason else { return }
        title("Why it is not ready", to: &sheet)
        line("reason", reason ?? "the provider gives none", .bad, to: &sheet)
        line("help", advice, to: &sheet)
        let checks = probes.map { "\($0.name): \(Self.text($0.probe))" }
        line("checks", checks.isEmpty ? "none of its own" : checks.joined(separator: "; "), to: &sheet)
        for sum in sums { line("", sum.meaning, .faint, to: &sheet) }
        line("patience", "a deployment fails after \(limit.text) at most", to: &sheet)
        if lines.isEmpty { return line("log", "nothing was written", .faint, to: &sheet) }
        line("log", "the last \(lines.count == 1 ? "line" : "\(lines.count) lines")", .faint, to: &sheet)
        for entry in lines {
            sheet.paragraph("\(entry.time) \(TerminalText.escaped(entry.message))", indent: 4, hanging: 6)
        }
    }

    private func addProgram(to sheet: inout Sheet) {
        title("Program", to: &sheet)
        line("image", spec.image.description, to: &sheet)
        for image in earlierImages.prefix(Self.mostImages) { line("before", image.description, .faint, to: &sheet) }
        line("about", spec.description, to: &sheet)
        if !spec.command.isEmpty { line("command", Self.words(spec.command), to: &sheet) }
        if !spec.arguments.isEmpty { line("arguments", Self.words(spec.arguments), to: &sheet) }
        line("managed by", spec.owner, to: &sheet)
    }

    private func addResources(to sheet: inout Sheet) {
        title("Resources of an instance", to: &sheet)
        line("cpu", spec.resources.cpu?.description, to: &sheet)
        line("memory", spec.resources.memory?.description, to: &sheet)
        line("disk", spec.resources.ephemeralStorage?.description, to: &sheet)
        if let count = spec.resources.gpu, count.value > 0 { line("gpu", "\(count)", to: &sheet) }
        line("machine", spec.resources.architecture?.rawValue, to: &sheet)
        title("Instances", to: &sheet)
        line("number", ServiceWords.text(spec.scaling), to: &sheet)
        let rules = [
            spec.scaling.cpu.map { "above \($0) CPU" }, spec.scaling.memory.map { "above \($0) memory" },
            spec.scaling.concurrentRequests.map { "above \($0) requests at once" },
        ].compactMap(\.self)
        if !spec.scaling.isFixed, !rules.isEmpty { line("one more", rules.joined(separator: ", or "), to: &sheet) }
    }

    private func addPorts(to sheet: inout Sheet) {
        title("Ports", to: &sheet)
        if spec.ports.isEmpty { return sheet.paragraph("none", .faint, indent: 2) }
        for port in spec.ports {
            var parts = [port.transport.rawValue, "for \(Self.text(port.exposure))"]
            if let path = port.path { parts.append("below \(path)") }
            if let number = port.externalNumber, number != port.number { parts.append("outside \(number)") }
            if port.isDefault == true, spec.ports.count > 1 { parts.append("the default") }
            line("\(port.number)", parts.joined(separator: ", "), to: &sheet)
        }
        if let only = spec.httpsOnly { line("plain http", only ? "is turned away" : "is served", to: &sheet) }
        line("time-out", spec.timeouts.request.map { "\($0.text) for the whole request" }, to: &sheet)
        line("time-out", spec.timeouts.idle.map { "\($0.text) of silence" }, to: &sheet)
    }

    private var probes: [(name: String, probe: Probe)] {
        [("startup", spec.probes.startup), ("readiness", spec.probes.readiness), ("liveness", spec.probes.liveness)]
            .compactMap { name, probe in probe.map { (name, $0) } }
    }

    private func addProbes(to sheet: inout Sheet) {
        if probes.isEmpty { return }
        title("Probes", to: &sheet)
        for (name, probe) in probes { line(name, Self.text(probe), to: &sheet) }
        for sum in sums { line("", sum.meaning, .faint, to: &sheet) }
    }

    /// What follows from the numbers of the probes.
    private var sums: [ProbeMaths] { probes.compactMap { ProbeMaths($0.name, $0.probe) } }

    private func addVariables(to sheet: inout Sheet) {
        let shown = variables.filter(\.isInEffect)
        if shown.isEmpty { return }
        title("Variables", to: &sheet)
        var table = Table(["name", "value", "from"])
        for variable in shown {
            let from = variable.scope == .unknown ? variable.providerScope : variable.scope.rawValue
            let file = variable.variable.mountPath.map { ", file \($0)" } ?? ""
            table.add([
                (TerminalText.escaped(variable.variable.name), .plain),
                (TerminalText.escaped(Self.value(variable)), variable.variable.isSecret ? .faint : .plain),
                (TerminalText.escaped(from + file), .faint),
            ])
        }
        table.print(to: &sheet, indent: 2, shrinking: [0, 1, 2])
    }

    private func addDomains(to sheet: inout Sheet) {
        if domains.isEmpty { return }
        title("Domains", to: &sheet)
        for domain in domains {
            let emphasis: Style.Emphasis =
                switch domain.state {
                case .ready: .good
                case .failed: .bad
                default: .warning
                }
            let message = domain.message.map { ": \($0)" } ?? ""
            sheet.paragraph(
                [
                    .init(TerminalText.escaped(domain.domain.host)),
                    .init(" \(domain.state.rawValue)", emphasis), .init(TerminalText.escaped(message)),
                ],
                indent: 2,
                hanging: 4
            )
            guard domain.state != .ready, let record = domain.record else { continue }
            // A broken line could not be copied.
            sheet.line(.init("    " + TerminalText.escaped(record.description), .faint))
        }
    }

    // MARK: Words

    private static func words(_ words: [String]) -> String { words.map(ShellExport.quoted).joined(separator: " ") }

    private static func value(_ variable: ScopedVariable) -> String {
        if variable.variable.isSecret { return "(secret)" }
        return switch variable.resolution {
        case .plain(let text): text
        case .secret: "(secret)"
        case .unresolved(let name): "(needs \(name))"
        }
    }

    private static func text(_ exposure: Port.Exposure) -> String {
        switch exposure {
        case .cluster: "the cluster only"
        case .token: "callers with a token"
        case .public: "everybody"
        }
    }

    /// A probe in a line: what is checked, how often, and what follows.
    static func text(_ probe: Probe) -> String {
        func on(_ port: PortNumber?) -> String { port.map { " on port \($0)" } ?? "" }
        var parts: [String] =
            switch probe.check {
            case .tcp(let check): ["tcp\(on(check.port))"]
            case .http(let check): ["\((check.scheme ?? "http").lowercased()) \(check.path)\(on(check.port))"]
            case .exec(let check): ["exec \(words(check.command))"]
            case .grpc(let check): ["grpc\(on(check.port))"]
            }
        if let interval = probe.interval { parts[0] += " every \(interval.text)" }
        if let timeout = probe.timeout { parts.append("waits \(timeout.text)") }
        if let delay = probe.initialDelay, delay > .zero { parts.append("begins after \(delay.text)") }
        if let count = probe.failureThreshold { parts.append("fails after \(count)") }
        return parts.joined(separator: ", ")
    }

    // MARK: For programs

    /// The page: that of `get`, and what else was asked.
    var json: JSONValue {
        get throws {
            var object = try page.json.object ?? [:]
            object.set(
                "variables",
                .array(
                    variables.filter(\.isInEffect).map { variable in
                        let isSecret = variable.variable.isSecret || variable.resolution == .secret
                        return [
                            "name": .string(variable.variable.name), "scope": .string(variable.scope.rawValue),
                            "secret": .bool(isSecret),
                            "value": isSecret ? .null : .string(Self.value(variable)),
                            "file": .optional(variable.variable.mountPath),
                        ]
                    }
                )
            )
            object.set(
                "domains",
                .array(
                    domains.map {
                        [
                            "host": .string($0.domain.host), "state": .string($0.state.rawValue),
                            "message": .optional($0.message), "record": .optional($0.record?.description),
                        ]
                    }
                )
            )
            object.set("earlierImages", .array(earlierImages.map { .string($0.description) }))
            object.set("reason", .optional(reason))
            object.set("advice", .optional(advice))
            object.set("deploymentLimit", .string(limit.secondsText))
            object.set(
                "probeLimits",
                .array(
                    sums.map {
                        ["probe": .string($0.name), "failsAfter": .string(($0.delay + $0.longest).secondsText)]
                    }
                )
            )
            object.set(
                "log",
                .array(lines.map { ["time": .string($0.time.description), "message": .string($0.message)] })
            )
            object.set("gaps", .array(gaps.map { .string($0) }))
            return .object(object)
        }
    }
}
