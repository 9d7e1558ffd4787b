import CloudContainers
import SimulationKit
import Testing

@Suite struct ScaledTimeTests {
    private let clock = VirtualTime(.manual)

    @Test func runsByItsFactor() async {
        let time = await ScaledTime(100, over: clock)
        await clock.advance(by: .seconds(3))
        #expect(await time.now() == .seconds(300))
        #expect(await time.wallClock() == Timestamp(seconds: 1_767_225_600 + 300))
    }

    @Test func runsSlowerToo() async {
        let time = await ScaledTime(0.5, over: clock)
        await clock.advance(by: .seconds(3))
        #expect(await time.now() == .milliseconds(1500))
    }

    @Test func beginsWhenItIsMade() async {
        await clock.advance(by: .seconds(60))
        let time = await ScaledTime(10, over: clock)
        #expect(await time.now() == .zero)
        #expect(await time.wallClock() == Timestamp(seconds: 1_767_225_660))
    }

    @Test func waitsForAFractionOfTheTime() async throws {
        let clock = VirtualTime()
        let time = await ScaledTime(100, over: clock)
        try await time.sleep(for: .seconds(30))
        #expect(await clock.waits == [.milliseconds(300)])
        #expect(await time.now() == .seconds(30))
    }

    @Test(arguments: [0, -1, Double.nan, .infinity])
    func keepsThePaceWithoutAFactor(_ scale: Double) async {
        let time = await ScaledTime(scale, over: clock)
        await clock.advance(by: .seconds(3))
        #expect(time.scale == 1)
        #expect(await time.now() == .seconds(3))
    }
}
