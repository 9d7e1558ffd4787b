import CloudContainers
import Testing

struct ImageReferenceRefusalTests {
    private static let whole = "[registry/]repository[:tag][@digest], such as nginx:1.27 or ghcr.io/team/app:1.0"
    private static let hosts = "a host such as ghcr.io or localhost:5000, with a dot, a port or a capital letter"
    private static let paths = "lower-case letters and digits, with . _ __ or - between them and / between the parts"
    private static let tags = "1 to 128 letters, digits, _ . or -, the first a letter, a digit or _"
    private static let digests = "sha256: and 64 hexadecimal digits, sha384: and 96, or sha512: and 128, in lower case"
    private static let hex = String(repeating: "0f", count: 32)

    /// Checks one table of refusals that name the same part.
    private func check(_ refusal: Refusal, allowed: String) throws {
        let diagnostic = try #require(TextForm.image.diagnostic(refusal.text))
        #expect(diagnostic.problem == refusal.problem)
        #expect(diagnostic.allowed == allowed)
        #expect(diagnostic.replacement == refusal.replacement)
        if refusal.text.unicodeScalars.count <= 60, refusal.text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
            #expect(diagnostic.value == (refusal.text.isEmpty ? nil : refusal.text))
        }
        if let replacement = diagnostic.replacement { _ = try ImageReference(parsing: replacement) }
    }

    @Test(arguments: [
        Refusal("", "the image reference is empty", nil),
        Refusal(" nginx\n", "the image reference has blanks around it", "nginx"),
        Refusal("nginx latest", "the image reference has a blank or a character that is not plain ASCII", nil),
        Refusal("nginx:é", "the image reference has a blank or a character that is not plain ASCII", nil),
        Refusal("ng\u{1B}inx", "the image reference has a blank or a character that is not plain ASCII", nil),
        Refusal("https://ghcr.io/a/b:1", "the registry of the image reference starts with https://", "ghcr.io/a/b:1"),
        Refusal("docker://nginx", "the registry of the image reference starts with docker://", "nginx"),
        Refusal("https://ghcr.io/A/B:", "the registry of the image reference starts with https://", "ghcr.io/a/b"),
        Refusal(hex, "64 hexadecimal digits are an image identifier and not a reference", nil),
        Refusal("nginx:sha256:\(hex)", "the digest stands after a : and not after an @", "nginx@sha256:\(hex)"),
    ])
    func refusesWhatIsNoReference(refusal: Refusal) throws { try check(refusal, allowed: Self.whole) }

    @Test(arguments: [
        Refusal("-a.io/x", "the registry \"-a.io\" is not a host name or an address in brackets", nil),
        Refusal("a..io/x", "the registry \"a..io\" is not a host name or an address in brackets", nil),
        Refusal("a_b.io/x", "the registry \"a_b.io\" is not a host name or an address in brackets", nil),
        Refusal("user@ghcr.io/x", "the registry \"user@ghcr.io\" is not a host name or an address in brackets", nil),
        Refusal(
            "[fe80::1%eth0]:1/x",
            "the registry \"[fe80::1%eth0]:1\" is not a host name or an address in brackets",
            nil
        ),
        Refusal("[::1/x", "the registry \"[::1\" is not a host name or an address in brackets", nil),
        Refusal("[]:1/x", "the registry \"[]:1\" is not a host name or an address in brackets", nil),
        Refusal("[::1]x/x", "the registry \"[::1]x\" is not a host name or an address in brackets", nil),
        Refusal(":5000/x", "the registry \":5000\" is not a host name or an address in brackets", nil),
        Refusal("a.io:/x", "the registry \"a.io:\" has a port that is not 1 to 65535", "a.io/x"),
        Refusal("a.io:0/x", "the registry \"a.io:0\" has a port that is not 1 to 65535", nil),
        Refusal("a.io:65536/x", "the registry \"a.io:65536\" has a port that is not 1 to 65535", nil),
        Refusal("a.io:1:2/x", "the registry \"a.io:1:2\" has a port that is not 1 to 65535", nil),
        Refusal("nginx:feature/x", "the registry \"nginx:feature\" has a port that is not 1 to 65535", nil),
    ])
    func refusesRegistries(refusal: Refusal) throws { try check(refusal, allowed: Self.hosts) }

    @Test(arguments: [
        Refusal(":tag", "the repository is empty", nil),
        Refusal("@sha256:\(hex)", "the repository is empty", nil),
        Refusal("ghcr.io/", "the repository is empty", nil),
        Refusal("Nginx:1", "the repository \"Nginx\" has capital letters", "nginx:1"),
        Refusal("ghcr.io/Team/App:V1", "the repository \"Team/App\" has capital letters", "ghcr.io/team/app:V1"),
        Refusal("a//b", "the repository \"a//b\" has an empty part", "a/b"),
        Refusal("/a/b", "the repository \"/a/b\" has an empty part", "a/b"),
        Refusal("a/b/", "the repository \"a/b/\" has an empty part", "a/b"),
        Refusal("//", "the repository \"//\" has an empty part", nil),
        Refusal("-nginx", "the repository \"-nginx\" is not valid", nil),
        Refusal("nginx-", "the repository \"nginx-\" is not valid", nil),
        Refusal("a..b", "the repository \"a..b\" is not valid", nil),
        Refusal("a___b", "the repository \"a___b\" is not valid", nil),
        Refusal("a._b", "the repository \"a._b\" is not valid", nil),
        Refusal("a-_b", "the repository \"a-_b\" is not valid", nil),
        Refusal("aa/asdf$$^/aa", "the part \"asdf$$^\" of the repository is not valid", nil),
        Refusal("[2001:db8::1]", "the repository \"[2001\" is not valid", nil),
    ])
    func refusesRepositories(refusal: Refusal) throws { try check(refusal, allowed: Self.paths) }

    @Test(arguments: [
        Refusal("nginx:", "the tag is empty", "nginx"),
        Refusal("nginx:@sha256:\(hex)", "the tag is empty", "nginx@sha256:\(hex)"),
        Refusal("nginx:-1", "the tag \"-1\" is not valid", nil),
        Refusal("nginx:.1", "the tag \".1\" is not valid", nil),
        Refusal("nginx:a:b", "the tag \"a:b\" is not valid", nil),
        Refusal("nginx:a/b/c", "the registry \"nginx:a\" has a port that is not 1 to 65535", nil),
        Refusal("ghcr.io/a:b/c", "the tag \"b/c\" is not valid", nil),
        Refusal("nginx:a+b", "the tag \"a+b\" is not valid", nil),
    ])
    func refusesTags(refusal: Refusal) throws {
        try check(refusal, allowed: refusal.problem.hasPrefix("the registry") ? Self.hosts : Self.tags)
    }

    @Test(arguments: [
        Refusal("nginx@", "the digest is empty", "nginx"),
        Refusal("nginx@\(hex)", "the digest has no algorithm", "nginx@sha256:\(hex)"),
        Refusal("nginx@latest", "the digest has no algorithm", nil),
        Refusal("nginx@sha256:\(hex.uppercased())", "the digest has capital letters", "nginx@sha256:\(hex)"),
        Refusal("nginx@md5:\(hex)", "the digest's algorithm \"md5\" is not known", nil),
        Refusal("nginx@:\(hex)", "the digest's algorithm \"\" is not known", nil),
        Refusal("nginx@sha256:\(hex.dropLast())", "the digest has 63 hexadecimal digits and not 64", nil),
        Refusal("nginx@sha512:\(hex)", "the digest has 64 hexadecimal digits and not 128", nil),
        Refusal("nginx@sha384:\(hex)", "the digest has 64 hexadecimal digits and not 96", nil),
        Refusal("nginx@sha256:", "the digest has 0 hexadecimal digits and not 64", nil),
        Refusal(
            "nginx@sha256:xyz",
            "the digest has something else than hexadecimal digits after its algorithm",
            nil
        ),
    ])
    func refusesDigests(refusal: Refusal) throws { try check(refusal, allowed: Self.digests) }

    // MARK: From parts

    private func partDiagnostic(
        _ registry: String,
        _ repository: String,
        _ tag: String? = nil,
        _ digest: String? = nil
    ) -> Diagnostic? {
        TextForm.diagnostic { () throws(ContainerServiceError) in
            _ = try ImageReference(registry: registry, repository: repository, tag: tag, digest: digest)
        }
    }

    @Test func offersAReplacementForTheWrongPart() {
        #expect(partDiagnostic("", "a")?.replacement == "docker.io")
        #expect(partDiagnostic("https://ghcr.io/", "a")?.replacement == "ghcr.io")
        #expect(partDiagnostic("ghcr.io", "Team/App")?.replacement == "team/app")
        #expect(partDiagnostic("ghcr.io", "a", "")?.problem == "the tag is empty")
        #expect(partDiagnostic("ghcr.io", "a", "")?.replacement == nil)
        #expect(partDiagnostic("ghcr.io", "a", nil, Self.hex)?.replacement == "sha256:" + Self.hex)
        #expect(partDiagnostic("ghcr.io", "a", nil, "")?.problem == "the digest is empty")
    }

    @Test func refusesARegistryThatReadsAsAPartOfTheRepository() {
        let diagnostic = partDiagnostic("registry", "a")
        #expect(diagnostic?.problem == "the registry \"registry\" would be read as a part of the repository")
        #expect(diagnostic?.advice == "Add the host's domain or its port.")
        #expect(partDiagnostic("[abcd]", "a")?.problem.hasPrefix("the registry \"[abcd]\" would be read") == true)
    }

    @Test func refusesASlashInTheRegistryAndTagsInTheRepository() {
        #expect(partDiagnostic("ghcr.io/team", "a")?.value == "ghcr.io/team")
        #expect(partDiagnostic("ghcr.io", "a:1")?.problem == "the repository \"a:1\" is not valid")
        #expect(partDiagnostic("ghcr.io", "a@x")?.problem == "the repository \"a@x\" is not valid")
        #expect(
            partDiagnostic("docker.io", String(repeating: "a", count: 250))?.problem
                == "the repository has 258 characters"
        )
    }
}
