import CloudContainers
import SimulationKit
import Testing

/// Variables of both providers beyond what every service does: requests, faults, and what never leaves.
@Suite("Variables") struct VariablesTests {
    private static let value = "s3cret-value-1234"
    private static let secrets = SecretValues(["TOKEN": value])

    private static func plain(_ name: String, _ text: String) -> EnvironmentVariable {
        EnvironmentVariable(name: name, value: .plain(text))
    }

    private static let token = EnvironmentVariable(name: "TOKEN", value: .secret(.provided))

    /// A container that was made, in a namespace.
    private func container(_ account: Account) async throws -> (id: Container.ID, namespace: Namespace.ID) {
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.ports = [Port(.of(8080))]
        let namespace = try await account.service.createNamespace(named: "shop")
        let id = try await account.service.apply(spec, in: namespace.id, account.given)
        try await settle(id, namespace.id, account)
        return (id, namespace.id)
    }

    /// Waits until nothing is under way, so that no request is refused for it.
    private func settle(_ id: Container.ID, _ namespace: Namespace.ID, _ account: Account) async throws {
        guard account.service.dialect.capabilities.createDeploys else { return }
        try await account.service.wait(for: [id], in: namespace, account.waiting)
    }

    private func texts(_ variables: [ScopedVariable]) -> [String: String] {
        let pairs = variables.filter(\.isInEffect).map { variable -> (String, String) in
            if case .plain(let text) = variable.resolution { return (variable.variable.name, text) }
            return (variable.variable.name, "(secret)")
        }
        return Dictionary(pairs) { $1 }
    }

    @Test(arguments: Provider.allCases)
    func equalValuesSendNothing(_ provider: Provider) async throws {
        let account = try Account(provider)
        let (id, namespace) = try await container(account)
        let variables = try #require(account.service.variables)
        for place in [VariablePlace.container(id), .namespace(namespace)] {
            let wish = [Self.plain("ONE", "1"), Self.plain("TWO", "a {{b}} c"), Self.plain("THREE", "")]
            try await variables.setVariables(wish, in: place, secrets: SecretValues())
            let writes = await account.writes.count
            try await variables.setVariables(wish.reversed(), in: place, secrets: SecretValues())
            try await variables.setVariables([], in: place, secrets: SecretValues())
            #expect(await account.writes.count == writes)
        }
    }

    @Test(arguments: Provider.allCases)
    func aChangeSendsNoMoreThanItNeeds(_ provider: Provider) async throws {
        let account = try Account(provider)
        let (id, namespace) = try await container(account)
        let variables = try #require(account.service.variables)
        let wish = [Self.plain("ONE", "1"), Self.plain("TWO", "2"), Self.token]
        var writes = await account.writes.count
        // Several new ones are one request at both.
        try await variables.setVariables(wish, in: .container(id), secrets: Self.secrets)
        #expect(await account.writes.count == writes + 1)
        try await settle(id, namespace, account)
        writes = await account.writes.count
        try await variables.setVariables([Self.plain("ONE", "x")], in: .container(id), secrets: SecretValues())
        #expect(await account.writes.count == writes + 1)
    }

