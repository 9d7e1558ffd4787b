import CloudContainers
import QoveryContainers
import ScalewayContainers
import TestSupport
import Testing

/// Law 5: every payload obeys the target's documented bounds, or no payload is made.
@Suite("Law 5, valid") struct ValidTests {
    @Test func payloadsObeyTheBounds() async throws {
        try await GeneratedCase.each(default: 60_000) { generated in
            let spec = try generated.read().value
            for target in [generated.dialect, generated.other] {
                let written = target.write(spec, .permissive(for: spec))
                guard let bundle = written.value else {
                    // No payload is made exactly when something blocks it.
                    guard !written.ledger.obstacles.isEmpty else { return false }
                    continue
                }
                guard written.ledger.obstacles.isEmpty else { return false }
                let problems = target.provider == .qovery ? qovery(bundle.root) : scaleway(bundle.root)
                guard problems.isEmpty else {
                    print("\(problems): \(bundle.text(.compact))")
                    return false
                }
            }
            return true
        }
    }

    /// The bounds of reference §4 and §5 of the Scaleway facts, written here a second time.
    private func scaleway(_ bundle: JSONValue) -> [String] {
        guard let container = bundle["container"] else { return ["no container"] }
        var problems: [String] = []
        func check(_ isTrue: Bool, _ what: String) { if !isTrue { problems.append(what) } }
        func within(_ name: String, _ range: ClosedRange<Int>) {
            if let value = container[name]?.integer { check(range.contains(value), "\(name) \(value)") }
        }
        let name = container["name"]?.string ?? ""
        check((2...34).contains(name.utf8.count), "length of \(name)")
        check(name.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 }, name)
        check(!name.hasPrefix("-") && !name.hasSuffix("-"), name)
        check((container["image"]?.string ?? "").unicodeScalars.count <= 255, "image")
        within("min_scale", 0...10)
        within("max_scale", 1...50)
        within("mvcpu_limit", 70...6000)
        within("memory_limit_bytes", 128_000_000...12_288_000_000)
        within("local_storage_limit_bytes", 1_000_000_000...24_456_000_000)
        within("port", 1...65535)
        check(![8008, 8012, 8013, 8022, 9090, 9091].contains(container["port"]?.integer ?? 0), "reserved port")
        let cpu = container["mvcpu_limit"]?.integer ?? 1000
        let megabytes = (container["memory_limit_bytes"]?.integer ?? 2_048_000_000) / 1_000_000
        check(max(128, cpu) <= megabytes && megabytes <= min(12288, 4 * cpu), "the pair \(cpu) / \(megabytes)")
        check(container["privacy"].map { ["public", "private"].contains($0.string) } ?? true, "privacy")
        check(container["protocol"].map { ["http1", "h2c"].contains($0.string) } ?? true, "protocol")
        check(container["scaling_option"].map { $0.object?.count == 1 } ?? true, "scaling_option")
        if container["scaling_option"]?["concurrent_requests_threshold"] == nil, container["scaling_option"] != nil {
            check((container["min_scale"]?.integer ?? 1) >= 1, "a load rule with minimum 0")
        }
        for probe in ["liveness_probe", "startup_probe"].compactMap({ container[$0] }) {
            check((3...50).contains(probe["failure_threshold"]?.integer ?? 0), "failure_threshold")
            let interval = (try? Duration(parsingSeconds: probe["interval"]?.string ?? "")) ?? .zero
            check(interval >= .seconds(5) && interval <= .seconds(120), "interval")
            check((probe["tcp"] == nil) != (probe["http"] == nil), "one check")
        }
        for map in ["environment_variables", "secret_environment_variables"] {
            for member in container[map]?.object?.members ?? [] {
                check(member.name != "PORT" && !member.name.hasPrefix("SCW_"), member.name)
                check((member.value.string ?? "").unicodeScalars.count <= 1000, "length of \(member.name)")
                check(!(member.value.string ?? "").hasPrefix("$argon2id$"), "a hash as the value of \(member.name)")
            }
        }
        for domain in bundle["domains"]?.array ?? [] {
            check((3...63).contains((domain["hostname"]?.string ?? "").count), "hostname")
        }
        return problems
    }

    /// What the API's document and reference §5 to §9 of the Qovery facts ask for, written here a second time.
    private func qovery(_ bundle: JSONValue) -> [String] {
        guard let container = bundle["container"] else { return ["no container"] }
        var problems: [String] = []
        func check(_ isTrue: Bool, _ what: String) { if !isTrue { problems.append(what) } }
        for name in ["name", "registry_id", "image_name", "tag", "healthchecks"] {
            check(container[name] != nil, "no \(name)")
        }
        check(container["cpu"].map { ($0.integer ?? 0) >= 10 } ?? true, "cpu")
        check(container["memory"].map { ($0.integer ?? 0) >= 1 } ?? true, "memory")
        let minimum = container["min_running_instances"]?.integer
        check(minimum.map { $0 >= 1 || container["autoscaling"] != nil } ?? true, "minimum")
        check(container["max_running_instances"].map { ($0.integer ?? -1) >= 1 } ?? true, "maximum")
        check(container["id"] == nil && container["maximum_cpu"] == nil, "a member of answers only")
        for port in container["ports"]?.array ?? [] {
            check((1...65535).contains(port["internal_port"]?.integer ?? 0), "internal_port")
            check(["HTTP", "GRPC", "TCP", "UDP"].contains(port["protocol"]?.string ?? ""), "protocol")
        }
        for probe in ["readiness_probe", "liveness_probe"].compactMap({ container["healthchecks"]?[$0] }) {
            let numbers = [
                "initial_delay_seconds", "period_seconds", "timeout_seconds", "success_threshold", "failure_threshold",
            ]
            check(numbers.allSatisfy { probe[$0]?.integer != nil }, "five numbers")
            check(probe["type"]?.object?.members.filter { !$0.value.isNull }.count == 1, "one check")
        }
        for variable in bundle["variables"]?["vars"]?.array ?? [] {
            check(variable["value"]?.string != nil && variable["is_secret"]?.bool != nil, "variable")
            check(!(variable["value"]?.string ?? "").hasPrefix("$argon2id$"), "a hash as a value")
        }
        return problems
    }
}
