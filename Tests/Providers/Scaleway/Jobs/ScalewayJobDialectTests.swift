import CloudContainers
import ScalewayContainers
import Testing

@Suite("Scaleway's dialect of jobs") struct ScalewayJobDialectTests {
    private let dialect = ScalewayJobDialect()

    private static let live: JSONValue = [
        "definition": [
            "id": "11111111-1111-4111-8111-111111111111", "name": "nightly",
            "project_id": "22222222-2222-4222-8222-222222222222", "cpu_limit": 500, "memory_limit": 512,
            "local_storage_capacity": 1000, "image_uri": "nginx:1.27", "command": "",
            "environment_variables": ["A": "1", "B": "2"], "job_timeout": "1200s",
            "description": "tidies up [cloud-containers namespace=44444444-4444-4444-8444-444444444444]",
            "cron_schedule": ["schedule": "5 4 * * *", "timezone": "Europe/Paris"],
            "retry_policy": ["max_retries": 3], "startup_command": ["sh"], "args": ["-c", "true"],
            "region": "fr-par",
        ],
        "secrets": [
            [
                "secret_id": "s1", "secret_manager_id": "m1", "secret_manager_version": "1",
                "job_definition_id": "11111111-1111-4111-8111-111111111111", "env_var": ["name": "TOKEN"],
            ],
            [
                "secret_id": "s2", "secret_manager_id": "m2", "secret_manager_version": "latest",
                "job_definition_id": "11111111-1111-4111-8111-111111111111", "file": ["path": "/etc/app/key.pem"],
            ],
        ],
        "triggers": [
            [
                "id": "t1", "job_definition_id": "11111111-1111-4111-8111-111111111111", "name": "weekly",
                "cron_config": ["schedule": "0 3 * * SUN", "timezone": "Etc/UTC", "args": ["-c", "false"]],
            ]
        ],
    ]

    private func spec() throws -> JobSpec {
        try #require(try dialect.read(JSONDocument(Self.live), Resolutions()).first?.value)
    }

