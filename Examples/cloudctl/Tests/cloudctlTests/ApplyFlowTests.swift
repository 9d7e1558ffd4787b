import CloudContainers
import CommandKit
import ContainerMigration
import Foundation
import ScalewayContainers
import SimulationKit
import Testing

/// Manifests that are applied to simulated accounts, which stay from command to command.
struct ApplyFlowTests {
    /// Does something before the nth request that writes, and can answer in the provider's place.
    actor Between: HTTPTransport {
        private let cloud: SimulatedCloud
        private var left: Int
        private let act: @Sendable () async -> HTTPResponse?

        init(_ cloud: SimulatedCloud, before left: Int, _ act: @escaping @Sendable () async -> HTTPResponse?) {
            self.cloud = cloud
            self.left = left
            self.act = act
        }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            if request.method != .get {
                left -= 1
                if left <= 0, let answer = await act() { return answer }
            }
            return try await cloud.send(request)
        }
    }

    /// A command that is cancelled once it is known.
    actor Cancelled {
        private var task: Task<Terminal.Result, Never>?

        func know(_ task: Task<Terminal.Result, Never>) { self.task = task }

        func cancel() async {
            while task == nil { await Task.yield() }
            task?.cancel()
        }
    }

    let terminal: Terminal
    let canary = (0..<4).map { _ in String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16) }.joined()

    init() throws { terminal = try Terminal() }

    static func manifest(tag: String = "1.27", level: String = "info", more: String = "") -> String {
        """
        apiVersion: cloudctl/v1
        application: shop
        target: {namespace: shop}
        services:
          web:
            image: docker.io/library/nginx:\(tag)
            resources: {cpu: 500m, memory: 1Gi}
            scaling: {minimum: 1, maximum: 3}
            ports:
            - {number: 8080, protocol: http, exposure: public}
            environment:
              LOG_LEVEL: \(level)
        \(more)
        """
    }

    static let api = """
          api:
            image: docker.io/library/nginx:1.27
            resources: {cpu: 500m, memory: 1Gi}
            scaling: {minimum: 1, maximum: 3}
            ports:
            - {number: 8080, protocol: http, exposure: public}
            secrets:
              TOKEN: {env: SHOP_TOKEN}
        """

    @Test(arguments: ["qovery", "scaleway"])
    func aChangeOfAnAmountSaysByHowMuch(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        try terminal.file("shop.yaml", Self.manifest())
        #expect(await run("apply --yes", cloud, provider).status == 0)
        let larger = Self.manifest().replacing("memory: 1Gi", with: "memory: 2Gi").replacing(
            "cpu: 500m",
            with: "cpu: 250m"
        )
        try terminal.file("shop.yaml", larger)
        let diff = await run("diff", cloud, provider)
        #expect(diff.output.contains(/resources\.memory +1Gi +2Gi \(\+100 %\)/), "\(diff.everything)")
        #expect(diff.output.contains(/resources\.cpu +500m +250m \(-50 %\)/), "\(diff.everything)")
    }

    private func connect(_ cloud: MovingCloud, through transport: (any HTTPTransport)? = nil) {
        cloud.connect(terminal, through: transport)
        terminal.environment["SHOP_TOKEN"] = canary
        terminal.environment["XDG_STATE_HOME"] = terminal.folder + "/state"
    }

    private func words(_ line: String, _ cloud: MovingCloud, _ provider: String) -> [String] {
        let words = line.split(separator: " ").map(String.init)
        let takesDecisions = ["apply", "diff", "plan", "drift"].contains(words.first ?? "")
        let isSaved = words.dropFirst().first.map { !$0.hasPrefix("-") } ?? false
        return words + ["--provider", provider]
            + (takesDecisions && !isSaved ? ["-f", "shop.yaml"] + cloud.decisions : [])
    }

    private func run(_ line: String, _ cloud: MovingCloud, _ provider: String) async -> Terminal.Result {
        await terminal.run(words(line, cloud, provider))
    }

    /// Changes a service past its manifest.
    private func meddle(_ cloud: MovingCloud, _ provider: String) async throws {
        let service = try cloud.service(provider)
        let place = try #require(try await service.namespace(named: "shop"))
        let web = try #require(try await service.container(named: "web", in: place.id))
        var wish = try await service.container(web.id).spec
        wish.scaling.maximum = .instances(.of(7))
        _ = try await service.apply(wish, in: place.id, to: web.id)
        let deployment =
            service.dialect.capabilities.createDeploys ? nil : try await service.deploy([web.id], in: place.id)
        let waiting = WaitOptions(time: cloud.time, randomness: SeededRandomness(seed: 1))
        try await service.wait(for: [web.id], in: place.id, after: deployment, waiting)
    }

    @Test(arguments: MovingCloud.providers)
    func theWholeWayIsAsStored(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        var text = ""
        func say(_ line: String, showsProgress: Bool = true) async -> Int32 {
            let result = await run(line, cloud, provider)
            // What happens at the same time is told in any order.
            text += "$ cloudctl \(line)\n" + (showsProgress ? result.everything : result.output)
            text += "[\(result.status)]\n\n"
            return result.status
        }
        try terminal.file("shop.yaml", Self.manifest(more: Self.api))
        #expect(await say("diff --detailed-exitcode") == 2)
        #expect(await say("apply --yes", showsProgress: false) == 0)
        #expect(await say("apply --yes") == 0)
        #expect(await say("diff --detailed-exitcode") == 0)
        try terminal.file("shop.yaml", Self.manifest(tag: "1.28", level: "debug", more: Self.api))
        #expect(await say("plan --out shop.plan --detailed-exitcode") == 2)
        #expect(await say("apply shop.plan") == 64)
        #expect(await say("apply shop.plan --yes", showsProgress: false) == 0)
        try await meddle(cloud, provider)
        #expect(await say("drift --detailed-exitcode") == 2)
        #expect(await say("apply shop.plan --yes") == 1)
        #expect(await say("apply --yes", showsProgress: false) == 0)
        #expect(await say("drift --detailed-exitcode") == 0)
        try terminal.file("shop.yaml", Self.manifest(tag: "1.28", level: "debug"))
        #expect(await say("diff --detailed-exitcode") == 0)
        #expect(await say("diff --prune --detailed-exitcode") == 2)
        #expect(await say("apply --prune --yes", showsProgress: false) == 0)
        #expect(try await cloud.names(provider, in: "shop") == ["web"])
        try terminal.file("shop.yaml", Self.manifest(tag: "1.29"))
        #expect(await say("diff --application other") == 4)
        #expect(await say("apply --application other --yes -q") == 4)
        #expect(await say("apply --application other --adopt --yes", showsProgress: false) == 0)
        #expect(await say("apply --application other --adopt --yes") == 0)
        try Golden.expect(text, matches: "apply-\(provider).txt")
        let saved = try terminal.content("shop.plan")
        for form in [canary, Data(canary.utf8).base64EncodedString()] {
            #expect(!text.contains(form))
            #expect(!saved.contains(form))
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: terminal.folder + "/shop.plan")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test(arguments: MovingCloud.providers)
    func anExportDiffersInNothing(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill(provider)
        connect(cloud)
        let export = await terminal.run("export", "--all", "--namespace", "shop", "--provider", provider)
        #expect(export.status == 0, "\(export.everything)")
        try terminal.file("shop.yaml", export.output)
        let lines = ["diff --detailed-exitcode", "apply --yes"]
        for line in lines {
            // No consent is needed either.
            let words = line.split(separator: " ").map(String.init) + ["-f", "shop.yaml", "--provider", provider]
            let result = await terminal.run(words)
            #expect(result.status == 0, "\(result.everything)")
            #expect(result.output.contains("Nothing to do"))
        }
    }

    @Test(arguments: MovingCloud.providers)
    func programsReadTheSame(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        try terminal.file("shop.yaml", Self.manifest(more: Self.api))
        let diff = try JSONDocument(parsing: await run("diff -o json", cloud, provider).output).root
        #expect(diff["kind"]?.string == "DeploymentPlan")
        #expect(diff["verdict"]?.string == "different")
        #expect(diff["services"]?.array?.map { $0["action"]?.string } == ["create", "create"])
        let applied = try JSONDocument(parsing: await run("apply --yes -o json", cloud, provider).output).root
        #expect(applied["result"]?.string == "done")
        #expect(applied["services"]?.array?.map { $0["reached"] } == [true, true])
        let same = await run("diff -o json", cloud, provider)
        #expect(try JSONDocument(parsing: same.output).root["verdict"]?.string == "same")
        let drift = await run("drift -o json", cloud, provider)
        #expect(try JSONDocument(parsing: drift.output).root["verdict"]?.string == "same")
        #expect(!(diff.text(.compact) + applied.text(.compact) + same.output).contains(canary))
    }

    @Test(arguments: MovingCloud.providers)
    func itAsksAtATerminal(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        try terminal.file("shop.yaml", Self.manifest())
        let before = await cloud.cloud.requestCount
        let dry = await run("apply --dry-run", cloud, provider)
        #expect(dry.status == 0)
        terminal.inputIsTerminal = true
        terminal.errorColumns = 140
        let no = await terminal.run(words("apply", cloud, provider), input: Array("n\n".utf8))
        #expect(no.status == 1)
        #expect(no.error.contains("Apply this to \(provider) (") && no.error.contains(")? [y/N] Nothing is changed."))
        #expect(try await cloud.names(provider, in: "shop") == [])
        #expect(await cloud.cloud.requestCount > before)
        let yes = await terminal.run(words("apply", cloud, provider), input: Array("y\n".utf8))
        #expect(yes.status == 0, "\(yes.everything)")
    }

    @Test(arguments: MovingCloud.providers)
    func aSecondRunOfThisMachineIsKeptOut(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        try terminal.file("shop.yaml", Self.manifest())
        #expect(await run("apply --yes", cloud, provider).status == 0)
        let folder = terminal.folder + "/state/cloudctl/locks"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        try terminal.file("shop.yaml", Self.manifest(tag: "1.28"))
        let count: Int
        do {
            let lock = try FileLock(path: folder + "/" + name, of: "it", holder: "cloudctl apply")
            count = await cloud.cloud.requestCount
            let second = await run("apply --yes", cloud, provider)
            #expect(second.status == 75, "\(second.everything)")
            #expect(second.error.contains("another process writes to the namespace shop on \(provider): process "))
            #expect(await cloud.cloud.requestCount == count)
            #expect(await run("diff", cloud, provider).status == 0)
            withExtendedLifetime(lock) {}
        }
        #expect(await run("apply --yes", cloud, provider).status == 0)
        // Without a place for it there is no lock.
        terminal.environment["XDG_STATE_HOME"] = nil
        #expect(await run("apply --yes", cloud, provider).status == 0)
    }

    @Test(arguments: MovingCloud.providers)
    func whatFailsSaysWhyWithItsLastLines(_ provider: String) async throws {
        let image = "docker.io/library/nginx:1.28"
        let cloud = try await MovingCloud(world: DeclaredWorld(images: [image: .init(starts: false)]))
        connect(cloud)
        try terminal.file("shop.yaml", Self.manifest())
        #expect(await run("apply --yes", cloud, provider).status == 0)
        try terminal.file("shop.yaml", Self.manifest(tag: "1.28"))
        let failed = await run("apply --yes", cloud, provider)
        #expect(failed.status == 1, "\(failed.everything)")
        #expect(failed.error.contains("error: web failed"), "\(failed.error)")
        #expect(failed.error.contains("The last lines of web:") || failed.error.contains("web has written nothing"))
        try terminal.file("shop.yaml", Self.manifest())
        #expect(await run("apply --yes", cloud, provider).status == 0)
    }

    @Test(arguments: MovingCloud.providers)
    func anExpiredTokenStopsAndApplyingAgainGoesOn(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        try terminal.file("shop.yaml", Self.manifest(more: Self.api))
        // The namespace and what follows at once is made, then the token ends.
        connect(cloud, through: Between(cloud.cloud, before: 3) { HTTPResponse(status: 401) })
        let stopped = await run("apply --yes", cloud, provider)
        #expect(stopped.status == 77, "\(stopped.everything)")
        #expect(stopped.error.contains("help: Check"))
        connect(cloud)
        let again = await run("apply --yes", cloud, provider)
        #expect(again.status == 0, "\(again.everything)")
        #expect(try await cloud.names(provider, in: "shop") == ["api", "web"])
        #expect(await run("diff --detailed-exitcode", cloud, provider).status == 0)
    }

    /// The first request of all only looks for the right to write.
    @Test(arguments: MovingCloud.providers, [2, 3, 4])
    func anInterruptionStopsAndApplyingAgainGoesOn(_ provider: String, _ count: Int) async throws {
        let cloud = try await MovingCloud()
        try terminal.file("shop.yaml", Self.manifest(more: Self.api))
        let cancelled = Cancelled()
        connect(
            cloud,
            through: Between(cloud.cloud, before: count) {
                await cancelled.cancel()
                return nil
            }
        )
        let task = terminal.begin(words("apply --yes", cloud, provider))
        await cancelled.know(task)
        let stopped = await task.value
        #expect(stopped.status == 130, "\(stopped.everything)")
        #expect(stopped.error.contains("interrupted; to go on: cloudctl apply "), "\(stopped.error)")
        connect(cloud)
        let again = await run("apply --yes", cloud, provider)
        #expect(again.status == 0, "\(again.everything)")
        #expect(try await cloud.names(provider, in: "shop") == ["api", "web"])
        #expect(await run("diff --detailed-exitcode", cloud, provider).status == 0)
    }

    @Test(arguments: MovingCloud.providers)
    func aMissingRightIsNamed(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        try terminal.file("shop.yaml", Self.manifest())
        let refusal = """
            {"type": "permissions_denied", "message": "insufficient permissions", "detail": "Forbidden", "status": 403,
             "details": [{"resource": "containers_namespace", "action": "write"}]}
            """
        connect(
            cloud,
            through: Between(cloud.cloud, before: 1) { HTTPResponse(status: 403, body: Array(refusal.utf8)) }
        )
        let named = provider == "qovery" ? "permission Manager" : "ContainersFullAccess"
        let refused = await run("apply --yes --no-preflight", cloud, provider)
        #expect(refused.status == 77, "\(refused.everything)")
        #expect(refused.error.contains(named))
        // It is looked for before the first request that could change something.
        let blocked = await run("apply --yes", cloud, provider)
        #expect(blocked.status == 4, "\(blocked.everything)")
        #expect(blocked.error.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(named))
        #expect(blocked.error.contains("The target would refuse"))
        connect(cloud)
        #expect(try await cloud.names(provider, in: "shop") == [])
    }

    @Test func anImageThatIsNotThereIsSeenBefore() async throws {
        let image = "docker.io/library/nginx:1.27"
        let cloud = try await MovingCloud(world: DeclaredWorld(images: [image: .init()], otherImages: nil))
        connect(cloud)
        // Qovery checks images for an environment, so that there has to be one.
        _ = try await cloud.service("qovery").makeNamespace(named: "other")
        try terminal.file("shop.yaml", Self.manifest(tag: "9.9"))
        let blocked = await run("apply --yes", cloud, "qovery")
        #expect(blocked.status == 4, "\(blocked.everything)")
        #expect(blocked.error.contains("The target would refuse"))
        #expect(await run("plan --out shop.plan", cloud, "qovery").status == 4)
        #expect(!FileManager.default.fileExists(atPath: terminal.folder + "/shop.plan"))
        #expect(await run("plan --no-preflight", cloud, "qovery").status == 0)
    }

    @Test(arguments: MovingCloud.providers)
    func aPipelineSetsTheImageAndGoesBack(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        let text = Self.manifest().replacing("    resources:", with: "    imageManagedBy: ci\n    resources:")
        try terminal.file("shop.yaml", text)
        #expect(await run("apply --yes", cloud, provider).status == 0)
        let deployed = await run("deploy web --image 1.28 --namespace shop", cloud, provider)
        #expect(deployed.status == 0, "\(deployed.everything)")
        #expect(deployed.error.contains("nginx:1.27 becomes nginx:1.28"), "\(deployed.error)")
        #expect(await run("diff --detailed-exitcode", cloud, provider).status == 0)
        let back = await run("rollback web --namespace shop --yes", cloud, provider)
        #expect(back.status == (provider == "qovery" ? 0 : 64), "\(back.everything)")
        let named = await run("rollback web --namespace shop --yes --image 1.26", cloud, provider)
        #expect(named.status == 0, "\(named.everything)")
    }

    @Test(arguments: MovingCloud.providers)
    func aServiceIsRenamedAndThenMoved(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        var text = ""
        func say(_ line: String, showsProgress: Bool = true) async -> Int32 {
            let result = await run(line, cloud, provider)
            text += "$ cloudctl \(line)\n" + (showsProgress ? result.everything : result.output)
            text += "[\(result.status)]\n\n"
            return result.status
        }
        try terminal.file("shop.yaml", Self.manifest(more: Self.api))
        #expect(await run("apply --yes", cloud, provider).status == 0)
        let renamed = Self.manifest(more: Self.api).replacing("  web:", with: "  site:\n    renamedFrom: web")
        try terminal.file("shop.yaml", renamed)
        // Qovery renames in place; on Scaleway nothing is made anew unless somebody says so.
        #expect(await say("diff --detailed-exitcode") == (provider == "qovery" ? 2 : 4))
        #expect(await say("apply --yes") == (provider == "qovery" ? 0 : 4))
        #expect(await say("apply --replace --yes", showsProgress: false) == 0)
        #expect(await say("diff --detailed-exitcode") == 0)
        #expect(try await cloud.names(provider, in: "shop") == ["api", "site"])
        let moved = renamed.replacing("{namespace: shop}", with: "{namespace: store, movedFrom: shop}")
        try terminal.file("shop.yaml", moved)
        #expect(await say("diff --detailed-exitcode") == 4)
        #expect(await say("apply --yes -q") == 4)
        #expect(await say("apply --replace --yes", showsProgress: false) == 0)
        #expect(await say("apply --yes") == 0)
        #expect(try await cloud.names(provider, in: "shop") == [])
        #expect(try await cloud.names(provider, in: "store") == ["api", "site"])
        // Which of two services comes first, and so gets which id, is open.
        text.replace(#/z[0-9a-f]{8}-/#, with: "zID-")
        try Golden.expect(text, matches: "replace-\(provider).txt")
        #expect(!text.contains(canary))
    }

    @Test func whatTerraformManagesIsLeftAlone() async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        let service = try cloud.service("scaleway")
        let place = try await service.makeNamespace(named: "shop")
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.ports = [Port(.of(8080))]
        var settings = ScalewaySettings()
        settings.tags = ["terraform"]
        spec.scaleway = settings
        var given = Resolutions()
        given.allowsAll = true
        _ = try await service.apply(spec, in: place.id, given)
        try terminal.file("shop.yaml", Self.manifest())
        let left = await run("apply --yes", cloud, "scaleway")
        #expect(left.status == 4, "\(left.everything)")
        #expect(left.error.contains("It is there already and belongs to Terraform; --adopt takes it over."))
        #expect(await run("apply --adopt --yes", cloud, "scaleway").status == 0)
        let tags = try await service.container(named: "web", in: place.id)?.spec.scaleway?.tags
        #expect(tags?.contains("terraform") == true)
    }

    /// The built tool, against what it serves itself.
    @Test(.timeLimit(.minutes(10)), arguments: MovingCloud.providers)
    func theBuiltToolDoesTheSame(_ provider: String) throws {
        let tests = try ProcessTests()
        try tests.terminal.file("shop.yaml", Self.manifest(more: Self.api))
        try tests.terminal.file("newer.yaml", Self.manifest(tag: "1.28", more: Self.api))
        let site = Self.manifest(tag: "1.28").replacing("  web:", with: "  site:\n    renamedFrom: web")
        try tests.terminal.file("site.yaml", site)
        let moved = site.replacing("{namespace: shop}", with: "{namespace: store, movedFrom: shop}")
        try tests.terminal.file("moved.yaml", moved)
        try tests.terminal.file("other.yaml", moved.replacing("nginx:1.28", with: "nginx:1.29"))
        let result = try tests.shell(
            """
            mkfifo ready && exec 3<>ready
            "$0" simulate --port 0 --time-scale 2000 >exports 2>&3 &
            trap "kill $!" EXIT
            grep -q -m1 'ready:' <&3
            . ./exports
            export SHOP_TOKEN=some-value XDG_STATE_HOME="$PWD/state" CLOUDCTL_PROVIDER=\(provider)
            decisions="--allow all --ingress nginx --registry docker.io=$QOVERY_REGISTRY_ID"
            "$0" apply -f shop.yaml $decisions --yes -q; echo "apply $?"
            "$0" diff -f shop.yaml $decisions --detailed-exitcode -q; echo "diff $?"
            "$0" export --all --namespace shop -q --out export.yaml; echo "export $?"
            "$0" diff -f export.yaml --detailed-exitcode -q; echo "diff $?"
            "$0" plan -f newer.yaml $decisions --out shop.plan --detailed-exitcode -q; echo "plan $?"
            "$0" apply shop.plan --yes -q; echo "apply $?"
            "$0" drift -f newer.yaml $decisions --detailed-exitcode -q; echo "drift $?"
            "$0" apply shop.plan --yes -q; echo "again $?"
            "$0" apply -f site.yaml $decisions --prune --replace --yes -q; echo "rename and prune $?"
            "$0" apply -f moved.yaml $decisions --yes -q; echo "unasked move $?"
            "$0" apply -f moved.yaml $decisions --replace --yes -q; echo "move $?"
            "$0" diff -f moved.yaml $decisions --detailed-exitcode -q; echo "diff $?"
            "$0" apply -f other.yaml $decisions --application other --yes -q; echo "not ours $?"
            "$0" apply -f other.yaml $decisions --application other --adopt --yes -q; echo "adopt $?"
            "$0" list --namespace store -o json | grep -c '"name": "site"'
            """
        )
        #expect(
            result.output == """
                shop/web
                shop/api
                apply 0
                diff 0
                export 0
                diff 0
                plan 2
                shop/web
                apply 0
                drift 0
                again 1
                shop/site
                rename and prune 0
                unasked move 4
                store/site
                move 0
                diff 0
                not ours 4
                store/site
                adopt 0
                1

                """,
            "\(result.error)"
        )
    }

    /// The built tool while another one is at work, with a wrong token, and when somebody interrupts it.
    @Test(.timeLimit(.minutes(10)), arguments: MovingCloud.providers)
    func theBuiltToolIsAloneAndCanBeStopped(_ provider: String) throws {
        let tests = try ProcessTests()
        try tests.terminal.file("shop.yaml", Self.manifest())
        let result = try tests.shell(
            """
            mkfifo ready work && exec 3<>ready 4<>work
            "$0" simulate --port 0 --time-scale 1 >exports 2>&3 &
            trap "kill $!" EXIT
            grep -q -m1 'ready:' <&3
            . ./exports
            export XDG_STATE_HOME="$PWD/state" CLOUDCTL_PROVIDER=\(provider)
            decisions="--allow all --ingress nginx --registry docker.io=$QOVERY_REGISTRY_ID"
            "$0" apply -f shop.yaml $decisions --yes >first 2>&4 &
            first=$!
            grep -q -m1 '^web: ' <&4
            "$0" apply -f shop.yaml $decisions --yes -q 2>second; echo "second $?"
            grep -c "another process writes to the namespace shop" second
            kill -INT $first; wait $first; echo "interrupted $?"
            QOVERY_CLI_ACCESS_TOKEN=wrong QOVERY_API_TOKEN=wrong SCW_SECRET_KEY=00000000-0000-4000-8000-000000000000 \\
                "$0" diff -f shop.yaml $decisions -q; echo "no token $?"
            "$0" list --namespace shop -o json | grep -c '"name": "web"'
            """
        )
        #expect(result.output == "second 75\n1\ninterrupted 130\nno token 77\n1\n", "\(result.output)\(result.error)")
    }
}
