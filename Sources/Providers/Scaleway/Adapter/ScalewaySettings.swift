public import CloudContainers

/// What only Scaleway knows about a service.
public struct ScalewaySettings: ProviderSettings {
    /// The kind of isolation that instances run in; an unknown word is kept.
    public struct Sandbox: RawRepresentable, Sendable, Hashable {
        /// The API's word.
        public let rawValue: String
        /// Makes a kind from the API's word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The older one: slower to start, all system calls.
        public static let v1 = Sandbox(rawValue: "v1")
        /// gVisor: not all system calls, and `/tmp` counts as memory.
        public static let v2 = Sandbox(rawValue: "v2")
    }

    /// Something that calls the service, a schedule or a queue, without its credentials.
    public struct Trigger: Sendable, Hashable {
        /// A schedule, and what its request carries.
        public struct Cron: Sendable, Hashable {
            /// The schedule, five fields.
            public var schedule = ""
            /// The time zone's name.
            public var timezone: String?
            /// The body of the request.
            public var body: String?
            /// The headers of the request.
            public var headers = OrderedMap<String>()
            /// Makes an empty schedule.
            public init() {}
        }

        /// A queue of Scaleway Messaging.
        public struct SQS: Sendable, Hashable {
            /// The address of the queue.
            public var queueURL = ""
            /// The region of the queue.
            public var region: String?
            /// The address of the service.
            public var endpoint: String?
            /// The public half of the credentials.
            public var accessKeyID: String?
            /// Makes an empty queue.
            public init() {}
        }

        /// A NATS subject.
        public struct NATS: Sendable, Hashable {
            /// The subject.
            public var subject = ""
            /// The addresses of the servers.
            public var serverURLs: [String] = []
            /// Makes an empty subject.
            public init() {}
        }

        /// The name.
        public var name = ""
        /// What it is for.
        public var description: String?
        /// Its tags.
        public var tags: [String] = []
        /// The path of its requests.
        public var path: String?
        /// The verb of its requests, in lower case.
        public var method: String?
        /// The schedule, if it is one.
        public var cron: Cron?
        /// The queue, if it is one.
        public var sqs: SQS?
        /// The subject, if it is one.
        public var nats: NATS?
        /// Makes an empty trigger.
        public init() {}
    }

    /// The provider that the settings belong to.
    public static let provider = ProviderID.scaleway

    /// The kind of isolation; `nil` is the API's default, `v2`.
    public var sandbox: Sandbox?
    /// The user's tags.
    public var tags: [String] = []
    /// The private network that instances can reach.
    public var privateNetworkID: String?
    /// What calls the service.
    public var triggers: [Trigger] = []

    /// Makes settings that say nothing.
    public init() {}

    /// The settings as a manifest holds them.
    public var document: JSONValue { json }

    /// What triggers send, in which credentials may stand.
    public var hiddenFields: [FieldPath] {
        triggers.indices.flatMap { index in
            let cron = FieldPath("triggers").appending(index).appending("cron")
            return [cron.appending("body"), cron.appending("headers")]
        }
    }

    /// What is lost of the settings when the service goes elsewhere.
    public func departures(of spec: ContainerSpec, _ given: Resolutions) -> [(path: FieldPath, finding: Finding)] {
        var result: [(FieldPath, Finding)] = []
        if let sandbox {
            // gVisor is a stricter place; what runs there runs elsewhere too.
            result.append(("sandbox", Finding(.sandbox, .noted, before: .text(sandbox.rawValue))))
        }
        if let privateNetworkID {
            result.append(
                ("privateNetworkID", Finding(.privateNetwork, .dropped, before: .text(privateNetworkID)))
            )
        }
        for (index, tag) in tags.enumerated() {
            let path = FieldPath("tags").appending(index)
            result.append((path, Finding(.tagDropped, .dropped, subject: tag, before: .text(tag))))
        }
        for (index, trigger) in triggers.enumerated() {
            let path = FieldPath("triggers").appending(index)
            result.append((path, departure(of: trigger, of: spec, given)))
            let twice = Finding(
                .doubleEffect,
                .noted,
                subject: trigger.name,
                detail: "the trigger goes on calling the source"
            )
            result.append((path, twice))
        }
        return result
    }

    private func departure(of trigger: Trigger, of spec: ContainerSpec, _ given: Resolutions) -> Finding {
        let name = LedgerValue.text(trigger.name)
        let choice = trigger.cron == nil ? nil : given.cronTrigger(trigger.name, of: spec.name)
        switch choice {
        case .job:
            let job = LedgerValue.text(ScalewayTriggerJob.name(of: trigger, of: spec))
            return Finding(.triggerJob, .noted, subject: trigger.name, before: name, after: job)
        case .dropped: return Finding(.triggerDropped, .noted, subject: trigger.name, before: name)
        case nil: return Finding(.triggerDropped, .dropped, subject: trigger.name, before: name)
        }
    }

    /// A job for each schedule that the caller wants as one; see `Resolutions.cronTriggers`.
    public func jobsInstead(of spec: ContainerSpec, _ given: Resolutions) -> [Translation<JobSpec>] {
        triggers.compactMap { trigger in
            guard let cron = trigger.cron,
                case .job(let caller) = given.cronTrigger(trigger.name, of: spec.name)
            else { return nil }
            return ScalewayTriggerJob.make(of: trigger, cron, of: spec, calledBy: caller, given)
        }
    }
}

extension ProviderID {
    /// Scaleway Serverless Containers.
    public static let scaleway = ProviderID(rawValue: "scaleway")
}

extension ContainerSpec {
    /// What only Scaleway knows about the service.
    public var scaleway: ScalewaySettings? {
        get { providers[ScalewaySettings.self] }
        set { providers[ScalewaySettings.self] = newValue }
    }
}

extension ScalewaySettings.Sandbox: WireWord {}

extension ScalewaySettings.Trigger.Cron: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("schedule", &schedule)
        try visitor.optional("timezone", &timezone)
        try visitor.optional("body", &body)
        try visitor.collection("headers", &headers)
    }
}

extension ScalewaySettings.Trigger.SQS: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("queueURL", &queueURL)
        try visitor.optional("region", &region)
        try visitor.optional("endpoint", &endpoint)
        try visitor.optional("accessKeyID", &accessKeyID)
    }
}

extension ScalewaySettings.Trigger.NATS: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("subject", &subject)
        try visitor.collection("serverURLs", &serverURLs)
    }
}

extension ScalewaySettings.Trigger: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("name", &name)
        try visitor.optional("description", &description)
        try visitor.collection("tags", &tags)
        try visitor.optional("path", &path)
        try visitor.optional("method", &method)
        try visitor.optional("cron", &cron)
        try visitor.optional("sqs", &sqs)
        try visitor.optional("nats", &nats)
    }
}

extension ScalewaySettings: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("sandbox", &sandbox)
        try visitor.collection("tags", &tags)
        try visitor.optional("privateNetworkID", &privateNetworkID)
        try visitor.collection("triggers", &triggers)
    }
}
