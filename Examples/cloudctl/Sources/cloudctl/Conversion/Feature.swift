import CloudContainers

/// A part of a service that a provider supports or not: a row of the matrix of `check`.
enum Feature: String, CaseIterable {
    case image, command, schedules, resources, scaling, retries, probes, ports, timeouts, variables, secrets, volumes,
        domains, settings

    /// The feature that a field of the portable model belongs to.
    init(portable path: FieldPath) {
        let first = path.description.split { ".[".contains($0) }.first.map(String.init) ?? ""
        self =
            switch first {
            case "image", "imageAccess", "build": .image
            case "events": .schedules
            case "timeLimit": .timeouts
            case "command", "arguments": .command
            case "ports", "httpsOnly": .ports
            case "environment", "files": .variables
            default: Feature(rawValue: first) ?? .settings
            }
    }

    /// The feature that a code speaks of, for findings without a field of the model.
    init(code: FindingCode) {
        let word = code.rawValue.split(separator: "-").dropFirst().first.map(String.init) ?? ""
        self =
            switch word {
            case "IMAGE": .image
            case "COMMAND": .command
            case "CPU", "MEM", "DISK", "GPU", "ARCH": .resources
            case "MIN", "MAX", "SCALE", "KEDA": .scaling
            case "PROBE": .probes
            case "PORT", "PRIVACY", "CALLERS": .ports
            case "TIMEOUT": .timeouts
            case "VAR": .variables
            case "SECRET": .secrets
            case "VOLUME": .volumes
            case "DOMAIN": .domains
            case "JOB": .schedules
            default: .settings
            }
    }
}

/// How well each feature of a service fits a provider.
struct FeatureMatrix {
    private var worst: [Feature: Outcome] = [:]

    /// Takes the worst outcome of each feature on the way from a form into the model, and from there into another.
    init(_ reading: Ledger, from source: String, _ writing: Ledger, to target: String) {
        for entry in reading.entries { add(entry, portable: entry.targets, other: source) }
        for entry in writing.entries { add(entry, portable: entry.sources, other: target) }
    }

    /// The worst outcome of a feature; `nil` if the service does not use it.
    subscript(feature: Feature) -> Outcome? { worst[feature] }

    private mutating func add(_ entry: LedgerEntry, portable leaves: [LedgerLeaf], other provider: String) {
        var features = Set(leaves.map { Feature(portable: $0.path) })
        if features.isEmpty {
            let native = entry.sources.isEmpty ? entry.targets : entry.sources
            features = Set(native.compactMap { Self.feature(of: $0.path, provider) })
        }
        for feature in features where entry.findings.isEmpty { raise(feature, to: entry.outcome) }
        for finding in entry.findings {
            // What the code says is nearer to the matter than the field when one field has several findings.
            let feature = features.count == 1 ? features.first : nil
            raise(feature ?? Feature(code: finding.code), to: finding.outcome)
        }
    }

    private mutating func raise(_ feature: Feature, to outcome: Outcome) {
        worst[feature] = max(worst[feature] ?? .exact, outcome)
    }

    private static func feature(of path: FieldPath, _ provider: String) -> Feature? {
        guard let dialect = Registry.dialect(named: provider) else { return nil }
        return (dialect.rules + (dialect.jobs?.rules ?? [])).first { $0.covers(path) }.map { rule in
            rule.portable.map { Feature(portable: FieldPath($0)) } ?? rule.codes.first.map(Feature.init(code:))
                ?? .settings
        }
    }
}
