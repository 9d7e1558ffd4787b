/// Codes about CPU, memory, scratch disk and hardware.
extension FindingCode {
    /// CPU raised.
    public static let cpuRaised = FindingCode(rawValue: "CC-CPU-RAISED")
    /// CPU above the maximum.
    public static let cpuMaximum = FindingCode(rawValue: "CC-CPU-MAXIMUM")
    /// CPU cut to the maximum.
    public static let cpuClamped = FindingCode(rawValue: "CC-CPU-CLAMPED")
    /// CPU limit taken from the override.
    public static let cpuLimitOverride = FindingCode(rawValue: "CC-CPU-LIMIT-OVERRIDE")
    /// Memory rounded up.
    public static let memoryRounded = FindingCode(rawValue: "CC-MEM-ROUNDED")
    /// Memory raised.
    public static let memoryRaised = FindingCode(rawValue: "CC-MEM-RAISED")
    /// Memory above the maximum.
    public static let memoryMaximum = FindingCode(rawValue: "CC-MEM-MAXIMUM")
    /// Memory cut to the maximum.
    public static let memoryClamped = FindingCode(rawValue: "CC-MEM-CLAMPED")
    /// Memory limit taken from the override.
    public static let memoryLimitOverride = FindingCode(rawValue: "CC-MEM-LIMIT-OVERRIDE")
    /// Disk rounded up.
    public static let diskRounded = FindingCode(rawValue: "CC-DISK-ROUNDED")
    /// Disk raised.
    public static let diskRaised = FindingCode(rawValue: "CC-DISK-RAISED")
    /// Disk above the maximum.
    public static let diskMaximum = FindingCode(rawValue: "CC-DISK-MAXIMUM")
    /// Disk cut to the maximum.
    public static let diskClamped = FindingCode(rawValue: "CC-DISK-CLAMPED")
    /// Disk left to the platform.
    public static let diskDefault = FindingCode(rawValue: "CC-DISK-DEFAULT")
    /// Files count as memory.
    public static let diskInMemory = FindingCode(rawValue: "CC-DISK-IN-MEMORY")
    /// No GPU in the target.
    public static let gpu = FindingCode(rawValue: "CC-GPU-UNSUPPORTED")
    /// Architecture not supported.
    public static let architecture = FindingCode(rawValue: "CC-ARCH-UNSUPPORTED")
    /// Architecture not known.
    public static let architectureUnknown = FindingCode(rawValue: "CC-ARCH-UNKNOWN")
}

