/// What the help of every command that asks a provider says.
enum LiveHelp {
    /// The text behind what a command says about itself.
    static func discussion(_ text: String) -> String {
        """
        \(text)

        Credentials come from where the provider's own tools keep them: for Scaleway SCW_SECRET_KEY and the other \
        variables, then the profile in ~/.config/scw/config.yaml; for Qovery QOVERY_CLI_ACCESS_TOKEN, \
        Q_CLI_ACCESS_TOKEN or QOVERY_API_TOKEN, else ~/.qovery/context.json, with QOVERY_ORGANIZATION_ID, \
        QOVERY_PROJECT_ID and QOVERY_CLUSTER_ID. A profile of cloudctl's own file can name them too. cloudctl config shows what is used and where it comes from. \
        The simulators hold a small shop, in this process only: nothing is kept after the command ends.
        """
    }

    /// The same for a command that changes something, behind what it says about itself, if that is anything.
    static func changing(_ text: String = "") -> String {
        discussion(
            (text.isEmpty ? "" : text + "\n\n")
                + """
                The status is 0 when all is done, 1 when it failed, 3 when it failed for some, 124 when the time ran out. \
                The JSON holds operation, result (done, partly done, failed) and services: for each id, name, namespace, \
                outcome (done, failed, timed out, asked, unchanged, planned), after (seconds), endpoints (each with url, \
                customDomain), error (code, message, providerMessage, details, requestID).
                """
        )
    }
}
