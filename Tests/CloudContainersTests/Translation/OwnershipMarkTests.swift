import CloudContainers
import TestSupport
import Testing

@Suite("Ownership marks")
struct OwnershipMarkTests {
    private static let keys = ["cpu", "memory", "disk", "name"]
    private static let descriptions: [String?] = [
        nil, "", "The shop", "ends with ]", "[draft] shop", "shop [v2]", "[cloud-containers",
        "[cloud-containers x=1] old",
        "two  blanks  ", " ", "line\nbreak", "a=b", "日本 [x] [y]", "]", "[",
    ]

    private func mark(_ values: [(String, String)]) -> OwnershipMark {
        var mark = OwnershipMark()
        for (key, value) in values { mark.values[key] = value }
        return mark
    }

    @Test func isWrittenAsTagsAndAsTheEndOfADescription() {
        let mark = mark([("cpu", "250m"), ("memory", "512Mi")])
        #expect(mark.tags == ["cloud-containers:cpu=250m", "cloud-containers:memory=512Mi"])
        #expect(mark.suffix == "[cloud-containers cpu=250m memory=512Mi]")
        #expect(mark.marking("The shop") == "The shop [cloud-containers cpu=250m memory=512Mi]")
        #expect(mark.marking(nil) == mark.suffix && mark.marking("") == mark.suffix)
        #expect(mark.cpu == .millicores(250) && mark.memory == .mebibytes(512))
        #expect(mark.disk == nil && mark.name == nil)
    }

    @Test func anEmptyMarkLeavesNoTrace() {
        #expect(OwnershipMark().isEmpty)
        #expect(OwnershipMark().tags.isEmpty)
        #expect(OwnershipMark().marking("text") == "text" && OwnershipMark().marking(nil) == nil)
    }

    @Test func theTagsOfTheUserStayTheUsers() {
        let tags = ["team=shop", "cloud-containers:cpu=1", "cloud-containers", "cloud-containers:odd", "x:y"]
        let (users, mark) = OwnershipMark.split(tags: tags)
        #expect(users == ["team=shop", "cloud-containers", "cloud-containers:odd", "x:y"])
        #expect(mark.values.keys == ["cpu"] && mark.values["cpu"] == "1")
    }

    @Test(arguments: [
        "The shop", "shop [v2]", "[v2]", "]", "[", "", "[cloudcontainers cpu=1]", "[cloud-containers odd]",
    ])
    func aDescriptionWithoutAMarkIsTheUsers(_ text: String) {
        let (users, mark) = OwnershipMark.split(description: text)
        #expect(users == text && mark.isEmpty)
    }

    @Test func generatedMarksOfQuantitiesComeBack() throws {
        let seed = testSeed(default: 2024)
        var generator = SpecGenerator(seed: seed)
        for round in 0..<caseCount() {
            var mark = OwnershipMark()
            if generator.chance() { mark.values["cpu"] = "\(generator.random.next() % 100_000)m" }
            if generator.chance() { mark.values["memory"] = try generator.size().description }
            if generator.chance() { mark.values["disk"] = try generator.size().description }
            if generator.chance() || mark.isEmpty { mark.values["name"] = generator.word("abcXYZ_-.019") }
            let description = try #require(Self.descriptions.randomElement(using: &generator.random))
            let text = try #require(mark.marking(description))
            let (users, back) = OwnershipMark.split(description: text)
            try #require(users == description ?? "", "seed \(seed), round \(round): \(text)")
            try #require(back == mark, "seed \(seed), round \(round): \(text)")
            let tags = ["team"] + mark.tags
            let (own, again) = OwnershipMark.split(tags: tags)
            try #require(own == ["team"] && again == mark, "seed \(seed), round \(round): \(tags)")
        }
    }

    @Test(arguments: ["[cloud-containers cpu=1]", "Mine [cloud-containers]", "[cloud-containers]"])
    func aDescriptionThatLooksLikeAMarkStaysTheUsers(_ text: String) throws {
        let marked = try #require(OwnershipMark().marking(text))
        let (users, mark) = OwnershipMark.split(description: marked)
        #expect(users == text && mark.isEmpty)
    }

    /// Names that people give on Qovery and that the mark has to carry to Scaleway and back.
    static let names = [
        "my service", "a=b", "=a", "a]", "a]b", "[a]", "a[b", "a b]", "a [cloud-containers cpu=1]", " lead", "trail ",
        "two  blanks", "tab\there", "line\nbreak", "日本 語", "e\u{301}", "\u{301}x", "\"q\"", "a,b", "a\\b", "%20", "]",
        "[", "=",
        "",
    ]

    @Test(arguments: names)
    func everyNameComesBackInTags(_ name: String) {
        let mark = mark([("cpu", "250m"), ("name", name)])
        let (users, back) = OwnershipMark.split(tags: mark.tags)
        #expect(back == mark || !mark.tags.joined().contains("name="))
        #expect(users.isEmpty)
    }

    @Test(arguments: names)
    func everyNameComesBackInADescription(_ name: String) throws {
        let mark = mark([("cpu", "250m"), ("name", name)])
        let lost = try Self.descriptions.filter { description in
            let text = try #require(mark.marking(description))
            let (users, back) = OwnershipMark.split(description: text)
            // A value that the format cannot hold has to be left out, never to spoil the rest.
            return users != description ?? "" || !(back == mark || (back.cpu == mark.cpu && back.name == nil))
        }
        #expect(lost.isEmpty)
    }

    @Test func generatedNamesComeBack() throws {
        let seed = testSeed(default: 5)
        var random = SeededGenerator(seed: seed)
        let pieces = ["a", "b", " ", "=", "[", "]", "cloud-containers", "é", ":", "\"", "\\", "-"]
        var lost: [String] = []
        for _ in 0..<2000 {
            let name = (0..<Int.random(in: 1...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
            }.joined()
            let mark = mark([("memory", "1Gi"), ("name", name)])
            let text = try #require(mark.marking("The shop"))
            let (users, back) = OwnershipMark.split(description: text)
            let isKept = users == "The shop" && (back == mark || (back.memory == mark.memory && back.name == nil))
            if !isKept { lost.append(name) }
        }
        #expect(lost.isEmpty, "seed \(seed): \(lost.count) of 2000 lost, such as \(lost.prefix(5))")
    }
}
