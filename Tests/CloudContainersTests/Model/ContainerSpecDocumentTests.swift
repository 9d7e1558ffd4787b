import CloudContainers
import TestSupport
import Testing

@Suite("Specifications as documents")
struct ContainerSpecDocumentTests {
    @Test
    func generatedSpecificationsComeBack() throws {
        let seed = testSeed(default: 1)
        var generator = SpecGenerator(seed: seed)
        var withAll = Set<String>()
        for round in 0..<caseCount() {
            var spec = try generator.spec()
            spec.resets = generator.resets(for: spec)
            let document = spec.document
            let text = document.text(.compact)
            do {
                let json = try JSONDocument(parsing: text).root
                var back = try ContainerSpec(json: json)
                back.resets = ContainerSpec.resets(in: json)
                try #require(json == document, "seed \(seed), round \(round): \(text)")
                try #require(back.resets == spec.resets, "seed \(seed), round \(round): \(text)")
                try #require(back == spec, "seed \(seed), round \(round): \(text)")
                try #require(back.hashValue == spec.hashValue, "seed \(seed), round \(round): \(text)")
                try #require(back.document.text(.compact) == text, "seed \(seed), round \(round): \(text)")
            } catch let error as WireError {
                Issue.record("seed \(seed), round \(round): \(error.diagnostic) in \(text)")
                return
            }
            withAll.formUnion(document.object?.names ?? [])
        }
        #expect(withAll == Set(ContainerSpec.memberNames))
    }

    @Test func theSmallestDocumentIsANameAndAnImage() throws {
        let spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "nginx"))
        #expect(spec.document == ["name": "web", "image": "docker.io/library/nginx"])
        #expect(ContainerSpec.memberNames.prefix(3) == ["name", "description", "image"])
    }

    @Test(
        arguments: [
            (#"{"description":null}"#, ["description"]), (#"{"ports":[]}"#, ["ports"]),
            (#"{"environment":{}}"#, ["environment"]),
            (#"{"resources":{"cpu":null,"memory":"1Gi"}}"#, ["resources.cpu"]), (#"{"resources":{}}"#, ["resources"]),
            (#"{"secrets":{"A":{}}}"#, []), (#"{"secrets":{}}"#, ["secrets"]), (#"{"secrets":null}"#, ["secrets"]),
            (#"{"probes":{"liveness":{"tcp":{}}}}"#, []), (#"{"probes":{"liveness":null}}"#, ["probes.liveness"]),
            (#"{"probes":{"liveness":{"tcp":{},"interval":null}}}"#, ["probes.liveness.interval"]), (#"{}"#, []),
            (#"{"description":""}"#, []), (#"{"httpsOnly":false}"#, []),
            (#"{"command":[],"volumes":null}"#, ["command", "volumes"]),
        ] as [(String, [String])]
    )
    func nullAndEmptyAreResets(_ text: String, _ expected: [String]) throws {
        var object = try #require(try JSONDocument(parsing: text).root.object)
        object.set("name", "web")
        object.set("image", "nginx")
        let json = JSONValue.object(object)
        #expect(ContainerSpec.resets(in: json) == Set(expected.map { FieldPath($0) }))
        var spec = try ContainerSpec(json: json)
        spec.resets = ContainerSpec.resets(in: json)
        let again = spec.document
        #expect(ContainerSpec.resets(in: again) == spec.resets)
        #expect(throws: Never.self) { try ContainerSpec(json: again) }
    }

    @Test(arguments: [
        #"{"secrets":{"spring.datasource.password":{}}}"#,
        #"{"files":{"CERT":{"path":"/etc/cert","secret":{}}}}"#,
        #"{"files":{"a.b":{"path":"/etc/cert","secret":{}}}}"#,
    ])
    func aSecretThatTheCallerGivesIsNoReset(_ text: String) throws {
        let json = try JSONDocument(parsing: text).root
        #expect(ContainerSpec.resets(in: json) == [])
    }

    @Test(arguments: [
        #"{"ports":[{"number":80,"protocol":"http","exposure":"public","name":null}]}"#,
        #"{"volumes":[{"mountPath":"/data","size":"1Gi","kind":null}]}"#,
        #"{"domains":[{"host":"a.example.org","cdn":null}]}"#,
        #"{"environment":{"A.B":"x"},"files":{"C.D":{"path":"/x","content":null,"secret":{"env":"E"}}}}"#,
    ])
    func nullInsideAListOrMapLeavesADocumentThatCanBeRead(_ text: String) throws {
        var object = try #require(try JSONDocument(parsing: text).root.object)
        object.set("name", "web")
        object.set("image", "nginx")
        let json = JSONValue.object(object)
        var spec = try ContainerSpec(json: json)
        spec.resets = ContainerSpec.resets(in: json)
        let document = spec.document
        #expect(document.object?.names.allSatisfy { ContainerSpec.memberNames.contains($0) } == true)
        #expect(throws: Never.self) { try ContainerSpec(json: document) }
    }

    @Test func dottedNamesOfVariablesComeBack() throws {
        var spec = ContainerSpec(name: "web", image: .placeholder)
        spec.variables = [
            EnvironmentVariable(name: "a.b", value: .plain("1")),
            EnvironmentVariable(name: "c.d", value: .secret(.environment("X"))),
            EnvironmentVariable(name: "e.f", value: .secret(.provided), mountPath: "/x"),
        ]
        #expect(try ContainerSpec(json: spec.document) == spec)
    }

    @Test func plainValuesMayBeAnyScalar() throws {
        let spec = try ContainerSpec.parsed(
            #"{"name":"w","image":"nginx","environment":{"N":1.50,"B":true,"S":"x","E":""}}"#
        )
        #expect(spec.variables.map(\.value) == [.plain("1.50"), .plain("true"), .plain("x"), .plain("")])
    }

    @Test func aFileIsPlainOrSecretAndNotBoth() throws {
        let both = #"{"name":"w","image":"nginx","files":{"F":{"path":"/x","content":"kept?","secret":{"env":"E"}}}}"#
        let neither = #"{"name":"w","image":"nginx","files":{"F":{"path":"/x"}}}"#
        #expect(try ContainerSpec.failure(both)?.diagnostic.field == "files.F")
        #expect(try ContainerSpec.failure(neither)?.diagnostic.field == "files.F")
    }
}
