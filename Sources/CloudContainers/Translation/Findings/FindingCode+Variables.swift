/// Codes about environment variables and secrets.
extension FindingCode {
    /// Built-in variable left out.
    public static let variableBuiltIn = FindingCode(rawValue: "CC-VAR-BUILT-IN")
    /// Variable of another tool.
    public static let variableForeign = FindingCode(rawValue: "CC-VAR-FOREIGN")
    /// Alias resolved.
    public static let variableAlias = FindingCode(rawValue: "CC-VAR-ALIAS")
    /// Override resolved.
    public static let variableOverride = FindingCode(rawValue: "CC-VAR-OVERRIDE")
    /// Inherited variable.
    public static let variableInherited = FindingCode(rawValue: "CC-VAR-INHERITED")
    /// Reference resolved.
    public static let variableInterpolated = FindingCode(rawValue: "CC-VAR-INTERPOLATED")
    /// Reference to what does not move.
    public static let variableReference = FindingCode(rawValue: "CC-VAR-REFERENCE")
    /// Address becomes the new endpoint.
    public static let variableEndpoint = FindingCode(rawValue: "CC-VAR-ENDPOINT")
    /// Value given.
    public static let variableGiven = FindingCode(rawValue: "CC-VAR-GIVEN")
    /// Reserved name.
    public static let variableReserved = FindingCode(rawValue: "CC-VAR-RESERVED")
    /// PORT differs.
    public static let variablePort = FindingCode(rawValue: "CC-VAR-PORT")
    /// Value too long.
    public static let variableLong = FindingCode(rawValue: "CC-VAR-LONG")
    /// Too many variables.
    public static let variableCount = FindingCode(rawValue: "CC-VAR-COUNT")
    /// Line break in the value.
    public static let variableLineBreak = FindingCode(rawValue: "CC-VAR-LINE-BREAK")
    /// File dropped.
    public static let variableFile = FindingCode(rawValue: "CC-VAR-FILE")
    /// Braces would be expanded.
    public static let variableBraces = FindingCode(rawValue: "CC-VAR-BRACES")
    /// Secret of a secret manager.
    public static let variableExternalSecret = FindingCode(rawValue: "CC-VAR-EXTERNAL-SECRET")
    /// Name not accepted.
    public static let variableKey = FindingCode(rawValue: "CC-VAR-KEY")
    /// Variable description dropped.
    public static let variableDescription = FindingCode(rawValue: "CC-VAR-DESCRIPTION")
    /// Secret value needed.
    public static let secretValue = FindingCode(rawValue: "CC-SECRET-VALUE")
    /// PORT is said.
    public static let portInjected = FindingCode(rawValue: "CC-VAR-PORT-SAID")
    /// Value reads like a placeholder.
    public static let variablePlaceholder = FindingCode(rawValue: "CC-VAR-PLACEHOLDER")
    /// Inherited variable changes its kind.
    public static let variableKind = FindingCode(rawValue: "CC-VAR-KIND")
}

