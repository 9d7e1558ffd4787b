import CloudContainers

extension ScalewayDialect {
    static let quantityRules: [FieldRule] = [
        FieldRule(
            "container.mvcpu_limit",
            "resources.cpu",
            .both,
            "1 mvCPU is 1 millicore; 70 to 6000; raised to a quarter of the memory in MB.",
            [.cpuRaised, .cpuMaximum, .cpuClamped, .defaultAssumed]
        ),
        FieldRule(
            "container.memory_limit_bytes",
            "resources.memory",
            .both,
            "Bytes, a whole number of decimal MB (10^6), rounded up; max(128, mvCPU) to min(12288, 4 × mvCPU) MB.",
            [.memoryRounded, .memoryRaised, .memoryMaximum, .memoryClamped, .defaultAssumed]
        ),
        FieldRule(
            "container.local_storage_limit_bytes",
            "resources.ephemeralStorage",
            .both,
            "Bytes, a whole number of decimal MB, rounded up; 1 GB to 24.456 GB.",
            [.diskRounded, .diskRaised, .diskMaximum, .diskClamped, .diskInMemory, .defaultAssumed]
        ),
    ]
}

/// The amounts of CPU and memory that Scaleway takes together.
///
/// The rule is inferred from the server's message "2000 mvCPU require a minimum of 2000 MB and a maximum of 8000 MB of
/// memory" and from recorded pairs: max(128, mvCPU) ≤ MB ≤ min(12288, 4 × mvCPU).
struct ScalewaySizes: Hashable {
    static let cpu = 70...6000
    static let megabytes = 128...12288
    static let defaultCPU = CPU.millicores(1000)
    static let defaultMemory = ByteCount.megabytes(2048)
    static let defaultDisk = ByteCount.megabytes(1000)
    static let diskMegabytes = 1000...24456

    var mvcpu: Int
    var memoryMegabytes: Int

    /// The smallest pair that holds both amounts; over a maximum the amount is kept, for the caller to see.
    init(fitting cpu: CPU, _ memory: ByteCount, clamping: Set<Resolutions.Clamp> = []) {
        var mvcpu = max(cpu.millicores, Self.cpu.lowerBound)
        var megabytes = max(memory.megabytesRoundingUp, Self.megabytes.lowerBound)
        if clamping.contains(.cpu) { mvcpu = min(mvcpu, Self.cpu.upperBound) }
        if clamping.contains(.memory) { megabytes = min(megabytes, Self.megabytes.upperBound) }
        if mvcpu <= Self.cpu.upperBound { megabytes = max(megabytes, mvcpu) }
        if megabytes <= Self.megabytes.upperBound { mvcpu = max(mvcpu, (megabytes + 3) / 4) }
        self.mvcpu = mvcpu
        memoryMegabytes = megabytes
    }
}

extension ScalewayReader {
    mutating func readQuantities() throws(WireError) {
        let cpu = try amount(container.mvcpuLimit, "container.mvcpu_limit") { value throws(ContainerServiceError) in
            try CPU(millicores: value)
        }
        let memory = try amount(container.memoryLimitBytes, "container.memory_limit_bytes", ByteCount.init(bytes:))
        let live = (cpu: cpu ?? ScalewaySizes.defaultCPU, memory: memory ?? ScalewaySizes.defaultMemory)
        let wanted = (cpu: mark.cpu ?? live.cpu, memory: mark.memory ?? live.memory)
        let sizes = ScalewaySizes(fitting: wanted.cpu, wanted.memory)
        let isOurs =
            sizes.mvcpu == live.cpu.millicores && sizes.memoryMegabytes == live.memory.exactMegabytes
        let kept = isOurs ? wanted : live
        spec.resources.cpu = kept.cpu
        spec.resources.memory = kept.memory
        if cpu == nil { assume("mvcpu_limit", is: .cpu(live.cpu), for: "resources.cpu") }
        if memory == nil { assume("memory_limit_bytes", is: .bytes(live.memory), for: "resources.memory") }
        ledger.record(["container.mvcpu_limit"], to: ["resources.cpu"], .converted)
        ledger.record(["container.memory_limit_bytes"], to: ["resources.memory"], .converted)

        let disk = try amount(
            container.localStorageLimitBytes,
            "container.local_storage_limit_bytes",
            ByteCount.init(bytes:)
        )
        let liveDisk = disk ?? ScalewaySizes.defaultDisk
        if disk == nil {
            assume("local_storage_limit_bytes", is: .bytes(liveDisk), for: "resources.ephemeralStorage")
        }
        spec.resources.ephemeralStorage = liveDisk
        if let marked = mark.disk, max(marked.megabytesRoundingUp, 1000) == liveDisk.exactMegabytes {
            spec.resources.ephemeralStorage = marked
        }
        ledger.record(["container.local_storage_limit_bytes"], to: ["resources.ephemeralStorage"], .converted)
    }
}

extension ScalewayWriter {
    mutating func writeQuantities() {
        writeSizes()
        writeDisk()
        writeHardware()
    }

