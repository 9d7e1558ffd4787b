import CloudContainers
import Testing

@Suite("Manifests that are refused")
struct ManifestRefusalTests {
    private static let format = ManifestFormat(providers: [AcmeDialect()])

    static let tops: [BadManifest] = [
        BadManifest("¦[]", "wrong type, a list where an object belongs", at: nil, allowed: "an object"),
        BadManifest("¦\"text\"", "wrong type, a string where an object belongs", at: nil, allowed: "an object"),
        BadManifest(
            "{\"apiVersion\": ¦\"cloudctl/v2\",\n \"services\": {\"web\": {\"image\": \"nginx\"}}}",
            "unknown version of the manifest",
            at: "apiVersion",
            allowed: "cloudctl/v1",
            replacement: "cloudctl/v1"
        ),
        BadManifest(
            "{\"apiVersion\": ¦1, \"services\": {\"web\": {\"image\": \"nginx\"}}}",
            "unknown version of the manifest",
            at: "apiVersion",
            allowed: "cloudctl/v1",
            replacement: "cloudctl/v1"
        ),
        BadManifest(
            "¦{\"services\": {\"web\": {\"image\": \"nginx\"}}}",
            "a required field is missing",
            at: "apiVersion"
        ),
        BadManifest("¦{\"apiVersion\": \"cloudctl/v1\"}", "a required field is missing", at: "services"),
        BadManifest(
            "{\"apiVersion\": \"cloudctl/v1\", \"services\": ¦{}}",
            "there is no service in it",
            at: "services"
        ),
        BadManifest(
            "{\"apiVersion\": \"cloudctl/v1\", \"services\": ¦[]}",
            "wrong type, a list where an object belongs",
            at: "services",
            allowed: "an object"
        ),
        BadManifest(
            "{\"apiVersion\": \"cloudctl/v1\", \"services\": {\"web\":\n¦null}}",
            "wrong type, null where an object belongs",
            at: "services.web",
            allowed: "an object"
        ),
        BadManifest(
            "{\"apiVersion\": \"cloudctl/v1\", \"services\": {¦\"\": {\"image\": \"nginx\"}}}",
            "the name of a service is empty",
            at: #"services[""]"#,
            allowed: "a name such as web",
            replacement: "web"
        ),
        BadManifest(
            "{\"apiVersion\": \"cloudctl/v1\", ¦\"metadata\": {}, \"services\": {\"web\": {\"image\": \"nginx\"}}}",
            "unknown field \"metadata\"",
            at: "metadata",
            allowed: "apiVersion, application, target, services, environments"
        ),
        BadManifest(
            "{\"apiVersion\": \"cloudctl/v1\", \"services\": {\"web\": ¦{}}}",
            "a required field is missing",
            at: "services.web.image"
        ),
        BadManifest(
            "{\"apiVersion\": \"cloudctl/v1\", \"services\": {\"web\": {\"image\": \"a\"},\n ¦\"web\": {\"image\": \"b\"}}}",
            "the key \"web\" is given twice",
            at: nil
        ),
    ]

    /// A required key that is misspelt: the message names the nearest key, not only that one is missing.
    static let misspelt: [BadManifest] = [
        BadManifest(
            "{\"apiVersion\": \"cloudctl/v1\", ¦\"servises\": {\"web\": {\"image\": \"nginx\"}}}",
            "unknown field \"servises\"",
            at: "servises",
            replacement: "services"
        ),
        BadManifest(
            "{¦\"apiversion\": \"cloudctl/v1\", \"services\": {\"web\": {\"image\": \"nginx\"}}}",
            "unknown field \"apiversion\"",
            at: "apiversion",
            replacement: "apiVersion"
        ),
        BadManifest(
            "{\"apiVersion\": \"cloudctl/v1\", \"services\": {\"web\": {¦\"imge\": \"nginx\"}}}",
            "unknown field \"imge\"",
            at: "services.web.imge",
            replacement: "image"
        ),
        .service(
            #""ports": [{"number": 80, ¦"protocl": "http", "exposure": "public"}]"#,
            "unknown field \"protocl\"",
            at: "ports[0].protocl",
            replacement: "protocol"
        ),
    ]

