public import CloudContainers

extension MigrationEstimate {
    /// Something that a service has more of on the target, because the target has no smaller amount that is enough.
    public struct Raise: Sendable, Hashable {
        /// The service, by its name at the source.
        public var service: String
        /// The finding that says so.
        public var code: FindingCode
        /// What it had.
        public var before: LedgerValue
        /// What it gets.
        public var after: LedgerValue
        /// The least instances of the service on the target, which run all the time.
        public var instances: InstanceCount
        /// What the difference costs in a month of 30 days with so many instances; `nil` without prices.
        public var monthly: Money?
        /// What the difference costs in an hour of one instance; `nil` without prices.
        public var hourly: Money?
    }
}

extension MigrationEstimate.Raise {
    /// The findings about amounts that cost something.
    private static let codes: Set<FindingCode> = [
        .cpuRaised, .memoryRaised, .memoryRounded, .minimumRaised, .minimumRaisedForRule,
    ]

    /// The raises of a service.
    static func all(of service: PlannedService, _ prices: PriceList?) -> [Self] {
        service.findings.filter { codes.contains($0.code) }.compactMap { finding in
            let least = service.spec.scaling.minimum ?? .of(0)
            let difference: (cpu: CPU, memory: ByteCount)
            var instances = least
            switch (finding.before, finding.after) {
            case (.cpu(let before), .cpu(let after)):
                guard before < after else { return nil }
                difference = (CPU(uncheckedMillicores: after.millicores - before.millicores), .zero)
            case (.bytes(let before), .bytes(let after)):
                guard before < after else { return nil }
                difference = (.millicores(0), ByteCount(uncheckedBytes: after.bytes - before.bytes))
            default:
                guard let before = finding.before.count, let after = finding.after.count, before < after else {
                    return nil
                }
                // Whole instances more.
                difference = (service.spec.resources.cpu ?? .millicores(0), service.spec.resources.memory ?? .zero)
                instances = InstanceCount(unchecked: after - before)
            }
            func cost(_ instances: InstanceCount, _ duration: Duration) -> Money? {
                prices?.cost(cpu: difference.cpu, memory: difference.memory, instances: instances, for: duration)
            }
            return Self(
                service: service.sourceName,
                code: finding.code,
                before: finding.before,
                after: finding.after,
                instances: instances,
                monthly: cost(instances, PriceList.month),
                hourly: cost(.of(1), .seconds(3600))
            )
        }
    }
}

extension LedgerValue {
    /// The number of instances that it says.
    fileprivate var count: Int? {
        switch self {
        case .number(let number): number
        case .instances(.instances(let count)): count.value
        default: nil
        }
    }
}
