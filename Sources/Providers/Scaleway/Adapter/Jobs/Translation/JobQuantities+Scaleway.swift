import CloudContainers

extension ScalewayJobDialect {
    static let quantityRules: [FieldRule] = [
        FieldRule(
            "definition.cpu_limit",
            "resources.cpu",
            .both,
            "1 mvCPU is 1 millicore; 1 to 6000. No rule ties it to the memory.",
            [.cpuMaximum, .cpuClamped, .cpuRaised, .defaultAssumed]
        ),
        FieldRule(
            "definition.memory_limit",
            "resources.memory",
            .both,
            "Whole MiB, rounded up; 1 to 16384.",
            [.memoryRounded, .memoryRaised, .memoryMaximum, .memoryClamped, .defaultAssumed]
        ),
        FieldRule(
            "definition.local_storage_capacity",
            "resources.ephemeralStorage",
            .both,
            "Whole MiB, rounded up; 1 to 10240.",
            [.diskRounded, .diskRaised, .diskMaximum, .diskClamped, .defaultAssumed]
        ),
    ]
}

/// What one run of a job can have (reference: limits of jobs), and what it gets where nobody says.
enum ScalewayJobSizes {
    static let cpu = CPU(uncheckedMillicores: 1)...CPU(uncheckedMillicores: 6000)
    static let memory = ByteCount.mebibytes(1)...ByteCount.mebibytes(16_384)
    static let disk = ByteCount.mebibytes(1)...ByteCount.mebibytes(10_240)
    /// The API has no defaults; these are near those of containers.
    static let usual = (
        cpu: CPU(uncheckedMillicores: 1000), memory: ByteCount.mebibytes(2048), disk: ByteCount.mebibytes(1000)
    )
}

extension ScalewayJobReader {
    mutating func readQuantities() throws(WireError) {
        spec.resources.cpu = try amount(definition.cpuLimit, "definition.cpu_limit") {
            value throws(ContainerServiceError) in try CPU(millicores: value)
        }
        ledger.record(["definition.cpu_limit"], to: ["resources.cpu"], .converted)
        let memory = try mebibytes(definition.memoryLimit, "definition.memory_limit")
        spec.resources.memory = Self.remembered(described.mark.memory, memory)
        ledger.record(["definition.memory_limit"], to: ["resources.memory"], .converted)
        let disk = try mebibytes(definition.localStorageCapacity, "definition.local_storage_capacity")
        spec.resources.ephemeralStorage = Self.remembered(described.mark.disk, disk)
        ledger.record(["definition.local_storage_capacity"], to: ["resources.ephemeralStorage"], .converted)
    }

    private func mebibytes(_ member: Member<Int>, _ path: FieldPath) throws(WireError) -> ByteCount? {
        try amount(member, path) { value throws(ContainerServiceError) in
            _ = try ByteCount(bytes: value)
            return try ByteCount.mebibytes(1).multiplied(by: value)
        }
    }

    /// The amount before it was rounded, as long as it is what was written.
    private static func remembered(_ marked: ByteCount?, _ live: ByteCount?) -> ByteCount? {
        guard let marked, let live, ByteCount(roundingUp: marked, toMultipleOf: .mebibytes(1)) == live else {
            return live
        }
        return marked
    }
}

extension ScalewayJobWriter {
    mutating func writeQuantities() {
        writeCPU()
        definition.memoryLimit = .value(
            write(
                spec.resources.memory,
                ScalewayJobSizes.usual.memory,
                .memory(unit: .mebibytes(1), ScalewayJobSizes.memory),
                "resources.memory",
                "memory_limit"
            )
        )
        definition.localStorageCapacity = .value(
            write(
                spec.resources.ephemeralStorage,
                ScalewayJobSizes.usual.disk,
                .disk(unit: .mebibytes(1), ScalewayJobSizes.disk),
                "resources.ephemeralStorage",
                "local_storage_capacity"
            )
        )
    }

    private mutating func writeCPU() {
        let bounds = ScalewayJobSizes.cpu
        guard let wanted = spec.resources.cpu else {
            let usual = ScalewayJobSizes.usual.cpu
            definition.cpuLimit = .value(usual.millicores)
            return recordUsual("cpu_limit", .cpu(usual))
        }
        var cpu = max(wanted, bounds.lowerBound)
        var findings: [Finding] = []
        if cpu > wanted { findings.append(Finding(.cpuRaised, .raised, before: .cpu(wanted), after: .cpu(cpu))) }
        if cpu > bounds.upperBound {
            let most = LedgerValue.cpu(bounds.upperBound)
            if given.clamps.contains(.cpu) {
                cpu = bounds.upperBound
                findings.append(Finding(.cpuClamped, .reduced, before: .cpu(wanted), after: most))
            } else {
                findings.append(
                    Finding(.cpuMaximum, .blocked, before: .cpu(wanted), after: most, resolution: "--clamp cpu")
                )
            }
        }
        definition.cpuLimit = .value(cpu.millicores)
        record(["resources.cpu"], to: ["definition.cpu_limit"], .converted, findings)
    }

    /// The MiB to write of an amount.
    private mutating func write(
        _ wanted: ByteCount?,
        _ usual: ByteCount,
        _ fitting: FittedBytes,
        _ source: FieldPath,
        _ member: String
    ) -> Int {
        guard let wanted else {
            recordUsual(member, .bytes(usual))
            return usual.mebibytesRoundingUp
        }
        let (fitted, findings) = fitting.fit(wanted, given)
        if fitted > wanted { mark.values[fitting.clamp.rawValue] = wanted.description }
        record([source], to: [FieldPath("definition").appending(member)], .converted, findings)
        return fitted.mebibytesRoundingUp
    }

    /// Notes an amount that the API asks for and nobody has said.
    private mutating func recordUsual(_ member: String, _ value: LedgerValue) {
        record(
            [],
            to: [FieldPath("definition").appending(member)],
            .defaulted,
            [Finding(.defaultAssumed, .defaulted, subject: member, after: value)]
        )
    }
}
