import ArgumentParser
import CloudContainers
import Foundation
import ScalewayContainers
import URLSessionTransport

/// What fetching the pages of a list side by side would gain, over a network with a delay.
///
/// The adapter fetches one page after another, as a list of unknown length has to be. Scaleway counts its pages, and the first one
/// tells how many there are, so that the others can be asked for at once.
struct PagesBenchmark: Measuring {
    static let configuration = CommandConfiguration(commandName: "pages")

    @Option var containers: Int
    @Option var port: Int
    /// How many pages are on their way at a time.
    @Option var beside: Int

    func samples() async throws -> [Sample] {
        let service = try ListingBenchmark.service(at: port)
        let namespace = Namespace.ID(rawValue: ListServer.namespace)
        let clock = ContinuousClock()
        let (begin, before) = (clock.now, Usage.own)
        let first = try await service.containers(in: namespace, after: nil)
        let size = first.elements.count
        let pages = (containers + size - 1) / size
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            var next = 2
            func start() {
                guard next <= pages else { return }
                // A mark of Scaleway's is the number of the page, and how many elements stand before it.
                let token = PageToken(rawValue: "\(next):\((next - 1) * size)")
                next += 1
                group.addTask { try await service.containers(in: namespace, after: token).elements.count }
            }
            for _ in 0..<beside { start() }
            var count = size
            while let more = try await group.next() {
                count += more
                start()
            }
            return count
        }
        let (seconds, after) = (begin.duration(to: clock.now) / .seconds(1), Usage.own)
        guard count == containers else { throw Unfinished(reason: "\(count) of \(containers) containers were listed") }
        let way = beside == 1 ? "one after another" : "\(beside) side by side"
        let name = "\(pages) pages with \(Int(ListServer.delay / .milliseconds(1))) ms each, \(way)"
        return [
            Sample(name: "\(name): time", value: seconds, unit: .seconds),
            Sample(name: "\(name): CPU", value: after.cpuSeconds - before.cpuSeconds, unit: .seconds),
        ]
    }
}
