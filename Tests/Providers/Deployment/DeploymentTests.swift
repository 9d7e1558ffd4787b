import CloudContainers
import ContainerDeployment
import QoveryContainers
import ScalewayContainers
import SimulationKit
import Testing

@Suite("Deployment")
struct DeploymentTests {
    @Test(arguments: Provider.allCases)
    func applyingTwiceChangesNothing(at provider: Provider) async throws {
        let stage = try Stage(provider)
        let specs = try Stage.specs()
        let first = try await stage.plan(specs)
        #expect(first.services.map(\.action) == [.create, .create])
        #expect(first.namespaceID == nil)
        #expect(first.isExecutable)
        let outcome = try await stage.service.carryOut(first, secrets: stage.secrets, stage.options)
        #expect(outcome.isComplete, "\(outcome)")
        #expect(outcome.services.allSatisfy { $0.isReached })
        let writes = await stage.account.writes.count
        let second = try await stage.plan(specs)
        #expect(!second.isChange, "\(second)")
        #expect(second.services.flatMap(\.differences).allSatisfy { $0.cause == .rounding })
        try await stage.service.carryOut(second, secrets: stage.secrets, stage.options)
        #expect(await stage.account.writes.count == writes)
        #expect(try await stage.container("api")?.status.state == .ready)
    }

    /// A change of one field, and the field that it shows at.
    struct Edit: CustomTestStringConvertible, Sendable {
        var field: String
        /// The providers that have such a field.
        var providers = Provider.allCases
        var change: @Sendable (inout ContainerSpec) -> Void
        var testDescription: String { field }
    }

    static let edits: [Edit] = [
        Edit(field: "image") { $0.image = (try? ImageReference(parsing: "docker.io/library/nginx:1.28")) ?? $0.image },
        Edit(field: "command") { $0.command = ["serve"] },
        Edit(field: "arguments") { $0.arguments = ["--fast"] },
        Edit(field: "resources.cpu") { $0.resources.cpu = .millicores(750) },
        Edit(field: "resources.memory") { $0.resources.memory = .mebibytes(1536) },
        Edit(field: "scaling.minimum") { $0.scaling.minimum = .of(2) },
        Edit(field: "scaling.maximum") { $0.scaling.maximum = .instances(.of(5)) },
        Edit(field: "httpsOnly") { $0.httpsOnly = false },
        Edit(field: "environment.LOG_LEVEL") { $0.variables[0].value = .plain("debug") },
        Edit(field: "environment.NEW") { $0.variables.append(EnvironmentVariable(name: "NEW", value: .plain("1"))) },
        Edit(field: "secrets.TOKEN") {
            $0.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
        },
        Edit(field: "ports") { $0.ports[0].number = .of(3000) },
        // Qovery's idle time is no total, and Scaleway has no idle time.
        Edit(field: "timeouts.request", providers: [.scaleway]) { $0.timeouts.request = .seconds(600) },
        Edit(field: "probes.liveness") {
            $0.probes.liveness = Probe(.http(.init(path: "/up", port: .of(8080))))
        },
        Edit(field: "description") { $0.description = "The pages that customers see" },
        Edit(field: "resources.ephemeralStorage") { $0.resources.ephemeralStorage = .gibibytes(3) },
        Edit(field: "scaling.cpu") { $0.scaling.cpu = try? Percentage(percent: 75) },
        Edit(field: "scaling.memory") { $0.scaling.memory = try? Percentage(percent: 75) },
        Edit(field: "probes.readiness", providers: [.qovery]) {
            $0.probes.readiness = Probe(.tcp(.init(port: .of(8080))))
        },
        Edit(field: "probes.startup", providers: [.scaleway]) {
            $0.probes.startup = Probe(.tcp(.init(port: .of(8080))))
        },
        Edit(field: "scaling.concurrentRequests", providers: [.scaleway]) {
            $0.scaling.concurrentRequests = .of(40)
        },
        Edit(field: "resources.gpu", providers: [.qovery]) { $0.resources.gpu = .of(1) },
        Edit(field: "resources.architecture", providers: [.qovery]) { $0.resources.architecture = .arm64 },
        Edit(field: "domains") { $0.domains = [CustomDomain(host: "shop.example.org")] },
        Edit(field: "timeouts.idle", providers: [.qovery]) { $0.timeouts.idle = .seconds(90) },
        Edit(field: "volumes", providers: [.qovery]) {
            $0.volumes = [Volume(mountPath: "/data", size: .gibibytes(10))]
        },
        Edit(field: "files", providers: [.qovery]) {
            $0.variables.append(
                EnvironmentVariable(name: "SETTINGS", value: .plain("a: 1"), mountPath: "/etc/settings.yaml")
            )
        },
        Edit(field: "providers.qovery", providers: [.qovery]) { spec in
            var settings = QoverySettings()
            settings.iconURI = "app://shop/web"
            spec.providers.insert(settings)
        },
        Edit(field: "providers.scaleway", providers: [.scaleway]) { spec in
            var settings = ScalewaySettings()
            settings.tags = ["team-shop"]
            spec.providers.insert(settings)
        },
    ]