    private func requests(
        _ given: Resolutions = Resolutions(),
        _ change: (inout JobSpec) throws -> Void
    ) throws -> [PreparedRequest] {
        var spec = try spec()
        try change(&spec)
        return try #require(
            try dialect.prepare(.update(spec, live: JSONDocument(Self.live)), given).value
        ).requests
    }

    /// The only request, whose body is what changes of the definition.
    private func patch(_ change: (inout JobSpec) throws -> Void) throws -> JSONValue? {
        let requests = try requests { try change(&$0) }
        try #require(requests.count == 1)
        #expect(requests[0].method == "PATCH" && requests[0].path.hasSuffix("/job-definitions/{job}"))
        return requests[0].body?.root
    }

    // MARK: Reading

    @Test func readsWhatScalewayHolds() throws {
        let spec = try spec()
        #expect(spec.name == "nightly" && spec.description == "tidies up")
        #expect(spec.resources.cpu == .millicores(500) && spec.resources.memory == .mebibytes(512))
        #expect(spec.retries == .of(3) && spec.timeLimit == .seconds(1200))
        #expect(spec.command == JobCommand(command: ["sh"], arguments: ["-c", "true"]))
        #expect(spec.schedules.map(\.cron.description) == ["5 4 * * *", "0 3 * * SUN"])
        #expect(spec.schedules.map(\.name) == [nil, "weekly"])
        #expect(spec.schedules[1].override.arguments == ["-c", "false"])
        #expect(spec.variables.map(\.name) == ["A", "B", "TOKEN", "ETC_APP_KEY_PEM"])
        #expect(spec.variables[3].mountPath == "/etc/app/key.pem" && spec.variables[3].isSecret)
        #expect(spec.scaleway?.secrets.map(\.secret) == ["m1", "m2"])
    }

    @Test func aBareDefinitionAndAListAreReadToo() throws {
        let definition = try #require(Self.live["definition"])
        let bare = try dialect.read(JSONDocument(definition), Resolutions())
        #expect(bare.first?.value.name == "nightly" && dialect.recognises(JSONDocument(definition)))
        #expect(bare.first?.ledger.findings.map(\.finding.code).contains(.partMissing) == true)
        let list = try dialect.read(JSONDocument(["job_definitions": [definition, definition]]), Resolutions())
        #expect(list.count == 2)
        #expect(!dialect.recognises(JSONDocument(["container": ["mvcpu_limit": 70]])))
    }

    @Test func aDefinitionWithoutAnImageIsRefusedByItsField() throws {
        let error = #expect(throws: ContainerServiceError.self) {
            try dialect.read(JSONDocument(["definition": ["cpu_limit": 70]]), Resolutions())
        }
        #expect(error?.diagnostics.first?.field == "definition.image_uri")
    }

    @Test func aScheduleThatCannotBeReadIsSaidAndLeftAlone() throws {
        let strange = Self.live.replacing("triggers[0].cron_config.schedule", with: "@reboot")
        let read = try #require(try dialect.read(JSONDocument(strange), Resolutions()).first)
        #expect(read.value.schedules.count == 1)
        let finding = read.ledger.findings.map(\.finding).first { $0.code == .jobCron }
        #expect(finding?.outcome == .dropped && finding?.subject == "weekly")
        var wish = read.value
        wish.schedules = [JobSchedule(.everyMinute)]
        let change = try dialect.prepare(.update(wish, live: JSONDocument(strange)), Resolutions()).value
        #expect(change?.requests.map(\.method) == ["PATCH"])
    }

    // MARK: Writing

    private func write(
        _ given: Resolutions = Resolutions(),
        _ change: (inout JobSpec) throws -> Void
    ) throws -> (JSONValue?, [Finding]) {
        var spec = JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "nginx:1.27")))
        try change(&spec)
        let written = dialect.write(spec, given)
        return (written.value?.root, written.ledger.findings.map(\.finding))
    }

    @Test func amountsThatNobodySaysAreNamed() throws {
        let (bundle, findings) = try write { _ in }
        #expect(bundle?["definition"]?["memory_limit"] == 2048)
        #expect(findings.filter { $0.code == .defaultAssumed }.count == 3)
    }

    @Test func amountsAreRoundedUpToMebibytesAndRemembered() throws {
        let (bundle, findings) = try write { spec in
            spec.resources.memory = .megabytes(512)
            spec.resources.ephemeralStorage = .gigabytes(2)
        }
        #expect(bundle?["definition"]?["memory_limit"] == 489)
        #expect(bundle?["definition"]?["local_storage_capacity"] == 1908)
        #expect(findings.map(\.code).contains(.memoryRounded) && findings.map(\.code).contains(.diskRounded))
        let again = try dialect.read(JSONDocument(try #require(bundle)), Resolutions()).first?.value
        #expect(again?.resources.memory == .megabytes(512) && again?.resources.ephemeralStorage == .gigabytes(2))
    }

    @Test("what is over a bound is blocked until it may be cut", arguments: Resolutions.Clamp.allCases)
    func blocksOverMaximum(_ clamp: Resolutions.Clamp) throws {
        func change(_ spec: inout JobSpec) {
            switch clamp {
            case .cpu: spec.resources.cpu = .millicores(6001)
            case .memory: spec.resources.memory = .mebibytes(16_385)
            case .disk: spec.resources.ephemeralStorage = .mebibytes(10_241)
            }
        }
        let (none, findings) = try write { change(&$0) }
        #expect(none == nil && findings.contains { $0.resolution == "--clamp \(clamp.rawValue)" })
        var given = Resolutions()
        given.clamps = [clamp]
        let definition = try write(given, change).0?["definition"]
        let name = [Resolutions.Clamp.cpu: "cpu_limit", .memory: "memory_limit", .disk: "local_storage_capacity"]
        let most = [Resolutions.Clamp.cpu: 6000, .memory: 16_384, .disk: 10_240]
        #expect(definition?[name[clamp] ?? ""]?.integer == most[clamp])
    }

    @Test func boundsOfRunsAreReduced() throws {
        let (bundle, findings) = try write { spec in
            spec.retries = .of(9)
            spec.timeLimit = .seconds(90_000)
        }
        #expect(bundle?["definition"]?["retry_policy"] == ["max_retries": 5])
        #expect(bundle?["definition"]?["job_timeout"] == "86400s")
        let reduced = findings.filter { $0.outcome == .reduced }.map(\.code)
        #expect(Set(reduced) == [.jobRetries, .jobTimeLimit])
        let silent = try write { $0.timeLimit = nil }.1.first { $0.code == .jobTimeLimit }
        #expect(silent?.outcome == .defaulted && silent?.after == .duration(.seconds(86_400)))
    }

    @Test func whatHasNoPlaceIsBlocked() throws {
        var (bundle, findings) = try write { $0.events = [.start: JobCommand(), .delete: JobCommand(command: ["x"])] }
        #expect(bundle == nil && findings.filter { $0.code == .jobEvent }.map(\.subject) == ["onStart", "onDelete"])
        (bundle, findings) = try write { $0.source = .build(ImageBuild(repository: "https://git.test/a.git")) }
        #expect(bundle == nil && findings.contains { $0.code == .jobBuild && $0.outcome == .blocked })
        (bundle, findings) = try write { $0.imageAccess = .credentials }
        #expect(bundle == nil && findings.contains { $0.code == .imageCredentials })
        (bundle, findings) = try write { spec in
            spec.schedules = [JobSchedule(.everyMinute, in: TimeZoneName(rawValue: "not a zone"))]
        }
        #expect(bundle == nil && findings.contains { $0.code == .jobZone })
    }

    @Test func theFirstPlainScheduleIsTheDefinitionsOwn() throws {
        let (bundle, _) = try write { spec in
            var other = JobSchedule(.everyMinute, name: "every minute")
            other.override.command = ["sh"]
            spec.schedules = [
                other, JobSchedule(.everyMinute, in: TimeZoneName(rawValue: "Europe/Paris")), JobSchedule(.everyMinute),
                JobSchedule(.everyMinute, name: "every-minute"),
            ]
        }
        #expect(bundle?["definition"]?["cron_schedule"]?["timezone"] == "Europe/Paris")
        let triggers = bundle?["triggers"]?.array ?? []
        #expect(triggers.compactMap { $0["name"]?.string } == ["every-minute", "schedule", "every-minute-2"])
        #expect(triggers.first?["cron_config"]?["startup_command"] == ["sh"])
        #expect(triggers.last?["cron_config"] == ["schedule": "* * * * *", "timezone": "Etc/UTC"])
    }

    @Test func namesAreFittedAndTheMarkKeepsThem() throws {
        let (bundle, findings) = try write { spec in
            spec.name = "Tidy up, every night!"
            spec.owner = "me"
        }
        let definition = try #require(bundle?["definition"])
        #expect(definition["name"] == "Tidy-up-every-night-" && findings.contains { $0.code == .nameChanged })
        let again = try #require(try dialect.read(JSONDocument(definition), Resolutions()).first?.value)
        #expect(again.name == "Tidy up, every night!" && again.owner == "me" && again.description == nil)
    }

    @Test func aDescriptionMakesRoomForTheMark() throws {
        let (bundle, findings) = try write { $0.description = String(repeating: "é", count: 300) }
        let text = try #require(bundle?["definition"]?["description"]?.string)
        // A namespace is a UUID, which takes the place of the placeholder.
        let mark = "[cloud-containers namespace=" + String(repeating: "0", count: 36) + "]"
        #expect(text.prefix { $0 == "é" }.count == 255 - mark.count - 1)
        #expect(findings.contains { $0.code == .descriptionCut && $0.outcome == .reduced })
    }

    @Test func variablesThatAPlatformKeepsAndPlainFilesAreDropped() throws {
        let (bundle, findings) = try write { spec in
            spec.variables = [
                EnvironmentVariable(name: "scw_sls_x", value: .plain("1")),
                EnvironmentVariable(name: "PORT", value: .plain("1")),
                EnvironmentVariable(name: "FILE", value: .plain("content"), mountPath: "/etc/file"),
            ]
        }
        #expect(bundle?["definition"]?["environment_variables"] == ["PORT": "1"])
        #expect(Set(findings.filter { $0.outcome == .dropped }.map(\.code)) == [.variableReserved, .variableFile])
    }

    @Test(
        "a plain value that reads like a placeholder is blocked",
        arguments: ["{job}", "{project}", "{region}", "{secret-1}", "{secret-base64:A}", "{namespace}"]
    )
    func blocksPlaceholders(_ value: String) throws {
        let (bundle, findings) = try write { $0.variables = [EnvironmentVariable(name: "A", value: .plain(value))] }
        #expect(bundle == nil && findings.contains { $0.code == .variablePlaceholder })
    }

    // MARK: Creations

    @Test func aSecretIsMadeBeforeTheJobAndItsScheduleComesLast() throws {
        var spec = JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "nginx:1.27")))
        spec.schedules = [JobSchedule(.everyMinute), JobSchedule(.everyMinute, name: "more")]
        spec.variables = [
            EnvironmentVariable(name: "TOKEN", value: .secret(.provided)),
            EnvironmentVariable(name: "KEY", value: .secret(.provided), mountPath: "/etc/key"),
        ]
        var settings = ScalewayJobSettings()
        settings.secrets = [.init("KEY", to: "m9", version: "3")]
        spec.scaleway = settings
        let missing = try dialect.prepare(.create(spec), Resolutions())
        #expect(missing.value == nil && missing.ledger.obstacles.map(\.subject) == ["TOKEN"])
        var given = Resolutions()
        given.secretNames = ["TOKEN"]
        let change = try #require(try dialect.prepare(.create(spec), given).value)
        let paths = change.requests.map { "\($0.method) \($0.path.split(separator: "}", maxSplits: 1)[1])" }
        #expect(
            paths == [
                "POST /secrets", "POST /secrets/{secret-1}/versions", "POST /job-definitions", "POST /secrets",
                "PATCH /job-definitions/{job}", "POST /triggers",
            ]
        )
        #expect(change.requests.map(\.makes) == ["secret-1", nil, "job", nil, nil, nil])
        #expect(change.requests[1].body?.root == ["data": "{secret-base64:TOKEN}"])
        #expect(change.requests[2].body?.root["cron_schedule"] == nil)
        #expect(
            change.requests[3].body?.root == [
                "job_definition_id": "{job}",
                "secrets": [
                    [
                        "secret_manager_id": "{secret-1}", "secret_manager_version": "latest",
                        "env_var_name": "TOKEN",
                    ], ["secret_manager_id": "m9", "secret_manager_version": "3", "path": "/etc/key"],
                ],
            ]
        )
        #expect(change.deploys && change.basis == nil)
        // A saved change is the same change.
        #expect(try PreparedChange(document: change.document) == change)
    }

    @Test("a file of a secret needs an absolute path", arguments: ["etc/key", "/etc/", "/", "//a"])
    func refusesPaths(_ path: String) throws {
        var given = Resolutions()
        given.secretNames = ["KEY"]
        let (bundle, findings) = try write(given) { spec in
            spec.variables = [EnvironmentVariable(name: "KEY", value: .secret(.provided), mountPath: path)]
        }
        #expect(bundle == nil && findings.contains { $0.code == .variableFile && $0.outcome == .blocked })
    }

    // MARK: Updates

    @Test func eachFieldAloneIsAPatchOfItself() throws {
        #expect(try patch { $0.source = .image(try ImageReference(parsing: "nginx:2")) } == ["image_uri": "nginx:2"])
        #expect(try patch { $0.command.command = ["env"] } == ["startup_command": ["env"]])
        #expect(try patch { $0.command.arguments = ["x"] } == ["args": ["x"]])
        #expect(try patch { $0.resources.cpu = .millicores(700) } == ["cpu_limit": 700])
        #expect(try patch { $0.resources.memory = .mebibytes(700) } == ["memory_limit": 700])
        #expect(try patch { $0.resources.ephemeralStorage = .mebibytes(700) } == ["local_storage_capacity": 700])
        #expect(try patch { $0.retries = .of(1) } == ["retry_policy": ["max_retries": 1]])
        #expect(try patch { $0.timeLimit = .seconds(30) } == ["job_timeout": "30s"])
        #expect(try patch { $0.variables[0].value = .plain("2") } == ["environment_variables": ["A": "2", "B": "2"]])
        let mark = "[cloud-containers namespace=44444444-4444-4444-8444-444444444444]"
        #expect(try patch { $0.description = "other" } == ["description": .string("other \(mark)")])
        #expect(
            try patch { $0.schedules[0].timeZone = .utc }
                == ["cron_schedule": ["schedule": "5 4 * * *", "timezone": "Etc/UTC"]]
        )
        #expect(try patch { $0.name = "other" } == ["name": "other"])
    }

    @Test func whatIsResetIsClearedTheWayTheApiClearsIt() throws {
        let mark = "[cloud-containers namespace=44444444-4444-4444-8444-444444444444]"
        let cases: [(FieldPath, JSONValue, (inout JobSpec) -> Void)] = [
            ("description", ["description": .string(mark)], { $0.description = nil }),
            ("command", ["startup_command": []], { $0.command.command = [] }),
            ("arguments", ["args": []], { $0.command.arguments = [] }),
            ("retries", ["retry_policy": ["max_retries": .null]], { $0.retries = nil }),
            ("timeLimit", ["job_timeout": "86400s"], { $0.timeLimit = nil }),
            (
                "environment", ["environment_variables": [:]],
                { $0.variables.removeAll { !$0.isSecret } }
            ),
        ]
        for (path, expected, change) in cases {
            // Not said is not managed.
            #expect(try requests { change(&$0) }.isEmpty, "\(path)")
            let body = try patch { spec in
                change(&spec)
                spec.resets = [path]
            }
            #expect(body == expected, "\(path)")
        }
    }

    @Test func whatCannotBeResetIsSaid() throws {
        var spec = try spec()
        spec.resets = ["resources.gpu", "providers.scaleway.secrets"]
        let change = try dialect.prepare(.update(spec, live: JSONDocument(Self.live)), Resolutions())
        let findings = change.ledger.findings.map(\.finding).filter { $0.code == .resetImpossible }
        #expect(findings.map(\.subject) == ["providers.scaleway.secrets"])
        #expect(change.value?.requests.isEmpty == true)
    }

    @Test func schedulesAreRemovedByNullsAndByDeletion() throws {
        let requests = try requests { spec in
            spec.schedules = []
            spec.resets = ["schedules"]
        }
        #expect(requests.map(\.method) == ["PATCH", "DELETE"])
        #expect(requests[0].body?.root == ["cron_schedule": ["schedule": .null, "timezone": .null]])
        #expect(requests[1].path.hasSuffix("/triggers/t1"))
    }

    @Test func aFurtherScheduleIsChangedByItsName() throws {
        var requests = try requests { $0.schedules[1].override = JobCommand() }
        #expect(requests.map(\.method) == ["PATCH"] && requests[0].path.hasSuffix("/triggers/t1"))
        #expect(
            requests[0].body?.root == [
                "cron_config": ["schedule": "0 3 * * SUN", "timezone": "Etc/UTC", "args": []]
            ]
        )
        requests = try self.requests { $0.schedules[1].name = "monthly" }
        #expect(requests.map(\.method) == ["POST", "DELETE"])
    }

    @Test func secretsKeepTheirPlaceAndAreChangedByName() throws {
        // The wish knows nothing of Secret Manager, and calls the file by another name.
        var requests = try requests { spec in
            spec.scaleway = nil
            spec.variables[3].name = "KEY"
        }
        #expect(requests.isEmpty)
        requests = try self.requests { $0.scaleway?.secrets[0].version = "2" }
        #expect(requests.map(\.method) == ["PATCH"] && requests[0].path.hasSuffix("/secrets/s1"))
        #expect(requests[0].body?.root == ["secret_manager_version": "2"])
        requests = try self.requests { $0.scaleway?.secrets[0].secret = "m7" }
        let managed = "/secret-manager/v1beta1/regions/{region}/secrets/"
        #expect(requests.map(\.method) == ["DELETE", "POST", "DELETE"] && requests[0].path.hasSuffix("/secrets/s1"))
        #expect(requests.last?.path.hasPrefix(managed) == true)
        requests = try self.requests { spec in
            spec.variables.removeAll { $0.name == "TOKEN" }
            spec.resets = ["secrets"]
        }
        #expect(requests.map(\.method) == ["DELETE", "DELETE"] && requests[0].path.hasSuffix("/secrets/s1"))
        #expect(requests.last?.path.hasPrefix(managed) == true)
    }

    @Test func aNewSecretOfALiveJobComesLast() throws {
        var given = Resolutions()
        given.secretNames = ["NEW"]
        let requests = try requests(given) { spec in
            spec.timeLimit = .seconds(30)
            spec.variables.append(EnvironmentVariable(name: "NEW", value: .secret(.provided)))
        }
        #expect(requests.map(\.method) == ["PATCH", "POST", "POST", "POST"])
        #expect(requests.map(\.makes) == [nil, "secret-1", nil, nil])
        #expect(requests[3].body?.root["secrets"]?.array?.count == 1)
    }

    @Test func aPlainVariableThatBecomesASecretLeavesThePlainOnes() throws {
        var given = Resolutions()
        given.secretNames = ["A"]
        var wish = JobSpec(name: "nightly", source: try spec().source)
        wish.variables = [EnvironmentVariable(name: "A", value: .secret(.provided))]
        let change = try dialect.prepare(.update(wish, live: JSONDocument(Self.live)), given).value
        #expect(change?.requests.first?.body?.root == ["environment_variables": ["B": "2"]])
        // Other secrets are not in the wish, which manages the secrets.
        #expect(change?.requests.map(\.method) == ["PATCH", "POST", "POST", "DELETE", "POST", "DELETE"])
    }

    @Test func theBasisIsWhatIsConfigured() throws {
        let basis = dialect.basis(of: JSONDocument(Self.live))
        let secrets = try #require(Self.live["secrets"]?.array)
        var turned = try #require(Self.live.object)
        turned.set("secrets", .array(secrets.reversed()))
        #expect(dialect.basis(of: JSONDocument(.object(turned))) == basis)
        let other = Self.live.replacing("definition.cpu_limit", with: 501)
        #expect(dialect.basis(of: JSONDocument(other)) != basis)
    }

    @Test func whatOnlyScalewayKnowsIsSaidWhenTheJobLeaves() throws {
        var settings = ScalewayJobSettings()
        settings.shellCommand = "echo $HOME"
        settings.secrets = [.init("TOKEN", to: "m1")]
        let spec = ContainerSpec(name: "nightly", image: try ImageReference(parsing: "nginx"))
        let findings = settings.departures(of: spec, Resolutions()).map(\.finding)
        #expect(findings.map(\.code) == [.jobShellCommand, .jobSecretReference])
        #expect(findings.map(\.outcome) == [.dropped, .noted])
        let again = try dialect.settings(settings.document)
        #expect(again as? ScalewayJobSettings == settings)
    }
}