    static let services: [BadManifest] = [
        .service(#""ports": ¦{}"#, "wrong type, an object where a list belongs", at: "ports", allowed: "a list"),
        .service(
            #""command": ¦"run me""#,
            "wrong type, a string where a list belongs",
            at: "command",
            allowed: "a list"
        ),
        .service(
            #""command": ["a", ¦5]"#,
            "wrong type, a number where a string belongs",
            at: "command[1]",
            allowed: "a string"
        ),
        .service(
            #""resources": ¦[]"#,
            "wrong type, a list where an object belongs",
            at: "resources",
            allowed: "an object"
        ),
        .service(#""httpsOnly": ¦"yes""#, "wrong type, a string where true or false belongs", at: "httpsOnly"),
        .service(
            #""environment": {"A": ¦null}"#,
            "wrong type, null where a text, a number, true or false belongs",
            at: "environment.A"
        ),
        .service(
            #""environment": {"A.B": ¦[]}"#,
            "wrong type, a list where a text, a number, true or false belongs",
            at: #"environment["A.B"]"#
        ),
        .service(#"¦"prots": []"#, "unknown field \"prots\"", at: "prots", replacement: "ports"),
        .service(
            #"¦"Description": "x""#,
            "unknown field \"Description\"",
            at: "Description",
            replacement: "description"
        ),
        .service(
            #""resources": {¦"memry": "1Gi"}"#,
            "unknown field \"memry\"",
            at: "resources.memry",
            allowed: "cpu, memory, ephemeralStorage, gpu, architecture",
            replacement: "memory"
        ),
        .service(#""resources": {"memory": ¦"512mb"}"#, "", at: "resources.memory"),
        .service(#""resources": {"cpu": ¦"-1"}"#, "", at: "resources.cpu"),
        .service(
            #""probes": {"liveness": {"tcp": {¦"prt": 80}}}"#,
            "unknown field \"prt\"",
            at: "probes.liveness.tcp.prt",
            allowed: "port, host",
            replacement: "port"
        ),
        .service(
            #""ports": [{"number": 80, "protocol": "http", "exposure": "public", ¦"pth": "/"}]"#,
            "unknown field \"pth\"",
            at: "ports[0].pth",
            replacement: "path"
        ),
        .service(
            #""ports": [{"number": 80, "protocol": "http", "exposure": ¦"publc"}]"#,
            "unknown word",
            at: "ports[0].exposure",
            allowed: "cluster, token, public",
            replacement: "public"
        ),
        .service(
            #""ports": [{"number": ¦70000, "protocol": "http", "exposure": "public"}]"#,
            "the port number is out of range",
            at: "ports[0].number",
            allowed: "1 to 65535"
        ),
        .service(#""scaling": {"minimum": ¦-1}"#, "the count is negative", at: "scaling.minimum", allowed: "0 or more"),
        .service(
            #""scaling": {"maximum": ¦-1}"#,
            "no limit is not written like this",
            at: "scaling.maximum",
            replacement: "unlimited"
        ),
        .service(
            #""scaling": {"minimum": 5, "maximum": ¦2}"#,
            "the maximum is below the minimum",
            at: "scaling.maximum",
            allowed: "5 or more",
            replacement: "5"
        ),
        .service(#""timeouts": {"request": ¦10}"#, "", at: "timeouts.request", replacement: "10s"),
        .service(#""imageAccess": ¦"public""#, "unknown word", at: "imageAccess", allowed: "anonymous, credentials"),
        .service(
            #""secrets": {"TOKEN": ¦"0123456789abcdef"}"#,
            "a secret's value is written out",
            at: "secrets.TOKEN",
            allowed: "{env: NAME}, {file: PATH}, {command: [WORD, …]}, or {}",
            replacement: "{}"
        ),
        .service(#"¦"name": "web""#, "a service is named twice", at: "name"),
        .service(
            #""environment": {"A": "1"}, "secrets": {"A": {}}"#,
            "a variable is set twice",
            at: "secrets.A",
            allowed: "one of environment, secrets, files"
        ),
        .service(
            #""environment": {"A": "1"}, "files": {"A": {"path": "/x", "content": ""}}"#,
            "a variable is set twice",
            at: "files.A",
            allowed: "one of environment, secrets, files"
        ),
        .service(
            #""providers": {"acme": {"tier": ¦5}}"#,
            "wrong type, a number where a string belongs",
            at: "providers.acme.tier"
        ),
    ]

    /// Places that a message has to name although the error is about a key or a whole object.
    static let places: [BadManifest] = [
        .service(
            #""probes": {"liveness": ¦{"interval": "10s"}}"#,
            "a probe checks nothing",
            at: "probes.liveness",
            allowed: "exactly one of tcp, http, exec, grpc"
        ),
        .service(
            #""probes": {"startup": ¦{"tcp": {}, "http": {"path": "/"}}}"#,
            "a probe checks 2 things",
            at: "probes.startup",
            allowed: "exactly one of tcp, http, exec, grpc"
        ),
        .service(#""secrets": {"T": ¦{"env": "A", "file": "/x"}}"#, "a secret comes from 2 places", at: "secrets.T"),
        .service(
            #""providers": {¦"acm": {}}"#,
            "unknown provider",
            at: "providers.acm",
            allowed: "acme",
            replacement: "acme"
        ),
        .service(
            #""providers": {"acme": {¦"teer": "gold"}}"#,
            "unknown field \"teer\"",
            at: "providers.acme.teer",
            allowed: "tier, pinned",
            replacement: "tier"
        ),
    ]

    private func refusal(_ text: String) -> Diagnostic? {
        TextForm.diagnostic { () throws(ContainerServiceError) in
            let document = try JSONDocument(parsing: text, named: "app.json")
            _ = try Self.format.read(document, Resolutions())
        }
    }

    @Test(arguments: tops + services + misspelt + places)
    func sayWhatIsWrongAndWhere(_ bad: BadManifest) throws {
        let diagnostic = try #require(refusal(bad.text))
        #expect(diagnostic.problem.hasPrefix(bad.problem))
        #expect(bad.problem.contains("twice") || diagnostic.field == bad.field)
        #expect(diagnostic.source == "app.json")
        let location = try #require(diagnostic.location)
        if let expected = bad.location { #expect(location == expected) }
        if let allowed = bad.allowed { #expect(diagnostic.allowed == allowed) }
        if let replacement = bad.replacement { #expect(diagnostic.replacement == replacement) }
        #expect(diagnostic.description.hasPrefix("app.json:\(location): "))
    }

    @Test(arguments: tops + services + misspelt + places)
    func areAcceptedWithTheReplacement(_ bad: BadManifest) throws {
        let diagnostic = try #require(refusal(bad.text))
        #expect(bad.replacement == nil || diagnostic.replacement != nil)
        guard let replacement = diagnostic.replacement else { return }
        let location = try #require(diagnostic.location)
        let corrected = bad.corrected(at: location, with: replacement)
        #expect(corrected.contains { refusal($0) == nil && (try? JSONDocument(parsing: $0)) != nil }, "\(corrected)")
    }

    @Test func aDoubledVariableNamesTheMapItStandsIn() throws {
        let bad = BadManifest.service(
            #""environment": {"A": "1"}, "files": {"A": {"path": "/x", "content": ""}}"#,
            "",
            at: ""
        )
        #expect(refusal(bad.text)?.field == "services.web.files.A")
    }

    @Test func theNameOfAServiceIsNotOfferedAsAField() throws {
        let bad = BadManifest.service(#""nme": "x""#, "", at: "nme")
        let diagnostic = try #require(refusal(bad.text))
        #expect(diagnostic.problem == "unknown field \"nme\"")
        #expect(diagnostic.replacement == nil)
        #expect(diagnostic.allowed?.hasPrefix("name,") == false)
    }

    static let canary = "c4n4ry5f3a9b7e2d1c0"
    static let spills = [
        #""secrets": {"TOKEN": "\#(canary)"}"#, #""secrets": {"TOKEN": ["\#(canary)"]}"#,
        #""secrets": {"TOKEN": {"value": "\#(canary)"}}"#, #""environment": {"A": {"value": "\#(canary)"}}"#,
        #""environment": {"A": ["\#(canary)"]}"#, #""files": {"A": {"path": "/x", "contnt": "\#(canary)"}}"#,
        #""secrets": {"TOKEN": {"env": ["\#(canary)"]}}"#, #""environment": {"A": "\#(canary)"}, "secrets": {"A": {}}"#,
        #""environment": {"A": "\#(canary)", "A": "x"}"#, #""secrets": {"A": {}, "B": "\#(canary)", "B": {}}"#,
        #""environment": {"A": "\#(canary)"}, "prots": []"#,
    ]

    @Test(arguments: spills)
    func theirMessageNeverHoldsAValue(_ members: String) throws {
        let diagnostic = try #require(refusal(BadManifest.service(members, "", at: "").text))
        #expect(!diagnostic.description.contains(Self.canary.prefix(8)))
        #expect(diagnostic.value?.contains(Self.canary.prefix(8)) != true)
    }

    /// A diagnostic never holds the value of a variable or of a secret, its quoted line included.
    @Test(arguments: spills)
    func theirQuotedLineNeverHoldsAValue(_ members: String) throws {
        let diagnostic = try #require(refusal(BadManifest.service(members, "", at: "").text))
        #expect(diagnostic.line?.contains(Self.canary.prefix(8)) != true)
    }
}
