import CloudContainers
import ScalewayContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// The secrets of jobs, from their making to their end, on the simulator.
@Suite("Secrets of Scaleway's jobs") struct ScalewayJobSecretsTests {
    /// An account with a namespace and a job that has two secrets of its own.
    private struct Shop {
        let account: Account
        let namespace: Namespace.ID
        let jobs: any JobService
        let spec: JobSpec
        let id: Job.ID

        init() async throws {
            account = try Account(.scaleway)
            namespace = try await account.service.createNamespace(named: "shop").id
            jobs = try #require(account.service.jobs)
            var spec = JobSpec(
                name: "nightly",
                source: .image(try ImageReference(parsing: "docker.io/library/alpine:3"))
            )
            spec.resources.cpu = .millicores(120)
            spec.resources.memory = .mebibytes(256)
            spec.resources.ephemeralStorage = .mebibytes(1000)
            spec.variables = [
                EnvironmentVariable(name: "TOKEN", value: .secret(.provided)),
                EnvironmentVariable(name: "KEY", value: .secret(.provided), mountPath: "/etc/key"),
            ]
            self.spec = spec
            var given = Resolutions()
            given.secretNames = ["TOKEN", "KEY"]
            id = try await jobs.createJob(spec, in: namespace, secrets: Self.first, given)
        }

        static let first = SecretValues(["TOKEN": "first-token", "KEY": "first-key"])
        static let second = SecretValues(["TOKEN": "second-token", "KEY": "second-key"])

        var configuration: ScalewaySimulator.Configuration { ScalewaySimulator.Configuration() }

        /// Asks Secret Manager.
        func managed(_ path: String, _ method: HTTPMethod = .get, _ body: JSONValue? = nil) async throws -> JSONValue {
            let request = HTTPRequest(
                method,
                "/secret-manager/v1beta1/regions/fr-par/secrets\(path)",
                of: try HTTPBaseURL(parsing: "https://api.scaleway.com"),
                headers: ["X-Auth-Token": configuration.secretKey, "Content-Type": "application/json"],
                body: body.map { HTTPBody(Array($0.text(.compact).utf8)) },
                kind: method == .get ? .read : .creation,
                operation: "a test"
            )
            let response = try await account.faults.send(request)
            try #require(response.status < 300, "\(response.status)")
            return response.body.isEmpty ? .null : try JSONDocument(parsing: response.body).root
        }

        var managedSecrets: [JSONValue] { get async throws { try await managed("")["secrets"]?.array ?? [] } }

        /// The version of each secret that the job sees, by its variable.
        var versions: [String: String] {
            get async throws {
                let secrets = try await jobs.job(id).spec.scaleway?.secrets ?? []
                return Dictionary(secrets.map { ($0.variable, $0.version) }) { $1 }
            }
        }

        func secret(of variable: String) async throws -> String {
            try #require(try await jobs.job(id).spec.scaleway?.secrets.first { $0.variable == variable }?.secret)
        }

        func renew(_ names: Set<String>, _ spec: JobSpec? = nil) async throws {
            var given = Resolutions()
            given.renewedSecrets = names
            try await jobs.updateJob(id, to: spec ?? self.spec, secrets: Self.second, given)
        }

        /// The writes since a count, without identifiers.
        func writes(after count: Int) async -> [String] {
            await account.writes.dropFirst(count).map { request in
                let steps = request.path.split(separator: "/").drop { $0 != "fr-par" }.dropFirst()
                let words = steps.map { $0.count == 36 && $0.contains("-") ? "*" : String($0) }
                return "\(request.method) \(words.joined(separator: "/"))"
            }
        }
    }

    private static let refusal = HTTPResponse.refusal(400, .scaleway, "not today")

    // MARK: Another value

