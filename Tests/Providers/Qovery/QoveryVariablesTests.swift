import CloudContainers
import QoveryContainers
import QoverySimulator
import SimulationKit
import Testing

/// What only Qovery's variables have: aliases, overrides, files, references, imports, and other tools that write them.
@Suite("Variables of Qovery") struct QoveryVariablesTests {
    private let account: Account
    private let variables: QoveryVariables
    private let id: Container.ID
    private let namespace: Namespace.ID
    private var place: VariablePlace { .container(id) }

    init() async throws {
        account = try Account(.qovery)
        let service = try #require(account.service as? QoveryContainerService)
        variables = service.qoveryVariables
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.ports = [Port(.of(8080))]
        namespace = try await service.createNamespace(named: "shop").id
        id = try await service.apply(spec, in: namespace, account.given)
    }

    private func plain(_ name: String, _ text: String, file: String? = nil) -> EnvironmentVariable {
        EnvironmentVariable(name: name, value: .plain(text), mountPath: file)
    }

    private func set(_ wish: EnvironmentVariable..., in place: VariablePlace? = nil) async throws {
        let secrets = SecretValues(Dictionary(wish.filter(\.isSecret).map { ($0.name, "s3cret-value") }) { $1 })
        try await variables.setVariables(wish, in: place ?? self.place, secrets: secrets)
    }

    private func secret(_ name: String, file: String? = nil) -> EnvironmentVariable {
        EnvironmentVariable(name: name, value: .secret(.provided), mountPath: file)
    }

    /// The variable of a name that is in effect.
    private func seen(_ name: String) async throws -> ScopedVariable? {
        try await variables.variables(of: id).last { $0.variable.name == name && $0.isInEffect }
    }

    /// Sends a request as another client does.
    @discardableResult private func send(_ method: HTTPMethod, _ path: String, _ body: JSONValue) async throws
        -> JSONValue
    {
        let request = HTTPRequest(
            method,
            path,
            of: try HTTPBaseURL(parsing: "https://api.qovery.com"),
            headers: [
                "Authorization": "Token \(QoverySimulator.Configuration().token)", "Content-Type": "application/json",
            ],
            body: HTTPBody(Array(body.text(.compact).utf8)),
            kind: .idempotentWrite,
            operation: "test"
        )
        let response = try await account.faults.send(request)
        #expect(response.status < 300, "\(String(decoding: response.body, as: UTF8.self))")
        return try JSONDocument(parsing: response.body).root
    }

    private func refusal(_ body: () async throws -> Void) async -> ContainerServiceError? {
        await #expect(throws: ContainerServiceError.self) { try await body() }
    }

    // MARK: Aliases and overrides

    @Test func anAliasOfABuiltInIsShownAndCannotBeWorkedOut() async throws {
        let alias = try await variables.addAlias("SHOP_ENVIRONMENT", of: "QOVERY_ENVIRONMENT_NAME", in: place)
        #expect(alias.origin == .alias(of: "QOVERY_ENVIRONMENT_NAME"))
        #expect(alias.resolution == .unresolved("QOVERY_ENVIRONMENT_NAME"))
        #expect(try await seen("QOVERY_ENVIRONMENT_NAME") == nil)
        let writes = await account.writes.count
        #expect(try await variables.addAlias("SHOP_ENVIRONMENT", of: "QOVERY_ENVIRONMENT_NAME", in: place) == alias)
        #expect(await account.writes.count == writes)
    }

    @Test func anAliasFollowsWhatItStandsFor() async throws {
        try await set(plain("DATABASE_URL", "one"), secret("KEY"), in: .namespace(namespace))
        try await variables.addAlias("DB", of: "DATABASE_URL", in: place)
        try await variables.addAlias("API_KEY", of: "KEY", in: place)
        #expect(try await seen("DB")?.resolution == .plain("one"))
        #expect(try await seen("DB")?.origin == .alias(of: "DATABASE_URL"))
        #expect(try await seen("API_KEY")?.resolution == .secret)
        try await set(plain("DATABASE_URL", "two"), in: .namespace(namespace))
        #expect(try await seen("DB")?.resolution == .plain("two"))
        // A new value makes it a variable of its own.
        try await set(plain("DB", "three"))
        #expect(try await seen("DB")?.origin == .value)
        #expect(try await seen("DB")?.resolution == .plain("three"))
        #expect(try await seen("DATABASE_URL")?.resolution == .plain("two"))
    }

