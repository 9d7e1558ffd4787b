import CloudContainers

/// What a definition says about its runs.
struct JobSettings: Sendable, Hashable {
    private static let longestDescription = 255
    private static let longestTimeout: Duration = .seconds(86_400)
    private static let mostRetries = 5
    private static let largest = (mvCPU: 6000, memory: 16_384, storage: 10_240)

    var name = ""
    var cpuLimit = 0
    /// In MiB.
    var memoryLimit = 0
    /// In MiB.
    var localStorageCapacity = 0
    var image = ""
    var command = JobCommandLine()
    var variables: [String: String] = [:]
    var timeout = longestTimeout
    var description = ""
    var cron: JobCron?
    var maxRetries: Int?

    /// Takes over what a request says, and checks it.
    mutating func apply(
        _ reader: ArgumentReader,
        isUpdate: Bool,
        _ zones: TimeZoneOffsets?,
        _ problems: inout ArgumentProblems
    ) {
        let given = reader.text(
            "name",
            isRequired: !isUpdate,
            length: 3...50,
            pattern: "^[A-Za-z0-9-_]{3,50}$",
            &problems,
            fits: NameForm.isJob
        )
        name = given ?? name
        let largest = Self.largest
        cpuLimit = limit(reader, "cpu_limit", largest.mvCPU, isUpdate, &problems) ?? cpuLimit
        memoryLimit = limit(reader, "memory_limit", largest.memory, isUpdate, &problems) ?? memoryLimit
        localStorageCapacity =
            limit(reader, "local_storage_capacity", largest.storage, isUpdate, &problems) ?? localStorageCapacity
        applyImage(reader, isUpdate: isUpdate, &problems)
        command.apply(reader, &problems)
        if let given = reader.jobVariables(&problems) { variables = given }
        timeout = reader.duration("job_timeout", in: .seconds(1)...Self.longestTimeout, &problems) ?? timeout
        description = reader.text("description", length: 0...Self.longestDescription, &problems) ?? description
        applyCron(reader, isUpdate: isUpdate, zones, &problems)
        applyRetries(reader, isUpdate: isUpdate, &problems)
    }

    private func limit(
        _ reader: ArgumentReader,
        _ member: String,
        _ most: Int,
        _ isUpdate: Bool,
        _ problems: inout ArgumentProblems
    ) -> Int? {
        if !isUpdate, !reader.isGiven(member) { problems.add(reader.name(member), .required, "value is required") }
        return reader.integer(member, in: 1...most, &problems)
    }

    private mutating func applyImage(_ reader: ArgumentReader, isUpdate: Bool, _ problems: inout ArgumentProblems) {
        let given = reader.text(
            "image_uri",
            isRequired: !isUpdate,
            length: 1...255,
            pattern: "an image such as registry/repository:tag",
            &problems,
            fits: { (try? ImageReference(parsing: $0)) != nil }
        )
        image = given ?? image
    }

    /// An object whose members all are absent or `null` removes the schedule.
    private mutating func applyCron(
        _ reader: ArgumentReader,
        isUpdate: Bool,
        _ zones: TimeZoneOffsets?,
        _ problems: inout ArgumentProblems
    ) {
        guard let inner = reader.reader("cron_schedule", &problems) else { return }
        if isUpdate, !inner.isGiven("schedule"), !inner.isGiven("timezone") { return cron = nil }
        var new = cron ?? JobCron()
        new.apply(inner, zones, &problems)
        cron = new
    }

    /// An object whose member is absent or `null` removes the retries.
    private mutating func applyRetries(_ reader: ArgumentReader, isUpdate: Bool, _ problems: inout ArgumentProblems) {
        guard let inner = reader.reader("retry_policy", &problems) else { return }
        if inner.isGiven("max_retries") {
            maxRetries = inner.integer("max_retries", in: 0...Self.mostRetries, &problems) ?? maxRetries
        } else if isUpdate {
            maxRetries = nil
        } else {
            problems.add(inner.name("max_retries"), .required, "value is required")
        }
    }
}

/// What a run executes.
struct JobCommandLine: Sendable, Hashable {
    /// The deprecated form, which a startup command takes the place of.
    var command = ""
    var startupCommand: [String] = []
    var args: [String] = []

    mutating func apply(_ reader: ArgumentReader, _ problems: inout ArgumentProblems) {
        command = reader.text("command", &problems) ?? command
        startupCommand = reader.strings("startup_command", &problems) ?? startupCommand
        args = reader.strings("args", &problems) ?? args
    }
}

extension ArgumentReader {
    private static let reservedPrefix = "SCW_SLS"

    /// The plain variables of a job or a run.
    func jobVariables(_ problems: inout ArgumentProblems) -> [String: String]? {
        guard let given = map("environment_variables", &problems) else { return nil }
        for (key, _) in given { Self.check(variable: key, name("environment_variables.\(key)"), &problems) }
        return Dictionary(given.map { ($0.key, $0.value) }) { _, last in last }
    }

    static func check(variable key: String, _ name: String, _ problems: inout ArgumentProblems) {
        if key.isEmpty {
            problems.add(name, .format, "a variable must have a name")
        } else if key.uppercased().hasPrefix(reservedPrefix) {
            problems.add(name, .constraint, "names that begin with \(reservedPrefix) are reserved")
        }
    }
}

extension NameForm {
    private static func isJobByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "-_".utf8.contains(byte)
    }

    /// `^[A-Za-z0-9-_]{3,50}$`, the name of a job; its length is checked before.
    static func isJob(_ text: String) -> Bool { text.utf8.allSatisfy(isJobByte) }
}