    @Test(arguments: Provider.allCases, edits)
    func aFieldChangedAloneIsTheOnlyDifference(at provider: Provider, _ edit: Edit) async throws {
        guard edit.providers.contains(provider) else { return }
        let stage = try Stage(provider)
        var specs = try Stage.specs()
        try await stage.apply(specs)
        try await stage.point("shop.example.org", to: "web")
        edit.change(&specs[0])
        let plan = try await stage.plan(specs)
        #expect(plan.services.map(\.action) == [.update, .unchanged])
        let real = plan.services[0].differences.filter { $0.cause != .rounding }
        #expect(!real.isEmpty)
        let strays = real.filter {
            !FieldPath(edit.field).contains($0.field) && $0.field != FieldPath(edit.field)
        }
        #expect(strays.isEmpty, "\(strays)")
        #expect(real.allSatisfy { $0.cause == .manifest || $0.cause == .providerDefault }, "\(real)")
        // The requests of the plan are sent, and nothing beside them but the deployment.
        let promised = try #require(plan.services[0].change).requests.map(\.method)
        let writes = await stage.account.writes.count
        let outcome = try await stage.service.carryOut(plan, secrets: stage.secrets, stage.options)
        #expect(outcome.isComplete, "\(outcome)")
        let sent = await stage.account.writes.dropFirst(writes)
        let deployments = provider == .qovery ? 1 : 0
        #expect(sent.map(\.method.rawValue) == promised + Array(repeating: "POST", count: deployments), "\(sent)")
        let second = try await stage.plan(specs)
        #expect(!second.isChange, "\(second.services[0].differences)")
    }

    /// Qovery has one word of a command, and Scaleway one probe that gates the start.
    @Test(arguments: Provider.allCases, [false, true])
    func anotherFormIsNoDrift(at provider: Provider, _ isBeside: Bool) async throws {
        let stage = try Stage(provider)
        var specs = try Stage.specs()
        specs[0].command = ["/bin/sh", "-c"]
        specs[0].arguments = ["exec serve"]
        specs[0].probes.liveness = Probe(.http(.init(path: "/up", port: .of(8080))))
        specs[0].probes.readiness = Probe(.http(.init(path: "/ready", port: .of(8080))))
        try await stage.apply(specs)
        if isBeside { specs[0].description = "The pages that customers see" }
        let plan = try await stage.plan(specs)
        #expect(plan.services[0].action == (isBeside ? .update : .unchanged))
        let found = plan.services[0].differences.filter { $0.cause != .rounding }
        #expect(found.map(\.field) == (isBeside ? ["description"] : []), "\(found)")
    }

    @Test(arguments: Provider.allCases, [false, true])
    func whatIsTakenBackShowsBesideAnotherChange(at provider: Provider, _ isBeside: Bool) async throws {
        let stage = try Stage(provider)
        var specs = try Stage.specs()
        specs[0].scaling.cpu = try Percentage(percent: 65)
        try await stage.apply(specs)
        specs[0].variables = []
        specs[0].scaling.cpu = nil
        specs[0].scaling.maximum = nil
        specs[0].resets = ["environment", "scaling.cpu", "scaling.maximum"]
        if isBeside { specs[0].description = "The pages that customers see" }
        let found = try await stage.plan(specs).services[0].differences.filter { $0.cause != .rounding }
        let fields = Set(found.map(\.field))
        #expect(fields.contains("environment.LOG_LEVEL"), "\(fields)")
        #expect(fields.contains("scaling.cpu") && fields.contains("scaling.maximum"), "\(fields)")
        #expect(fields.contains("description") == isBeside, "\(fields)")
    }