    @Test func anAliasIsRefusedWithAReason() async throws {
        try await set(plain("ONE", "1"), plain("TWO", "2"))
        try await variables.addAlias("OTHER", of: "ONE", in: place)
        var error = await refusal { try await variables.addAlias("MORE", of: "OTHER", in: place) }
        #expect(error?.code == .unsupported)
        error = await refusal { try await variables.addAlias("TWO", of: "ONE", in: place) }
        #expect(error?.code == .alreadyExists)
        error = await refusal { try await variables.addAlias("MORE", of: "NEVER", in: place) }
        #expect(error?.code == .notFound)
        error = await refusal { try await variables.addAlias("QOVERY_MORE", of: "ONE", in: place) }
        #expect(error?.code == .invalidInput)
        error = await refusal { try await variables.addAlias("MORE", of: "ONE", in: .namespace(namespace)) }
        #expect(error?.code == .notFound)
    }

    @Test(arguments: [Fault.cutAfterActing, .cutBeforeActing, .timeOutAfterActing, .truncated(at: 3)])
    func anAliasWhoseAnswerIsLostIsMadeOnce(_ fault: Fault) async throws {
        try await set(plain("ONE", "1"))
        await account.faults.add(FaultRule(fault, method: .post, occurrences: 1...1))
        #expect(try await variables.addAlias("OTHER", of: "ONE", in: place).resolution == .plain("1"))
        #expect(try await variables.variables(in: place).map(\.variable.name) == ["ONE", "OTHER"])
    }

    @Test func removingAVariableRemovesItsAliases() async throws {
        try await set(plain("ONE", "1"))
        try await variables.addAlias("OTHER", of: "ONE", in: place)
        try await variables.removeVariables(named: ["ONE", "OTHER"], from: place)
        #expect(try await variables.variables(in: place).isEmpty)
    }

    @Test func anOverrideIsMadeOfWhatIsInherited() async throws {
        var error = await refusal { try await variables.addOverride(plain("RULES", "b"), in: place) }
        #expect(error?.code == .notFound)
        try await set(plain("RULES", "a", file: "/etc/rules"), in: .project(of: namespace))
        try await variables.addOverride(plain("RULES", "b"), in: .namespace(namespace))
        try await variables.addOverride(plain("RULES", "c"), in: place)
        let all = try await variables.variables(of: id)
        #expect(all.map(\.resolution) == [.plain("a"), .plain("b"), .plain("c")])
        #expect(all.map(\.scope) == [.project, .namespace, .container])
        #expect(all.map(\.providerScope) == ["PROJECT", "ENVIRONMENT", "CONTAINER"])
        #expect(all.map(\.origin) == [.value, .override(of: .project), .override(of: .namespace)])
        #expect(all.map(\.isInEffect) == [false, false, true])
        #expect(all.allSatisfy { $0.variable.mountPath == "/etc/rules" })
        error = await refusal { try await variables.addOverride(plain("RULES", "d"), in: place) }
        #expect(error?.code == .alreadyExists)
    }

    @Test func anOverrideIsOfTheSameKindAsWhatItOverrides() async throws {
        try await set(plain("ONE", "1"), secret("KEY"), plain("RULES", "a", file: "/a"), in: .namespace(namespace))
        let writes = await account.writes.count
        for wish in [secret("ONE"), plain("KEY", "1"), plain("RULES", "b"), plain("RULES", "b", file: "/b")] {
            let error = await refusal { try await set(plain("FINE", "1"), wish) }
            #expect(error?.code == .unsupported)
            #expect(error?.message.contains("environment has \(wish.name) as") == true)
        }
        #expect(await account.writes.count == writes)
        try await set(secret("KEY"), plain("RULES", "c", file: "/a"))
        #expect(try await seen("KEY")?.origin == .override(of: .namespace))
        #expect(try await seen("RULES")?.resolution == .plain("c"))
    }

    // MARK: Kinds and files

    @Test func aVariableOfAnotherKindIsMadeAnewWithItsAliases() async throws {
        try await set(plain("ONE", "1"))
        try await variables.addAlias("FIRST", of: "ONE", in: place)
        try await variables.addAlias("SECOND", of: "ONE", in: place)
        // The second alias is made whose answer is lost.
        await account.faults.add(FaultRule(.cutAfterActing, method: .post, path: "/alias", occurrences: 2...2))
        try await set(secret("ONE"))
        let own = try await variables.variables(in: place)
        #expect(own.map(\.variable.name) == ["FIRST", "ONE", "SECOND"])
        #expect(own.allSatisfy { $0.resolution == .secret })
        #expect(own[0].origin == .alias(of: "ONE") && own[2].origin == .alias(of: "ONE"))
    }

