import CloudContainers
import SimulationKit
import Testing

@Suite struct RequestHistoryTests {
    @Test func keepsTheLatestAndCountsAll() throws {
        var history = RequestHistory(keeping: 3)
        let address = try HTTPBaseURL(parsing: "http://localhost")
        for number in 1...10 {
            let request = HTTPRequest(.get, "/\(number)", of: address, kind: .read, operation: "test")
            history.add(HandledRequest(number: number, time: .seconds(number), request: request, status: 200))
            #expect(history.requests.last?.number == number)
            #expect(history.requests.count < 6)
        }
        #expect(history.count == 10)
        #expect(history.requests.map(\.number) == [7, 8, 9, 10])
    }
}
