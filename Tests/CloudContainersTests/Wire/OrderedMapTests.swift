import CloudContainers
import TestSupport
import Testing

@Suite("Ordered maps")
struct OrderedMapTests {
    @Test func keepTheOrderInWhichKeysCame() {
        var map: OrderedMap<Int> = ["z": 1, "a": 2, "m": 3]
        #expect(map.keys == ["z", "a", "m"])
        map["a"] = 5
        #expect(map.keys == ["z", "a", "m"] && map["a"] == 5)
        map["z"] = nil
        map["z"] = 9
        #expect(map.keys == ["a", "m", "z"] && map.count == 3)
        map["nothing"] = nil
        #expect(map.count == 3 && map["nothing"] == nil)
        #expect(map.map(\.value) == [5, 3, 9])
        #expect(OrderedMap<Int>().isEmpty && !map.isEmpty)
    }

    @Test func aLiteralKeepsTheLastOfDoubledKeys() {
        let map: OrderedMap<Int> = ["a": 1, "b": 2, "a": 3]
        #expect(map.keys == ["a", "b"] && map["a"] == 3)
    }

    @Test func readsAndWritesObjects() throws {
        let text = #"{"z":1,"a.b":2,"":3}"#
        let map = try OrderedMap<Int>.parsed(text)
        #expect(map.keys == ["z", "a.b", ""])
        #expect(map.json.text(.compact) == text)
        #expect(try OrderedMap<Int>.failure("[]")?.diagnostic.problem == "wrong type, a list where an object belongs")
    }

    @Test func behavesAsADictionaryUnderRandomChanges() {
        let seed = testSeed(default: 17)
        var random = SeededGenerator(seed: seed)
        var map = OrderedMap<Int>()
        var dictionary: [String: Int] = [:]
        var order: [String] = []
        for _ in 0..<5000 {
            let key = "k\(Int.random(in: 0..<12, using: &random))"
            let value = Bool.random(using: &random) ? Int.random(in: 0..<100, using: &random) : nil
            if value == nil { order.removeAll { $0 == key } } else if dictionary[key] == nil { order.append(key) }
            dictionary[key] = value
            map[key] = value
            let isSame = map.keys == order && map.allSatisfy { dictionary[$0.key] == $0.value }
            if !isSame {
                Issue.record("seed \(seed): \(map.entries)")
                return
            }
        }
    }
}
