/// Sends the requests of a prepared change, the same way for every provider with an HTTP API.
package struct ChangePerformer<Service: ContainerService>: Sendable {
    private let service: Service
    private let client: APIClient
    /// What stands before the path of every prepared request.
    private let prefix: String
    /// The container that has a name, also one that is being deleted.
    private let namesake: @Sendable (_ name: String, Namespace.ID) async throws -> Container?
    /// Whether a container is there only until its deletion ends.
    private let isLeaving: @Sendable (Container) async -> Bool
    /// What a request of a creation is, with what the account alone knows; looked up when its turn comes.
    private let completing: @Sendable (PreparedRequest) async throws -> PreparedRequest
    /// Looks at a good answer, which can still hold a failure such as a part that was not taken, and gives the requests that
    /// do the rest, if others can.
    private let checking: @Sendable (PreparedRequest, JSONDocument?, Container.ID?) async throws -> [PreparedRequest]
    /// Reads the refusal of a request about a container that is known; `nil` where one for lack of rights passes.
    private let rereading: (@Sendable (ContainerServiceError, Container.ID) async -> ContainerServiceError)?

    package init(
        _ service: Service,
        _ client: APIClient,
        prefix: String = "",
        namesake: @escaping @Sendable (_ name: String, Namespace.ID) async throws -> Container?,
        isLeaving: @escaping @Sendable (Container) async -> Bool = { $0.isLeaving },
        rereading: (@Sendable (ContainerServiceError, Container.ID) async -> ContainerServiceError)? = nil,
        completing: @escaping @Sendable (PreparedRequest) async throws -> PreparedRequest = { $0 },
        checking:
            @escaping @Sendable (PreparedRequest, JSONDocument?, Container.ID?) async throws -> [PreparedRequest] = {
                _,
                _,
                _ in []
            }
    ) {
        self.namesake = namesake
        self.isLeaving = isLeaving
        self.rereading = rereading
        self.completing = completing
        self.service = service
        self.client = client
        self.prefix = prefix
        self.checking = checking
    }

    package func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        container id: Container.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID {
        var filling = RequestFilling(
            namespace: namespace,
            container: change.replaces ? nil : id,
            replaced: change.replaces ? id : nil,
            secrets: secrets
        )
        try filling.checkSecrets(of: change.requests)
        try await checkBasis(of: change, id)
        let began = await client.time.now()
        if id == nil || change.replaces, !change.isKnownByMark, let first = change.requests.first {
            try await checkName(of: first, since: began, namespace)
        }
        var open = change.requests[...]
        while let next = open.popFirst() {
            let request = change.basis == nil ? try await completing(next) : next
            if change.replaces, request.method == "DELETE", let new = filling.container {
                // What serves goes when what takes its place does.
                let options = WaitOptions(time: client.time, randomness: client.randomness)
                try await service.wait(for: [new], in: namespace, options)
            }
            try await journal(.willSend(request))
            let (made, rest) = try await send(request, filling, since: began)
            if let made { filling.container = made }
            open = rest + open
            try await journal(.didSend(request))
        }
        guard let result = filling.container ?? id else {
            throw ContainerServiceError(.invalidInput, "the change names no container", provider: client.provider)
        }
        return result
    }

    /// Sends one request and gives the identifier of the container, if it made it, and the requests that do the rest.
    private func send(
        _ request: PreparedRequest,
        _ filling: RequestFilling,
        since began: Duration
    ) async throws -> (made: Container.ID?, rest: [PreparedRequest]) {
        var call = try client.call(request, filling, prefix: prefix)
        call.rightsMaySettle = rereading == nil && filling.container != nil
        let answer: APIAnswer?
        do {
            answer = try await self.answer(to: call, of: request, filling, since: began)
        } catch var error as ContainerServiceError {
            if let rereading, let id = filling.container ?? filling.replaced { error = await rereading(error, id) }
            // What has to be gone is gone.
            if call.method == .delete, error.code == .notFound { return (nil, []) }
            throw error
        }
        if call.method == .post, answer == nil { throw client.unclear(request, answer) }
        let rest = try await checking(request, answer?.document, filling.container)
        guard call.method == .post, filling.container == nil else { return (nil, rest) }
        guard let made = answer?.root["id"]?.string, !made.isEmpty else { throw client.unclear(request, answer) }
        return (Container.ID(rawValue: made), rest)
    }

    /// Sends a call, and once more where it was refused for a name that a deletion has given back since.
    ///
    /// The deletion can have begun after the look at the name, or the look was one at an earlier state.
    private func answer(
        to call: APICall,
        of request: PreparedRequest,
        _ filling: RequestFilling,
        since began: Duration
    ) async throws -> APIAnswer? {
        while true {
            do {
                return try await client.json(call)
            } catch let error as ContainerServiceError where error.code == .alreadyExists {
                guard call.method == .post, filling.container == nil,
                    let other = try await bearer(of: request, filling.namespace), await isLeaving(other)
                else { throw error }
                try await checkName(of: request, since: began, filling.namespace)
            }
        }
    }

    private func checkBasis(of change: PreparedChange, _ id: Container.ID?) async throws {
        guard let basis = change.basis else { return }
        guard let id else {
            throw ContainerServiceError(.invalidInput, "the change is an update and needs a container")
        }
        guard service.dialect.basis(of: try await service.container(id).bundle) != basis else { return }
        throw client.changed("container", id.rawValue)
    }

    /// Refuses a creation whose name is taken, so that whatever has the name after a lost answer was made by it; a name that
    /// is only taken until a deletion ends is waited for.
    private func checkName(of request: PreparedRequest, since began: Duration, _ namespace: Namespace.ID) async throws {
        try await client.patiently(since: began) {
            guard let other = try await bearer(of: request, namespace) else { return }
            let (name, id) = (other.spec.name, other.id.rawValue)
            if await isLeaving(other) { throw client.leaving("container", name, id) }
            throw client.taken("container", name, by: id)
        }
    }

    /// The container that has the name which a request gives.
    private func bearer(of request: PreparedRequest, _ namespace: Namespace.ID) async throws -> Container? {
        guard let name = request.givenName else { return nil }
        return try await namesake(name, namespace)
    }
}
