public import CloudContainers

/// One line of a journal: something that is about to happen, or that has happened.
public struct JournalRecord: Sendable, Hashable {
    /// What it is about.
    public enum Event: String, Sendable, Hashable, CaseIterable {
        /// A run of the plan begins.
        case began
        /// A request that changes something is about to be sent.
        case willSend
        /// It has ended well.
        case didSend
        /// The target's namespace is there; ``JournalRecord/isOwn`` says whether this migration made it.
        case namespace
        /// A container is there, under its identifier.
        case made
        /// A container of this migration was found whose creation nobody had noted.
        case adopted
        /// The container runs.
        case ready
        /// The container was read back and is as planned.
        case verified
        /// Something about a service failed.
        case failed
        /// The container was removed.
        case removed
        /// The source of a service was stopped or deleted.
        case retired
        /// The record of a domain is about to be told to whoever sets it.
        case domainBegun
        /// A domain is on the target, under its identifier; ``JournalRecord/isOwn`` says whether this migration added it.
        case domainAdded
        /// A domain leads to the target, and the target serves it.
        case domainMoved
        /// A domain is not on the target any more, or was not this migration's and stays there.
        case domainRemoved
        /// The run is over.
        case ended
    }

    /// What it is about.
    public var event: Event
    /// When it was written.
    public var time: Timestamp
    /// The service, by its name at the source, or ``PlannedJob/key``; `nil` for what is about all.
    public var service: String?
    /// The identifier of the container, namespace or deployment.
    public var id: String?
    /// Verb and path of a request; values are never noted.
    public var request: String?
    /// What a request is for, or the words of a failure.
    public var text: String?
    /// The code of a failure.
    public var code: String?
    /// Whether this migration made what it is about.
    public var isOwn: Bool?
    /// The fingerprint of the plan, where a run begins.
    public var plan: String?
    /// Which account the target is, where a run begins, in words.
    public var account: String?
    /// The host name, where it is about a domain of the service.
    public var domain: String?
    /// What the record of the domain says, such as `CNAME web.example.org`.
    public var record: String?

    /// Makes a record.
    public init(_ event: Event, at time: Timestamp, service: String? = nil) {
        self.event = event
        self.time = time
        self.service = service
    }
}

extension JournalRecord.Event: ClosedWord {}

extension JournalRecord: WireObject {
    package init() { self.init(.began, at: Timestamp(seconds: 0)) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var time = time.description
        try visitor.required("event", &event)
        try visitor.required("time", &time)
        try visitor.optional("service", &service)
        try visitor.optional("id", &id)
        try visitor.optional("request", &request)
        try visitor.optional("text", &text)
        try visitor.optional("code", &code)
        try visitor.optional("own", &isOwn)
        try visitor.optional("plan", &plan)
        try visitor.optional("account", &account)
        try visitor.optional("domain", &domain)
        try visitor.optional("record", &record)
        guard visitor.isReading else { return }
        do {
            self.time = try Timestamp(parsing: time)
        } catch {
            throw WireError(error.diagnostics.first ?? Diagnostic(problem: error.message), offset: nil)
        }
    }
}

extension JournalRecord {
    /// What stands for the requests that retire a part; those of services had words of their own once.
    static let retirement = "POST retire"
    static let retirements: Set<String> = [retirement, "POST stop", "DELETE delete"]
    /// What a retirement notes where it deleted the source.
    static let deletion = "deleted"
    /// The version of the form of journals.
    private static let version = 1

    /// The record as a line: one JSON object with a checksum of the rest at its end.
    var line: [UInt8] {
        var object: JSONObject = ["v": .number(Self.version)]
        for member in json.object?.members ?? [] { object.set(member.name, member.value) }
        object.set("sum", .string(Self.checksum(of: object)))
        return Array((JSONValue.object(object).text(.compact) + "\n").utf8)
    }

    /// Reads a line.
    ///
    /// - Throws: `ContainerServiceError` where the line is not one of this version, or was changed.
    init(line: [UInt8], number: Int, of name: String) throws(ContainerServiceError) {
        do throws(ContainerServiceError) {
            let document = try JSONDocument(parsing: line, named: name)
            guard var object = document.root.object, let sum = object["sum"]?.string else {
                throw .storage("it is no record")
            }
            object.remove("sum")
            guard object["v"]?.integer == Self.version else {
                throw .storage("its version is not known; use the tool that wrote it")
            }
            guard Self.checksum(of: object) == sum else {
                throw .storage("its checksum is wrong, so that it was changed or damaged")
            }
            object.remove("v")
            self = try Self.read(object, in: document)
        } catch {
            throw .storage("line \(number) of \(name) cannot be used: \(error.message)")
        }
    }

    private static func read(
        _ object: JSONObject,
        in document: JSONDocument
    ) throws(ContainerServiceError) -> JournalRecord {
        do {
            return try JournalRecord(json: .object(object))
        } catch {
            throw error.located(in: document)
        }
    }

    private static func checksum(of object: JSONObject) -> String {
        String(SHA256.hexDigest(of: JSONValue.object(object).text(.compact).utf8).prefix(16))
    }
}
