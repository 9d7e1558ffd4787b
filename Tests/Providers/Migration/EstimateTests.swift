import CloudContainers
import ContainerMigration
import QoveryContainers
import ScalewayContainers
import SimulationKit
import Testing

@Suite("Estimate of a migration")
struct EstimateTests {
    /// A service of one size, planned towards Scaleway.
    private func estimate(_ count: Int, _ change: (inout ContainerSpec) -> Void) async throws -> MigrationEstimate {
        let dialect = QoveryDialect()
        let account = try Account(.qovery)
        let namespace = try await account.service.createNamespace(named: "shop")
        for index in 0..<count {
            var spec = try #require(try Move.specs(2).last)
            spec.name = "service-\(index)"
            change(&spec)
            _ = try await account.service.apply(spec, in: namespace.id, secrets: SecretValues(), account.given)
        }
        var given = Resolutions()
        given.allowsAll = true
        let plan = try MigrationPlan(
            moving: try await account.service.inventory(of: namespace.id),
            from: dialect,
            to: ScalewayDialect(),
            MigrationSettings(namespace: "moved", resolutions: given, started: Set((0..<count).map { "service-\($0)" }))
        )
        return plan.estimate(from: dialect, to: ScalewayDialect())
    }

    @Test func aRaiseCostsTheDifferenceAtTheLeastInstances() async throws {
        let estimate = try await estimate(1) { spec in
            spec.resources.cpu = .millicores(50)
            spec.scaling.minimum = .of(2)
        }
        let raise = try #require(estimate.raises.first { $0.code == .cpuRaised })
        guard case .cpu(let before) = raise.before, case .cpu(let after) = raise.after else {
            Issue.record("the raise names no CPU")
            return
        }
        #expect(before == .millicores(50))
        #expect(raise.instances == .of(2))
        // 10,000 billionths of a euro for a core and second, 2,592,000 seconds a month, two instances.
        let added = after.millicores - before.millicores
        #expect(raise.monthly?.billionths == added * 10_000 / 1000 * 2_592_000 * 2)
        #expect(raise.hourly?.billionths == added * 10_000 / 1000 * 3600)
        #expect(estimate.prices?.source.hasPrefix("https://www.scaleway.com/") == true)
        let sum = estimate.raises.compactMap(\.monthly?.billionths).reduce(0, +)
        #expect(estimate.monthlyRaise?.billionths == sum)
    }

    @Test func whatIsNotRaisedCostsNothing() async throws {
        let estimate = try await estimate(1) { spec in
            spec.resources.cpu = .millicores(500)
            spec.resources.memory = .megabytes(1000)
        }
        #expect(estimate.raises.filter { $0.code == .cpuRaised } == [])
    }

    @Test func theShareOfALimitIsRoundedUpAndItsPausesAreCounted() async throws {
        let few = try await estimate(1) { _ in }
        let share = try #require(few.shares.first)
        // The source is read within its limit; Scaleway documents none.
        #expect(few.shares.map(\.provider) == [QoveryDialect().provider])
        #expect(share.limit == RateLimit(requests: 1000, per: .seconds(3600)))
        #expect(share.share == (try Percentage(percent: 1)))
        #expect(share.pause == .zero)
    }

    @Test func aLimitThatIsPassedPausesForItsPeriods() async throws {
        let move = try await Move(2, from: .scaleway, to: .qovery)
        var plan = try await move.plan()
        let service = try #require(plan.services.first)
        // As many as pass the limit twice.
        plan.services = Array(repeating: service, count: 500)
        let estimate = plan.estimate(from: ScalewayDialect(), to: QoveryDialect())
        let share = try #require(estimate.shares.first)
        let requests = estimate.targetWrites.value + estimate.targetReads.value
        #expect(share.requests.value == requests)
        #expect(share.pause == .seconds(3600 * ((requests - 1) / 1000)))
        #expect(share.share?.percent == (requests + 9) / 10)
        #expect(estimate.pause == share.pause)
        // The bill of a cluster is its owner's cloud's.
        #expect(estimate.prices == nil && estimate.monthlyRaise == nil)
        #expect(estimate.deploying?.usual == nil)
        #expect((estimate.deploying?.limit ?? .zero) > .zero)
    }

    @Test func moneyIsRoundedUpToTheCent() throws {
        for (billionths, text) in [
            (0, "0.00 EUR"), (1, "0.01 EUR"), (10_000_000, "0.01 EUR"), (10_000_001, "0.02 EUR"),
            (1_990_000_001, "2.00 EUR"), (25_920_000_000, "25.92 EUR"), (Int.max, "9223372036.86 EUR"),
        ] {
            #expect(try Money(billionths: billionths, "EUR").description == text)
        }
        #expect(throws: ContainerServiceError.self) { try Money(billionths: -1, "EUR") }
        #expect(Money.euros(1).adding(Money.euros(2, billionths: 5)) == (try Money(billionths: 3_000_000_005, "EUR")))
        #expect(try Money(billionths: .max, "EUR").adding(.euros(1)) == nil)
        #expect(try Money(billionths: 1, "USD").adding(.euros(1)) == nil)
    }

    @Test func pricesAreCountedInIntegersHoweverLarge() throws {
        let prices = try #require(ScalewayDialect().capabilities.prices)
        // The example of the provider's own page: 128 MB and 70 mvCPU for 30,000,000 s, before what is free.
        let example = prices.cost(
            cpu: .millicores(70),
            memory: .megabytes(128),
            instances: .of(1),
            for: .seconds(30_000_000)
        )
        #expect(example == Money.euros(24, billionths: 750_000_000))
        // An hour of a core is 3.6 cents.
        #expect(
            prices.cost(cpu: .cores(1), memory: .zero, instances: .of(1), for: .seconds(3600))
                == Money.euros(0, billionths: 36_000_000)
        )
        #expect(prices.cost(cpu: .millicores(6000), memory: .megabytes(12_288), instances: .of(50)) != nil)
        #expect(prices.cost(cpu: .millicores(.max), memory: .gibibytes(.max), instances: .of(.max)) == nil)
        #expect(prices.cost(cpu: .millicores(0), memory: .zero, instances: .of(0))?.billionths == 0)
    }
}
