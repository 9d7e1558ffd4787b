import CloudContainers

/// How much of Scaleway's memory the results may use: maximum instances × memory, summed over the services.
///
/// The organization's quota counts what may run, not what runs, so it has to hold before anything is created.
struct Quota {
    /// The memory of all instances, if each service grows to its maximum.
    private(set) var memory = ByteCount.zero
    /// The services that have a result, and so are counted.
    private(set) var counted = 0
    /// All services.
    let total: Int

    /// What an organization may use (Scaleway documentation, limits of Serverless Containers).
    static let limit = ByteCount.gibibytes(600)

    /// Counts a fleet; `nil` if it does not go to Scaleway, or has jobs only, which the quota leaves out.
    init?(_ fleet: FleetConversion) {
        let services = fleet.services.lazy.filter { !$0.isJob }
        let count = fleet.services.count { !$0.isJob }
        if count == 0, !fleet.services.isEmpty { return nil }
        self.init(to: services.first?.target, services.compactMap { $0.document?.root["container"] }, of: count)
    }

    /// Counts the containers that a provider is sent; `nil` if it is not Scaleway.
    init?(to target: String?, _ containers: [JSONValue], of total: Int) {
        guard target == "scaleway" else { return nil }
        self.total = total
        for container in containers {
            // Where the result leaves one out, the API's default of a creation holds.
            let instances = container["max_scale"]?.integer ?? 5
            let bytes = container["memory_limit_bytes"]?.integer ?? 2_048_000_000
            // Neither can overflow: the dialect writes at most 50 instances of 12,288 MB.
            memory = (try? ByteCount(bytes: bytes).multiplied(by: instances).adding(memory)) ?? memory
            counted += 1
        }
    }

    /// Whether it is more than an organization may use.
    var isExceeded: Bool { memory > Self.limit }

    /// The quota in a sentence.
    var text: String {
        guard counted > 0 else { return "Scaleway quota: nothing to count, because no service has a result." }
        let limit = "\(Self.limit.gibibytesRoundingUp) GiB (\(Self.megabytes(Self.limit)))"
        var text = "Scaleway quota: \(Self.megabytes(memory)) of \(limit) with all instances running"
        if counted < total { text += "; \(counted) of \(total) services have a result to count" }
        return text + (isExceeded ? ": over the quota." : ".")
    }

    /// The same for programs.
    var document: JSONValue {
        ["memoryBytes": .number(memory.bytes), "limitBytes": .number(Self.limit.bytes)]
    }

    /// Adds the sentence.
    func print(to sheet: inout Sheet) {
        sheet.space()
        sheet.paragraph(text, isExceeded ? .bad : .plain)
    }

    private static func megabytes(_ bytes: ByteCount) -> String {
        // The limit is not a whole number of MB; rounding down promises no more than there is.
        "\(amount(bytes.bytes / 1_000_000)) MB"
    }

    /// The number with its thousands apart.
    private static func amount(_ number: Int) -> String {
        let digits = String(number)
        return digits.enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, (digits.count - digit.offset).isMultiple(of: 3) { text += "," }
            text.append(digit.element)
        }
    }
}
