/// Codes about a document as a whole: fields, names, defaults.
extension FindingCode {
    /// Field not known.
    public static let fieldUnknown = FindingCode(rawValue: "CC-FIELD-UNKNOWN")
    /// Result without a cause.
    public static let targetUnexplained = FindingCode(rawValue: "CC-TARGET-UNEXPLAINED")
    /// Provider's default assumed.
    public static let defaultAssumed = FindingCode(rawValue: "CC-DEFAULT-ASSUMED")
    /// Part of the bundle missing.
    public static let partMissing = FindingCode(rawValue: "CC-PART-MISSING")
    /// Source in error.
    public static let sourceError = FindingCode(rawValue: "CC-SOURCE-ERROR")
    /// Word not known.
    public static let wordUnknown = FindingCode(rawValue: "CC-WORD-UNKNOWN")
    /// Name fitted.
    public static let nameChanged = FindingCode(rawValue: "CC-NAME-CHANGED")
    /// Name taken.
    public static let nameTaken = FindingCode(rawValue: "CC-NAME-TAKEN")
    /// Description cut.
    public static let descriptionCut = FindingCode(rawValue: "CC-DESCRIPTION-CUT")
    /// Reset impossible.
    public static let resetImpossible = FindingCode(rawValue: "CC-RESET-IMPOSSIBLE")
    /// Payload of an older version of the API.
    public static let olderAPI = FindingCode(rawValue: "CC-DOC-OLDER-API")
    /// Work done twice.
    public static let doubleEffect = FindingCode(rawValue: "CC-DOUBLE-EFFECT")
}

