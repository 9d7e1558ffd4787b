import CloudContainers
import ContainerDeployment

/// A plan in a file, with the places that the values of its secrets come from.
struct SavedDeployment {
    /// The plan.
    let plan: DeploymentPlan
    /// The account that it is for.
    let account: SavedAccount
    /// Where the values come from, by service and name.
    private let references: [String: [String: SecretReference]]

    /// Makes one of a plan, the services of its manifest, and its account.
    init(plan: DeploymentPlan, services: [Application.Service], account: SavedAccount) {
        self.plan = plan
        self.account = account
        references = Dictionary(
            services.map { service in
                (service.name, Dictionary(service.secrets.map { ($0.variable, $0.reference) }) { first, _ in first })
            }
        ) { first, _ in first }
    }

    /// Saves it in a file that only its owner can read, since it holds the plain variables of the services.
    func save(to path: String, on console: Console) throws {
        var object = plan.document.root.object ?? JSONObject()
        let sources = references.sorted { $0.key < $1.key }.map { service, names in
            let members = names.sorted { $0.key < $1.key }.map {
                JSONObject.Member(name: $0.key, value: Self.json($0.value))
            }
            return JSONObject.Member(name: service, value: .object(JSONObject(members)))
        }
        object.set("secretSources", .object(JSONObject(sources)))
        object.set("account", account.json)
        object.set("sum", .string(PreparedChange.fingerprint(of: JSONDocument(.object(object)))))
        let text = JSONDocument(.object(object)).text(.pretty) + "\n"
        try OutputFile.write(Array(text.utf8), to: path, isPrivate: true, on: console)
    }

    private init(
        _ plan: DeploymentPlan,
        _ account: SavedAccount,
        _ references: [String: [String: SecretReference]]
    ) {
        self.plan = plan
        self.account = account
        self.references = references
    }

    /// Reads a file.
    ///
    /// - Throws: ``Failure`` where it is no saved plan, or one that was changed since.
    static func read(_ path: String, on console: Console) throws -> SavedDeployment {
        let file = try InputFile.read(path, on: console)
        do throws(ContainerServiceError) {
            let document = try JSONDocument(parsing: file.bytes, named: file.name)
            var object = document.root.object ?? JSONObject()
            object.remove("sum")
            let sum = PreparedChange.fingerprint(of: JSONDocument(.object(object)))
            object.remove("secretSources")
            object.remove("account")
            let plan = try DeploymentPlan(document: JSONDocument(.object(object)))
            guard document.root["sum"]?.string == sum else {
                throw ContainerServiceError.invalidInput(
                    Diagnostic(
                        problem: "the plan was changed after it was made",
                        field: "sum",
                        advice: "Make a new plan instead of editing one: cloudctl plan --out FILE."
                    )
                )
            }
            let account = SavedAccount(document.root["account"], of: plan.provider)
            return SavedDeployment(plan, account, references(in: document.root["secretSources"]))
        } catch {
            throw failure(error, path)
        }
    }

    private static func references(in json: JSONValue?) -> [String: [String: SecretReference]] {
        var references: [String: [String: SecretReference]] = [:]
        for service in json?.object?.members ?? [] {
            for secret in service.value.object?.members ?? [] {
                references[service.name, default: [:]][secret.name] = reference(secret.value)
            }
        }
        return references
    }

    private static func failure(_ error: ContainerServiceError, _ path: String) -> Failure {
        var failure = Failure(error)
        for index in failure.diagnostics.indices {
            failure.diagnostics[index].source = failure.diagnostics[index].source ?? path
            failure.diagnostics[index].advice =
                failure.diagnostics[index].advice ?? "cloudctl plan --out FILE saves one."
        }
        return failure
    }

    /// The values of the secrets that the plan sends.
    ///
    /// - Throws: ``Failure`` with all that is missing.
    func secrets(_ options: SecretOptions, on console: Console) async throws -> [String: SecretValues] {
        let given = try options.values(on: console)
        let services = plan.services.map { service in
            (
                service.name,
                service.secrets.map { name in
                    Application.Secret(
                        variable: name,
                        reference: references[service.name]?[name] ?? .provided
                    )
                }
            )
        }
        return try await SecretResolution(given: given, on: console).values(of: services)
    }

    private static func json(_ reference: SecretReference) -> JSONValue {
        switch reference {
        case .provided: [:]
        case .environment(let name): ["env": .string(name)]
        case .file(let path): ["file": .string(path)]
        case .command(let words): ["command": .array(words.map { .string($0) })]
        }
    }

    private static func reference(_ json: JSONValue) -> SecretReference {
        if let name = json["env"]?.string { return .environment(name) }
        if let path = json["file"]?.string { return .file(path) }
        if let words = json["command"]?.array { return .command(words.compactMap(\.string)) }
        return .provided
    }
}
