import CloudContainers

extension QoveryDialect {
    static let quantityRules: [FieldRule] = [
        FieldRule(
            "container.cpu",
            "resources.cpu",
            .both,
            "Millicores, at least 10; 500 where absent. resources.override.limit.cpu_in_milli, where set, is the limit.",
            [.cpuRaised, .cpuLimitOverride, .defaultAssumed]
        ),
        FieldRule(
            "container.memory",
            "resources.memory",
            .both,
            "A whole number of MiB, which the API calls MB, rounded up; 512 where absent.",
            [.memoryRounded, .memoryLimitOverride, .defaultAssumed]
        ),
        FieldRule(
            "container.ephemeral_storage_in_gib",
            "resources.ephemeralStorage",
            .both,
            "A whole number of GiB, rounded up; absent is the platform's default, which is not published.",
            [.diskRounded, .diskDefault]
        ),
        FieldRule("container.gpu", "resources.gpu", .both, "A whole number; 0 where absent.", [.gpu]),
        FieldRule(
            "container.cpu_architecture",
            "resources.architecture",
            .both,
            "AMD64 or ARM64; absent or null is the cluster's default.",
            [.architecture, .architectureUnknown]
        ),
        FieldRule(
            "advanced_settings[\"resources.override.limit.cpu_in_milli\"]",
            "resources.cpu",
            .read,
            "The limit in millicores, where it is set.",
            [.cpuLimitOverride]
        ),
        FieldRule(
            "advanced_settings[\"resources.override.limit.ram_in_mib\"]",
            "resources.memory",
            .read,
            "The limit in MiB, where it is set.",
            [.memoryLimitOverride]
        ),
    ]

    static let leastCPU = CPU.millicores(10)
    static let cpuOverride = "resources.override.limit.cpu_in_milli"
    static let memoryOverride = "resources.override.limit.ram_in_mib"
}

extension FieldPath {
    /// The path of an advanced setting in a bundle.
    static func advanced(_ key: String) -> FieldPath { FieldPath("advanced_settings").appending(key) }
}

extension QoveryReader {
    mutating func readQuantities() throws(WireError) {
        try readCPU()
        try readMemory()
        try readDisk()
        spec.resources.gpu = try amount(container.gpu, "container.gpu", GPUCount.init(_:))
        if spec.resources.gpu?.value == 0 { spec.resources.gpu = nil }
        ledger.record(["container.gpu"], to: ["resources.gpu"])
        spec.resources.architecture = container.cpuArchitecture.value.map {
            Resources.Architecture(rawValue: $0.lowercased())
        }
        ledger.record(["container.cpu_architecture"], to: ["resources.architecture"], .converted)
    }

    private mutating func readCPU() throws(WireError) {
        let asked = try amount(container.cpu, "container.cpu") { value throws(ContainerServiceError) in
            try CPU(millicores: value)
        }
        if asked == nil { assume("cpu", is: .cpu(.millicores(500)), for: "resources.cpu") }
        let request = asked ?? .millicores(500)
        var findings: [Finding] = []
        var cpu = request
        if let limit = advanced.integer(QoveryDialect.cpuOverride), limit > 0 {
            cpu = CPU(uncheckedMillicores: limit)
            findings.append(Finding(.cpuLimitOverride, .noted, before: .cpu(request), after: .cpu(cpu)))
        }
        if let marked = mark.cpu, max(marked, QoveryDialect.leastCPU) == cpu { cpu = marked }
        spec.resources.cpu = cpu
        ledger.record(
            ["container.cpu", .advanced(QoveryDialect.cpuOverride)],
            to: ["resources.cpu"],
            .converted,
            findings
        )
    }

