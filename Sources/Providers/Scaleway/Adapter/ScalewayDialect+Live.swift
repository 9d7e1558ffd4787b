public import CloudContainers

extension ScalewayDialect {
    private static let stateMembers: Set<String> = ["status", "error_message", "updated_at"]

    /// The fingerprint of what is configured: the bundle without states and dates.
    public func basis(of live: JSONDocument) -> String {
        let bundle = live.root["container"] == nil ? ["container": live.root] : live.root
        let parts = (bundle.object?.members ?? []).map {
            JSONObject.Member(name: $0.name, value: $0.value.settled(without: Self.stateMembers))
        }
        return PreparedChange.fingerprint(of: JSONDocument(.object(JSONObject(parts))))
    }

    /// How long a container can be on its way to `ready` or `error`: what its probes take to fail, one after the other, and
    /// three minutes for the platform.
    ///
    /// Recorded: a container that does not answer fails after threshold times interval, and about five seconds.
    public func deploymentLimit(of spec: ContainerSpec?) -> Duration {
        guard let spec else { return Self.limit(of: [(50, .seconds(120)), (50, .seconds(120))]) }
        let live = spec.probes.liveness
        return Self.limit(of: [
            (live?.failureThreshold?.value ?? 30, live?.interval ?? .seconds(10)),
            (spec.probes.startup?.failureThreshold?.value ?? 0, spec.probes.startup?.interval ?? .zero),
        ])
    }

    private static func limit(of probes: [(threshold: Int, interval: Duration)]) -> Duration {
        probes.reduce(.seconds(180)) { $0 + $1.interval.saturatingProduct($1.threshold) }
    }
}
