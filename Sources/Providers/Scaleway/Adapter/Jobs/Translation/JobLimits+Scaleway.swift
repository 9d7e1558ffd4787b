import CloudContainers

extension ScalewayJobDialect {
    static let limitRules: [FieldRule] = [
        FieldRule(
            "definition.job_timeout",
            "timeLimit",
            .both,
            "One run with its program, at most 24 h, which is also the default.",
            [.jobTimeLimit, .defaultAssumed]
        ),
        FieldRule(
            "definition.retry_policy.max_retries",
            "retries",
            .both,
            "0 to 5; a definition without a policy tries once.",
            [.jobRetries, .defaultAssumed]
        ),
    ]

    static let longestRun = Duration.seconds(86_400)
    static let retries = 0...5
}

extension ScalewayJobReader {
    mutating func readLimits() throws(WireError) {
        if let limit = try time(definition.jobTimeout, "definition.job_timeout") {
            spec.timeLimit = limit
        } else {
            spec.timeLimit = ScalewayJobDialect.longestRun
            assume("job_timeout", is: .duration(ScalewayJobDialect.longestRun), for: "timeLimit")
        }
        ledger.record(["definition.job_timeout"], to: ["timeLimit"], .converted)

        let retries = try amount(
            definition.retryPolicy.value?.maxRetries ?? .absent,
            "definition.retry_policy.max_retries"
        ) { value throws(ContainerServiceError) in try RetryCount(value) }
        spec.retries = retries ?? .of(0)
        if retries == nil { assume("retry_policy", is: .number(0), for: "retries") }
        ledger.record(["definition.retry_policy"], to: ["retries"])
    }
}

extension ScalewayJobWriter {
    mutating func writeLimits() {
        if let wanted = spec.timeLimit {
            let limit = min(max(wanted, .seconds(1)), ScalewayJobDialect.longestRun)
            var findings: [Finding] = []
            if limit != wanted {
                let outcome: Outcome = limit < wanted ? .reduced : .raised
                findings.append(Finding(.jobTimeLimit, outcome, before: .duration(wanted), after: .duration(limit)))
            }
            definition.jobTimeout = .value(limit.secondsText)
            record(["timeLimit"], to: ["definition.job_timeout"], .converted, findings)
        } else {
            let longest = LedgerValue.duration(ScalewayJobDialect.longestRun)
            record([], to: [], .exact, [Finding(.jobTimeLimit, .defaulted, after: longest)])
        }
        if let wanted = spec.retries {
            let most = ScalewayJobDialect.retries.upperBound
            let retries = min(wanted.value, most)
            var findings: [Finding] = []
            if retries < wanted.value {
                findings.append(Finding(.jobRetries, .reduced, before: .number(wanted.value), after: .number(retries)))
            }
            var policy = ScalewayRetryPolicy()
            policy.maxRetries = .value(retries)
            definition.retryPolicy = .value(policy)
            record(["retries"], to: ["definition.retry_policy"], .exact, findings)
        }
    }
}
