/// Codes about volumes, domains and what only one provider has.
extension FindingCode {
    /// Volume.
    public static let volume = FindingCode(rawValue: "CC-VOLUME-UNSUPPORTED")
    /// Volume left behind.
    public static let volumeLeft = FindingCode(rawValue: "CC-VOLUME-LEFT")
    /// Outgoing network changes.
    public static let egressChanged = FindingCode(rawValue: "CC-NET-EGRESS")
    /// Outgoing port is closed.
    public static let outboundPort = FindingCode(rawValue: "CC-NET-OUTBOUND")
    /// Creation deploys.
    public static let deployAtCreate = FindingCode(rawValue: "CC-DEPLOY-AT-CREATE")
    /// Domain moves later.
    public static let domainStage = FindingCode(rawValue: "CC-DOMAIN-STAGE")
    /// Wildcard domain.
    public static let domainWildcard = FindingCode(rawValue: "CC-DOMAIN-WILDCARD")
    /// Host name out of bounds.
    public static let domainLong = FindingCode(rawValue: "CC-DOMAIN-LONG")
    /// Too many domains.
    public static let domainCount = FindingCode(rawValue: "CC-DOMAIN-COUNT")
    /// No websockets on the domain.
    public static let domainWebSocket = FindingCode(rawValue: "CC-DOMAIN-WEBSOCKET")
    /// CDN setting dropped.
    public static let domainCDN = FindingCode(rawValue: "CC-DOMAIN-CDN")
    /// Certificate made by the target.
    public static let domainCertificate = FindingCode(rawValue: "CC-DOMAIN-CERTIFICATE")
    /// Setting dropped.
    public static let settingDropped = FindingCode(rawValue: "CC-SETTING-DROPPED")
    /// Labels dropped.
    public static let labelsDropped = FindingCode(rawValue: "CC-LABELS-DROPPED")
    /// Sticky session dropped.
    public static let stickySession = FindingCode(rawValue: "CC-STICKY-SESSION")
    /// Sandbox left behind.
    public static let sandbox = FindingCode(rawValue: "CC-SANDBOX-LEFT")
    /// Private network dropped.
    public static let privateNetwork = FindingCode(rawValue: "CC-PRIVATE-NETWORK")
    /// Tag dropped.
    public static let tagDropped = FindingCode(rawValue: "CC-TAG-DROPPED")
    /// Trigger dropped.
    public static let triggerDropped = FindingCode(rawValue: "CC-TRIGGER-DROPPED")
    /// Trigger refused.
    public static let triggerRefused = FindingCode(rawValue: "CC-TRIGGER-REFUSED")
    /// Trigger becomes a job.
    public static let triggerJob = FindingCode(rawValue: "CC-TRIGGER-JOB")
    /// Address of the service unknown.
    public static let triggerAddress = FindingCode(rawValue: "CC-TRIGGER-ADDRESS")
    /// Trigger credentials dropped.
    public static let triggerCredentials = FindingCode(rawValue: "CC-TRIGGER-CREDENTIALS")
    /// Volume deleted.
    public static let volumeDeleted = FindingCode(rawValue: "CC-VOLUME-DELETED")
    /// Service made anew.
    public static let replaced = FindingCode(rawValue: "CC-REPLACED")
    /// Scale rule reduced.
    public static let scaleRuleReduced = FindingCode(rawValue: "CC-SCALE-RULE-REDUCED")
}

