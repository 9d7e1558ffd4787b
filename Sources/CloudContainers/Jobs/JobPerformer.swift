/// Sends the requests of a prepared change of a job, the same way for every provider with an HTTP API.
///
/// A new job is made with all that belongs to it or not at all: when a request fails for good, what the others made is
/// deleted again, the newest first.
package struct JobPerformer<Service: JobService>: Sendable {
    private let service: Service
    private let client: APIClient
    /// What stands before the path of every prepared request.
    private let prefix: String
    /// What placeholders stand for that the account answers, such as its project.
    private let known: [String: String]
    /// Whether a job is there only until its deletion ends.
    private let isLeaving: @Sendable (Job) async -> Bool
    /// Where that is deleted which a request to a path has made, by its identifier.
    private let undoing: @Sendable (_ path: String, _ id: String) -> String
    /// What a request of a creation is, with what the account alone knows; looked up when its turn comes.
    private let completing: @Sendable (PreparedRequest) async throws -> PreparedRequest
    /// Looks at a good answer, which can still hold a failure such as a part that was not taken, and gives the requests that
    /// do the rest, if others can.
    private let checking: @Sendable (PreparedRequest, JSONDocument?, Job.ID?) async throws -> [PreparedRequest]

    package init(
        _ service: Service,
        _ client: APIClient,
        prefix: String = "",
        known: [String: String] = [:],
        isLeaving: @escaping @Sendable (Job) async -> Bool = { $0.status?.state == .deleting },
        undoing: @escaping @Sendable (_ path: String, _ id: String) -> String = { "\($0)/\($1)" },
        completing: @escaping @Sendable (PreparedRequest) async throws -> PreparedRequest = { $0 },
        checking: @escaping @Sendable (PreparedRequest, JSONDocument?, Job.ID?) async throws -> [PreparedRequest] = {
            _,
            _,
            _ in []
        }
    ) {
        self.service = service
        self.client = client
        self.prefix = prefix
        self.known = known
        self.isLeaving = isLeaving
        self.undoing = undoing
        self.completing = completing
        self.checking = checking
    }

    package func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        job id: Job.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Job.ID {
        var filling = RequestFilling(namespace: namespace, container: nil, secrets: secrets)
        filling.made = known
        filling.made["job"] = id?.rawValue
        try filling.checkSecrets(of: change.requests)
        if let basis = change.basis { try await checkBasis(basis, id) }
        if id == nil, !change.isKnownByMark { try await checkName(in: change, namespace) }
        var done: [Made] = []
        do {
            var open = change.requests[...]
            while let next = open.popFirst() {
                let request = change.basis == nil ? try await completing(next) : next
                try await journal(.willSend(request))
                let (made, rest) = try await send(request, filling)
                open = rest + open
                if let made, let placeholder = request.makes {
                    filling.made[placeholder] = made
                    let path = try filling.path(of: request)
                    let undo = undoing(path, PercentCoding.encoded(made))
                    done.append(Made(placeholder: placeholder, path: undo, purpose: request.purpose))
                }
                // What a job that was there before makes use of by now must not be taken away from under it.
                if id != nil { done.removeAll { $0.isUsed(by: request) } }
                try await journal(.didSend(request))
            }
        } catch let error as ContainerServiceError where error.code != .outcomeUnknown {
            try await undo(done, secrets, after: error, journal: journal)
        }
        guard let result = filling.made["job"] else {
            throw ContainerServiceError(.invalidInput, "the change names no job", provider: client.provider)
        }
        return Job.ID(rawValue: result)
    }

    /// Sends one request and gives the identifier of what it made, if it says one, and the requests that do the rest.
    private func send(
        _ request: PreparedRequest,
        _ filling: RequestFilling
    ) async throws -> (made: String?, rest: [PreparedRequest]) {
        let call = try client.call(request, filling, prefix: prefix)
        let answer: APIAnswer?
        do {
            answer = try await client.json(call)
        } catch let error as ContainerServiceError where call.method == .delete && error.code == .notFound {
            // What has to be gone is gone.
            return (nil, [])
        }
        let rest = try await checking(request, answer?.document, filling.made["job"].map { Job.ID(rawValue: $0) })
        guard request.makes != nil else { return (nil, rest) }
        // A version has a number in the place of an identifier.
        let number = answer?.root["revision"]?.integer.map { String($0) }
        guard let made = answer?.root["id"]?.string ?? number, !made.isEmpty else {
            throw client.unclear(request, answer)
        }
        return (made, rest)
    }

    /// Deletes what was made, the newest first, and throws the failure; one that says what is left where that fails too.
    private func undo(
        _ made: [Made],
        _ secrets: SecretValues,
        after failure: ContainerServiceError,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Never {
        var left: [String] = []
        for thing in made.reversed() {
            let request = PreparedRequest("DELETE", thing.path, purpose: "undo: \(thing.purpose)")
            // A journal that cannot be written may be what failed, and is no reason to leave anything behind.
            try? await journal(.willSend(request))
            do {
                _ = try await client.json(
                    APICall(.delete, prefix + thing.path, operation: request.purpose, secrets: secrets)
                )
                try? await journal(.didSend(request))
            } catch let error as ContainerServiceError where error.code == .notFound {
            } catch {
                left.append(thing.path)
            }
        }
        var failure = failure
        if !left.isEmpty {
            failure.message += "; what was made before could not be deleted: \(left.joined(separator: ", "))"
        }
        throw failure
    }

    private func checkBasis(_ basis: String, _ id: Job.ID?) async throws {
        guard let id else {
            throw ContainerServiceError(.invalidInput, "the change is an update and needs a job")
        }
        guard service.dialect.basis(of: try await service.job(id).bundle) != basis else { return }
        throw client.changed("job", id.rawValue)
    }

    /// Refuses a creation whose name is taken, so that whatever has the name after a lost answer was made by it; a name that
    /// is only taken until a deletion ends is waited for.
    private func checkName(in change: PreparedChange, _ namespace: Namespace.ID) async throws {
        guard let name = change.requests.first(where: { $0.makes == "job" })?.givenName else { return }
        try await client.patiently(since: await client.time.now()) {
            guard let other = try await service.job(named: name, in: namespace) else { return }
            let id = other.id.rawValue
            if await isLeaving(other) { throw client.leaving("job", name, id) }
            throw client.taken("job", name, by: id)
        }
    }
}

/// What a request has made, and where it is deleted again.
private struct Made {
    var placeholder: String
    var path: String
    var purpose: String

    /// Whether a body refers to it.
    func isUsed(by request: PreparedRequest) -> Bool {
        request.body?.root.leaves().contains { $0.value.string == "{\(placeholder)}" } ?? false
    }
}