    /// Whatever happens to a request, calling again until it succeeds ends in exactly what was wished.
    @Test(arguments: Provider.allCases, Array(1...4))
    func noFaultDoublesOrLosesAVariable(_ provider: Provider, _ strike: Int) async throws {
        let faults: [Fault] = [
            .cutAfterActing, .cutBeforeActing, .timeOutAfterActing, .refused, .truncated(at: 3),
            .answerAfterActing(HTTPResponse(status: 502, body: Array("<html>Bad gateway</html>".utf8))),
            .answer(HTTPResponse(status: 503)),
        ]
        for fault in faults {
            let account = try Account(provider)
            let (id, namespace) = try await container(account)
            let variables = try #require(account.service.variables)
            for place in [VariablePlace.namespace(namespace), .container(id)] {
                let old = [Self.plain("KIND", "old"), Self.plain("SAME", "same"), Self.plain("CHANGED", "old")]
                try await variables.setVariables(old, in: place, secrets: SecretValues())
                let wish = [
                    EnvironmentVariable(name: "KIND", value: .secret(.provided)), Self.plain("CHANGED", "new"),
                    Self.plain("NEW", "1"), Self.token, Self.plain("LAST", "2"),
                ]
                var values = Self.secrets
                values.set(Self.value, for: "KIND")
                let mark = await account.history.count
                await account.faults.add(FaultRule(fault, occurrences: strike...strike))
                var isDone = false
                for _ in 1...4 where !isDone {
                    do {
                        try await variables.setVariables(wish, in: place, secrets: values)
                        isDone = true
                    } catch let error as ContainerServiceError {
                        #expect(
                            error.code == .unavailable || error.code == .outcomeUnknown
                                || error.code == .answerNotUnderstood
                        )
                        #expect(!"\(error) \(error.details)".contains(Self.value))
                    }
                }
                await account.faults.removeRules()
                #expect(isDone, "\(fault)")
                #expect(await account.history.count > mark)
                let own = try await variables.variables(in: place)
                #expect(
                    texts(own) == [
                        "KIND": "(secret)", "CHANGED": "new", "NEW": "1", "TOKEN": "(secret)", "LAST": "2",
                        "SAME": "same",
                    ],
                    "\(fault)"
                )
                #expect(Set(own.map(\.variable.name)).count == own.count, "\(fault)")
                try await variables.removeVariables(named: own.map(\.variable.name), from: place)
            }
        }
    }

    @Test(arguments: Provider.allCases)
    func aRemovalWhoseAnswerIsLostCanBeRepeated(_ provider: Provider) async throws {
        let account = try Account(provider)
        let (id, namespace) = try await container(account)
        let variables = try #require(account.service.variables)
        try await variables.setVariables(
            [Self.plain("ONE", "1"), Self.plain("TWO", "2")],
            in: .container(id),
            secrets: SecretValues()
        )
        try await settle(id, namespace, account)
        let method = provider == .qovery ? HTTPMethod.delete : .patch
        await account.faults.add(FaultRule(.cutAfterActing, method: method, occurrences: 1...1))
        let error = await #expect(throws: ContainerServiceError.self) {
            try await variables.removeVariables(named: ["ONE", "TWO"], from: .container(id))
        }
        #expect(error?.code == .unavailable)
        let left = try await variables.variables(in: .container(id)).map(\.variable.name)
        #expect(left == (provider == .qovery ? ["TWO"] : []))
        if !left.isEmpty { try await variables.removeVariables(named: left, from: .container(id)) }
        #expect(try await variables.variables(in: .container(id)).isEmpty)
    }

    @Test(arguments: Provider.allCases)
    func aSecretIsInNoErrorAndNoLog(_ provider: Provider) async throws {
        let log = Lines()
        let account = try Account(provider) { faults, time in
            faults.logging(showsBodies: true, time: time) { entry in await log.add("\(entry)") }
        }
        let (id, namespace) = try await container(account)
        let variables = try #require(account.service.variables)
        let echo = HTTPResponse(
            status: 400,
            headers: ["Content-Type": "application/json"],
            body: Array(#"{"message": "no: \#(Self.value)", "detail": "no: \#(Self.value)"}"#.utf8)
        )
        for place in [VariablePlace.container(id), .namespace(namespace)] {
            for wish in [[Self.token], [Self.token, Self.plain("ONE", "1"), Self.plain("TWO", "2")]] {
                for method in [HTTPMethod.post, .patch] {
                    await account.faults.add(FaultRule(.answer(echo), method: method, occurrences: 1...1))
                }
                let error = await #expect(throws: ContainerServiceError.self) {
                    try await variables.setVariables(wish, in: place, secrets: Self.secrets)
                }
                let text = error.map { "\($0) \($0.providerMessage ?? "") \($0.details)" } ?? ""
                #expect(text.contains("no: (hidden)"))
                #expect(!text.contains(Self.value))
                await account.faults.removeRules()
            }
        }
        try await variables.setVariables([Self.token], in: .container(id), secrets: Self.secrets)
        try await variables.setVariables([Self.token], in: .container(id), secrets: Self.secrets)
        let lines = await log.lines
        #expect(lines.count > 10)
        #expect(!lines.contains { $0.contains(Self.value) })
        let history = await account.history
        #expect(!history.contains { $0.path.contains(Self.value) || $0.body?.contains(Self.value) == true })
    }

    @Test(arguments: Provider.allCases)
    func whatCannotBeIsRefusedBeforeAnythingIsSent(_ provider: Provider) async throws {
        let account = try Account(provider)
        let (id, namespace) = try await container(account)
        let variables = try #require(account.service.variables)
        let names = provider == .qovery ? ["QOVERY_X", "__X", "1X", "A-B", ""] : ["PORT", "SCW_TOKEN", "scw_x"]
        let writes = await account.writes.count
        for place in [VariablePlace.container(id), .namespace(namespace)] {
            for name in names {
                let wish = [Self.plain("FINE", "1"), Self.plain(name, "2")]
                let error = await #expect(throws: ContainerServiceError.self) {
                    try await variables.setVariables(wish, in: place, secrets: SecretValues())
                }
                #expect(error?.code == .invalidInput)
            }
            let twice = [Self.plain("FINE", "1"), Self.plain("FINE", "2")]
            let error = await #expect(throws: ContainerServiceError.self) {
                try await variables.setVariables(twice, in: place, secrets: SecretValues())
            }
            #expect(error?.code == .invalidInput)
        }
        #expect(await account.writes.count == writes)
    }
}

/// Lines that a log has got.
actor Lines {
    private(set) var lines: [String] = []

    func add(_ line: String) { lines.append(line) }
}
