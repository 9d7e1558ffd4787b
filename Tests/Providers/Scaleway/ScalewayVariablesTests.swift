import CloudContainers
import SimulationKit
import Testing

/// What only Scaleway's variables have: one map for all, and hashes in the place of secrets.
@Suite("Variables of Scaleway") struct ScalewayVariablesTests {
    private let account: Account
    private let variables: any VariableService
    private let id: Container.ID
    private let namespace: Namespace.ID

    init() async throws {
        account = try Account(.scaleway)
        variables = try #require(account.service.variables)
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.ports = [Port(.of(8080))]
        spec.variables = [EnvironmentVariable(name: "TOKEN", value: .secret(.provided))]
        var given = account.given
        given.secretNames = ["TOKEN"]
        namespace = try await account.service.createNamespace(named: "shop").id
        id = try await account.service.apply(
            spec,
            in: namespace,
            secrets: SecretValues(["TOKEN": "first-value"]),
            given
        )
    }

    private func hashes() async throws -> [String: String] {
        let container = try await account.service.container(id).bundle.root["container"]
        let members = container?["secret_environment_variables"]?.object?.members ?? []
        return Dictionary(members.map { ($0.name, $0.value.string ?? "") }) { $1 }
    }

    /// Waits until nothing is under way, so that no request is refused for it.
    private func settle() async throws { try await account.service.wait(for: [id], in: namespace, account.waiting) }

    private func secret(_ name: String) -> EnvironmentVariable {
        EnvironmentVariable(name: name, value: .secret(.provided))
    }

    @Test func otherSecretsKeepTheirValues() async throws {
        let before = try await hashes()
        try await variables.setVariables([secret("KEY")], in: .container(id), secrets: SecretValues(["KEY": "second"]))
        let after = try await hashes()
        #expect(after["TOKEN"] == before["TOKEN"])
        try await variables.setVariables(
            [EnvironmentVariable(name: "ONE", value: .plain("1"))],
            in: .container(id),
            secrets: SecretValues()
        )
        try await variables.removeVariables(named: ["ONE"], from: .container(id))
        #expect(try await hashes() == after)
        try await variables.setVariables([secret("KEY")], in: .container(id), secrets: SecretValues(["KEY": "third"]))
        #expect(try await hashes()["KEY"] != after["KEY"])
        #expect(try await hashes()["TOKEN"] == before["TOKEN"])
        try await variables.removeVariables(named: ["TOKEN"], from: .container(id))
        #expect(try await hashes().keys.sorted() == ["KEY"])
    }

    @Test func aChangeOfKindIsOneRequest() async throws {
        try await settle()
        var writes = await account.writes.count
        try await variables.setVariables(
            [EnvironmentVariable(name: "TOKEN", value: .plain("shown"))],
            in: .container(id),
            secrets: SecretValues()
        )
        #expect(await account.writes.count == writes + 1)
        #expect(try await hashes().isEmpty)
        try await settle()
        writes = await account.writes.count
        try await variables.setVariables([secret("TOKEN")], in: .container(id), secrets: SecretValues(["TOKEN": "x"]))
        #expect(await account.writes.count == writes + 1)
        #expect(try await account.service.container(id).spec.variables.count { $0.name == "TOKEN" } == 1)
    }

    @Test func aHashIsInNoRequestAndNoResult() async throws {
        try await variables.setVariables([secret("KEY")], in: .container(id), secrets: SecretValues(["KEY": "second"]))
        var text = ""
        dump(try await variables.variables(of: id), to: &text)
        #expect(!text.contains("argon2id"))
        let bodies = await account.writes.compactMap(\.body)
        #expect(bodies.last == #"{"secret_environment_variables":{"TOKEN":"","KEY":"{secret:KEY}"}}"#)
        #expect(!bodies.contains { $0.contains("argon2id") })
    }

    @Test func anEmptySecretAndAFileAreRefused() async throws {
        let writes = await account.writes.count
        var error = await #expect(throws: ContainerServiceError.self) {
            try await variables.setVariables([secret("KEY")], in: .container(id), secrets: SecretValues(["KEY": ""]))
        }
        #expect(error?.code == .invalidInput)
        error = await #expect(throws: ContainerServiceError.self) {
            let file = EnvironmentVariable(name: "RULES", value: .plain("a"), mountPath: "/etc/rules")
            try await variables.setVariables([file], in: .container(id), secrets: SecretValues())
        }
        #expect(error?.code == .unsupported)
        error = await #expect(throws: ContainerServiceError.self) {
            try await variables.setVariables([], in: .project(of: namespace), secrets: SecretValues())
            _ = try await variables.variables(in: .project(of: namespace))
        }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("each namespace or container") == true)
        #expect(await account.writes.count == writes)
    }

    @Test func aChangeDeploysTheContainer() async throws {
        try await settle()
        try await variables.setVariables(
            [EnvironmentVariable(name: "ONE", value: .plain("1"))],
            in: .container(id),
            secrets: SecretValues()
        )
        let states = try await account.service.statuses(of: [id], in: namespace, after: nil)
        #expect(states[id]?.state == .updating)
    }

    @Test func theContainerOwnVariableWinsWhateverItsKind() async throws {
        let place = VariablePlace.namespace(namespace)
        try await variables.setVariables(
            [secret("REGION"), EnvironmentVariable(name: "TOKEN", value: .plain("wide"))],
            in: place,
            secrets: SecretValues(["REGION": "s3cret-value"])
        )
        try await variables.setVariables(
            [EnvironmentVariable(name: "REGION", value: .plain("north"))],
            in: .container(id),
            secrets: SecretValues()
        )
        let inEffect = try await variables.variables(of: id).filter(\.isInEffect)
        #expect(inEffect.map(\.variable.name) == ["REGION", "TOKEN"])
        #expect(inEffect.map(\.resolution) == [.plain("north"), .secret])
        #expect(inEffect.allSatisfy { $0.scope == .container && $0.origin == .override(of: .namespace) })
    }

    @Test func whatIsUnderWayIsWaitedFor() async throws {
        // Each change makes the container busy for a while.
        for round in 1...3 {
            try await variables.setVariables(
                [EnvironmentVariable(name: "ONE", value: .plain("\(round)"))],
                in: .container(id),
                secrets: SecretValues()
            )
        }
        #expect(try await variables.variables(in: .container(id)).first?.resolution == .plain("3"))
    }
}
