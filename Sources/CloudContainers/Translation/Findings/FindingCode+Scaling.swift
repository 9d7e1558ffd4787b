/// Codes about the number of instances and what changes it.
extension FindingCode {
    /// Minimum reduced.
    public static let minimumReduced = FindingCode(rawValue: "CC-MIN-REDUCED")
    /// Minimum raised to one.
    public static let minimumRaised = FindingCode(rawValue: "CC-MIN-RAISED")
    /// Minimum raised for the rule.
    public static let minimumRaisedForRule = FindingCode(rawValue: "CC-MIN-RAISED-RULE")
    /// Maximum reduced.
    public static let maximumReduced = FindingCode(rawValue: "CC-MAX-REDUCED")
    /// Unlimited becomes 50.
    public static let maximumUnlimited = FindingCode(rawValue: "CC-MAX-UNLIMITED")
    /// Maximum raised to one.
    public static let maximumRaised = FindingCode(rawValue: "CC-MAX-RAISED")
    /// Maximum needed.
    public static let maximumNeeded = FindingCode(rawValue: "CC-MAX-NEEDED")
    /// Instances given.
    public static let instancesGiven = FindingCode(rawValue: "CC-INSTANCES-GIVEN")
    /// Minimum above maximum.
    public static let scaleRange = FindingCode(rawValue: "CC-SCALE-RANGE")
    /// Scale rule dropped.
    public static let scaleRuleDropped = FindingCode(rawValue: "CC-SCALE-RULE-DROPPED")
    /// Scale rule replaced.
    public static let scaleRuleReplaced = FindingCode(rawValue: "CC-SCALE-RULE-REPLACED")
    /// Nothing would wake it.
    public static let kedaZero = FindingCode(rawValue: "CC-KEDA-ZERO")
    /// KEDA policy dropped.
    public static let kedaDropped = FindingCode(rawValue: "CC-KEDA-DROPPED")
}