    @Test(arguments: Provider.allCases)
    func aPortAndWhatFollowsFromItAreTheManifests(at provider: Provider) async throws {
        let stage = try Stage(provider)
        var specs = try Stage.specs()
        specs[0].probes.liveness = Probe(.http(.init(path: "/up")))
        try await stage.apply(specs)
        specs[0].ports[0].number = .of(9000)
        let moved = try await stage.plan(specs)
        #expect(moved.services[0].differences.allSatisfy { $0.cause == .manifest }, "\(moved.services[0].differences)")
        #expect(moved.services[0].differences.contains { $0.field == "ports" })
        // What the provider fills in is no difference beside a real one.
        specs[0].ports[0].number = .of(8080)
        specs[0].scaling.maximum = .instances(.of(5))
        specs[0].variables[0].value = .plain("debug")
        let fields = try await stage.plan(specs).services[0].differences.map(\.field.description)
        #expect(fields.sorted() == ["environment.LOG_LEVEL", "scaling.maximum"])
    }

    @Test(arguments: Provider.allCases)
    func whatIsReadNeedsNoConsentAndNoRequest(at provider: Provider) async throws {
        let stage = try Stage(provider)
        try await stage.apply(try Stage.specs())
        var live = [
            try #require(try await stage.container("web")).spec, try #require(try await stage.container("api")).spec,
        ]
        let strict = stage.settings { $0.resolutions.allowsAll = false }
        let same = try await stage.plan(live, strict)
        #expect(!same.isChange)
        #expect(same.isExecutable)
        live[0].scaling.maximum = .instances(.of(5))
        let plan = try await stage.plan(live, strict)
        #expect(plan.isExecutable, "\(plan.services[0].findings)")
        #expect(plan.services[0].differences.map(\.field) == ["scaling.maximum"])
    }

    @Test func anotherSpellingOfTheNameIsTheSameService() async throws {
        let stage = try Stage(.scaleway)
        var specs = try Stage.specs()
        specs[0].name = "Web"
        try await stage.apply(specs)
        specs[0].name = "web"
        let plan = try await stage.plan(specs)
        #expect(plan.leftOver.isEmpty)
        #expect(plan.services[0].differences.map(\.field) == ["name"])
        try await stage.apply(specs)
        #expect(try await stage.plan(specs).isChange == false)
    }

    @Test func theToolThatManagesAServiceIsNamed() async throws {
        let stage = try Stage(.scaleway)
        var specs = try Stage.specs()
        var settings = ScalewaySettings()
        settings.tags = ["managed-by=terraform"]
        specs[0].providers.insert(settings)
        let place = try await stage.service.makeNamespace(named: "production")
        _ = try await stage.service.apply(specs[0], in: place.id, stage.settings().resolutions)
        specs[0].scaling.maximum = .instances(.of(5))
        let plan = try await stage.plan([specs[0]])
        #expect(plan.services[0].obstacle?.holder == "Terraform")
        #expect(ServicePlan.Obstacle.notOurs(owner: nil).holder == nil)
        #expect(ServicePlan.Obstacle.notOurs(owner: "application/shop/abcd").holder == "the application shop")
        #expect(ServicePlan.Obstacle.notOurs(owner: "migration.0123").holder == "a migration")
    }

    @Test(arguments: Provider.allCases)
    func whatSomebodyElseChangedIsDrift(at provider: Provider) async throws {
        let stage = try Stage(provider)
        let specs = try Stage.specs()
        try await stage.apply(specs)
        try await stage.meddle("web") { $0.scaling.maximum = .instances(.of(4)) }
        let plan = try await stage.plan(specs)
        #expect(plan.services.map(\.action) == [.update, .unchanged])
        let real = plan.services[0].differences.filter { $0.cause != .rounding }
        #expect(real.map(\.field) == ["scaling.maximum"])
        #expect(real.map(\.cause) == [.drift])
        try await stage.apply(specs)
        #expect(try await stage.container("web")?.spec.scaling.maximum == .instances(.of(3)))
    }

    @Test(arguments: Provider.allCases)
    func whatNobodySaidStays(at provider: Provider) async throws {
        let stage = try Stage(provider)
        var specs = try Stage.specs()
        try await stage.apply(specs)
        try await stage.meddle("web") { $0.arguments = ["--by-hand"] }
        #expect(try await stage.plan(specs).isChange == false)
        specs[0].arguments = ["--mine"]
        let plan = try await stage.plan(specs)
        #expect(plan.services[0].differences.filter { $0.cause != .rounding }.map(\.cause) == [.providerDefault])
    }