    @Test func aValueIsReplacedByANewVersion() async throws {
        let shop = try await Shop()
        let secret = try await shop.secret(of: "TOKEN")
        let count = await shop.account.writes.count
        try await shop.renew(["TOKEN"])
        #expect(await shop.writes(after: count) == ["POST secrets/*/versions"])
        #expect(try await shop.managed("/\(secret)")["version_count"]?.integer == 2)
        // Without being asked for, no value is sent again.
        try await shop.renew([])
        #expect(await shop.account.writes.count == count + 1)
        let sent = await shop.account.history.map { "\($0)" }.joined()
        #expect(!sent.contains("second-token"))
    }

    @Test func aPinnedReferenceFollowsToTheNewVersion() async throws {
        let shop = try await Shop()
        var pinned = try await shop.jobs.job(shop.id).spec
        for index in pinned.scaleway?.secrets.indices ?? 0..<0 { pinned.scaleway?.secrets[index].version = "1" }
        try await shop.jobs.updateJob(shop.id, to: pinned, Resolutions())
        #expect(try await shop.versions == ["TOKEN": "1", "ETC_KEY": "1"])
        let live = try await shop.jobs.job(shop.id).spec
        let count = await shop.account.writes.count
        var given = Resolutions()
        given.renewedSecrets = ["TOKEN", "ETC_KEY"]
        let values = SecretValues(["TOKEN": "second-token", "ETC_KEY": "second-key"])
        try await shop.jobs.updateJob(shop.id, to: live, secrets: values, given)
        #expect(try await shop.versions == ["TOKEN": "2", "ETC_KEY": "2"])
        let writes = await shop.writes(after: count)
        #expect(writes.map { $0.prefix(5) } == ["POST ", "POST ", "PATCH", "PATCH"])
    }

    @Test func aSecretOfOthersKeepsItsValue() async throws {
        let shop = try await Shop()
        let foreign = try await shop.managed(
            "",
            .post,
            ["name": "shared", "project_id": .string(shop.configuration.projectID), "path": "/team"]
        )
        let id = try #require(foreign["id"]?.string)
        _ = try await shop.managed("/\(id)/versions", .post, ["data": "eA=="])
        var spec = shop.spec
        spec.variables.append(EnvironmentVariable(name: "SHARED", value: .secret(.provided)))
        var settings = ScalewayJobSettings()
        settings.secrets = [.init("SHARED", to: id)]
        spec.scaleway = settings
        try await shop.jobs.updateJob(shop.id, to: spec, Resolutions())
        let wish = spec
        let count = await shop.account.writes.count
        var given = Resolutions()
        given.renewedSecrets = ["TOKEN", "SHARED"]
        let values = SecretValues(["TOKEN": "second-token", "SHARED": "mine"])
        let asked = given
        let error = try await failure { try await shop.jobs.updateJob(shop.id, to: wish, secrets: values, asked) }
        #expect(error?.code == .unsupported && error?.message.contains("Secret Manager") == true)
        #expect(await shop.account.writes.count == count)
        // Taking the variable away leaves the secret to whoever made it.
        var without = spec
        without.variables.removeAll { $0.name == "SHARED" }
        without.scaleway = nil
        try await shop.jobs.updateJob(shop.id, to: without, Resolutions())
        #expect(try await shop.versions.keys.contains("SHARED") == false)
        #expect(try await shop.managedSecrets.count == 3)
    }

    @Test func aValueThatNobodyHasStopsBeforeAnythingIsSent() async throws {
        let shop = try await Shop()
        let count = await shop.account.writes.count
        var given = Resolutions()
        given.renewedSecrets = ["TOKEN"]
        let asked = given
        let error = try await failure { try await shop.jobs.updateJob(shop.id, to: shop.spec, asked) }
        #expect(error?.code == .secretMissing)
        #expect(await shop.account.writes.count == count)
    }