extension FindingPage {
    /// The pages about the number of instances and what changes it.
    static let scaling: [FindingPage] = [
        FindingPage(
            .minimumReduced,
            title: "Minimum reduced",
            summary: "Fewer instances than asked are always kept running.",
            meaning: "Scaleway takes a minimum of 0 to 10; the amount above 10 is lost.",
            reason: "The bound is that of Scaleway's API validation rules.",
            advice: """
                Check that 10 instances carry the load until more have started, then consent with `--allow \
                CC-MIN-REDUCED`.
                """
        ),
        FindingPage(
            .minimumRaised,
            title: "Minimum raised to one",
            summary: "One instance is always kept running, because Qovery does not scale to zero on requests.",
            meaning: "A minimum of 0 becomes 1.",
            reason: """
                Qovery's API answers that a minimum of 0 needs KEDA, and KEDA wakes on events, not on HTTP requests.
                """,
            advice: "Accept the cost of one instance; strict mode asks for `--allow CC-MIN-RAISED`."
        ),
        FindingPage(
            .minimumRaisedForRule,
            title: "Minimum raised for the rule",
            summary: "One instance is always kept running, because a CPU or memory rule needs a running instance.",
            meaning: "A minimum of 0 together with a CPU or memory rule becomes 1.",
            reason: "Scaleway requires a minimum of at least 1 with these rules (Scaleway documentation).",
            advice: """
                Accept the cost of one instance, or use a rule of concurrent requests to scale to zero; strict mode \
                asks for `--allow CC-MIN-RAISED-RULE`.
                """
        ),
        FindingPage(
            .maximumReduced,
            title: "Maximum reduced",
            summary: "The service can grow to fewer instances than asked.",
            meaning: "Scaleway takes a maximum of 1 to 50; the amount above 50 is lost.",
            reason: """
                The bound is that of Scaleway's API validation rules; at the maximum requests queue and then get 503.
                """,
            advice: "Check that 50 instances are enough, then consent with `--allow CC-MAX-REDUCED`."
        ),
        FindingPage(
            .maximumUnlimited,
            title: "Unlimited becomes 50",
            summary: "The source has no limit on instances, and the target stops at 50.",
            meaning: "No limit is written as the highest number that Scaleway takes, 50.",
            reason: "Scaleway's API validation rules allow at most 50; Qovery's -1 (no limit) is never sent.",
            advice: "Consent with `--allow CC-MAX-UNLIMITED`, or give the bounds with `--instances NAME=MIN-MAX`."
        ),
        FindingPage(
            .maximumRaised,
            title: "Maximum raised",
            summary: "The maximum is raised to the least that the target takes, which is never below the minimum.",
            meaning:
                "A maximum of 0 becomes 1, and one that is left out is written where the default would be too low.",
            reason:
                "Scaleway takes 1 to 50 and assumes 5, Qovery assumes 1; a maximum of 0 is no way to stop a service.",
            advice: "Give the service a maximum of its own; strict mode asks for `--allow CC-MAX-RAISED`."
        ),
        FindingPage(
            .maximumNeeded,
            title: "Maximum needed",
            summary: "The source has no limit on instances, and Qovery needs a number.",
            meaning: "Without a number there is no valid payload; nobody but the owner of the service can choose it.",
            reason: """
                Qovery's document speaks of -1 for no limit, but its engine does not take it, so it is never sent.
                """,
            advice: "Give the bounds with `--instances NAME=MIN-MAX`."
        ),
        FindingPage(
            .instancesGiven,
            title: "Instances given",
            summary: "The number of instances was given by the caller of this translation.",
            meaning: "The bounds of the source are not used.",
            reason: "`--instances` names the service.",
            advice: "Nothing needs to be done."
        ),
        FindingPage(
            .scaleRange,
            title: "Minimum above maximum",
            summary: "The minimum number of instances is above the maximum, so no range is left.",
            meaning: "The two bounds contradict one another, in the source or after they were fitted to the target.",
            reason: "Both APIs refuse such a pair.",
            advice: "Give the bounds with `--instances NAME=MIN-MAX`."
        ),
        FindingPage(
            .scaleRuleDropped,
            title: "Scale rule dropped",
            summary: "Only one rule for scaling can be kept, and this one is dropped.",
            meaning: """
                Scaleway takes exactly one of CPU, memory and concurrent requests, and the first of them in this order \
                is kept; Qovery has no rule of requests.
                """,
            reason: """
                `scaling_option` holds exactly one key (Scaleway SDK), and Qovery scales on CPU and memory (Qovery \
                documentation).
                """,
            advice: """
                Check that the rule that is kept grows the service in time, then consent with `--allow \
                CC-SCALE-RULE-DROPPED`.
                """
        ),
        FindingPage(
            .scaleRuleReplaced,
            title: "Scale rule replaced",
            summary: "Qovery cannot scale on concurrent requests, so a rule of 60 % CPU stands in.",
            meaning: """
                The number of requests at once in an instance is lost; the service grows when its CPU is 60 % used.
                """,
            reason: "Qovery has no scaling by requests, and 60 % CPU is its default (Qovery documentation).",
            advice: """
                Test under load whether CPU follows the requests, then consent with `--allow CC-SCALE-RULE-REPLACED`.
                """
        ),
        FindingPage(
            .kedaZero,
            title: "Nothing would wake it",
            summary: "The service sleeps until an event comes, and the target has nothing that would wake it.",
            meaning: "The source has a KEDA policy and a minimum of 0 instances.",
            reason: """
                Scaleway wakes a service by HTTP requests and its own triggers only, not by KEDA's sources of events.
                """,
            advice: "Keep it awake with `--instances NAME=MIN-MAX`, where the minimum is at least 1."
        ),
        FindingPage(
            .kedaDropped,
            title: "KEDA policy dropped",
            summary: "The KEDA policy has no counterpart, so the service no longer grows with its sources of events.",
            meaning: "Scalers, polling interval and cooldown of the policy are left out.",
            reason: "Scaleway scales on CPU, memory or concurrent requests only (Scaleway SDK).",
            advice: "Choose the instances with `--instances NAME=MIN-MAX`, then consent with `--allow CC-KEDA-DROPPED`."
        ),
    ]
}
