import CloudContainers
import TestSupport
import Testing

@Suite("Applications of several documents")
struct ApplicationTests {
    private static let head = #""apiVersion": "cloudctl/v1""#

    private func application(
        _ texts: [String],
        overlay: String? = nil,
        environment: [String: String] = [:]
    ) throws -> Application {
        let documents = try texts.enumerated().map { index, text in
            try JSONDocument(parsing: text, named: "\(index).json")
        }
        return ManifestFormat(providers: [AcmeDialect()])
            .application(of: documents, overlay: overlay, environment: environment)
    }

    private func service(_ members: String, overlay: String, chosen: String? = "staging") throws -> Application {
        let text = """
            {\(Self.head), "services": {"web": {"image": "nginx:1.27", \(members)}},
             "environments": {"staging": {"services": {"web": {\(overlay)}}}}}
            """
        return try application([text], overlay: chosen)
    }

    // MARK: Documents

    @Test
    func writesWhatItHasRead() throws {
        let read = try application(
            [
                """
                {\(Self.head), "application": "shop", "target": {"provider": "acme", "namespace": "${PLACE}"},
                 "services": {"web": {"image": "nginx:1.27", "description": null, "imageManagedBy": "ci",
                   "environment": {"PRICE": "$$0", "SHELL": "$${HOME}"}}},
                 "environments": {"staging": {"services": {"web": {"scaling": {"minimum": 2}}}}}}
                """,
                """
                {\(Self.head), "services": {"api": {"image": "b:1", "imageManagedBy": "manifest", "renamedFrom": "old"}}}
                """,
            ],
            overlay: "staging",
            environment: ["PLACE": "north"]
        ).checked()
        let written = read.document
        #expect(
            written.root == [
                "apiVersion": "cloudctl/v1", "application": "shop",
                "target": ["provider": "acme", "namespace": "north"],
                "services": [
                    "web": [
                        "image": "docker.io/library/nginx:1.27", "scaling": ["minimum": 2],
                        "environment": ["PRICE": "$0", "SHELL": "$${HOME}"], "description": nil, "imageManagedBy": "ci",
                    ], "api": ["image": "docker.io/library/b:1", "imageManagedBy": "manifest", "renamedFrom": "old"],
                ],
            ]
        )
        let again = try application([written.text(.compact)]).checked()
        #expect(again.document == written)
        #expect(again.name == read.name && again.target == read.target)
        #expect(again.services.map(\.spec) == read.services.map(\.spec))
        #expect(again.services.map(\.imageManager) == [.ci, .manifest])
        #expect(again.services.map(\.formerName) == [nil, "old"])
    }

    @Test
    func takesTheServicesOfAllDocuments() throws {
        let result = try application([
            #"{"apiVersion": "cloudctl/v1", "application": "shop", "services": {"web": {"image": "a"}}}"#,
            #"{"apiVersion": "cloudctl/v1", "services": {"api": {"image": "b", "imageManagedBy": "ci"}}}"#,
            #"{"apiVersion": "cloudctl/v1", "environments": {"staging": {}}}"#,
        ]).checked()
        #expect(result.name == "shop")
        #expect(result.services.map(\.name) == ["web", "api"])
        #expect(result.services.map(\.imageManager) == [.manifest, .ci])
        #expect(result.services.map(\.place.description) == ["0.json:1:67", "1.json:1:44"])
        #expect(result.overlays == ["staging"])
        #expect(result.overlay == nil)
    }

    @Test
    func namesBothPlacesOfAServiceThatIsGivenTwice() throws {
        let text = #"{"apiVersion": "cloudctl/v1", "services": {"web": {"image": "a"}}}"#
        let problem = try #require(try application([text, text]).problems.first)
        #expect(problem.problem == "the service \"web\" is given twice")
        #expect(problem.source == "1.json")
        #expect(problem.location == SourceLocation(line: 1, column: 44))
        #expect(problem.advice == "It stands first at 0.json:1:44; keep one of the two.")
    }

    @Test
    func tellsAllProblemsAtOnce() throws {
        let result = try application([
            """
            {\(Self.head), "servces": {},
             "target": {"provider": "acm", "zone": "x"},
             "services": {"web": {
              "image": "Not An Image",
              "scaling": {"minimun": 1, "maximum": -1},
              "ports": [
               {"number": 0, "protocol": "http", "exposure": "public"},
               {"number": 80, "protocol": "http", "exposure": "publc"},
               {"number": 81, "protocol": "http"}],
              "secrets": {"A": "literal"},
              "providers": {"acme": {"tier": 5}}}}}
            """,
            """
            {\(Self.head), "services": {"api": {"imge": "a"}}}
            """,
        ])
        #expect(
            result.problems.map { "\($0.source ?? ""):\($0.location?.line ?? 0) \($0.field?.description ?? "")" } == [
                "0.json:1 servces", "0.json:2 target.zone", "0.json:4 services.web.image",
                "0.json:5 services.web.scaling.minimun", "0.json:5 services.web.scaling.maximum",
                "0.json:7 services.web.ports[0].number", "0.json:8 services.web.ports[1].exposure",
                "0.json:9 services.web.ports[2].exposure", "0.json:10 services.web.secrets.A",
                "0.json:11 services.web.providers.acme.tier", "1.json:1 services.api.imge",
            ]
        )
        #expect(!"\(result.problems)".contains("literal"))
        let error = #expect(throws: ContainerServiceError.self) { try result.checked() }
        #expect(error?.diagnostics == result.problems)
    }

    @Test
    func refusesTwoNamesAndTwoTargets() throws {
        let result = try application([
            #"{"apiVersion": "cloudctl/v1", "application": "a", "target": {"region": "x"}, "services": {"a": {"image": "a"}}}"#,
            #"{"apiVersion": "cloudctl/v1", "application": "b", "target": {"region": "y"}, "services": {"b": {"image": "a"}}}"#,
        ])
        #expect(
            result.problems.map(\.problem) == ["the application has two names", "the application has two targets"]
        )
    }

    @Test
    func namesTheNearestImageManager() throws {
        let result = try service(#""imageManagedBy": "cl""#, overlay: "")
        #expect(result.problems.map(\.replacement) == ["ci"])
        #expect(result.problems.map(\.allowed) == ["manifest, ci"])
    }

    @Test
    func aServiceIsRenamedFromOneThatIsGone() throws {
        let result = try application([
            #"{"apiVersion": "cloudctl/v1", "services": {"site": {"image": "a", "renamedFrom": "web"}}}"#
        ])
        #expect(try result.checked().services.map(\.formerName) == ["web"])
        let both = try application([
            #"{"apiVersion": "cloudctl/v1", "services": {"web": {"image": "a"},"#
                + #" "site": {"image": "a", "renamedFrom": "web"}}}"#
        ])
        #expect(both.problems.map(\.problem) == ["a service is renamed from one that is still there"])
        #expect(both.problems.first?.description.contains("services.site.renamedFrom") == true)
    }

    // MARK: Overlays

    /// What is laid over what, and what becomes of it.
    struct Merge: Sendable, CustomTestStringConvertible {
        var base: String
        var overlay: String
        var result: String
        var testDescription: String { "\(base) + \(overlay)" }
    }

    @Test(arguments: [
        Merge(
            base: #""scaling": {"minimum": 1, "maximum": 2}"#,
            overlay: #""scaling": {"maximum": 5}"#,
            result: #""scaling": {"minimum": 1, "maximum": 5}"#
        ),
        Merge(
            base: #""arguments": ["a", "b"]"#,
            overlay: #""arguments": ["c"]"#,
            result: #""arguments": ["c"]"#
        ),
        Merge(
            base: #""scaling": {"minimum": 1, "cpu": "60%"}"#,
            overlay: #""scaling": {"cpu": null}"#,
            result: #""scaling": {"minimum": 1, "cpu": null}"#
        ),
        Merge(
            base: #""environment": {"A": "1", "B": "2"}"#,
            overlay: #""environment": {"A": null, "C": "3"}"#,
            result: #""environment": {"B": "2", "C": "3"}"#
        ),
        Merge(
            base: #""environment": {"A": "1", "B": "2"}"#,
            overlay: #""secrets": {"A": {"env": "X"}}"#,
            result: #""environment": {"B": "2"}, "secrets": {"A": {"env": "X"}}"#
        ),
        Merge(
            base: #""secrets": {"A": {"env": "X"}}"#,
            overlay: #""secrets": {"A": {"file": "x"}}"#,
            result: #""secrets": {"A": {"file": "x"}}"#
        ),
        Merge(
            base: #""files": {"A": {"path": "/a", "content": "x"}}"#,
            overlay: #""files": {"A": {"secret": {}}}"#,
            result: #""files": {"A": {"path": "/a", "secret": {}}}"#
        ),
        Merge(
            base: #""probes": {"liveness": {"tcp": {}, "interval": "5s"}}"#,
            overlay: #""probes": {"liveness": {"http": {"path": "/"}}}"#,
            result: #""probes": {"liveness": {"http": {"path": "/"}, "interval": "5s"}}"#
        ),
        Merge(
            base: #""imageManagedBy": "ci", "providers": {"acme": {"tier": "gold"}}"#,
            overlay: #""image": "nginx:2", "providers": {"acme": {"pinned": true}}"#,
            result: #""image": "nginx:2", "providers": {"acme": {"tier": "gold", "pinned": true}}"#
        ),
    ])
    func mergesOverlays(_ merge: Merge) throws {
        let result = try service(merge.base, overlay: merge.overlay).checked()
        let image = merge.result.contains(#""image""#) ? "" : #""image": "nginx:1.27", "#
        let wanted = try application(["{\(Self.head), \"services\": {\"web\": {\(image)\(merge.result)}}}"]).checked()
        #expect(result.services.map(\.spec) == wanted.services.map(\.spec))
        #expect(result.overlay == "staging")
    }

    @Test
    func leavesOutAndAddsServicesInAnEnvironment() throws {
        let text = """
            {\(Self.head), "services": {"web": {"image": "a"}, "debug": {"image": "b"}},
             "target": {"region": "x", "namespace": "shop"},
             "environments": {"live": {"target": {"namespace": "live"},
              "services": {"debug": null, "cache": {"image": "c"}}}}}
            """
        let base = try application([text]).checked()
        #expect(base.services.map(\.name) == ["web", "debug"])
        #expect(base.target.namespace == "shop")
        let live = try application([text], overlay: "live").checked()
        #expect(live.services.map(\.name) == ["web", "cache"])
        #expect(live.target.namespace == "live")
        #expect(live.target.region == "x")
    }

    @Test(arguments: ["staging", nil])
    func pointsIntoTheOverlay(_ chosen: String?) throws {
        let result = try service(#""scaling": {"minimum": 1}"#, overlay: #""scaling": {"maximun": 3}"#, chosen: chosen)
        let problem = try #require(result.problems.first)
        #expect(result.problems.count == 1)
        #expect(problem.field == "environments.staging.services.web.scaling.maximun")
        #expect(problem.location == SourceLocation(line: 2, column: 64))
        #expect(problem.replacement == "maximum")
    }

    @Test
    func namesTheNearestOverlay() throws {
        let unknown = try service(#""httpsOnly": true"#, overlay: "", chosen: "stagign")
        #expect(unknown.problems.map(\.problem) == ["there is no overlay \"stagign\""])
        #expect(unknown.problems.map(\.replacement) == ["staging"])
        #expect(unknown.problems.map(\.allowed) == ["staging"])
    }

    @Test
    func locatesAnOverlayOfAnotherDocument() throws {
        let result = try application(
            [
                "{\(Self.head),\n \"services\": {\"web\": {\"image\": \"a\"}}}",
                "{\(Self.head),\n\n \"environments\": {\"live\": {\"services\": {\"web\": {\"httpsOnly\": 5}}}}}",
            ],
            overlay: "live"
        )
        #expect(result.problems.map(\.source) == ["1.json"])
        #expect(result.problems.map(\.location?.line) == [3])
        #expect(result.problems.map(\.field) == ["environments.live.services.web.httpsOnly"])
    }

    // MARK: Variables

    private func web(_ members: String, _ environment: [String: String]) throws -> Application {
        try application(
            ["{\(Self.head), \"services\": {\"web\": {\n\(members)}}}"],
            environment: environment
        )
    }

    @Test(arguments: [
        ("${A}", "one"), ("x${A}y${A}", "xoneyone"), ("${N:-d}", "d"), ("${E:-d}", "d"), ("${E-d}", ""), ("${E}", ""),
        ("${A:-d}", "one"), ("${A:?m}", "one"), ("${A?m}", "one"), ("${N:-${A}}", "one"), ("${N:-a}b}", "ab}"),
        ("$${A}", "${A}"), ("$$", "$"), ("$A", "$A"), ("5$", "5$"), ("$$$$", "$$"), ("${N-}", ""),
    ])
    func replacesReferences(_ text: String, _ wanted: String) throws {
        let result = try web(#""image": "a", "environment": {"V": "\#(text)"}"#, ["A": "one", "E": ""]).checked()
        #expect(result.services[0].spec.variables.map(\.value) == [.plain(wanted)])
    }

    @Test
    func takesNumbersAndTruthValuesFromTexts() throws {
        let members =
            #""image": "ghcr.io/x/a:${T}", "scaling": {"minimum": "${M}", "maximum": "${N:-7}"}, "httpsOnly": "${H}","#
            + #""ports": [{"number": "${P}", "protocol": "http", "exposure": "${X}"}]"#
        let environment = ["T": "1.2", "M": "2", "H": "true", "P": "8080", "X": "public"]
        let spec = try web(members, environment).checked().services[0].spec
        #expect(spec.image.description == "ghcr.io/x/a:1.2")
        #expect(spec.scaling.minimum == .of(2))
        #expect(spec.scaling.maximum == .instances(.of(7)))
        #expect(spec.httpsOnly == true)
        #expect(spec.ports[0].number == .of(8080))
    }

    @Test(arguments: [
        ("${MISSING}", "the variable \"MISSING\" is not set", nil as String?),
        ("${IMGE}", "the variable \"IMGE\" is not set", "${IMAGE}"),
        ("${EMPTY:?say which}", "the variable \"EMPTY\" is empty: say which", nil),
        ("${MISSING?}", "the variable \"MISSING\" is not set", nil),
        ("${}", "this is no reference to a variable", "$${}"),
        ("${1A}", "this is no reference to a variable", "$${1A}"),
        ("${A B}", "this is no reference to a variable", "$${A B}"),
        ("${A", "this is no reference to a variable", "$${A"),
    ])
    func refusesReferences(_ text: String, _ problem: String, _ replacement: String?) throws {
        let result = try web(#""image": "registry/\#(text)""#, ["IMAGE": "a-value", "EMPTY": ""])
        #expect(result.problems.map(\.problem) == [problem])
        #expect(result.problems.map(\.field) == ["services.web.image"])
        #expect(result.problems.map(\.location) == [SourceLocation(line: 2, column: 20)])
        #expect(result.problems.map(\.replacement) == [replacement])
    }

    @Test(arguments: [
        #""image": "${V}""#, #""image": "a", "resources": {"memory": "${V}"}"#,
        #""image": "a", "timeouts": {"request": "${V}"}"#, #""image": "a", "scaling": {"minimum": "${V}"}"#,
        #""image": "a", "ports": [{"number": 80, "protocol": "http", "exposure": "${V}"}]"#,
        #""image": "a", "providers": {"acme": {"pinned": "${V}"}}"#, #""image": "a", "secrets": {"A": "${V}"}"#,
        #""image": "${V}", "resources": {"cpu": "${V} cores", "memory": "x${V:-1}"}"#,
    ])
    func tellsNoValueOfTheEnvironment(_ members: String) throws {
        for value in ["Qx7!Hush9 Zy", "Qx7Hush9Zy\u{1B}[31m" + String(repeating: "Q", count: 90)] {
            let result = try web(members, ["V": value])
            #expect(!result.problems.isEmpty)
            let told = result.problems.map { "\($0) \($0.replacement ?? "")" }.joined()
            #expect(!told.contains("Hush9"), "\(told)")
        }
        let bounds = #""image": "a", "scaling": {"minimum": "${V}", "maximum": 3}"#
        let problem = try #require(try web(bounds, ["V": "41"]).problems.first)
        #expect(!"\(problem) \(problem.replacement ?? "")".contains("41"))
    }

    @Test
    func leavesReferencesOfOtherOverlaysAlone() throws {
        let text = """
            {\(Self.head), "services": {"web": {"image": "ghcr.io/x/a:${UNSET}"}},
             "environments": {"a": {"services": {"web": {"image": "ghcr.io/x/a:1"}}},
              "b": {"services": {"web": {"image": "ghcr.io/x/a:${OTHER}"}}}}}
            """
        #expect(
            try application([text], overlay: "a").checked().services.map(\.spec.image.description) == ["ghcr.io/x/a:1"]
        )
    }

    @Test
    func whatIsWrittenIsReadAsItWas() throws {
        let seed = testSeed(default: 11)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<caseCount(default: 500) {
            let pieces = (0..<6).map { _ in
                ["$", "{", "}", "a", "A", ":-", "$$"].randomElement(using: &generator) ?? ""
            }
            var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "a"))
            spec.variables = [EnvironmentVariable(name: "V", value: .plain(pieces.joined()))]
            let document = ManifestFormat.escaping(ManifestFormat.document(of: [spec]))
            let read = ManifestFormat(providers: []).application(of: [document])
            try #require(try read.checked().services.map(\.spec) == [spec], "seed \(seed): \(pieces)")
        }
    }

    // MARK: Schema

    @Test
    func everyFieldOfTheSchemaIsDescribed() {
        #expect(ManifestFormat(providers: []).undescribedFields.isEmpty)
    }

    @Test
    func secretsKnowTheirPlaces() throws {
        let members =
            #""image": "a", "secrets": {"A": {"env": "X"}, "B": {}},"#
            + "\n" + #""files": {"C": {"path": "/c", "secret": {"command": ["c"]}}}"#
        let secrets = try web(members, [:]).checked().services[0].secrets
        #expect(secrets.map(\.variable) == ["A", "B", "C"])
        #expect(secrets.map(\.reference) == [.environment("X"), .provided, .command(["c"])])
        #expect(secrets.map(\.place.location?.line) == [2, 2, 3])
    }
}
