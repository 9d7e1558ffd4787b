import CloudContainers
import Testing

struct CountTests {
    @Test func holdsCountsOfZeroOrMore() throws {
        #expect(try InstanceCount(0).value == 0)
        #expect(try RequestCount(.max).value == .max)
        #expect(AttemptCount.of(3).value == 3)
        #expect(GPUCount.of(.max).value == 4_294_967_295)
        #expect(InstanceCount.of(5).description == "5")
        #expect(InstanceCount.of(4) < .of(5))
    }

    @Test(arguments: [-1, Int.min])
    func refusesNegativeCounts(value: Int) throws {
        let diagnostic = try #require(
            TextForm.diagnostic { () throws(ContainerServiceError) in _ = try InstanceCount(value) }
        )
        #expect(diagnostic.problem == "the count is negative")
        #expect(diagnostic.value == "\(value)")
        #expect(diagnostic.allowed == "0 or more")
        #expect(InstanceCount(unchecked: value).value == 0)
    }

    @Test func holdsEveryPort() throws {
        for value in 1...65535 { #expect(try PortNumber(value).value == value) }
        #expect(PortNumber.of(8080).description == "8080")
        #expect(PortNumber.of(0).value == 1)
        #expect(PortNumber.of(.max).value == 65535)
        #expect(PortNumber.of(80) < .of(443))
    }

    @Test(arguments: [0, -1, 65536, Int.min, Int.max])
    func refusesPortsOutOfRange(value: Int) throws {
        let diagnostic = try #require(
            TextForm.diagnostic { () throws(ContainerServiceError) in _ = try PortNumber(value) }
        )
        #expect(diagnostic.problem == "the port number is out of range")
        #expect(diagnostic.value == "\(value)")
        #expect(diagnostic.allowed == "1 to 65535")
    }
}