    @Test(arguments: Provider.allCases)
    func aServiceOfSomebodyElseIsLeftAlone(at provider: Provider) async throws {
        let stage = try Stage(provider)
        var specs = try Stage.specs()
        try await stage.apply(specs)
        try await stage.meddle("web") { $0.owner = "migration.0123" }
        // As long as it is as the manifest says, whose it is does not matter.
        #expect(try await stage.plan(specs).isChange == false)
        specs[0].scaling.maximum = .instances(.of(5))
        let plan = try await stage.plan(specs)
        #expect(plan.services[0].obstacle == .notOurs(owner: "migration.0123"))
        #expect(!plan.isExecutable)
        let writes = await stage.account.writes.count
        let error = try await #require(throws: ContainerServiceError.self) { try await stage.apply(specs) }
        #expect(error.code == .conflict)
        #expect(await stage.account.writes.count == writes)
        let adopted = stage.settings { $0.adopts = true }
        #expect(try await stage.apply(specs, adopted).isComplete)
        #expect(try await stage.plan(specs).isChange == false)
        // Another application does not take it by the way.
        let other = stage.settings { $0.application = "other" }
        specs[0].scaling.maximum = .instances(.of(6))
        #expect(try await stage.plan(specs, other).services[0].obstacle != nil)
    }

    @Test(arguments: Provider.allCases)
    func whatTheManifestDoesNotNameIsPrunedOnlyIfAsked(at provider: Provider) async throws {
        let stage = try Stage(provider)
        let specs = try Stage.specs()
        try await stage.apply(specs)
        let place = try #require(try await stage.service.namespace(named: "production"))
        var stranger = specs[0]
        stranger.name = "stranger"
        _ = try await stage.service.apply(stranger, in: place.id, stage.settings().resolutions)
        let plan = try await stage.plan([specs[0]])
        #expect(!plan.isChange)
        #expect(plan.leftOver == ["api"])
        let pruning = stage.settings { $0.prunes = true }
        let pruned = try await stage.plan([specs[0]], pruning)
        #expect(pruned.services.map(\.action) == [.unchanged, .delete])
        let outcome = try await stage.service.carryOut(pruned, stage.options)
        #expect(outcome.services.map(\.isReached) == [true])
        #expect(try await stage.container("api") == nil)
        #expect(try await stage.container("stranger") != nil)
    }

    /// The sample with another name, which its manifest says it has had before.
    private func renamed() throws -> (specs: [ContainerSpec], before: [String: String]) {
        var specs = try Stage.specs()
        specs[1].name = "orders"
        return (specs, ["orders": "api"])
    }

    @Test func aServiceIsRenamedInPlaceOnQovery() async throws {
        let stage = try Stage(.qovery)
        try await stage.apply(try Stage.specs())
        let id = try await stage.container("api")?.id
        let (specs, before) = try renamed()
        let settings = stage.settings { $0.formerNames = before }
        let plan = try await stage.plan(specs, settings)
        #expect(plan.services.map(\.action) == [.unchanged, .update])
        #expect(plan.services[1].differences.map(\.field) == ["name"])
        #expect(plan.leftOver.isEmpty)
        #expect(try await stage.service.carryOut(plan, secrets: stage.secrets, stage.options).isComplete)
        #expect(try await stage.container("orders")?.id == id)
        #expect(try await stage.container("api") == nil)
        // The name of before may stay in the manifest.
        #expect(try await stage.plan(specs, settings).isChange == false)
    }

