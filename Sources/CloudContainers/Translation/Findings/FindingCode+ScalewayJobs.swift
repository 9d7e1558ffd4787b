/// Codes about what only jobs of Scaleway have.
extension FindingCode {
    /// Program in one text.
    public static let jobShellCommand = FindingCode(rawValue: "CC-JOB-SHELL-COMMAND")
    /// Secret in Secret Manager.
    public static let jobSecretReference = FindingCode(rawValue: "CC-JOB-SECRET-REFERENCE")
}

extension FindingPage {
    /// The pages about what only jobs of Scaleway have.
    static let scalewayJobs: [FindingPage] = [
        FindingPage(
            .jobShellCommand,
            title: "Program in one text",
            summary: "The job says its program in one text, which the target has no field for.",
            meaning: """
                The definition's `command` is a text as a shell takes it, and holds only where `startup_command` is \
                empty. Nothing is written in its place, so the image's own program would run.
                """,
            reason:
                "`command` is deprecated in Scaleway's API, and split by rules of its own (Scaleway's documentation).",
            advice: """
                Say the program as `command` and `arguments`, for example `command: [sh, -c]`, or consent with `--allow \
                CC-JOB-SHELL-COMMAND`.
                """
        ),
        FindingPage(
            .jobSecretReference,
            title: "Secret in Secret Manager",
            summary: "The value of the secret lies in Scaleway's Secret Manager, and stays there.",
            meaning: "The job refers to a secret and a version of it; the reference means nothing to another provider.",
            reason: "A job of Scaleway has no secrets of its own (Scaleway API document).",
            advice: "Give the value with `--secrets FILE`; nothing is read from Secret Manager."
        ),
    ]
}