    @Test func aValueThatIsNotTakenLeavesTheFormerOne() async throws {
        let shop = try await Shop()
        var pinned = try await shop.jobs.job(shop.id).spec
        for index in pinned.scaleway?.secrets.indices ?? 0..<0 { pinned.scaleway?.secrets[index].version = "1" }
        try await shop.jobs.updateJob(shop.id, to: pinned, Resolutions())
        let secret = try await shop.secret(of: "TOKEN")
        let live = try await shop.jobs.job(shop.id).spec
        await shop.account.faults.add(
            FaultRule(.answer(Self.refusal), method: .patch, path: "/v1alpha2/regions/fr-par/secrets/")
        )
        var given = Resolutions()
        given.renewedSecrets = ["TOKEN"]
        let asked = given
        let error = try await failure {
            try await shop.jobs.updateJob(shop.id, to: live, secrets: Shop.second, asked)
        }
        #expect(error?.message.contains("not today") == true)
        #expect(try await shop.versions["TOKEN"] == "1")
        #expect(try await shop.managed("/\(secret)")["version_count"]?.integer == 1)
    }

    /// The first reference has the new version already, which then has to stay.
    @Test func aVersionThatIsInUseIsNotTakenAway() async throws {
        let shop = try await Shop()
        var pinned = try await shop.jobs.job(shop.id).spec
        for index in pinned.scaleway?.secrets.indices ?? 0..<0 { pinned.scaleway?.secrets[index].version = "1" }
        try await shop.jobs.updateJob(shop.id, to: pinned, Resolutions())
        let live = try await shop.jobs.job(shop.id).spec
        await shop.account.faults.add(
            FaultRule(
                .answer(Self.refusal),
                method: .patch,
                path: "/v1alpha2/regions/fr-par/secrets/",
                occurrences: 2...2
            )
        )
        var given = Resolutions()
        given.renewedSecrets = ["TOKEN", "ETC_KEY"]
        let asked = given
        let values = SecretValues(["TOKEN": "second-token", "ETC_KEY": "second-key"])
        _ = try await failure { try await shop.jobs.updateJob(shop.id, to: live, secrets: values, asked) }
        let versions = try await shop.versions
        #expect(Set(versions.values) == ["1", "2"])
        for (variable, version) in versions {
            let secret = try await shop.secret(of: variable)
            #expect(try await shop.managed("/\(secret)")["version_count"]?.integer == Int(version))
        }
    }

    // MARK: The end

    @Test func aSecretGoesWithItsVariable() async throws {
        let shop = try await Shop()
        var spec = shop.spec
        spec.variables.removeAll { $0.name == "TOKEN" }
        spec.resets = ["secrets"]
        let count = await shop.account.writes.count
        try await shop.jobs.updateJob(shop.id, to: spec, Resolutions())
        #expect(await shop.writes(after: count) == ["DELETE secrets/*", "DELETE secrets/*"])
        #expect(try await shop.managedSecrets.count == 1)
        try await shop.jobs.deleteJob(shop.id)
        #expect(try await shop.managedSecrets.isEmpty)
    }

    @Test func aSecretThatIsGoneAlreadyIsNoFailure() async throws {
        let shop = try await Shop()
        let secret = try await shop.secret(of: "TOKEN")
        _ = try await shop.managed("/\(secret)", .delete)
        var spec = shop.spec
        spec.variables.removeAll { $0.name == "TOKEN" }
        spec.resets = ["secrets"]
        try await shop.jobs.updateJob(shop.id, to: spec, Resolutions())
        #expect(try await shop.versions.keys.contains("TOKEN") == false)
    }

    @Test func aNewSecretOfALiveJobLeavesNoOrphan() async throws {
        let shop = try await Shop()
        var spec = shop.spec
        spec.variables.append(EnvironmentVariable(name: "MORE", value: .secret(.provided)))
        let wish = spec
        await shop.account.faults.add(
            FaultRule(.answer(Self.refusal), method: .post, path: "/v1alpha2/regions/fr-par/secrets")
        )
        var given = Resolutions()
        given.secretNames = ["MORE"]
        let asked = given
        _ = try await failure {
            try await shop.jobs.updateJob(shop.id, to: wish, secrets: SecretValues(["MORE": "x"]), asked)
        }
        #expect(try await shop.managedSecrets.count == 2)
        #expect(try await Set(shop.versions.keys) == ["TOKEN", "ETC_KEY"])
    }
}