extension FindingPage {
    /// The pages about a document as a whole: fields, names, defaults.
    static let documents: [FindingPage] = [
        FindingPage(
            .fieldUnknown,
            title: "Field not known",
            summary: "The field is not known here and has no place in the result.",
            meaning: """
                The source holds a field that no rule of its dialect mentions, so it was read, reported and left out.
                """,
            reason: """
                Both APIs gain fields without a change of version (Qovery API document, Scaleway recordings), and \
                nothing may be lost silently.
                """,
            advice: """
                Check whether the service needs the field; if not, consent with `--allow CC-FIELD-UNKNOWN`, and report \
                the field so that a rule can be written.
                """
        ),
        FindingPage(
            .targetUnexplained,
            title: "Result without a cause",
            summary: "A field of the result has no recorded cause, which is a fault of this program.",
            meaning: "The writer set a field of the target without saying which field of the source it comes from.",
            reason: "Each leaf of the target has exactly one cause; this guard shows where the account has a gap.",
            advice: "Check the value in the result by hand and report the field; no input can repair it."
        ),
        FindingPage(
            .defaultAssumed,
            title: "Provider's default assumed",
            summary: "The source leaves the field out, so the provider's documented default is taken.",
            meaning: """
                The payload does not say the field; the value shown is what the source's API uses then, and it is \
                written to the target plainly.
                """,
            reason: """
                The two providers have different defaults for the same thing (Qovery API document; Scaleway recordings \
                of creations with only an image and a port).
                """,
            advice: """
                Nothing needs to be done; say the field in the source if another value is meant. Strict mode asks for \
                `--allow CC-DEFAULT-ASSUMED`.
                """
        ),
        FindingPage(
            .partMissing,
            title: "Part of the bundle missing",
            summary: """
                The input holds the container but not this part of it, so the part is taken to be empty or at its \
                default.
                """,
            meaning: """
                What a provider holds about a service is several answers: on Qovery container, variables, advanced \
                settings, network and domains; on Scaleway container, namespace, domains and triggers. One of them was \
                not given.
                """,
            reason: """
                A container's own answer does not hold its variables (Qovery) or the variables of its namespace \
                (Scaleway).
                """,
            advice: """
                Give a whole bundle, or make sure that the part really is empty; strict mode asks for `--allow \
                CC-PART-MISSING`.
                """
        ),
        FindingPage(
            .sourceError,
            title: "Source in error",
            summary: "The source itself is in the state error, so what is translated may not run there either.",
            meaning: "The provider reports the service as failed; its message, if any, stands beside the finding.",
            reason: """
                Scaleway keeps the previous version serving for at most 24 hours after a failed deployment (Scaleway \
                documentation), so `error` does not say what runs.
                """,
            advice: "Repair the source first, or expect the target to fail in the same way."
        ),
        FindingPage(
            .wordUnknown,
            title: "Word not known",
            summary: "The provider used a word that is not known here, and the nearest safe one stands in for it.",
            meaning: """
                A field that takes one of a few words held another one: a protocol becomes HTTP, an exposure becomes \
                the narrowest that exists.
                """,
            reason: "Enumerations of both APIs grow without a change of version (Qovery API document, Scaleway SDK).",
            advice: "Look up what the word means; if the replacement is right, consent with `--allow CC-WORD-UNKNOWN`."
        ),
        FindingPage(
            .nameChanged,
            title: "Name fitted",
            summary: """
                The target does not accept the name, so a fitted one is used and the original is kept in the mark.
                """,
            meaning: """
                Scaleway names have 2 to 34 lower-case letters, digits and dashes; other characters become dashes and \
                the rest is cut.
                """,
            reason: """
                The bounds are those of Scaleway's API validation rules, and a name cannot be changed after creation; \
                Qovery accepts nearly any name.
                """,
            advice: """
                Check that two services do not get the same name, then consent with `--allow CC-NAME-CHANGED`; moving \
                back restores the original.
                """
        ),
        FindingPage(
            .nameTaken,
            title: "Name taken",
            summary: "Another service of the target already has this name.",
            meaning: """
                Two services of one translation, or one of them and a service that exists, would have the same name in \
                the target.
                """,
            reason: """
                Names are unique in a Scaleway namespace, and in a Qovery environment without regard to case; a second \
                creation answers 409.
                """,
            advice: """
                Rename one of the services, choose another namespace, adopt the existing service, or delete it first; in a \
                manifest `renamedFrom` says that a service is the one of an older name.
                """
        ),
        FindingPage(
            .descriptionCut,
            title: "Description cut",
            summary: "The description is longer than the target accepts and was cut at 255 characters.",
            meaning: "Only the first 255 characters of the description are kept.",
            reason: "Scaleway's API validation rules allow 255 characters; Qovery states no limit.",
            advice: "Shorten the description in the source, or consent with `--allow CC-DESCRIPTION-CUT`."
        ),
        FindingPage(
            .resetImpossible,
            title: "Reset impossible",
            summary: "The manifest sets the field to null, but the provider has no way to clear it.",
            meaning: "A `null` in a manifest asks for the provider's default; here the stored value stays as it is.",
            reason: """
                In an update Scaleway reads an absent field as unchanged and knows no value that clears it, for \
                instance for a startup probe (Scaleway recordings).
                """,
            advice: """
                Give the wanted value instead of `null`, create the service anew, or keep the stored value with \
                `--allow CC-RESET-IMPOSSIBLE`.
                """
        ),
        FindingPage(
            .olderAPI,
            title: "Older version of the API",
            summary: "The payload is one of an older version of the API, and was read in the words of the present one.",
            meaning: """
                Scaleway's version 1beta1 has other names and units: `memory_limit` and `local_storage_limit` are decimal \
                MB (10^6 bytes), `cpu_limit` is thousandths of a vCPU, `registry_image` is the image, secrets are a list, \
                and `health_check` kept traffic away where the liveness probe of version 1 restarts the container. Each \
                finding says what its field became, or that version 1 has nothing like it.
                """,
            reason: """
                Scripts and exports of version 1beta1 are still around, and reading their MB as MiB or as bytes would \
                change sizes silently (Scaleway SDK, recordings of both versions, migration guide).
                """,
            advice: """
                Export the service anew by version 1 if it still exists. Where a health check of its own became a liveness \
                probe, check that a restart does no harm, then consent with `--allow CC-DOC-OLDER-API`.
                """
        ),
        FindingPage(
            .doubleEffect,
            title: "Work done twice",
            summary: "While both sides run, work that the service starts by itself is done twice.",
            meaning: """
                Queue consumers, schedules and migrations at start run on the source and on the target until the \
                source is retired.
                """,
            reason: """
                A move keeps the source running until the target is verified, and neither provider can tell the two \
                copies apart.
                """,
            advice: "Make the work safe to repeat, or stop the consumer on the source before the target starts."
        ),
    ]
}
