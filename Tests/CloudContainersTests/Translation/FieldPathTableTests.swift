import Testing

@testable import CloudContainers

@Suite("Numbers of paths")
struct FieldPathTableTests {
    @Test func numbersEachPathOnce() {
        var table = FieldPathTable(capacity: 1)
        let paths = (0..<500).map { FieldPath("variables").appending($0).appending("value \($0 % 7)") }
        for _ in 1...2 {
            let numbers = paths.map { table.number(of: $0) }
            #expect(numbers == Array(0..<500))
        }
        #expect(table.paths == paths)
        #expect(paths.map { table.find($0) } == (0..<500).map { Optional($0) })
        #expect(table.find("variables[500]") == nil)
        #expect(table.find(.root) == nil)
    }

    @Test func goesOnFromThePathAround() {
        for parent: FieldPath in [.root, "container", "ports[0]", "settings[\"a b\"]"] {
            var hash = FieldPathHash(parent)
            let isWord = hash.combine(word: "name-1_x", isFirst: parent == .root)
            #expect(isWord)
            #expect(hash == FieldPathHash(parent.appending("name-1_x")))
        }
    }

    @Test(arguments: ["", "a.b", "a b", "a[0]", "\"", "é", "a\u{0}"])
    func leavesOutWhatIsNoPlainWord(_ name: String) {
        var hash = FieldPathHash("container")
        let isWord = hash.combine(word: name, isFirst: false)
        #expect(!isWord)
        #expect(hash == FieldPathHash("container"))
    }

    @Test func knowsTheMembersOfAPath() {
        #expect(FieldPath("name").isMember("name", of: .root))
        #expect(FieldPath("container.name").isMember("name", of: "container"))
        #expect(FieldPath("ports[0].name").isMember("name", of: "ports[0]"))
        #expect(!FieldPath("container.name").isMember("name", of: .root))
        #expect(!FieldPath("container.name").isMember("name", of: "contained"))
        #expect(!FieldPath("container.names").isMember("name", of: "container"))
        #expect(!FieldPath("container[name").isMember("name", of: "container"))
    }
}