    @Test(arguments: [false, true])
    func anAliasThatIsSetWithItsVariableIsNoAliasAnyMore(_ isFirst: Bool) async throws {
        try await set(plain("ONE", "1"))
        try await variables.addAlias("FIRST", of: "ONE", in: place)
        try await variables.addAlias("SECOND", of: "ONE", in: place)
        let wish = [secret("ONE"), plain("FIRST", "x")]
        let secrets = SecretValues(["ONE": "s3cret-value"])
        try await variables.setVariables(isFirst ? wish.reversed() : wish, in: place, secrets: secrets)
        let own = try await variables.variables(in: place)
        #expect(own.map(\.origin) == [.value, .value, .alias(of: "ONE")])
        #expect(own.map(\.resolution) == [.plain("x"), .secret, .secret])
    }

    @Test func aVariableThatNarrowerScopesRestOnIsNotMadeAnew() async throws {
        try await set(plain("ONE", "1"), plain("TWO", "2"), in: .project(of: namespace))
        try await set(plain("ONE", "x"))
        try await variables.addAlias("OTHER", of: "TWO", in: .namespace(namespace))
        let writes = await account.writes.count
        for name in ["ONE", "TWO"] {
            let error = await refusal { try await set(secret(name), in: .project(of: namespace)) }
            #expect(error?.code == .conflict)
            #expect(error?.message.contains(name == "ONE" ? "ONE of the container" : "OTHER of the namespace") == true)
        }
        #expect(await account.writes.count == writes)
        try await variables.removeVariables(named: ["ONE"], from: place)
        try await set(secret("ONE"), in: .project(of: namespace))
        #expect(try await seen("ONE")?.resolution == .secret)
    }

