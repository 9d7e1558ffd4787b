/// Codes about ports and who may call them.
extension FindingCode {
    /// Port dropped.
    public static let portDropped = FindingCode(rawValue: "CC-PORT-DROPPED")
    /// No port.
    public static let portNone = FindingCode(rawValue: "CC-PORT-NONE")
    /// Private port.
    public static let portPrivate = FindingCode(rawValue: "CC-PORT-PRIVATE")
    /// TCP or UDP port.
    public static let portTCP = FindingCode(rawValue: "CC-PORT-TCP")
    /// Reserved port.
    public static let portReserved = FindingCode(rawValue: "CC-PORT-RESERVED")
    /// Port name not carried.
    public static let portName = FindingCode(rawValue: "CC-PORT-NAME")
    /// Public path dropped.
    public static let portPath = FindingCode(rawValue: "CC-PORT-PATH")
    /// gRPC and h2c.
    public static let portGRPC = FindingCode(rawValue: "CC-PORT-GRPC")
    /// Token protection.
    public static let portToken = FindingCode(rawValue: "CC-PORT-TOKEN")
    /// Privacy chosen.
    public static let privacyChosen = FindingCode(rawValue: "CC-PRIVACY-CHOSEN")
    /// Callers restricted.
    public static let callersRestricted = FindingCode(rawValue: "CC-CALLERS-RESTRICTED")
}

extension FindingPage {
    /// The pages about ports and who may call them.
    static let ports: [FindingPage] = [
        FindingPage(
            .portDropped,
            title: "Port dropped",
            summary: "The target has one port, and this one is not reachable any more.",
            meaning: "Of several ports the default public HTTP port is kept, else the first that can be called.",
            reason: """
                A Scaleway container has exactly one port, reached from outside on 80 and 443 (Scaleway \
                documentation).
                """,
            advice: "Serve everything on one port or split the service, or consent with `--allow CC-PORT-DROPPED`."
        ),
        FindingPage(
            .portNone,
            title: "No port",
            summary: "The service has no port, and the target runs only what answers requests.",
            meaning: "A worker without a port would fail its health check and be taken down.",
            reason: "Every Scaleway container has a port that is checked (Scaleway recordings).",
            advice: "Let the worker open an HTTP port, run it as a job, or leave it where it is."
        ),
        FindingPage(
            .portPrivate,
            title: "Private port",
            summary: "The port is reachable inside its cluster only, and the target has no such port.",
            meaning: """
                On Scaleway a service is open to everybody (public) or to callers with a token (private); both are \
                callers that could not reach it before.
                """,
            reason: "Scaleway's private networks carry outgoing connections only (Scaleway documentation).",
            advice: """
                Choose with `--privacy NAME=private` or `--privacy NAME=public`; callers of a private one send the \
                header `X-Auth-Token`.
                """
        ),
        FindingPage(
            .portTCP,
            title: "TCP or UDP port",
            summary: "The port speaks TCP or UDP, and the target takes HTTP only.",
            meaning: "A public TCP or UDP port, or a service with no other ports, cannot be reached in the target.",
            reason: "Scaleway's protocols are http1 and h2c (Scaleway SDK).",
            advice: "Leave the service where it is, or offer what it does by HTTP."
        ),
        FindingPage(
            .portReserved,
            title: "Reserved port",
            summary: "The port is reserved by the target.",
            meaning: "Scaleway keeps 8008, 8012, 8013, 8022, 9090 and 9091 for itself.",
            reason: "The list is that of Scaleway's documentation.",
            advice: "Let the service listen on another port, such as 8080, and change it in the source."
        ),
        FindingPage(
            .portName,
            title: "Port name not carried",
            summary: "The name or the outside number of the port is not carried; outside it is 80 and 443.",
            meaning: "The address of the service in the target is new in any case.",
            reason: """
                A Scaleway container has no port name, and outside it is always reached on 80 and 443 (Scaleway \
                documentation).
                """,
            advice: "Callers that use the name or the number need the new address."
        ),
        FindingPage(
            .portPath,
            title: "Public path dropped",
            summary: "The public path or its rewriting has no counterpart, so all paths reach the service as they are.",
            meaning: "The source publishes the port below a path, or rewrites the path; the target does neither.",
            reason: """
                `public_path` and `public_path_rewrite` belong to Qovery's proxy (Qovery API document); Scaleway has \
                no such setting.
                """,
            advice: "Handle the path in the service or in a proxy before it, then consent with `--allow CC-PORT-PATH`."
        ),
        FindingPage(
            .portGRPC,
            title: "gRPC and h2c",
            summary: "gRPC and HTTP/2 without TLS stand in for one another.",
            meaning: """
                GRPC of Qovery becomes h2c of Scaleway and back; the same frames are carried, but checks and time-outs \
                of the proxy differ.
                """,
            reason: "Scaleway has h2c and no word for gRPC (Scaleway documentation); Qovery has GRPC and no h2c.",
            advice: "Try a call of each kind after the move, then consent with `--allow CC-PORT-GRPC`."
        ),
        FindingPage(
            .portToken,
            title: "Token protection",
            summary: "Callers of the source need a token, and the target has no such protection.",
            meaning: "Published on Qovery, the service would be open to everybody.",
            reason: """
                The token of a private Scaleway container is checked by the platform (Scaleway documentation); Qovery \
                has no counterpart.
                """,
            advice: "Open it with `--expose NAME`, or keep it inside the cluster with `--privacy NAME=private`."
        ),
        FindingPage(
            .privacyChosen,
            title: "Privacy chosen",
            summary: "Who may call the service was chosen by the caller of this translation.",
            meaning: "The exposure before and the one that was given stand in the finding.",
            reason: "The exposure of the source has no counterpart, or a narrower one was asked for.",
            advice: "Nothing needs to be done; check the choice before the deployment."
        ),
        FindingPage(
            .callersRestricted,
            title: "Callers restricted",
            summary: "The source turns some callers away, and without that filter everybody could call.",
            meaning: """
                An address filter or basic authentication in the proxy of Qovery has no counterpart, and the port is \
                public.
                """,
            reason: """
                Address lists and basic authentication are advanced settings of Qovery's proxy; Scaleway's API has \
                neither.
                """,
            advice: "Ask callers for a token with `--privacy NAME=private`, or open it with `--expose NAME`."
        ),
    ]
}