    @Test func aServiceThatCannotBeRenamedIsMadeAnewOnScaleway() async throws {
        let stage = try Stage(.scaleway)
        try await stage.apply(try Stage.specs())
        let id = try await stage.container("api")?.id
        let (specs, before) = try renamed()
        let secrets = ["orders": SecretValues(["TOKEN": Stage.canary])]
        func plan(_ fill: (inout DeploymentSettings) -> Void = { _ in }) async throws -> DeploymentPlan {
            var settings = stage.settings { $0.formerNames = before }
            fill(&settings)
            return try await stage.service.deploymentPlan(for: specs, secrets: secrets, settings)
        }
        let refused = try await plan()
        #expect(refused.services.map(\.action) == [.unchanged, .replace])
        #expect(refused.services[1].obstacle == .replacement)
        let writes = await stage.account.writes.count
        await #expect(throws: ContainerServiceError.self) {
            try await stage.service.carryOut(refused, secrets: secrets, stage.options)
        }
        #expect(await stage.account.writes.count == writes)
        let allowed = try await plan { $0.replaces = true }
        #expect(allowed.services[1].secrets == ["TOKEN"])
        let saved = try DeploymentPlan(document: allowed.document)
        #expect(saved == allowed)
        #expect(try await stage.service.carryOut(saved, secrets: secrets, stage.options).isComplete)
        let made = try #require(try await stage.container("orders"))
        #expect(made.id != id)
        #expect(made.spec.variables.contains { $0.name == "TOKEN" && $0.isSecret })
        #expect(try await stage.container("api")?.isLeaving ?? true)
        #expect(try await plan().isChange == false)
    }

    @Test func whatServesStaysWhereWhatIsMadeAnewFails() async throws {
        let broken = DeclaredWorld(images: ["docker.io/library/nginx:1.28": .init(starts: false)])
        let stage = try Stage(.scaleway, world: broken)
        try await stage.apply(try Stage.specs())
        let id = try await stage.container("api")?.id
        var (specs, before) = try renamed()
        specs[1].image = try ImageReference(parsing: "docker.io/library/nginx:1.28")
        let secrets = ["orders": SecretValues(["TOKEN": Stage.canary])]
        let settings = stage.settings {
            $0.formerNames = before
            $0.replaces = true
        }
        let plan = try await stage.service.deploymentPlan(for: specs, secrets: secrets, settings)
        let outcome = try await stage.service.carryOut(plan, secrets: secrets, stage.options)
        #expect(outcome.services.compactMap(\.failure?.code) == [.deploymentFailed])
        #expect(try await stage.container("api")?.id == id)
        #expect(try await stage.container("api")?.status.state == .ready)
    }

    @Test(arguments: Provider.allCases)
    func anotherRunDeploysWhatHasFailed(at provider: Provider) async throws {
        let broken = DeclaredWorld(images: ["docker.io/library/nginx:1.28": .init(starts: false)])
        let stage = try Stage(provider, world: broken)
        var specs = try Stage.specs()
        specs[0].image = try ImageReference(parsing: "docker.io/library/nginx:1.28")
        for _ in 1...2 {
            let outcome = try await stage.apply(specs)
            #expect(outcome.services.compactMap(\.failure?.code) == [.deploymentFailed])
        }
    }

    @Test(arguments: Provider.allCases)
    func servicesMoveToAnotherNamespace(at provider: Provider) async throws {
        let stage = try Stage(provider)
        var specs = try Stage.specs()
        specs[0].scaling.maximum = .instances(.of(4))
        try await stage.apply(specs)
        let old = try #require(try await stage.service.namespace(named: "production"))
        // What the manifest does not say any more is taken over.
        specs[0].scaling.maximum = nil
        let moving = stage.settings {
            $0.namespace = "elsewhere"
            $0.formerNamespace = "production"
        }
        let refused = try await stage.plan(specs, moving)
        #expect(refused.services.map(\.action) == [.replace, .replace])
        #expect(refused.services.map(\.obstacle) == [.replacement, .replacement])
        var allowed = moving
        allowed.replaces = true
        let plan = try await stage.plan(specs, allowed)
        #expect(plan.services[0].differences.map(\.field) == ["namespace"])
        #expect(try DeploymentPlan(document: plan.document) == plan)
        let outcome = try await stage.service.carryOut(plan, secrets: stage.secrets, stage.options)
        #expect(outcome.isComplete, "\(outcome)")
        #expect(outcome.services.allSatisfy { $0.isReached })
        let place = try #require(try await stage.service.namespace(named: "elsewhere"))
        let moved = try await stage.service.completeContainers(in: place.id)
        #expect(Set(moved.map(\.spec.name)) == ["web", "api"])
        #expect(moved.first { $0.spec.name == "web" }?.spec.scaling.maximum == .instances(.of(4)))
        #expect(try await stage.service.completeContainers(in: old.id).isEmpty)
        #expect(try await stage.plan(specs, moving).isChange == false)
    }

    @Test(arguments: Provider.allCases)
    func aMoveThatWasCutIsFinishedByTheNextPlan(at provider: Provider) async throws {
        let stage = try Stage(provider)
        let specs = try Stage.specs()
        try await stage.apply(specs)
        let moving = stage.settings {
            $0.namespace = "elsewhere"
            $0.formerNamespace = "production"
            $0.replaces = true
        }
        var options = stage.options
        options.waits = false
        let plan = try await stage.plan(specs, moving)
        try await stage.service.carryOut(plan, secrets: stage.secrets, options)
        let place = try #require(try await stage.service.namespace(named: "elsewhere"))
        try await stage.service.wait(
            for: try await stage.service.completeContainers(in: place.id).map(\.id),
            in: place.id,
            stage.account.waiting
        )
        let rest = try await stage.plan(specs, moving)
        #expect(rest.services.map(\.action) == [.unchanged, .delete, .unchanged, .delete])
        #expect(rest.services.map(\.name) == ["web", "production/web", "api", "production/api"])
        try await stage.service.carryOut(rest, secrets: stage.secrets, stage.options)
        #expect(try await stage.container("web") == nil)
        #expect(try await stage.service.completeContainers(in: place.id).count == 2)
    }

    @Test func aSecretThatChangedIsSentOnScaleway() async throws {
        let stage = try Stage(.scaleway)
        let specs = try Stage.specs()
        try await stage.apply(specs)
        let others = ["api": SecretValues(["TOKEN": "another-value"])]
        let plan = try await stage.service.deploymentPlan(for: specs, secrets: others, stage.settings())
        #expect(plan.services.map(\.secrets) == [[], ["TOKEN"]])
        #expect(!plan.document.text(.compact).contains("another-value"))
        let outcome = try await stage.service.carryOut(plan, secrets: others, stage.options)
        #expect(outcome.isComplete, "\(outcome)")
        let again = try await stage.service.deploymentPlan(for: specs, secrets: others, stage.settings())
        #expect(!again.isChange)
    }

    @Test func aSecretThatCannotBeComparedIsNamedOnQovery() async throws {
        let stage = try Stage(.qovery)
        let specs = try Stage.specs()
        try await stage.apply(specs)
        let plan = try await stage.plan(specs)
        #expect(plan.services.map(\.uncomparedSecrets) == [[], ["TOKEN"]])
        #expect(!plan.isChange)
        // On request it is sent.
        let sending = stage.settings { $0.sendsSecrets = true }
        let anew = try await stage.plan(specs, sending)
        #expect(anew.services.map(\.secrets) == [[], ["TOKEN"]])
        #expect(anew.services.map(\.uncomparedSecrets) == [[], []])
        let before = await stage.account.writes.count
        #expect(try await stage.service.carryOut(anew, secrets: stage.secrets, stage.options).isComplete)
        #expect(await stage.account.writes.count > before)
    }

    @Test(arguments: Provider.allCases)
    func missingSecretsAreNamedBeforeAnythingIsSent(at provider: Provider) async throws {
        let stage = try Stage(provider)
        var given = stage.settings()
        given.resolutions.secretNames = ["TOKEN"]
        let plan = try await stage.service.deploymentPlan(for: try Stage.specs(), given)
        let error = try await #require(throws: ContainerServiceError.self) {
            try await stage.service.carryOut(plan, stage.options)
        }
        #expect(error.code == .secretMissing)
        #expect(error.message.contains("TOKEN of api"))
        #expect(await stage.account.writes.isEmpty)
    }

    @Test(arguments: Provider.allCases)
    func aSavedPlanIsRefusedWhereSomethingMoved(at provider: Provider) async throws {
        let stage = try Stage(provider)
        var specs = try Stage.specs()
        try await stage.apply(specs)
        specs[0].scaling.maximum = .instances(.of(7))
        let text = try await stage.plan(specs).document.text(.pretty)
        #expect(!text.contains(Stage.canary))
        let saved = try DeploymentPlan(document: try JSONDocument(parsing: text))
        #expect(saved.document.text(.pretty) == text)
        var options = stage.options
        options.checksFirst = true
        try await stage.meddle("api") { $0.scaling.minimum = .of(2) }
        let writes = await stage.account.writes.count
        let error = try await #require(throws: ContainerServiceError.self) {
            try await stage.service.carryOut(saved, secrets: stage.secrets, options)
        }
        #expect(error.code == .conflict)
        #expect(error.message.contains("api has changed"))
        #expect(await stage.account.writes.count == writes)
        try await stage.meddle("api") { $0.scaling.minimum = .of(1) }
        let fresh = try DeploymentPlan(document: try await stage.plan(specs).document)
        #expect(try await stage.service.carryOut(fresh, secrets: stage.secrets, options).isComplete)
        #expect(try await stage.plan(specs).isChange == false)
    }

    @Test(arguments: Provider.allCases)
    func ofTwoRunsAtOnceOneIsRefused(at provider: Provider) async throws {
        let stage = try Stage(provider)
        var specs = try Stage.specs()
        try await stage.apply(specs)
        specs[0].scaling.maximum = .instances(.of(7))
        let one = try await stage.plan(specs)
        specs[0].scaling.maximum = .instances(.of(9))
        let two = try await stage.plan(specs)
        #expect(try await stage.service.carryOut(one, secrets: stage.secrets, stage.options).isComplete)
        let late = try await stage.service.carryOut(two, secrets: stage.secrets, stage.options)
        #expect(late.services.map(\.failure?.code) == [.conflict])
        #expect(try await stage.container("web")?.spec.scaling.maximum == .instances(.of(7)))
    }

    @Test(arguments: Provider.allCases)
    func aDeploymentThatFailsIsToldWithItsReason(at provider: Provider) async throws {
        let broken = DeclaredWorld(images: ["docker.io/library/nginx:1.28": .init(starts: false)])
        let stage = try Stage(provider, world: broken)
        var specs = try Stage.specs()
        try await stage.apply(specs)
        specs[0].image = try ImageReference(parsing: "docker.io/library/nginx:1.28")
        let outcome = try await stage.apply(specs)
        #expect(outcome.services.map(\.failure?.code) == [.deploymentFailed])
        #expect(outcome.services.first?.failure?.message.isEmpty == false)
        // The manifest is mended, and applied again.
        specs[0].image = try ImageReference(parsing: "docker.io/library/nginx:1.27")
        #expect(try await stage.apply(specs).isComplete)
    }

    @Test(arguments: Provider.allCases)
    func aLostAnswerMakesNothingTwice(at provider: Provider) async throws {
        let stage = try Stage(provider)
        let specs = try Stage.specs()
        _ = try await stage.service.createNamespace(named: "production")
        await stage.account.faults.add(
            FaultRule(.cutAfterActing, method: .post, path: "/container", occurrences: 1...1)
        )
        let first = try await stage.apply(specs)
        #expect(first.services.compactMap(\.failure?.code) == [.outcomeUnknown])
        let second = try await stage.apply(specs)
        #expect(second.isComplete, "\(second)")
        let place = try #require(try await stage.service.namespace(named: "production"))
        let names = try await stage.service.completeContainers(in: place.id).map(\.spec.name).sorted()
        #expect(names == ["api", "web"])
        #expect(try await stage.plan(specs).isChange == false)
    }

    @Test func aPipelineSetsTheImage() async throws {
        let stage = try Stage(.scaleway)
        let specs = try Stage.specs()
        try await stage.apply(specs)
        let newer = try ImageReference(parsing: "docker.io/library/nginx:1.30")
        try await stage.meddle("web") { $0.image = newer }
        let kept = stage.settings { $0.keepsImage = ["web"] }
        #expect(try await stage.plan(specs, kept).isChange == false)
        #expect(try await stage.plan(specs).services[0].differences.map(\.cause).contains(.drift))
    }

    // MARK: Names

    @Test(arguments: Provider.allCases)
    func namesThatBecomeOneAreRefusedBeforeAnythingIsSent(at provider: Provider) async throws {
        let stage = try Stage(provider)
        // Scaleway is told web-b for the first two, and Qovery does not tell the last two apart.
        let specs = try ["web_b", "web-b", "WEB-B"].map { try ContainerSpec.sample(named: $0, "LOG_LEVEL", "info") }
        let plan = try await stage.plan(specs)
        #expect(!plan.isExecutable)
        let taken = plan.services.map { $0.blockers.contains { $0.code == .nameTaken } }
        #expect(taken == (provider == .scaleway ? [false, true, true] : [false, false, true]))
        #expect(await stage.account.writes.isEmpty)
        // What is there already counts too.
        try await stage.apply([specs[1]])
        let late = try await stage.plan([specs[1], specs[2]])
        #expect(late.services.map { $0.blockers.map(\.code) } == [[], [.nameTaken]])
        #expect(late.services[1].blockers.first?.detail == "web-b has the name")
    }
}