    @Test func aCreationThatFailsAfterTheDeletionSaysSo() async throws {
        try await set(plain("ONE", "1"), plain("TWO", "2"))
        let answer = HTTPResponse(status: 400, body: Array(#"{"detail": "not today"}"#.utf8))
        await account.faults.add(FaultRule(.answer(answer), method: .post))
        let error = await refusal { try await set(plain("TWO", "3"), secret("ONE")) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("1 of 2 are set: TWO; not: ONE") == true)
        #expect(error?.message.contains("perhaps missing now: ONE") == true)
        await account.faults.removeRules()
        try await set(plain("TWO", "3"), secret("ONE"))
        #expect(try await seen("ONE")?.resolution == .secret)
    }

    @Test func aFileIsLeftAsItIsUnlessItSaysOtherwise() async throws {
        try await set(plain("NAME", "shop"), plain("RULES", "for {{NAME}}", file: "/etc/rules"))
        #expect(try await seen("RULES")?.resolution == .plain("for {{NAME}}"))
        #expect(try await seen("RULES")?.variable.mountPath == "/etc/rules")
        let file = try #require(try await seen("RULES")?.id)
        try await send(
            .put,
            "/variable/\(file)",
            ["key": "RULES", "value": "for {{NAME}}", "enable_interpolation_in_file": true, "description": "kept"]
        )
        #expect(try await seen("RULES")?.resolution == .plain("for shop"))
        #expect(try await seen("RULES")?.variable.value == .plain("for {{NAME}}"))
        // A new text leaves the rest as it was.
        try await set(plain("RULES", "of {{NAME}}", file: "/etc/rules"))
        #expect(try await seen("RULES")?.resolution == .plain("of shop"))
        #expect(try await seen("RULES")?.id == file)
        // Another path is another file.
        try await set(plain("RULES", "of {{NAME}}", file: "/etc/other"))
        #expect(try await seen("RULES")?.variable.mountPath == "/etc/other")
        try await set(plain("RULES", "no file"))
        #expect(try await seen("RULES")?.variable == plain("RULES", "no file"))
    }

    // MARK: References

    @Test(arguments: [
        ("{{HOST}}:{{PORT_}}", "db:5432"), ("{{ HOST }}", "db"), ("{{URL}}/x", "pg://db:5432/x"),
        ("{{NEVER}}", "{{NEVER}}"),
        ("{ {HOST}}", "{ {HOST}}"), ("{{HOST", "{{HOST"), ("}}{{", "}}{{"), ("{}", "{}"), ("{HOST}", "{HOST}"),
        ("{container}", "{container}"), ("{secret:KEY}", "{secret:KEY}"),
        ("$HOST ${HOST} $(HOST)", "$HOST ${HOST} $(HOST)"),
        ("{{VALUE}}", "{{VALUE}}"), ("", ""),
    ])
    func referencesAreResolvedAsDocumented(_ text: String, _ expected: String) async throws {
        try await set(plain("HOST", "db"), in: .project(of: namespace))
        try await set(plain("PORT_", "5432"), plain("URL", "pg://{{HOST}}:{{PORT_}}"), in: .namespace(namespace))
        try await set(plain("VALUE", text))
        #expect(try await seen("VALUE")?.resolution == .plain(expected))
        #expect(try await seen("VALUE")?.variable.value == .plain(text))
        let writes = await account.writes.count
        try await set(plain("VALUE", text))
        #expect(await account.writes.count == writes)
    }

    @Test func aReferenceThatOnlyQoveryKnowsIsNamed() async throws {
        try await set(secret("KEY"), plain("A", "{{B}}"), plain("B", "{{A}}"))
        try await set(plain("WITH_KEY", "x {{KEY}}"), plain("WITH_ID", "{{QOVERY_PROJECT_ID}}"))
        #expect(try await seen("WITH_KEY")?.resolution == .unresolved("KEY"))
        #expect(try await seen("WITH_ID")?.resolution == .unresolved("QOVERY_PROJECT_ID"))
        #expect(try await seen("A")?.resolution == .unresolved("B"))
    }

    @Test func aNarrowerValueReachesWhatRefersToIt() async throws {
        try await set(plain("HOST", "wide"), plain("URL", "pg://{{HOST}}"), in: .namespace(namespace))
        try await set(plain("HOST", "narrow"))
        #expect(try await seen("URL")?.resolution == .plain("pg://narrow"))
        let outer = try await variables.variables(in: .namespace(namespace))
        #expect(outer.last?.resolution == .plain("pg://wide"))
    }

    // MARK: Imports

    @Test func anImportThatTakesOnlySomeGoesOnWithTheOthers() async throws {
        // The list is older than a variable that another client makes.
        _ = try await variables.variables(in: place)
        try await send(
            .post,
            "/variable",
            [
                "key": "TWO", "value": "theirs", "is_secret": false, "variable_scope": "ENVIRONMENT",
                "variable_parent_id": .string(namespace.rawValue),
            ]
        )
        await account.faults.add(FaultRule(.stale, method: .get, path: "/variable", occurrences: 1...1))
        try await set(plain("ONE", "1"), plain("TWO", "2"), secret("KEY"))
        let own = try await variables.variables(in: place)
        #expect(own.map(\.resolution) == [.secret, .plain("1"), .plain("2")])
        #expect(own.map(\.origin) == [.value, .value, .override(of: .namespace)])
    }

    @Test func whatAnImportLeavesOutIsNamedWithTheReason() async throws {
        let partial = HTTPResponse(
            status: 201,
            body: Array(
                #"{"total_variables_to_import": 3, "successful_imported_variables": [{"name": "ONE"}]}"#.utf8
            )
        )
        let refused = HTTPResponse(status: 400, body: Array(#"{"detail": "too many variables"}"#.utf8))
        await account.faults.add(FaultRule(.answer(partial), method: .post, path: "/variable/import"))
        await account.faults.add(FaultRule(.answer(refused), method: .post))
        let error = await refusal { try await set(plain("ONE", "1"), plain("TWO", "2"), plain("THREE", "3")) }
        #expect(error?.code == .invalidInput)
        #expect(error?.providerMessage == "too many variables")
        #expect(error?.message.contains("1 of 3 are set: ONE; not: TWO, THREE") == true)
    }

    // MARK: Other tools

    @Test func whatAnotherToolWritesIsShownAndNotChanged() async throws {
        func wire(_ id: String, _ name: String, _ owner: String, _ type: String = "VALUE") -> JSONValue {
            [
                "id": .string(id), "created_at": "2026-01-02T03:04:05Z", "key": .string(name), "value": "v",
                "scope": "CONTAINER", "variable_type": .string(type), "is_secret": false, "owned_by": .string(owner),
            ]
        }
        let list: JSONValue = [
            "results": [
                wire("1", "THEIRS", "DOPPLER"), wire("2", "OURS", "QOVERY"),
                wire("3", "OUTSIDE", "QOVERY", "EXTERNAL_SECRET"),
            ]
        ]
        await account.faults.add(
            FaultRule(.body(Array(list.text(.compact).utf8)), method: .get, path: "/variable?")
        )
        let seen = try await variables.variables(in: place)
        #expect(seen.map(\.owner) == [nil, nil, "DOPPLER"])
        #expect(seen.map(\.resolution) == [.plain("v"), .secret, .plain("v")])
        let writes = await account.writes.count
        for body in [
            { try await set(plain("OURS", "w"), plain("THEIRS", "w")) },
            { try await variables.removeVariables(named: ["OURS", "THEIRS"], from: place) },
        ] {
            let error = await refusal(body)
            #expect(error?.code == .unsupported)
            #expect(error?.message.contains("THEIRS is written by DOPPLER") == true)
        }
        #expect(await account.writes.count == writes)
        // The value of an outside secret is a name, which a secret's value must not take the place of.
        _ = try? await set(secret("OUTSIDE"))
        let sent = await account.history.dropFirst(writes)
        #expect(!sent.contains { $0.method == .put })
    }
}