extension FindingPage {
    /// The pages about environment variables and secrets.
    static let variables: [FindingPage] = [
        FindingPage(
            .variableBuiltIn,
            title: "Built-in variable left out",
            summary: "The platform of the source makes this variable, so it does not move.",
            meaning: "The service no longer sees it in the target; its value would be wrong there in any case.",
            reason: "Built-in variables come from Qovery (Qovery documentation) and name hosts and ids of the source.",
            advice: """
                If the service reads it, set a variable of that purpose for the target; then consent with `--allow \
                CC-VAR-BUILT-IN`.
                """
        ),
        FindingPage(
            .variableForeign,
            title: "Variable of another tool",
            summary: "Another tool writes this variable, so it is left to that tool.",
            meaning: "The finding names the owner, such as Doppler; the variable is not in the result.",
            reason: "`owned_by` marks variables that another tool synchronises (Qovery API document).",
            advice: "Let that tool write to the target too, then consent with `--allow CC-VAR-FOREIGN`."
        ),
        FindingPage(
            .variableAlias,
            title: "Alias resolved",
            summary: "The variable was another name for a second one and now has that one's value.",
            meaning: "A later change of the second variable no longer reaches this one.",
            reason: "Aliases exist on Qovery only (Qovery API document).",
            advice: "Nothing needs to be done; change both variables in the target from now on."
        ),
        FindingPage(
            .variableOverride,
            title: "Override resolved",
            summary: "The variable overrides one of a wider scope; its own value is taken.",
            meaning: "The value that it hides is not carried.",
            reason: "Overrides exist on Qovery only (Qovery API document).",
            advice: "Nothing needs to be done."
        ),
        FindingPage(
            .variableInherited,
            title: "Inherited variable",
            summary: "The variable comes from the environment, project or namespace and becomes the service's own.",
            meaning: "A later change at the wider scope no longer reaches the service.",
            reason: """
                On Qovery the service's value wins over the environment's and that over the project's; on Scaleway the \
                container's wins over the namespace's.
                """,
            advice: "Nothing needs to be done; change the variable in each service from now on."
        ),
        FindingPage(
            .variableInterpolated,
            title: "Reference resolved",
            summary: "The value referred to other variables and now holds their text.",
            meaning: "Each `{{KEY}}` in the value was replaced; a later change of `KEY` no longer reaches it.",
            reason: "Qovery expands such references when it deploys (Qovery documentation), Scaleway does not.",
            advice: "Nothing needs to be done; change both variables in the target from now on."
        ),
        FindingPage(
            .variableReference,
            title: "Reference to what does not move",
            summary: "The value refers to a host, a database or a secret that does not move with the service.",
            meaning: """
                An alias or a `{{KEY}}` leads to a built-in variable of the source or to a secret, so no text can be \
                written.
                """,
            reason: "The source's addresses are not reachable or not right in the target, and secrets cannot be read.",
            advice: "Give the value for the target with `--value NAME=VALUE`."
        ),
        FindingPage(
            .variableEndpoint,
            title: "Address becomes the new endpoint",
            summary: "The value holds the address of a service that moves too; it becomes that service's new endpoint.",
            meaning: """
                The host name is known once the other service is there, and is put into the value then. `http` becomes \
                `https` and a port goes, since an endpoint speaks HTTP over TLS on port 443.
                """,
            reason: """
                The source's addresses lead to the source, or nowhere. Inside a cluster the call went from service to \
                service; now it goes by way of the internet, and a service that is protected by a token asks for it.
                """,
            advice: """
                See that the service can do with such an address, also where host and port stand in different variables; \
                then consent with `--allow CC-VAR-ENDPOINT`, or give a value with `--value NAME=VALUE`.
                """
        ),
        FindingPage(
            .variableGiven,
            title: "Value given",
            summary: "The value of the variable was given by the caller of this translation.",
            meaning: "The value of the source is not used.",
            reason: "`--value` names the variable.",
            advice: "Nothing needs to be done."
        ),
        FindingPage(
            .variableReserved,
            title: "Reserved name",
            summary: "The target keeps this name for itself, so the variable is left out.",
            meaning: """
                Reserved are names that begin with `SCW_` and the name `PORT` on Scaleway, and names that begin with \
                `QOVERY_` or `__` on Qovery.
                """,
            reason: "The lists are those of the providers' documentation.",
            advice: "Read another name in the service and set that one, or consent with `--allow CC-VAR-RESERVED`."
        ),
        FindingPage(
            .variablePort,
            title: "PORT differs",
            summary: "The variable PORT differs from the container's port, and the target sets PORT to that port.",
            meaning: "The service would see another value than in the source and may listen on the wrong port.",
            reason: "Scaleway injects `PORT` with the number of the container's port (Scaleway documentation).",
            advice: "Give `--value PORT=VALUE` with the container's port, or change the port of the service."
        ),
        FindingPage(
            .variableLong,
            title: "Value too long",
            summary: "The value is longer than the 1000 characters that Scaleway accepts.",
            meaning: "The bound holds for plain variables; a secret may have 65536 bytes.",
            reason: "The bound is that of Scaleway's documentation, and a cut value would be a wrong one.",
            advice: "Give a shorter value with `--value NAME=VALUE`, or make the variable a secret."
        ),
        FindingPage(
            .variableCount,
            title: "Too many variables",
            summary: "The service has more than the 200 variables, or 200 secrets, that Scaleway accepts.",
            meaning: "Plain variables and secrets count apart, each together with those of the namespace.",
            reason: "The bound is that of Scaleway's documentation.",
            advice: "Remove variables that are not needed, or put several values into one."
        ),
        FindingPage(
            .variableLineBreak,
            title: "Line break in the value",
            summary: "The value holds line breaks, which Scaleway does not inject properly.",
            meaning: "The service may see a cut or changed value, for instance of a certificate.",
            reason: "Scaleway's documentation advises to encode such values as base64.",
            advice: """
                Encode the value with base64 and decode it in the service, or consent with `--allow \
                CC-VAR-LINE-BREAK`.
                """
        ),
        FindingPage(
            .variableFile,
            title: "File dropped",
            summary: "The variable is a file in the source, and the target has no such files.",
            meaning: "The file at the mount path does not exist in the target, and its content is not carried.",
            reason: """
                A variable with `mount_path` is a file on Qovery (Qovery API document); Scaleway has nothing of the \
                kind.
                """,
            advice: """
                Put the file into the image or read the content from a secret, then consent with `--allow \
                CC-VAR-FILE`.
                """
        ),
        FindingPage(
            .variableBraces,
            title: "Braces would be expanded",
            summary: "The value holds two braces, and Qovery would replace what stands between them.",
            meaning: """
                If a variable of that name exists, `{{NAME}}` in the value becomes its value; else it stays as \
                written.
                """,
            reason: """
                Qovery expands such references in every value (Qovery documentation) and knows no way to write them \
                plainly.
                """,
            advice: "Check that no variable has the name in braces, then consent with `--allow CC-VAR-BRACES`."
        ),
        FindingPage(
            .variableExternalSecret,
            title: "Secret of a secret manager",
            summary: "The value lies in a secret manager, and its present value becomes a secret of the service.",
            meaning: "A later change in the secret manager no longer reaches the service.",
            reason: """
                External secrets are a type of variable of Qovery (Qovery API document); Scaleway containers do not \
                read them.
                """,
            advice: "Give the value with `--secrets FILE`, and update it in the target when it changes."
        ),
        FindingPage(
            .variableKey,
            title: "Name not accepted",
            summary: "The target does not accept a variable of this name, so it is left out.",
            meaning: "Qovery's names have letters, digits and underscores and do not begin with a digit.",
            reason: "The rule is that of Qovery's console.",
            advice: "Read another name in the service and set that one, or consent with `--allow CC-VAR-KEY`."
        ),
        FindingPage(
            .variableDescription,
            title: "Variable description dropped",
            summary: "The description of the variable has no place in the result.",
            meaning: "Only the text about the variable is lost, its value is carried.",
            reason: """
                Qovery keeps a description for each variable (Qovery API document); Scaleway's variables are names and \
                values.
                """,
            advice: "Keep the text elsewhere, then consent with `--allow CC-VAR-DESCRIPTION`."
        ),
        FindingPage(
            .secretValue,
            title: "Secret value needed",
            summary: "The value of the secret cannot be read from the source, so it has to be given.",
            meaning: "Without the value the target would miss the secret, so no payload is made.",
            reason: """
                Secrets are write only on both sides: Scaleway answers a hash, Qovery `null`, and neither leaves as a \
                value.
                """,
            advice: "Give the values with `--secrets FILE`; they are read again at each run and never stored."
        ),
        FindingPage(
            .portInjected,
            title: "PORT is said",
            summary: "Scaleway sets the variable PORT by itself; here it becomes a variable of the service.",
            meaning: "A program that reads PORT goes on finding the number of its port where nothing sets it.",
            reason:
                "Scaleway injects `PORT` into every container (Scaleway documentation); Qovery injects nothing of the kind.",
            advice: "Nothing; remove the variable if the program does not read it."
        ),
        FindingPage(
            .variablePlaceholder,
            title: "Value reads like a placeholder",
            summary: "The plain value reads like a placeholder of a prepared request, so it would be replaced.",
            meaning:
                "Requests hold `{namespace}`, `{container}` and `{secret:NAME}` where a value is filled in on sending.",
            reason: "A plain variable with such a value could not be told from a placeholder.",
            advice: "Give another value with `--value NAME=VALUE`, or make the variable a secret."
        ),
        FindingPage(
            .variableKind,
            title: "Inherited variable changes its kind",
            summary: "A variable of the environment or project cannot become a secret, or plain, for one service.",
            meaning: "The name is taken further up, where a service can change the value but not the kind.",
            reason: "Qovery refuses a second variable of a name that is inherited, and an override keeps the kind.",
            advice: "Change the variable where it is defined, or use another name."
        ),
    ]
}