extension FindingPage {
    /// The pages about CPU, memory, scratch disk and hardware.
    static let resources: [FindingPage] = [
        FindingPage(
            .cpuRaised,
            title: "CPU raised",
            summary: "The service gets more CPU than it asked for, because the target has a higher minimum.",
            meaning: """
                Scaleway takes at least 70 mvCPU and at least a quarter of the memory in MB; Qovery takes at least 10 \
                mCPU. 1 mvCPU is 1 millicore.
                """,
            reason: """
                The bounds are Scaleway's API validation rules and the pair of amounts that its server accepts; \
                Qovery's minimum is that of its console.
                """,
            advice: """
                Accept the cost, or ask for less memory where memory is the cause; strict mode asks for `--allow \
                CC-CPU-RAISED`.
                """
        ),
        FindingPage(
            .cpuMaximum,
            title: "CPU above the maximum",
            summary: "The service asks for more CPU than the target gives to one instance.",
            meaning: "Scaleway gives at most 6000 mvCPU (6 vCPU) to an instance.",
            reason: """
                The bound is that of Scaleway's API validation rules, and cutting an amount silently would break the \
                service under load.
                """,
            advice: "Give `--clamp cpu` to cut it to the maximum, or split the work over more instances."
        ),
        FindingPage(
            .cpuClamped,
            title: "CPU cut to the maximum",
            summary: "The CPU was cut to the most that the target gives to one instance.",
            meaning: "`--clamp cpu` was given, and the amount above 6000 mvCPU is lost.",
            reason: "Scaleway's API validation rules allow at most 6000 mvCPU.",
            advice: "Check that the service is fast enough with less CPU, then consent with `--allow CC-CPU-CLAMPED`."
        ),
        FindingPage(
            .cpuLimitOverride,
            title: "CPU limit taken from the override",
            summary: "The CPU limit comes from an advanced setting and not from the cpu field.",
            meaning: """
                `resources.override.limit.cpu_in_milli` is set, and the limit is what the other provider calls CPU.
                """,
            reason: """
                Scaleway's figure is a limit; Qovery's `cpu` is the request wherever the override is set (Qovery \
                documentation).
                """,
            advice: "Nothing needs to be done; moved back, the service has one figure for both and no override."
        ),
        FindingPage(
            .memoryRounded,
            title: "Memory rounded up",
            summary: "The memory is rounded up to a whole unit of the target, never down.",
            meaning: """
                Scaleway counts in decimal MB (1000000 bytes), Qovery in MiB (1048576 bytes), which its API calls MB: \
                512 MiB become 537 MB.
                """,
            reason: """
                Both APIs take whole units only (Scaleway recordings, Qovery API document), and reading one MB as the \
                other loses 4.6 % of the memory.
                """,
            advice: "Nothing needs to be done; strict mode asks for `--allow CC-MEM-ROUNDED`."
        ),
        FindingPage(
            .memoryRaised,
            title: "Memory raised",
            summary: "The service gets more memory than it asked for, because the target has a higher minimum.",
            meaning: "Scaleway takes at least 128 MB and at least as many MB as mvCPU: 1000 mvCPU need 1000 MB.",
            reason: """
                The rule is inferred from the server's message "2000 mvCPU require a minimum of 2000 MB" and from the \
                Scaleway recordings.
                """,
            advice: """
                Accept the cost, or ask for less CPU where CPU is the cause; strict mode asks for `--allow \
                CC-MEM-RAISED`.
                """
        ),
        FindingPage(
            .memoryMaximum,
            title: "Memory above the maximum",
            summary: "The service asks for more memory than the target gives to one instance.",
            meaning: """
                Scaleway gives at most 12288 MB (12288000000 bytes) to an instance; 11719 MiB are already above it.
                """,
            reason: """
                The bound is that of Scaleway's API validation rules, and a service with too little memory is killed.
                """,
            advice: "Give `--clamp memory` to cut it to the maximum, or split the work over more instances."
        ),
        FindingPage(
            .memoryClamped,
            title: "Memory cut to the maximum",
            summary: "The memory was cut to the most that the target gives to one instance.",
            meaning: "`--clamp memory` was given, and the amount above 12288 MB is lost.",
            reason: "Scaleway's API validation rules allow at most 12288000000 bytes.",
            advice: "Measure the service with less memory, then consent with `--allow CC-MEM-CLAMPED`."
        ),
        FindingPage(
            .memoryLimitOverride,
            title: "Memory limit taken from the override",
            summary: "The memory limit comes from an advanced setting and not from the memory field.",
            meaning: """
                `resources.override.limit.ram_in_mib` is set, in MiB, and the limit is what the other provider calls \
                memory.
                """,
            reason: """
                Scaleway's figure is a limit; Qovery's `memory` is the request wherever the override is set (Qovery \
                documentation).
                """,
            advice: "Nothing needs to be done; moved back, the service has one figure for both and no override."
        ),
        FindingPage(
            .diskRounded,
            title: "Disk rounded up",
            summary: "The disk is rounded up to a whole unit of the target, never down.",
            meaning: """
                Scaleway counts scratch disk in decimal MB, Qovery scratch disk and volumes in GiB (1073741824 bytes).
                """,
            reason: "Both APIs take whole units only (Scaleway recordings, Qovery API document).",
            advice: "Nothing needs to be done; strict mode asks for `--allow CC-DISK-ROUNDED`."
        ),
        FindingPage(
            .diskRaised,
            title: "Disk raised",
            summary: "The scratch disk is raised to the least that the target gives.",
            meaning: "Scaleway gives at least 1000 MB of scratch disk to an instance.",
            reason: "The bound is that of Scaleway's API validation rules.",
            advice: "Nothing needs to be done; strict mode asks for `--allow CC-DISK-RAISED`."
        ),
        FindingPage(
            .diskMaximum,
            title: "Disk above the maximum",
            summary: "The service asks for more scratch disk than the target gives to one instance.",
            meaning: "Scaleway gives at most 24456 MB (24.456 GB) of scratch disk.",
            reason: """
                The bound is that of Scaleway's API validation rules; a bound tied to the memory exists too, but its \
                formula is not published.
                """,
            advice: "Give `--clamp disk` to cut it to the maximum, or keep large files in an object store."
        ),
        FindingPage(
            .diskClamped,
            title: "Disk cut to the maximum",
            summary: "The scratch disk was cut to the most that the target gives to one instance.",
            meaning: "`--clamp disk` was given, and the amount above 24456 MB is lost.",
            reason: "Scaleway's API validation rules allow at most 24456000000 bytes.",
            advice: "Check how much the service writes, then consent with `--allow CC-DISK-CLAMPED`."
        ),
        FindingPage(
            .diskDefault,
            title: "Disk left to the platform",
            summary: """
                The source does not say how much scratch disk it uses, and the platform's default is not published.
                """,
            meaning: """
                The amount is left out of the portable description, so the target uses its own default: 1000 MB on \
                Scaleway.
                """,
            reason: "`ephemeral_storage_in_gib` left out means the platform's default (Qovery API document).",
            advice: """
                Set the scratch disk in the source if the service writes more than 1 GB; strict mode asks for `--allow \
                CC-DISK-DEFAULT`.
                """
        ),
        FindingPage(
            .diskInMemory,
            title: "Files count as memory",
            summary: """
                In Scaleway's default sandbox files in /tmp count as memory, so not all of the disk is usable there.
                """,
            meaning: "The service asks for more than 1000 MB of scratch disk and runs in sandbox v2.",
            reason: "Sandbox v2 (gVisor) keeps `/tmp` in memory (Scaleway documentation).",
            advice: """
                Write large files outside of `/tmp`, raise the memory, or choose sandbox v1 in the Scaleway settings.
                """
        ),
        FindingPage(
            .gpu,
            title: "No GPU in the target",
            summary: "The service asks for a GPU and the target has none.",
            meaning: "Scaleway Serverless Containers run on CPUs only.",
            reason: "Scaleway's API has no field for GPUs, and a service that needs one would not start.",
            advice: "Leave the service where it is, or set its GPUs to 0 if it runs without."
        ),
        FindingPage(
            .architecture,
            title: "Architecture not supported",
            summary: "The service runs on a CPU architecture that the target does not have.",
            meaning: "The source asks for ARM64; Scaleway runs linux/amd64 only.",
            reason: "Scaleway's documentation requires images for linux/amd64.",
            advice: """
                Build the image for amd64 and set the architecture of the source to AMD64, or leave the service where \
                it is.
                """
        ),
        FindingPage(
            .architectureUnknown,
            title: "Architecture not known",
            summary: "The source does not say the CPU architecture, and the target runs linux/amd64 only.",
            meaning: """
                The architecture is the cluster's default, or a word that is not known here, so the image may be built \
                for another one.
                """,
            reason: """
                A Qovery container without `cpu_architecture` follows its cluster (Qovery API document); Scaleway runs \
                linux/amd64 only.
                """,
            advice: "Check that the image has a linux/amd64 variant before the deployment."
        ),
    ]
}
