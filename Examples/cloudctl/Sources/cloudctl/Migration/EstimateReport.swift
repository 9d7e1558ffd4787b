import CloudContainers
import ContainerMigration

/// What a plan costs, for people and for programs.
struct EstimateReport {
    private let plan: MigrationPlan
    private let estimate: MigrationEstimate

    init(_ plan: MigrationPlan) {
        self.plan = plan
        if let source = Registry.provider(of: plan.source.provider)?.dialect,
            let target = Registry.provider(of: plan.target.provider)?.dialect
        {
            estimate = plan.estimate(from: source, to: target)
        } else {
            estimate = plan.estimate
        }
    }

    /// How many requests there are, and how much of the documented limits that is.
    var requests: [String] {
        var lines = [
            "Requests, apart from waiting: \(estimate.targetWrites) that write to \(plan.target.provider), "
                + "\(estimate.targetReads) that read from it, \(estimate.sourceReads) that read from "
                + "\(plan.source.provider). Nothing writes to the source."
        ]
        for share in estimate.shares {
            let part = share.share.map { "\($0)" } ?? "more than 1000%"
            var line = "Limit of \(share.provider), \(share.limit): the migration's own requests are \(part) of it"
            line += share.pause > .zero ? ", and are held back for \(ServiceWords.text(share.pause))." : "."
            lines.append(line)
        }
        return lines
    }

    /// How long it takes, with its parts; `nil` where nothing is known of it.
    var time: String? {
        guard let deploying = estimate.deploying else { return nil }
        let limit = "it counts as failed after \(ServiceWords.text(deploying.limit))"
        let pause =
            estimate.pause > .zero
            ? "\(ServiceWords.text(estimate.pause)) in which requests are held back, then a deployment" : "a deployment"
        guard let usual = deploying.usual else {
            return
                "Time, an estimate: \(pause) of all services at once, for which \(plan.target.provider) names no usual "
                + "time; \(limit)."
        }
        let (least, most) = (ServiceWords.text(usual.lowerBound), ServiceWords.text(usual.upperBound))
        return "Time, an estimate: \(pause) of all services at once, which usually takes \(least) to \(most); \(limit)."
    }

    /// What each raise costs; what is rounded to the next unit only once for all.
    var raises: [String] {
        let rounded = estimate.raises.filter { $0.code == .memoryRounded }
        let lines = estimate.raises.filter { $0.code != .memoryRounded }.map { raise in
            let what = "\(TerminalText.escaped(raise.service)): \(raise.before) → \(raise.after)"
            guard let monthly = raise.monthly, let hourly = raise.hourly else { return what }
            if raise.instances.value == 0 {
                return "\(what) costs nothing while it sleeps, at most \(hourly) an hour of an instance that runs"
            }
            let instances = "\(raise.instances) \(raise.instances.value == 1 ? "instance" : "instances")"
            return "\(what) costs at most \(monthly) a month with \(instances)"
        }
        guard !rounded.isEmpty else { return lines }
        let sum = rounded.dropFirst().reduce(rounded.first?.monthly) { sum, raise in
            raise.monthly.flatMap { sum?.adding($0) }
        }
        let words = "memory rounded up to a whole unit, of \(rounded.count) "
        let count = rounded.count == 1 ? "service" : "services"
        return lines + [words + count + (sum.map { " costs at most \($0) a month together" } ?? "")]
    }

    /// What the raises cost together, and where the prices come from.
    var prices: String {
        guard let prices = estimate.prices else {
            return
                "\(plan.target.provider) charges nothing for instances itself: they are on the bill of your own cloud "
                + "account."
        }
        guard let sum = estimate.monthlyRaise, !estimate.raises.isEmpty else {
            return "No service gets more than it had, so that nothing costs more for being raised."
        }
        return "Together at most \(sum) a month (30 days at the least instances) for what is raised. Prices of "
            + "\(prices.date) from \(prices.source), before taxes and before what is free each month "
            + "(\(prices.allowance)); check them there."
    }

    /// Adds all of it.
    func add(to sheet: inout Sheet) {
        for line in requests { sheet.paragraph(line) }
        if let time { sheet.paragraph(time) }
        if !estimate.raises.isEmpty { sheet.paragraph("What is raised on \(plan.target.provider):") }
        for line in raises { sheet.paragraph(line, indent: 2, hanging: 4) }
        sheet.paragraph(prices)
    }

    // MARK: For programs

    /// The same for programs.
    var json: JSONValue {
        var object: JSONObject = [
            "targetWrites": .number(estimate.targetWrites.value), "targetReads": .number(estimate.targetReads.value),
            "sourceReads": .number(estimate.sourceReads.value),
            "memoryBytes": estimate.memory.map { .number($0.bytes) } ?? .null,
        ]
        object.set(
            "limits",
            .array(
                estimate.shares.map { share in
                    [
                        "provider": .string(share.provider.rawValue), "requests": .number(share.requests.value),
                        "limit": .number(share.limit.requests), "periodSeconds": Self.seconds(share.limit.period),
                        "percent": share.share.map { .number($0.percent) } ?? .null,
                        "pauseSeconds": Self.seconds(share.pause),
                    ]
                }
            )
        )
        object.set("deployment", estimate.deploying.map(Self.json) ?? .null)
        object.set(
            "raises",
            .array(
                estimate.raises.map { raise in
                    [
                        "service": .string(raise.service), "code": .string(raise.code.rawValue),
                        "before": .string(raise.before.description), "after": .string(raise.after.description),
                        "instances": .number(raise.instances.value), "monthly": Self.money(raise.monthly),
                        "hourly": Self.money(raise.hourly),
                    ]
                }
            )
        )
        object.set("monthlyRaise", Self.money(estimate.monthlyRaise))
        object.set(
            "prices",
            estimate.prices.map { ["source": .string($0.source), "date": .string($0.date)] } ?? .null
        )
        return .object(object)
    }

    private static func json(_ deploying: MigrationEstimate.Deploying) -> JSONValue {
        [
            "usualSeconds": deploying.usual.map { [seconds($0.lowerBound), seconds($0.upperBound)] } ?? .null,
            "limitSeconds": seconds(deploying.limit),
        ]
    }

    private static func seconds(_ duration: Duration) -> JSONValue { .number(Int(duration.components.seconds)) }

    /// An amount in billionths, since a number with a point is not exact.
    private static func money(_ money: Money?) -> JSONValue {
        money.map { ["billionths": .number($0.billionths), "currency": .string($0.currency)] } ?? .null
    }
}
