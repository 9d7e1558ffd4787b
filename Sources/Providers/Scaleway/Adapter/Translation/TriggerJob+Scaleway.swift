import CloudContainers

/// The job that takes the place of a cron trigger elsewhere: at the trigger's times it sends the trigger's request.
///
/// What the trigger says stands in variables of the job only, so the program holds no text of it.
struct ScalewayTriggerJob {
    private var spec: JobSpec
    private var ledger = LedgerBuilder()
    private var words = [#"exec curl --fail --silent --show-error --request "$TRIGGER_METHOD""#]

    /// The name of the job.
    static func name(of trigger: ScalewaySettings.Trigger, of service: ContainerSpec) -> String {
        "\(service.name)-\(trigger.name)"
    }

    /// Makes the job; the sources of its ledger are fields of the trigger.
    static func make(
        of trigger: ScalewaySettings.Trigger,
        _ cron: ScalewaySettings.Trigger.Cron,
        of service: ContainerSpec,
        calledBy caller: ImageReference,
        _ given: Resolutions
    ) -> Translation<JobSpec> {
        var job = ScalewayTriggerJob(spec: JobSpec(name: name(of: trigger, of: service), source: .image(caller)))
        job.ledger.record(["name"], to: ["name"], .converted)
        job.ledger.record([], to: ["image"], .noted)
        job.take(trigger, of: service)
        job.schedule(cron, trigger.name, of: service)
        job.request(cron, of: trigger)
        job.address(of: service, given)
        job.spec.command = JobCommand(command: ["sh"], arguments: ["-c", job.words.joined(separator: " ")])
        job.ledger.record([], to: ["command", "arguments"], .noted)
        return Translation(
            value: job.spec,
            ledger: job.ledger.finish(source: trigger.json, target: job.spec.document)
        )
    }

    private mutating func take(_ trigger: ScalewaySettings.Trigger, of service: ContainerSpec) {
        spec.description = trigger.description
        ledger.record(["description"], to: ["description"])
        for (index, tag) in trigger.tags.enumerated() {
            let finding = Finding(.tagDropped, .dropped, subject: tag, before: .text(tag))
            ledger.record([FieldPath("tags").appending(index)], to: [], .exact, [finding])
        }
        // As long as the service may take for a request, so long the job may wait for it.
        spec.timeLimit = service.timeouts.request
        ledger.record([], to: ["timeLimit"], .noted)
    }

    private mutating func schedule(
        _ cron: ScalewaySettings.Trigger.Cron,
        _ trigger: String,
        of service: ContainerSpec
    ) {
        var findings: [Finding] = []
        do throws(ContainerServiceError) {
            let zone = cron.timezone.map(TimeZoneName.init(rawValue:))
            spec.schedules = [JobSchedule(try CronExpression(parsing: cron.schedule), in: zone)]
        } catch {
            findings.append(
                Finding(
                    .jobCron,
                    .blocked,
                    subject: trigger,
                    before: .text(cron.schedule),
                    resolution: "--trigger \(service.name)/\(trigger)=drop"
                )
            )
        }
        let target = FieldPath("schedules").appending(0)
        ledger.record(["cron.schedule"], to: [target.appending("cron")], .exact, findings)
        ledger.record(["cron.timezone"], to: [target.appending("timeZone")])
    }

    private mutating func request(_ cron: ScalewaySettings.Trigger.Cron, of trigger: ScalewaySettings.Trigger) {
        // Without them the API takes these two (recorded).
        set("TRIGGER_METHOD", (trigger.method ?? "post").uppercased(), from: "method")
        set("TRIGGER_PATH", trigger.path ?? "/", from: "path")
        for (index, header) in cron.headers.enumerated() {
            let source = FieldPath("cron.headers").appending(header.key)
            ledger.hide(source)
            // This is how curl takes a header with nothing in it.
            let text = header.value.isEmpty ? "\(header.key);" : "\(header.key): \(header.value)"
            set("TRIGGER_HEADER_\(index + 1)", text, from: source)
            words.append("--header \"$TRIGGER_HEADER_\(index + 1)\"")
        }
        ledger.hide("cron.body")
        guard let body = cron.body, !body.isEmpty else { return ledger.record(["cron.body"], to: [], .noted) }
        set("TRIGGER_BODY", body, from: "cron.body")
        // Without a type curl would call it a form.
        if !cron.headers.contains(where: { $0.key.lowercased() == "content-type" }) {
            words.append("--header Content-Type:")
        }
        words.append(#"--data-raw "$TRIGGER_BODY""#)
    }

    /// Writes a text into a variable of the job.
    private mutating func set(_ name: String, _ value: String, from source: FieldPath) {
        spec.variables.append(EnvironmentVariable(name: name, value: .plain(value)))
        let target = FieldPath("environment").appending(name)
        ledger.hide(target)
        ledger.record([source], to: [target], .converted)
    }

    /// The address is nobody's but the caller's to know.
    private mutating func address(of service: ContainerSpec, _ given: Resolutions) {
        let words = service.name.uppercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let name = "URL_OF_" + words.joined(separator: "_")
        let value = given.values[name]
        var findings: [Finding] = []
        if value == nil {
            findings.append(Finding(.triggerAddress, .needsInput, subject: name, resolution: "--value \(name)=URL"))
        }
        spec.variables.append(EnvironmentVariable(name: name, value: .plain(value ?? "")))
        let target = FieldPath("environment").appending(name)
        ledger.hide(target)
        ledger.record([], to: [target], .noted, findings)
        self.words.append("\"${\(name)%/}$TRIGGER_PATH\"")
    }
}