extension FindingPage {
    /// The pages about volumes, domains and what only one provider has.
    static let settings: [FindingPage] = [
        FindingPage(
            .volume,
            title: "Volume",
            summary: "The service has a volume, and the target has none.",
            meaning: "What the service writes to the mount path would be lost with each instance.",
            reason: "Scaleway containers have scratch disk only (Scaleway documentation).",
            advice: """
                Keep the data in a database or an object store, then give `--without-volume NAME` with the name of the \
                service.
                """
        ),
        FindingPage(
            .volumeLeft,
            title: "Volume left behind",
            summary: "The volume stays with the source, as was asked.",
            meaning: "Its data is neither copied nor deleted; it goes when the source is deleted.",
            reason: "`--without-volume` names the service.",
            advice: "Copy the data before the source is retired."
        ),
        FindingPage(
            .volumeDeleted,
            title: "Volume deleted",
            summary: "The update deletes a volume with all that is on it.",
            meaning: "The wish does not name the volume any more, and the provider keeps no disk without a service.",
            reason: "A disk that a `PUT` leaves out is deleted (Qovery API document, `PUT /container/{containerId}`).",
            advice: """
                Copy the data, then allow it with `--allow CC-VOLUME-DELETED`; else keep the volume in the manifest.
                """
        ),
        FindingPage(
            .egressChanged,
            title: "Outgoing network changes",
            summary: "The service calls out from other addresses and no longer reaches the source's private network.",
            meaning:
                "Addresses that others have allowed, and hosts inside the source's cluster or VPC, are not carried.",
            reason:
                "Each provider gives its own outgoing addresses, and neither reaches into the other's private network.",
            advice: "Allow the new addresses where the service calls, or give it a way to the hosts that it needs."
        ),
        FindingPage(
            .outboundPort,
            title: "Outgoing port is closed",
            summary: "The variable names port 25 or 465, to which Scaleway lets nothing out.",
            meaning: "A service that sends mail through port 25 or 465 cannot do so from Serverless Containers.",
            reason: "Scaleway blocks both outgoing ports, as its documentation of the containers' limits says.",
            advice: "Use port 587 or 2525 of the mail service, or allow the loss with --allow CC-NET-OUTBOUND."
        ),
        FindingPage(
            .deployAtCreate,
            title: "Creation deploys",
            summary: "Creating the service on Scaleway runs its code at once.",
            meaning:
                "There is no step between creating and running: the first request of a creation starts an instance.",
            reason: "Version 1 of Scaleway's API deploys at creation; Qovery deploys in a step of its own.",
            advice: "Create it when it may run; for a service that is stopped on the source, wait until it may start."
        ),
        FindingPage(
            .domainStage,
            title: "Domain moves later",
            summary: "The domain moves in a stage of its own, after the service runs in the target.",
            meaning: """
                The payload names the domain, but DNS decides who answers; towards Scaleway there is an outage until \
                its check has passed.
                """,
            reason: """
                Scaleway refuses a domain that does not lead to the container yet (Scaleway documentation), so the \
                record has to be switched first.
                """,
            advice: "Lower the TTL of the record now and wait the old one out before the switch."
        ),
        FindingPage(
            .domainWildcard,
            title: "Wildcard domain",
            summary: "The target takes no wildcard domains, so this one is dropped.",
            meaning: "Callers of names below the wildcard do not reach the target.",
            reason: """
                Scaleway proves each host name by an HTTP-01 challenge (Scaleway documentation), which a wildcard \
                cannot pass.
                """,
            advice: "Name the host names that are in use one by one, or consent with `--allow CC-DOMAIN-WILDCARD`."
        ),
        FindingPage(
            .domainLong,
            title: "Host name out of bounds",
            summary: "The target takes host names of 3 to 63 characters, so this one is dropped.",
            meaning: "The whole host name counts, not only one label of it.",
            reason: "The bound is that of Scaleway's API validation rules.",
            advice: "Use a shorter host name, or consent with `--allow CC-DOMAIN-LONG`."
        ),
        FindingPage(
            .domainCount,
            title: "Too many domains",
            summary: "The target takes 50 domains of a container, so this one is dropped.",
            meaning: "Callers of the host name do not reach the target.",
            reason: "The bound is that of Scaleway's documentation of custom domains.",
            advice: "Lead the host names to several services, or consent with `--allow CC-DOMAIN-COUNT`."
        ),
        FindingPage(
            .domainWebSocket,
            title: "No websockets on the domain",
            summary: "On a custom domain the target carries no websockets.",
            meaning: "A caller that opens a websocket at the host name is refused; every other request is answered.",
            reason: "Scaleway carries websockets at the container's own address only (Scaleway documentation).",
            advice: "Where the service has websockets, let their callers use the container's own address."
        ),
        FindingPage(
            .domainCDN,
            title: "CDN setting dropped",
            summary: "The source says that a CDN stands before the domain, and the target has no such setting.",
            meaning: "Scaleway checks that DNS leads to the container, which a CDN in between may hide.",
            reason: "`use_cdn` exists on Qovery only (Qovery API document).",
            advice: """
                Let DNS lead to the container while the domain is added, then consent with `--allow CC-DOMAIN-CDN`.
                """
        ),
        FindingPage(
            .domainCertificate,
            title: "Certificate made by the target",
            summary: "The source has a certificate of its own, and the target always makes one.",
            meaning: "Callers that pin the certificate see another one.",
            reason: "Scaleway takes no certificates and makes them itself (Scaleway documentation).",
            advice: "Check CAA records and pinned certificates, then consent with `--allow CC-DOMAIN-CERTIFICATE`."
        ),
        FindingPage(
            .settingDropped,
            title: "Setting dropped",
            summary: "The setting differs from its default and has no counterpart in the target.",
            meaning: """
                The service runs in the target as if the setting were not there; settings that have their default are \
                not reported.
                """,
            reason: "Advanced settings and automatic deployment belong to Qovery's platform (Qovery API document).",
            advice: "Check what the setting did for the service, then consent with `--allow CC-SETTING-DROPPED`."
        ),
        FindingPage(
            .labelsDropped,
            title: "Labels dropped",
            summary: "The group of labels or annotations has no counterpart in the target.",
            meaning: "The group is known by its id only, and the objects that it labels do not exist in the target.",
            reason: "Label and annotation groups belong to an organization of Qovery (Qovery API document).",
            advice: """
                Use tags in the Scaleway settings where the labels matter, then consent with `--allow \
                CC-LABELS-DROPPED`.
                """
        ),
        FindingPage(
            .stickySession,
            title: "Sticky session dropped",
            summary: "Callers no longer stay with one instance.",
            meaning: "Two requests of one caller may reach two instances.",
            reason: "`sticky_session` is a setting of Qovery's network (Qovery API document); Scaleway has none.",
            advice: "Keep sessions outside of the instance, then consent with `--allow CC-STICKY-SESSION`."
        ),
        FindingPage(
            .sandbox,
            title: "Sandbox left behind",
            summary: "The kind of sandbox is a matter of Scaleway, and the target runs the service in its own way.",
            meaning: "What runs in sandbox v1 or v2 runs in an ordinary container too.",
            reason: """
                Sandboxes exist on Scaleway only; v2 is gVisor, which allows fewer system calls (Scaleway \
                documentation).
                """,
            advice: "Nothing needs to be done."
        ),
        FindingPage(
            .privateNetwork,
            title: "Private network dropped",
            summary: "The service no longer reaches the private network of the source.",
            meaning: "Databases and hosts that are reachable in that network only cannot be called from the target.",
            reason: """
                A Scaleway container is attached to a network by `private_network_id` (Scaleway SDK); a Qovery \
                container has no such field.
                """,
            advice: "Offer another way to these hosts, then consent with `--allow CC-PRIVATE-NETWORK`."
        ),
        FindingPage(
            .tagDropped,
            title: "Tag dropped",
            summary: "The tag has no counterpart in the target.",
            meaning: "Bills and filters that use the tag do not see the service in the target.",
            reason: """
                Qovery has groups of labels by id and no free tags (Qovery API document); the portable description of \
                a domain has no tags either.
                """,
            advice: "Consent with `--allow CC-TAG-DROPPED`."
        ),
        FindingPage(
            .triggerDropped,
            title: "Trigger dropped",
            summary: "Nothing calls the service by schedule or queue in the target.",
            meaning: "Cron, SQS and NATS triggers call a Scaleway container; the target has none.",
            reason: "Qovery runs schedules as jobs of their own and reads no queues (Qovery API document).",
            advice: """
                A schedule becomes a job that sends the same request with `--trigger NAME=job:IMAGE`, or is left out with \
                `--trigger NAME=drop`. Make a consumer for a queue, then consent with `--allow CC-TRIGGER-DROPPED`.
                """
        ),
        FindingPage(
            .triggerRefused,
            title: "Trigger refused",
            summary: "The API would refuse the trigger as it is said, and the service would be made without it.",
            meaning: """
                A path begins with `/` and has at most 255 characters; the method is `get`, `post`, `put`, `patch`, `delete` \
                or `options`; a schedule has five fields, a body at most 10000 characters, a NATS subject no blanks.
                """,
            reason: "The bounds are those of Scaleway's API validation rules.",
            advice: "Correct the trigger in the manifest."
        ),
        FindingPage(
            .triggerJob,
            title: "Trigger becomes a job",
            summary: "A scheduled job of its own sends the trigger's request to the service.",
            meaning: """
                The job runs `curl` of the image that `--trigger` names: the verb, the path, the headers and the body of \
                the request are variables of the job, and a refusal makes the run fail. The request carries no token of \
                Scaleway, and waits as long as the service may take.
                """,
            reason: "A cron trigger of Scaleway sends a request; a job of either provider runs a program.",
            advice:
                "Make the job that `cloudctl convert` writes beside the service, and delete the trigger of the source."
        ),
        FindingPage(
            .triggerAddress,
            title: "Address of the service unknown",
            summary: "The job that takes the place of a trigger needs the address of the service it calls.",
            meaning: """
                The job's variable `URL_OF_` with the service's name holds the address, such as `https://shop.example.com`, \
                to which the trigger's path is added. A trigger belongs to its container and names no address.
                """,
            reason: "The target gives the service an address of its own when it is made.",
            advice: "Give the address that the service has in the target with `--value NAME=URL`."
        ),
        FindingPage(
            .triggerCredentials,
            title: "Trigger credentials dropped",
            summary: "The credentials of the source of events are not kept.",
            meaning: """
                Keys of queues, NATS credential files and the authentication of KEDA scalers are left out of the \
                description.
                """,
            reason: "A description never holds a secret, and the APIs do not give these back in full.",
            advice: """
                Give them again with `--secrets FILE` where the trigger is kept, then consent with `--allow \
                CC-TRIGGER-CREDENTIALS`.
                """
        ),
        FindingPage(
            .replaced,
            title: "Service made anew",
            summary: """
                The service is made anew under its new name or in its new namespace, and the old one is deleted, so its \
                address changes.
                """,
            meaning: """
                The new service takes over what the description says and what the old one had besides; secrets have to \
                be given again.
                """,
            reason: """
                The name of a Scaleway container cannot be changed, no service can be put into another namespace, and \
                secrets cannot be read back (Scaleway SDK).
                """,
            advice: """
                Keep the old name, or tell everybody who calls the service its new address and consent with `--allow \
                CC-REPLACED`.
                """
        ),
        FindingPage(
            .scaleRuleReduced,
            title: "Scale rule reduced",
            summary: "Instances are added earlier than asked, because the target's bound on the rule is lower.",
            meaning: "Scaleway takes at most 80 requests at once in an instance, and at most 100 % of CPU or memory.",
            reason: "The bounds are documented limits of Scaleway's containers.",
            advice: """
                Check that the maximum number of instances allows for more of them, then consent with `--allow \
                CC-SCALE-RULE-REDUCED`.
                """
        ),
    ]
}
