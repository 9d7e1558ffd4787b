import CloudContainers
import Testing

@Suite("Wire objects")
struct WireObjectTests {
    @Test(arguments: [
        (#"{"id":"x"}"#, Member<String>.absent), (#"{"id":"x","note":null}"#, .null),
        (#"{"id":"x","note":""}"#, .value("")), (#"{"id":"x","note":"n"}"#, .value("n")),
    ])
    func aMemberIsAbsentNullOrAValue(_ text: String, _ expected: Member<String>) throws {
        let sample = try OpenSample.parsed(text)
        #expect(sample.note == expected)
        #expect(sample.json.text(.compact) == text)
    }

    @Test func aMemberGivesItsValue() {
        #expect(Member.value(5).value == 5)
        #expect(Member<Int>.null.value == nil && Member<Int>.absent.value == nil)
        #expect(Member(5) == .value(5))
        #expect(Member<Int>(nil) == .absent)
    }

    @Test(arguments: [#"{"id":"x"}"#, #"{"id":"x","size":null,"tags":null,"labels":{},"parts":[]}"#])
    func absentNullAndEmptyAreOneWhereTheyMeanTheSame(_ text: String) throws {
        #expect(try OpenSample.parsed(text).json.text(.compact) == #"{"id":"x"}"#)
    }

    @Test func readerWriterAndNamesAgree() throws {
        let text =
            #"{"id":"x","note":"n","size":3,"tags":["t"],"labels":{"z":"1","a":"2"},"parts":[{"count":1,"colour":"red"}]}"#
        let sample = try OpenSample.parsed(text)
        #expect(sample.json.text(.compact) == text)
        #expect(OpenSample.memberNames == OpenSample.names)
        #expect(sample.json.object?.names == OpenSample.names)
        #expect(sample.unknown.isEmpty)
        #expect(sample.labels.keys == ["z", "a"])
        var reader = WireReader(try #require(sample.json.object), offset: nil)
        var copy = OpenSample()
        try copy.visit(&reader)
        #expect(reader.names == OpenSample.names)
        #expect(copy == sample)
    }

    @Test func membersAreWrittenInTheirOwnOrder() throws {
        let sample = try OpenSample.parsed(#"{"tags":["t"],"new":1,"id":"x","note":null}"#)
        #expect(sample.json.text(.compact) == #"{"id":"x","note":null,"tags":["t"],"new":1}"#)
    }

    @Test func unknownMembersAreKeptWithTheirOrderAndSpelling() throws {
        let text = #"{"id":"x","zeta":{"k":[1.50,null,"é"]},"alpha":null,"mid":1e3}"#
        let sample = try OpenSample.parsed(text)
        #expect(sample.unknown.map(\.name) == ["zeta", "alpha", "mid"])
        #expect(sample.json.text(.compact) == text)
    }

    @Test(arguments: [
        (#"{"count":1,"color":"red"}"#, "color", "colour"), (#"{"count":1,"cuont":1}"#, "cuont", "count"),
        (#"{"count":1,"COLOUR":1}"#, "COLOUR", "colour"),
    ])
    func unknownMembersAreRefusedWithTheNearestName(_ text: String, _ name: String, _ nearest: String) throws {
        let error = try #require(try ClosedSample.failure(text))
        #expect(error.diagnostic.problem == "unknown field \"\(name)\"")
        #expect(error.diagnostic.field == FieldPath(name))
        #expect(error.diagnostic.replacement == nearest)
        #expect(error.diagnostic.advice == "Did you mean \(nearest)?")
        #expect(error.diagnostic.allowed == "count, colour")
        #expect(error.offset == Array(text.utf8).firstOffset(of: "\"\(name)\""))
    }

    @Test func unknownMembersWithoutANearNameAreRefusedWithTheList() throws {
        let error = try #require(try ClosedSample.failure(#"{"count":1,"weight":1}"#))
        #expect(error.diagnostic.replacement == nil)
        #expect(error.diagnostic.allowed == "count, colour")
        #expect(error.diagnostic.advice == "Remove it, or correct its name.")
    }

    @Test(arguments: [#"{}"#, #"{"colour":"red"}"#])
    func aMissingMemberIsNamed(_ text: String) throws {
        let error = try #require(try ClosedSample.failure(text))
        #expect(error.diagnostic.problem == "a required field is missing")
        #expect(error.diagnostic.field == "count")
        #expect(error.offset == 0)
    }

    @Test func aClosedWordNamesItsSet() throws {
        let error = try #require(try ClosedSample.failure(#"{"count":1,"colour":"gren"}"#))
        #expect(error.diagnostic.field == "colour")
        #expect(error.diagnostic.allowed == "red, green, blue")
        #expect(error.diagnostic.replacement == "green")
        #expect(error.diagnostic.value == "\"gren\"")
    }
}

extension Array<UInt8> {
    /// Where a text first occurs.
    func firstOffset(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        return indices.first { self[$0...].starts(with: wanted) }
    }
}
