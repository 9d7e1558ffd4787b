import CloudContainers
import TestSupport
import Testing

@Suite("Resolutions")
struct ResolutionsTests {
    @Test(
        arguments: [
            ("docker.io/library", "rg.example.com/mirror", "nginx:1.27", "rg.example.com/mirror/nginx:1.27"),
            ("docker.io", "rg.example.com", "grafana/grafana", "rg.example.com/grafana/grafana"),
            ("nginx", "rg.example.com/nginx", "nginx:1.27", "rg.example.com/nginx:1.27"),
            ("nginx", "rg.example.com/x", "nginxinc/app:1", nil),
            ("ghcr.io/team", "rg.example.com/team", "ghcr.io/team/app:1", "rg.example.com/team/app:1"),
            ("ghcr.io/team", "rg.example.com/team", "ghcr.io/teammate/app:1", nil),
            ("ghcr.io/team/", "rg.example.com/", "ghcr.io/team/app:1", "rg.example.com/app:1"),
            ("ghcr.io/team/app:1", "rg.example.com/app:2", "ghcr.io/team/app:1", "rg.example.com/app:2"),
            ("ghcr.io/team/app:1", "rg.example.com/app:2", "ghcr.io/team/app:1.5", nil),
            ("", "rg.example.com", "ghcr.io/team/app", nil),
            ("ghcr.io", "not a registry", "ghcr.io/team/app", nil),
            ("registry.example.com", "rg.example.com", "registry.example.com:5000/app", "rg.example.com:5000/app"),
        ] as [(String, String, String, String?)]
    )
    func anImageIsMappedByItsBeginning(_ from: String, _ to: String, _ image: String, _ expected: String?) throws {
        var given = Resolutions()
        given.imageMap = [.init(from: from, to: to)]
        #expect(given.mapped(try ImageReference(parsing: image))?.description == expected)
    }

    @Test func aMappingKeepsTagAndDigest() throws {
        let digest = "sha256:" + String(repeating: "a", count: 64)
        var given = Resolutions()
        given.imageMap = [.init(from: "nginx", to: "rg.example.com/nginx")]
        let mapped = given.mapped(try ImageReference(parsing: "nginx:1@\(digest)"))
        #expect(mapped?.description == "rg.example.com/nginx:1@\(digest)")
    }

    @Test func theFirstMappingThatFitsIsUsed() throws {
        var given = Resolutions()
        #expect(given.mapped(.placeholder) == nil)
        given.imageMap = [
            .init(from: "quay.io", to: "a.example.com"), .init(from: "ghcr.io/team", to: "b.example.com"),
            .init(from: "ghcr.io", to: "c.example.com"),
        ]
        #expect(given.mapped(try ImageReference(parsing: "ghcr.io/team/app"))?.registry == "b.example.com")
        #expect(given.mapped(try ImageReference(parsing: "ghcr.io/other/app"))?.registry == "c.example.com")
        #expect(given.mapped(try ImageReference(parsing: "gcr.io/other/app")) == nil)
    }

    @Test func aSecretIsMissingOnlyIfNobodyKnowsItsValue() {
        var given = Resolutions()
        let finding = given.missingSecret("TOKEN", .provided).first
        #expect(
            finding?.outcome == .needsInput && finding?.subject == "TOKEN" && finding?.resolution == "--secrets FILE"
        )
        #expect(given.missingSecret("TOKEN", .environment("X")).isEmpty)
        #expect(given.missingSecret("TOKEN", .file("X")).isEmpty)
        given.secretNames = ["TOKEN"]
        #expect(given.missingSecret("TOKEN", .provided).isEmpty)
    }
}

@Suite("Field rules")
struct FieldRuleTests {
    @Test(arguments: [
        ("a.b", "a.b", true), ("a.b", "a.bc", false), ("a.b", "a", false), ("a.b", "a.b.c", false), ("a", "b", false),
        ("a[]", "a[0]", true), ("a[]", "a[12]", true), ("a[]", "a", false), ("a[].b", "a[3].b", true),
        ("a[].b", "a[3].c", false), ("a[].b[]", "a[3].b[0]", true), ("a[]", "a[0].b", false),
        ("a[]", #"a["k"]"#, false),
        ("a.*", "a.b", true), ("a.*", "a.b.c", false), ("a.*", "a", false), ("a.*", #"a["x.y"]"#, true),
        ("a.*", #"a["x]y"]"#, true), ("a.*", #"a["x\"y"]"#, true), ("a.*", "a[0]", false), ("a.*.c", "a.b.c", true),
        ("a.*.c", #"a["x.y"].c"#, true), ("a.*.c", "a.b.d", false), ("a.*", "ab.c", false), ("*", "b", true),
        ("*.b", "a.b", true), ("a.**", "a.b", true), ("a.**", "a.b.c[0].d", true), ("a.**", "a", false),
        ("a.**", #"a["x.y"]"#, true), ("a.**", #"a["x.y"].z"#, true), ("a.**", "ab.c", false),
        ("a[].**", "a[0].b.c", true),
        (#"a["x.y"]"#, #"a["x.y"]"#, true), (#"a["x.y"]"#, #"a["x.z"]"#, false),
    ])
    func coverTheirPaths(_ pattern: String, _ path: String, _ expected: Bool) {
        #expect(FieldRule(pattern, nil, .both, "A rule.").covers(FieldPath(path)) == expected)
    }

    @Test func aStarCoversEveryKey() throws {
        let seed = testSeed(default: 3)
        var random = SeededGenerator(seed: seed)
        let pieces = ["a", ".", "[", "]", "\"", "\\", " ", "é", "-", "*"]
        let rule = FieldRule("settings.*", nil, .both, "A rule.")
        var missed: Set<String> = []
        for _ in 0..<2000 {
            let key = (0..<Int.random(in: 1...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
            }.joined()
            if !rule.covers(FieldPath("settings").appending(key)) { missed.insert(key) }
        }
        #expect(missed.isEmpty, "seed \(seed): \(missed.count) keys, such as \(missed.sorted().prefix(5))")
    }
}