    private mutating func readMemory() throws(WireError) {
        let mebibytes = try amount(container.memory, "container.memory", ByteCount.init(wireMebibytes:))
        if mebibytes == nil { assume("memory", is: .bytes(.mebibytes(512)), for: "resources.memory") }
        let request = mebibytes ?? .mebibytes(512)
        var findings: [Finding] = []
        var memory = request
        if let limit = advanced.integer(QoveryDialect.memoryOverride), limit > 0,
            let bytes = try? ByteCount(wireMebibytes: limit)
        {
            memory = bytes
            findings.append(Finding(.memoryLimitOverride, .noted, before: .bytes(request), after: .bytes(memory)))
        }
        if let marked = mark.memory, marked.mebibytesRoundingUp == memory.exactMebibytes { memory = marked }
        spec.resources.memory = memory
        ledger.record(
            ["container.memory", .advanced(QoveryDialect.memoryOverride)],
            to: ["resources.memory"],
            .converted,
            findings
        )
    }

    private mutating func readDisk() throws(WireError) {
        let path: FieldPath = "container.ephemeral_storage_in_gib"
        if let disk = try amount(container.ephemeralStorageInGib, path, ByteCount.init(wireGibibytes:)) {
            spec.resources.ephemeralStorage = disk
            if let marked = mark.disk, marked.gibibytesRoundingUp == disk.exactGibibytes {
                spec.resources.ephemeralStorage = marked
            }
        } else {
            ledger.record([], to: [], .defaulted, [Finding(.diskDefault, .defaulted)])
        }
        ledger.record([path], to: ["resources.ephemeralStorage"], .converted)
    }
}

extension ByteCount {
    /// The amount that the API calls MB and means as MiB.
    init(wireMebibytes count: Int) throws(ContainerServiceError) {
        self = try ByteCount.mebibytes(1).multiplied(by: count)
    }

    /// The amount in GiB.
    init(wireGibibytes count: Int) throws(ContainerServiceError) {
        self = try ByteCount.gibibytes(1).multiplied(by: count)
    }
}

extension QoveryWriter {
    mutating func writeQuantities() {
        if let cpu = spec.resources.cpu {
            let fitted = max(cpu, QoveryDialect.leastCPU)
            container.cpu = .value(fitted.millicores)
            var findings: [Finding] = []
            if fitted != cpu {
                findings.append(
                    Finding(.cpuRaised, .raised, before: .cpu(cpu), after: .cpu(fitted), detail: "the least is 10 mCPU")
                )
                mark.values["cpu"] = cpu.description
            }
            record(["resources.cpu"], to: ["container.cpu"], .converted, findings)
        }
        if let memory = spec.resources.memory {
            let mebibytes = max(memory.mebibytesRoundingUp, 1)
            let fitted = ByteCount(roundingUp: max(memory, .mebibytes(1)), toMultipleOf: .mebibytes(1))
            container.memory = .value(mebibytes)
            var findings: [Finding] = []
            if fitted != memory {
                findings.append(Finding(.memoryRounded, .roundedUp, before: .bytes(memory), after: .bytes(fitted)))
                mark.values["memory"] = memory.description
            }
            record(["resources.memory"], to: ["container.memory"], .converted, findings)
        }
        if let disk = spec.resources.ephemeralStorage {
            let fitted = ByteCount(roundingUp: disk, toMultipleOf: .gibibytes(1))
            container.ephemeralStorageInGib = .value(disk.gibibytesRoundingUp)
            var findings: [Finding] = []
            if fitted != disk {
                findings.append(Finding(.diskRounded, .roundedUp, before: .bytes(disk), after: .bytes(fitted)))
                mark.values["disk"] = disk.description
            }
            record(["resources.ephemeralStorage"], to: ["container.ephemeral_storage_in_gib"], .converted, findings)
        }
        if let gpu = spec.resources.gpu {
            container.gpu = .value(gpu.value)
            record(["resources.gpu"], to: ["container.gpu"])
        }
        if let architecture = spec.resources.architecture {
            container.cpuArchitecture = .value(architecture.rawValue.uppercased())
            record(["resources.architecture"], to: ["container.cpu_architecture"], .converted)
        }
    }
}
