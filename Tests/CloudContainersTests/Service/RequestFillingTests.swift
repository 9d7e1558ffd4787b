import CloudContainers
import Testing

@Suite("Filling prepared requests") struct RequestFillingTests {
    private func filling(_ secrets: [String: String] = [:], container: String? = "c 1/2") -> RequestFilling {
        RequestFilling(
            namespace: Namespace.ID(rawValue: "n"),
            container: container.map { Container.ID(rawValue: $0) },
            replaced: Container.ID(rawValue: "old"),
            secrets: SecretValues(secrets)
        )
    }

    private func request(_ path: String = "/", _ body: JSONValue? = nil) -> PreparedRequest {
        PreparedRequest("POST", path, body: body, purpose: "test")
    }

    @Test(
        "placeholders of a path are filled in and encoded",
        arguments: [
            ("/environment/{namespace}/container", "/environment/n/container"),
            ("/container/{container}?from={replaced}&in={namespace}", "/container/c%201%2F2?from=old&in=n"),
            ("/{container", "/{container"), ("/", "/"),
        ]
    )
    func fillsPath(_ path: String, _ expected: String) throws {
        #expect(try filling().path(of: request(path)) == expected)
    }

    @Test("a placeholder without a value is refused", arguments: ["{container}", "{secret:TOKEN}", "{other}", "{}"])
    func refusesUnknown(_ placeholder: String) throws {
        let error = #expect(throws: ContainerServiceError.self) {
            try filling(container: nil).path(of: request("/a/\(placeholder)"))
        }
        #expect(error?.code == .invalidInput && error?.message.contains(placeholder) == true)
    }

    @Test func bodyHasAFormWithoutSecrets() throws {
        let body: JSONValue = [
            "namespace_id": "{namespace}", "list": ["{secret:A}", 7, ["x": "{secret:B}"]], "text": "{unknown}",
            "part": "a {secret:A}", "{namespace}": "{replaced}",
        ]
        let filled = try #require(try filling(["A": "one", "B": "tw\"o"]).body(of: request("/", body)))
        let whole = try JSONDocument(parsing: filled.bytes).root
        #expect(
            whole == [
                "namespace_id": "n", "list": ["one", 7, ["x": "tw\"o"]], "text": "{unknown}", "part": "a {secret:A}",
                "{namespace}": "old",
            ]
        )
        let redacted = String(decoding: filled.redacted, as: UTF8.self)
        #expect(redacted.contains("{secret:A}") && redacted.contains(#""namespace_id":"n""#))
        #expect(!redacted.contains("one") && !redacted.contains("tw"))
        #expect(try filling().body(of: request()) == nil)
    }

    @Test func aSecretIsFilledInOnceOnly() throws {
        // A value that looks like a placeholder stays what it is.
        let body: JSONValue = ["a": "{secret:A}"]
        let filled = try filling(["A": "{secret:B}", "B": "b"]).body(of: request("/", body))
        #expect(try JSONDocument(parsing: filled?.bytes ?? []).root == ["a": "{secret:B}"])
    }

    @Test(
        "a secret is sent in base64 where that is asked for",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"), ("ü✓~", "w7zinJN+"),
        ]
    )
    func encodesSecret(_ value: String, _ expected: String) throws {
        let filled = try #require(
            try filling(["A": value]).body(of: request("/", ["data": "{secret-base64:A}"]))
        )
        #expect(try JSONDocument(parsing: filled.bytes).root == ["data": .string(expected)])
        #expect(try JSONDocument(parsing: filled.redacted).root == ["data": "{secret-base64:A}"])
        #expect(request("/", ["data": "{secret-base64:A}"]).secretNames == ["A"])
    }

    @Test func missingSecretsAreNamedAllAtOnce() throws {
        let requests = [
            request("/", ["a": "{secret:ZULU}", "b": ["{secret:ALPHA}"]]), request(),
            request("/", ["c": "{secret-base64:MIKE}"]),
        ]
        let some = filling(["MIKE": "hidden-value"])
        let error = #expect(throws: ContainerServiceError.self) { try some.checkSecrets(of: requests) }
        #expect(error?.code == .secretMissing && error?.message.contains("ALPHA, ZULU") == true)
        #expect(error?.message.contains("MIKE") == false && error?.message.contains("hidden") == false)
        #expect(throws: ContainerServiceError.self) { try some.body(of: requests[0]) }
        try filling(["MIKE": "1", "ALPHA": "2", "ZULU": "3"]).checkSecrets(of: requests)
    }
}
