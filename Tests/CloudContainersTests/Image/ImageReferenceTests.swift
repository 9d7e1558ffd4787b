import CloudContainers
import TestSupport
import Testing

struct ImageReferenceTests {
    static let digest = "sha256:" + String(repeating: "0f", count: 32)
    static let longDigest = "sha512:" + String(repeating: "0f", count: 64)

    /// A text and the parts it is read as.
    struct Reading: Sendable, CustomTestStringConvertible {
        let text: String
        let registry: String
        let repository: String
        var tag: String?
        var digest: String?
        var familiar: String?

        var testDescription: String { text }
    }

    @Test(arguments: [
        Reading(text: "nginx", registry: "docker.io", repository: "library/nginx"),
        Reading(text: "nginx:1.27", registry: "docker.io", repository: "library/nginx", tag: "1.27"),
        Reading(text: "grafana/grafana", registry: "docker.io", repository: "grafana/grafana"),
        Reading(text: "a/b/c:x", registry: "docker.io", repository: "a/b/c", tag: "x"),
        Reading(text: "docker.io/nginx", registry: "docker.io", repository: "library/nginx", familiar: "nginx"),
        Reading(text: "index.docker.io/nginx", registry: "docker.io", repository: "library/nginx", familiar: "nginx"),
        Reading(text: "docker.io/library/nginx", registry: "docker.io", repository: "library/nginx", familiar: "nginx"),
        Reading(text: "library/nginx", registry: "docker.io", repository: "library/nginx", familiar: "nginx"),
        Reading(text: "library/a/b", registry: "docker.io", repository: "library/a/b"),
        Reading(text: "docker.io/a.b/c", registry: "docker.io", repository: "a.b/c"),
        Reading(text: "docker.io/localhost/c", registry: "docker.io", repository: "localhost/c"),
        Reading(text: "ghcr.io/a/b:1", registry: "ghcr.io", repository: "a/b", tag: "1"),
        Reading(text: "ghcr.io/a", registry: "ghcr.io", repository: "a"),
        Reading(text: "localhost/a", registry: "localhost", repository: "a"),
        Reading(text: "localhost:5000/a:b", registry: "localhost:5000", repository: "a", tag: "b"),
        Reading(text: "localhost:5000", registry: "docker.io", repository: "library/localhost", tag: "5000"),
        Reading(text: "test.com:tag", registry: "docker.io", repository: "library/test.com", tag: "tag"),
        Reading(text: "foo_bar.com:8080", registry: "docker.io", repository: "library/foo_bar.com", tag: "8080"),
        Reading(text: "test:5000/repo", registry: "test:5000", repository: "repo"),
        Reading(text: "Upper/lower:tag", registry: "Upper", repository: "lower", tag: "tag"),
        Reading(text: "192.168.1.1:5000/repo:5050", registry: "192.168.1.1:5000", repository: "repo", tag: "5050"),
        Reading(text: "[2001:db8::1]/repo", registry: "[2001:db8::1]", repository: "repo"),
        Reading(text: "[2001:DB8::1]:5000/repo:t", registry: "[2001:DB8::1]:5000", repository: "repo", tag: "t"),
        Reading(text: "sub-dom1.foo.com/bar/baz/quux", registry: "sub-dom1.foo.com", repository: "bar/baz/quux"),
        Reading(
            text: "xn--n3h.com/myimage:xn--n3h.com",
            registry: "xn--n3h.com",
            repository: "myimage",
            tag: "xn--n3h.com"
        ),
        Reading(text: "b.gcr.io/test.example.com/my-app", registry: "b.gcr.io", repository: "test.example.com/my-app"),
        Reading(text: "a__b/c--d/e.f/g_h/i---j", registry: "docker.io", repository: "a__b/c--d/e.f/g_h/i---j"),
        Reading(text: "a:_tag-1.X", registry: "docker.io", repository: "library/a", tag: "_tag-1.X"),
        Reading(text: "a@\(digest)", registry: "docker.io", repository: "library/a", digest: digest),
        Reading(text: "x.io/a:t@\(digest)", registry: "x.io", repository: "a", tag: "t", digest: digest),
        Reading(text: "x.io/a@\(longDigest)", registry: "x.io", repository: "a", digest: longDigest),
    ])
    func readsEveryForm(reading: Reading) throws {
        let image = try ImageReference(parsing: reading.text)
        #expect(image.registry == reading.registry)
        #expect(image.repository == reading.repository)
        #expect(image.tag == reading.tag)
        #expect(image.digest == reading.digest)
        #expect(image.familiar == reading.familiar ?? reading.text)
        #expect(try ImageReference(parsing: image.description) == image)
        #expect(
            try ImageReference(
                registry: reading.registry,
                repository: reading.repository,
                tag: reading.tag,
                digest: reading.digest
            ) == image
        )
    }

    @Test func writesTheFullNormalForm() throws {
        let image = try ImageReference(parsing: "nginx:1.27@\(Self.digest)")
        #expect(image.description == "docker.io/library/nginx:1.27@\(Self.digest)")
        #expect(try image == ImageReference(parsing: "index.docker.io/library/nginx:1.27@\(Self.digest)"))
    }

    @Test(arguments: [
        ("nginx", "nginx"), ("grafana/grafana", "grafana/grafana"), ("library/a/b", "library/a/b"),
        ("ghcr.io/library/x", "library/x"), ("docker.io/a.b/c", "a.b/c"),
    ])
    func namesTheRepositoryAsPeopleDo(text: String, repository: String) throws {
        #expect(try ImageReference(parsing: text).familiarRepository == repository)
    }

    @Test func keepsTheFullFormWhereTheShortOneIsAnIdentifier() throws {
        let name = String(repeating: "ab", count: 32)
        let image = try ImageReference(parsing: "docker.io/" + name)
        #expect(image.familiar == "docker.io/library/" + name)
        #expect(try ImageReference(parsing: image.familiar) == image)
    }

    @Test func acceptsTheLongestRepositoryAndTag() throws {
        let repository = String(repeating: "a/", count: 127) + "a"
        let tag = String(repeating: "t", count: 128)
        #expect(try ImageReference(parsing: "x.io/\(repository):\(tag)").repository.utf8.count == 255)
        #expect(TextForm.image.diagnostic("x.io/\(repository)a")?.problem == "the repository has 256 characters")
        #expect(TextForm.image.diagnostic("x.io/a:\(tag)t")?.problem == "the tag has 129 characters")
    }

    @Test func countsTheNamespaceThatDockerHubAdds() throws {
        let longest = String(repeating: "a", count: 247)
        #expect(try ImageReference(parsing: longest).repository.utf8.count == 255)
        let diagnostic = try #require(TextForm.image.diagnostic(longest + "a"))
        #expect(diagnostic.problem == "the repository has 256 characters")
        #expect(diagnostic.allowed == "at most 255 characters")
    }

    @Test func everyDescriptionReadsBack() throws {
        var generator = SeededGenerator(seed: testSeed(default: 8))
        let registries = [
            "docker.io", "index.docker.io", "ghcr.io", "localhost", "localhost:5000", "[::1]:80", "A-1", "a:1",
        ]
        let parts = ["a", "library", "localhost", "a.b", "x__y", "x--y", "0", "team", "deadbeef"]
        let tags: [String?] = [nil, "1.27", "latest", "_x", "A-b.C"]
        let digests: [String?] = [nil, nil, Self.digest, Self.longDigest]
        for _ in 0..<caseCount() {
            let path = (0...Int.random(in: 0...3, using: &generator)).map { _ in
                parts.randomElement(using: &generator) ?? "a"
            }
            let image = try ImageReference(
                registry: registries.randomElement(using: &generator) ?? "docker.io",
                repository: path.joined(separator: "/"),
                tag: tags.randomElement(using: &generator) ?? nil,
                digest: digests.randomElement(using: &generator) ?? nil
            )
            #expect(try ImageReference(parsing: image.description) == image)
            #expect(try ImageReference(parsing: image.familiar) == image)
        }
    }
}
