import CloudContainers
import Foundation
import QoveryContainers
import Testing

@Suite("Qovery's words for jobs") struct QoveryJobDialectTests {
    private let dialect = QoveryJobDialect()
    private static let registry = "3c90c3cc-0d44-4b50-8888-8dd25736052a"

    private var given: Resolutions {
        var given = Resolutions()
        given.registries["docker.io"] = Self.registry
        return given
    }

    private func nightly(_ schedule: String = "0 3 * * *") throws -> JobSpec {
        var spec = JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "nginx:1.27")))
        spec.schedules = [JobSchedule(try CronExpression(parsing: schedule))]
        return spec
    }

    /// The job of what is written.
    private func job(_ spec: JobSpec) throws -> JSONValue {
        let written = dialect.write(spec, given)
        return try #require(written.value?.root["job"], "\(written.ledger.findings.map(\.finding))")
    }

    private func codes(_ spec: JobSpec) -> [FindingCode] {
        dialect.write(spec, given).ledger.findings.map(\.finding.code)
    }

    // MARK: Reading

    @Test func theProviderHasIt() {
        #expect(QoveryDialect().jobs?.provider == .qovery)
        #expect(dialect.recognises(JSONDocument(["results": [["name": "a", "schedule": [:]]]])))
        #expect(!dialect.recognises(JSONDocument(["name": "a", "image_name": "nginx"])))
    }

    @Test func readsACronJob() throws {
        let document: JSONValue = [
            "name": "nightly", "max_nb_restart": 2, "max_duration_seconds": 300, "port": 9000,
            "cpu": 250, "memory": 128,
            "source": [
                "image": [
                    "image_name": "team/app", "tag": "7", "registry_id": .string(Self.registry),
                    "registry": ["url": "https://ghcr.io", "kind": "GITHUB_CR"],
                ], "docker": nil,
            ],
            "schedule": [
                "cronjob": [
                    "scheduled_at": "15 4 * * 1", "timezone": "Europe/Paris", "entrypoint": "run",
                    "arguments": ["--all"],
                ]
            ],
            "healthchecks": ["liveness_probe": ["type": ["exec": ["command": ["true"]]]]],
        ]
        let spec = try #require(try dialect.read(JSONDocument(document), Resolutions()).first?.value)
        #expect(spec.source == .image(try ImageReference(parsing: "ghcr.io/team/app:7")))
        #expect(spec.schedules.map(\.cron.description) == ["15 4 * * 1"])
        #expect(spec.schedules.first?.timeZone == TimeZoneName(rawValue: "Europe/Paris"))
        #expect(spec.command == JobCommand(command: ["run"], arguments: ["--all"]) && spec.events.isEmpty)
        #expect(spec.retries?.value == 2 && spec.timeLimit == .seconds(300))
        #expect(spec.resources.cpu == .millicores(250) && spec.resources.memory == .mebibytes(128))
        #expect(spec.qovery?.port?.value == 9000 && spec.qovery?.registryID == Self.registry)
        #expect(spec.qovery?.probes.liveness?.check == .exec(Probe.ExecCheck(command: ["true"])))
    }

    @Test func readsALifecycleJobThatIsBuilt() throws {
        let document: JSONValue = [
            "job": [
                "name": "seed",
                "source": [
                    "image": [:],
                    "docker": [
                        "git_repository": [
                            "url": "https://gitlab.com/team/seed.git", "owner": "team", "name": "seed",
                            "provider": "GITLAB", "branch": "next", "root_path": "/jobs",
                        ], "dockerfile_path": "Dockerfile", "docker_target_build_stage": "run",
                    ],
                ],
                "schedule": [
                    "on_start": ["entrypoint": "load"], "on_delete": ["arguments": ["drop"]],
                    "lifecycle_type": "TERRAFORM",
                ],
            ]
        ]
        let spec = try #require(try dialect.read(JSONDocument(document), Resolutions()).first?.value)
        var build = ImageBuild(repository: "https://gitlab.com/team/seed.git")
        build.branch = "next"
        build.folder = "/jobs"
        build.dockerfilePath = "Dockerfile"
        build.stage = "run"
        #expect(spec.source == .build(build))
        #expect(spec.events == [.start: JobCommand(command: ["load"]), .delete: JobCommand(arguments: ["drop"])])
        #expect(spec.schedules.isEmpty && spec.command == JobCommand())
        #expect(spec.qovery?.lifecycleType == "TERRAFORM" && spec.qovery?.gitProvider == "GITLAB")
        let again = dialect.write(spec, Resolutions()).value?.root["job"]
        #expect(again?["source"]?["docker"]?["git_repository"]?["owner"] == "team")
        #expect(again?["schedule"]?["on_delete"] == ["arguments": ["drop"]])
    }

    @Test(
        "what cannot be read names its place",
        arguments: [
            ("job.name", ["source": ["image": ["image_name": "a"]]]),
            ("job.source", ["name": "a", "source": ["image": nil, "docker": nil]]),
            ("job.memory", ["name": "a", "source": ["image": ["image_name": "a"]], "memory": -1]),
            ("job.max_nb_restart", ["name": "a", "source": ["image": ["image_name": "a"]], "max_nb_restart": -1]),
        ] as [(FieldPath, JSONValue)]
    )
    func errorsNameThePlace(_ field: FieldPath, _ job: JSONValue) {
        let error = #expect(throws: ContainerServiceError.self) {
            _ = try dialect.read(JSONDocument(["job": job]), Resolutions())
        }
        #expect(error?.diagnostics.first?.field == field)
    }

    // MARK: Writing

    @Test func writesACronJob() throws {
        var spec = try nightly()
        spec.command = JobCommand(command: ["run", "--all"], arguments: ["now"])
        spec.retries = RetryCount.of(3)
        spec.timeLimit = .milliseconds(1500)
        spec.variables = [EnvironmentVariable(name: "A", value: .plain("1"))]
        let written = dialect.write(spec, given)
        let job = try #require(written.value?.root["job"])
        #expect(
            job["schedule"]
                == ["cronjob": ["scheduled_at": "0 3 * * *", "entrypoint": "run", "arguments": ["--all", "now"]]]
        )
        #expect(job["max_nb_restart"] == 3 && job["max_duration_seconds"] == 2 && job["healthchecks"] == [:])
        #expect(job["entrypoint"] == nil && job["image_name"] == nil)
        #expect(
            job["source"]
                == ["image": ["image_name": "nginx", "tag": "1.27", "registry_id": .string(Self.registry)]]
        )
        #expect(written.value?.root["variables"]?["vars"]?.array?.first?["scope"] == "JOB")
        #expect(written.ledger.findings.map(\.finding.code).contains(.jobTimeLimit))
    }

    @Test func aJobHasOneSchedule() throws {
        var spec = try nightly()
        spec.schedules.append(JobSchedule(try CronExpression(parsing: "0 4 * * *")))
        #expect(dialect.write(spec, given).value == nil && codes(spec).contains(.jobSchedules))
    }

    @Test func aJobHasAScheduleOrEvents() throws {
        var spec = try nightly()
        spec.events[.start] = JobCommand()
        #expect(dialect.write(spec, given).value == nil && codes(spec).contains(.jobEvent))
        spec.schedules = []
        #expect(try job(spec)["schedule"] == ["on_start": [:]])
    }

    @Test func aJobThatNobodySchedulesRunsAtDeploymentsToo() throws {
        var spec = try nightly()
        spec.schedules = []
        spec.command = JobCommand(arguments: ["now"])
        let written = dialect.write(spec, given)
        #expect(written.value?.root["job"]?["schedule"] == ["on_start": ["arguments": ["now"]]])
        #expect(
            written.ledger.findings.contains { $0.finding.code == .jobManual && $0.finding.outcome == .approximated }
        )
    }

    @Test func theCommandOfAScheduleWins() throws {
        var spec = try nightly()
        spec.schedules[0].override = JobCommand(arguments: ["scheduled"])
        #expect(!codes(spec).contains(.jobCommand))
        spec.command = JobCommand(arguments: ["own"])
        #expect(try job(spec)["schedule"]?["cronjob"]?["arguments"] == ["scheduled"])
        #expect(codes(spec).contains(.jobCommand))
    }

    @Test func aTimeZoneHasAName() throws {
        var spec = try nightly()
        spec.schedules[0].timeZone = TimeZoneName(rawValue: "Europe/Paris")
        #expect(try job(spec)["schedule"]?["cronjob"]?["timezone"] == "Europe/Paris")
        spec.schedules[0].timeZone = TimeZoneName(rawValue: "GMT (winter)")
        #expect(dialect.write(spec, given).value == nil && codes(spec).contains(.jobZone))
    }

    @Test func whatIsBuiltNeedsAKnownServer() throws {
        var spec = try nightly()
        spec.source = .build(ImageBuild(repository: "https://github.com/team/tasks.git"))
        let repository = try job(spec)["source"]?["docker"]?["git_repository"]
        #expect(repository?["provider"] == "GITHUB" && repository?["owner"] == "team" && repository?["name"] == "tasks")
        spec.source = .build(ImageBuild(repository: "https://git.example.org/team/tasks.git"))
        #expect(dialect.write(spec, given).value == nil && codes(spec).contains(.jobBuild))
        spec.qovery = QoveryJobSettings()
        spec.qovery?.gitProvider = "GITLAB"
        #expect(try job(spec)["source"]?["docker"]?["git_repository"]?["provider"] == "GITLAB")
    }

    @Test func aManifestsSectionIsRead() throws {
        let section: JSONValue = ["port": 8080, "lifecycleType": "GENERIC", "probes": [:]]
        let settings = try #require(try dialect.settings(section) as? QoveryJobSettings)
        #expect(settings.port?.value == 8080 && settings.lifecycleType == "GENERIC")
        #expect(throws: ContainerServiceError.self) { _ = try dialect.settings(["prot": 1]) }
    }

    @Test func whatOnlyQoveryKnowsIsLostElsewhere() throws {
        var settings = QoveryJobSettings()
        settings.port = .of(8080)
        settings.probes.liveness = Probe(.tcp(Probe.TCPCheck(port: nil)))
        settings.advancedSettings["cronjob.concurrency_policy"] = "Forbid"
        let spec = ContainerSpec(name: "nightly", image: try ImageReference(parsing: "nginx"))
        #expect(settings.departures(of: spec, Resolutions()).map(\.path) == ["probes.liveness", "port"])
        settings.advancedSettings["cronjob.concurrency_policy"] = "Allow"
        let lost = settings.departures(of: spec, Resolutions())
        #expect(lost.first?.finding.subject == "cronjob.concurrency_policy")
        #expect(lost.allSatisfy { $0.finding.code == .settingDropped && $0.finding.outcome == .dropped })
    }

    // MARK: Changing

    @Test func aChangeKeepsWhatNobodyKnows() throws {
        let registry: JSONValue = ["id": .string(Self.registry), "url": "https://docker.io", "kind": "DOCKER_HUB"]
        let cron: JSONValue = [
            "scheduled_at": "0 3 * * *", "timezone": "Etc/UTC", "entrypoint": "run", "arguments": [], "jitter": 5,
        ]
        let live: JSONValue = [
            "job": [
                "id": "1", "created_at": "2026-01-02T03:04:05Z", "job_type": "CRON", "service_type": "JOB",
                "environment": ["id": "2"], "maximum_cpu": 8000, "name": "nightly", "future": ["a": 1],
                "source": [
                    "image": [
                        "image_name": "nginx", "tag": "1.27", "registry_id": .string(Self.registry),
                        "registry": registry, "mirror": true,
                    ]
                ], "schedule": ["cronjob": cron, "on_start": nil], "healthchecks": [:], "max_nb_restart": 3,
            ], "variables": [], "advanced_settings": [:],
        ]
        var spec = try nightly("0 4 * * *")
        spec.resets = ["command"]
        let change = try dialect.prepare(.update(spec, live: JSONDocument(live)), given).value
        #expect(change?.requests.map(\.method) == ["PUT"] && change?.requests.map(\.path) == ["/job/{job}"])
        #expect(
            change?.requests.first?.body?.root == [
                "name": "nightly", "future": ["a": 1],
                "source": [
                    "image": [
                        "image_name": "nginx", "tag": "1.27", "registry_id": .string(Self.registry), "mirror": true,
                    ]
                ],
                "schedule": [
                    "cronjob": [
                        "scheduled_at": "0 4 * * *", "timezone": "Etc/UTC", "arguments": [], "jitter": 5,
                    ], "on_start": nil,
                ], "healthchecks": [:], "max_nb_restart": 3,
            ]
        )
    }

    @Test func aScheduleThatCannotBeReadIsSaidAndLeftAlone() throws {
        let live: JSONValue = [
            "job": [
                "name": "nightly",
                "source": ["image": ["image_name": "nginx", "registry": ["url": "https://ghcr.io"]]],
                "schedule": ["cronjob": ["scheduled_at": "@reboot", "timezone": "Etc/UTC", "entrypoint": "run"]],
            ], "variables": [], "advanced_settings": [:],
        ]
        let read = try #require(try dialect.read(JSONDocument(live), Resolutions()).first)
        #expect(read.value.schedules.isEmpty && read.value.command.command == ["run"])
        let finding = read.ledger.findings.map(\.finding).first { $0.code == .jobCron }
        #expect(finding?.outcome == .dropped && finding?.before == .text("@reboot"))
        var given = given
        given.registries["ghcr.io"] = Self.registry
        var wish = read.value
        #expect(try dialect.prepare(.update(wish, live: JSONDocument(live)), given).value?.requests == [])
        wish.command.command = ["other"]
        let changed = try dialect.prepare(.update(wish, live: JSONDocument(live)), given).value?.requests.first
        #expect(
            changed?.body?.root["schedule"]
                == ["cronjob": ["scheduled_at": "@reboot", "timezone": "Etc/UTC", "entrypoint": "other"]]
        )
        wish.schedules = [JobSchedule(.everyMinute)]
        wish.source = .image(try ImageReference(parsing: "ghcr.io/shop/nightly:1.4"))
        let scheduled = try dialect.prepare(.update(wish, live: JSONDocument(live)), given).value?.requests.first
        #expect(scheduled?.body?.root["schedule"]?["cronjob"]?["scheduled_at"] == "* * * * *")
    }

    @Test func latestNeedsConsentOnASchedule() throws {
        var spec = try nightly()
        for (image, codes) in [
            ("nginx:latest", [FindingCode.imageLatest]), ("nginx", [.imageLatest]), ("nginx:1.27", []),
        ] {
            spec.source = .image(try ImageReference(parsing: image))
            let findings = dialect.write(spec, given).ledger.findings.map(\.finding)
            #expect(findings.map(\.code).filter { $0 == .imageLatest } == codes)
            #expect(findings.allSatisfy { $0.code != .imageLatest || $0.outcome == .approximated })
        }
        spec.schedules = []
        spec.source = .image(try ImageReference(parsing: "nginx:latest"))
        #expect(!codes(spec).contains(.imageLatest))
    }

    @Test func whatCannotBeSetBackIsSaid() throws {
        let live: JSONValue = [
            "job": [
                "name": "nightly",
                "source": ["image": ["image_name": "nginx", "registry": ["url": "https://docker.io"]]],
                "schedule": ["cronjob": ["scheduled_at": "0 3 * * *"]],
            ], "variables": [], "advanced_settings": [:],
        ]
        var spec = try nightly()
        spec.schedules = []
        spec.resets = ["schedules", "timeLimit"]
        let change = try dialect.prepare(.update(spec, live: JSONDocument(live)), given)
        let said = change.ledger.findings.filter { $0.finding.code == .resetImpossible }
        #expect(said.map(\.finding.subject) == ["schedules"])
    }

    // MARK: Samples of the API

    @Test(.enabled(if: Payloads.shared != nil)) func theSampleOfTheDocumentationIsRead() throws {
        let file = try #require(Payloads.shared).appending(path: "seeds/002_df8fb73a9e3f55e0.txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: "\n{\n")?.lowerBound)
        let end = try #require(text.range(of: "\n}\n", range: start..<text.endIndex)?.upperBound)
        let document = try JSONDocument(parsing: Array(text[start..<end].utf8))
        let wire = try QoveryJob(json: document.root)
        #expect(wire.json == document.root)
        #expect(wire.unknown.isEmpty && wire.schedule.value?.unknown.isEmpty == true)
        // The sample's image has no real name; everything else of it is read.
        let image = document.root["source"]?["image"]?.setting("image_name", "nginx").setting("tag", "1")
            .setting("registry", ["url": "https://docker.io"])
        let job = document.root.setting("source", ["image": image ?? .null])
        let read = try #require(try dialect.read(JSONDocument(job), Resolutions()).first)
        #expect(read.value.events.count == 3 && read.value.retries?.value == 1)
        #expect(!read.ledger.findings.contains { $0.finding.code == .fieldUnknown })
    }
}