    private mutating func writeSizes() {
        guard spec.resources.cpu != nil || spec.resources.memory != nil else { return }
        let cpu = spec.resources.cpu ?? ScalewaySizes.defaultCPU
        let memory = spec.resources.memory ?? ScalewaySizes.defaultMemory
        let sizes = ScalewaySizes(fitting: cpu, memory, clamping: given.clamps)
        let fittedCPU = CPU(uncheckedMillicores: sizes.mvcpu)
        let fittedMemory = Self.bytes(megabytes: sizes.memoryMegabytes)

        if spec.resources.cpu != nil || fittedCPU != cpu {
            container.mvcpuLimit = .value(sizes.mvcpu)
            let sources: [FieldPath] = spec.resources.cpu == nil ? ["resources.memory"] : ["resources.cpu"]
            record(
                sources,
                to: ["container.mvcpu_limit"],
                .converted,
                cpuFindings(from: cpu, to: fittedCPU, memory: fittedMemory)
            )
            if fittedCPU > cpu, spec.resources.cpu != nil { mark.values["cpu"] = cpu.description }
        }
        if spec.resources.memory != nil || fittedMemory != memory {
            container.memoryLimitBytes = .value(fittedMemory.bytes)
            let sources: [FieldPath] = spec.resources.memory == nil ? ["resources.cpu"] : ["resources.memory"]
            record(
                sources,
                to: ["container.memory_limit_bytes"],
                .converted,
                memoryFindings(from: memory, to: fittedMemory, cpu: fittedCPU)
            )
            if fittedMemory > memory, spec.resources.memory != nil { mark.values["memory"] = memory.description }
        }
    }

    /// So many MB; where that is more than can be held, the most.
    private static func bytes(megabytes: Int) -> ByteCount {
        let (bytes, overflows) = megabytes.multipliedReportingOverflow(by: 1_000_000)
        return ByteCount(uncheckedBytes: overflows ? Int.max : bytes)
    }

    private func cpuFindings(from cpu: CPU, to fitted: CPU, memory: ByteCount) -> [Finding] {
        let maximum = CPU(uncheckedMillicores: ScalewaySizes.cpu.upperBound)
        if fitted > maximum {
            return [
                Finding(.cpuMaximum, .blocked, before: .cpu(cpu), after: .cpu(maximum), resolution: "--clamp cpu")
            ]
        }
        if fitted < cpu { return [Finding(.cpuClamped, .reduced, before: .cpu(cpu), after: .cpu(fitted))] }
        if fitted == cpu { return [] }
        let detail =
            fitted.millicores == ScalewaySizes.cpu.lowerBound
            ? "the least is 70 mvCPU"
            : "\(memory.explained) of memory needs at least a quarter of its MB in mvCPU"
        return [
            Finding(
                .cpuRaised,
                .raised,
                before: .cpu(cpu),
                after: .cpu(fitted),
                detail: detail + "; " + costs(fitted.millicores, cpu.millicores, "CPU")
            )
        ]
    }

    private func memoryFindings(from memory: ByteCount, to fitted: ByteCount, cpu: CPU) -> [Finding] {
        let maximum = ByteCount(uncheckedBytes: ScalewaySizes.megabytes.upperBound * 1_000_000)
        if fitted > maximum {
            return [
                Finding(
                    .memoryMaximum,
                    .blocked,
                    before: .bytes(memory),
                    after: .bytes(maximum),
                    resolution: "--clamp memory"
                )
            ]
        }
        if fitted < memory {
            return [Finding(.memoryClamped, .reduced, before: .bytes(memory), after: .bytes(fitted))]
        }
        if fitted == memory { return [] }
        if fitted.exactMegabytes == memory.megabytesRoundingUp {
            return [Finding(.memoryRounded, .roundedUp, before: .bytes(memory), after: .bytes(fitted))]
        }
        let detail =
            fitted.exactMegabytes == ScalewaySizes.megabytes.lowerBound
            ? "the least is 128 MB"
            : "\(cpu.millicores) mvCPU needs at least as many MB"
        return [
            Finding(
                .memoryRaised,
                .raised,
                before: .bytes(memory),
                after: .bytes(fitted),
                detail: detail + "; " + costs(fitted.bytes, memory.bytes, "memory")
            )
        ]
    }

    /// "costs 1.40 times the CPU", by integers.
    private func costs(_ new: Int, _ old: Int, _ what: String) -> String {
        guard old > 0 else { return "costs more \(what)" }
        let hundredths = (new / old) * 100 + (new % old) * 100 / old
        let fraction = hundredths % 100
        return "costs \(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) times the \(what)"
    }

    private mutating func writeDisk() {
        guard let disk = spec.resources.ephemeralStorage else { return }
        let bounds = ScalewaySizes.diskMegabytes
        var (fitted, findings) = FittedBytes.disk(
            unit: .megabytes(1),
            Self.bytes(megabytes: bounds.lowerBound)...Self.bytes(megabytes: bounds.upperBound)
        ).fit(disk, given)
        // In the default sandbox files in /tmp count as memory, so a large disk is not all of it usable.
        if settings.sandbox?.rawValue != "v1", fitted > ScalewaySizes.defaultDisk {
            findings.append(Finding(.diskInMemory, .noted, after: .bytes(fitted)))
        }
        if fitted > disk { mark.values["disk"] = disk.description }
        container.localStorageLimitBytes = .value(fitted.bytes)
        record(["resources.ephemeralStorage"], to: ["container.local_storage_limit_bytes"], .converted, findings)
    }

    mutating func writeHardware() {
        if let gpu = spec.resources.gpu {
            let findings =
                gpu.value > 0
                ? [Finding(.gpu, .blocked, before: .number(gpu.value), after: .number(0))] : []
            record(["resources.gpu"], to: [], .exact, findings)
        }
        if let architecture = spec.resources.architecture {
            let word = LedgerValue.text(architecture.rawValue)
            switch architecture {
            case .amd64: record(["resources.architecture"])
            case .arm64:
                record(["resources.architecture"], to: [], .exact, [Finding(.architecture, .blocked, before: word)])
            default:
                record(
                    ["resources.architecture"],
                    to: [],
                    .exact,
                    [Finding(.architectureUnknown, .noted, before: word)]
                )
            }
        } else if spec.providers.all.contains(where: { $0.provider != .scaleway }) {
            // Another provider chose by its cluster; here only amd64 runs.
            record([], to: [], .exact, [Finding(.architectureUnknown, .noted)])
        }
    }
}
