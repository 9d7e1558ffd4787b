import CloudContainers

/// What the user can do about findings, and about what else keeps a result back.
struct Remedy {
    /// The codes that need consent, each once, in the order of the alphabet.
    var codes: [FindingCode] = []
    /// The flags that resolve findings, each once, in the order of the findings.
    var flags: [String] = []
    /// Findings that no flag resolves, with the service.
    var withoutFlag: [(service: String, finding: Finding)] = []
    /// How many findings need consent, and how many a resolution.
    var counts = (consent: 0, resolution: 0)

    /// Collects what is missing.
    ///
    /// - Parameters:
    ///   - ledgers: The ledgers of the services.
    ///   - given: What is decided.
    ///   - decisions: The flags for what stands in the way beside findings, one for each time.
    init(_ ledgers: [(service: String, ledger: Ledger)], _ given: Resolutions, decisions: [String] = []) {
        for (service, ledger) in ledgers {
            let unconsented = ledger.unconsented(given)
            counts.consent += unconsented.count
            codes += unconsented.map(\.code)
            for finding in ledger.obstacles {
                counts.resolution += 1
                if let flag = Self.flags(of: finding).first {
                    if !flags.contains(flag) { flags.append(flag) }
                } else {
                    withoutFlag.append((service, finding))
                }
            }
        }
        codes = Set(codes).sorted()
        counts.resolution += decisions.count
        for flag in decisions where !flags.contains(flag) { flags.append(flag) }
    }

    /// Whether nothing is missing.
    var isEmpty: Bool { counts.consent == 0 && counts.resolution == 0 }

    /// The flags that would consent and resolve, ready to paste.
    var words: [String] {
        let allow = codes.isEmpty ? [] : ["--allow " + codes.map(\.rawValue).joined(separator: ",")]
        return allow + flags
    }

    /// The flags that resolve a finding; each one alone does.
    static func flags(of finding: Finding) -> [String] {
        guard var rest = finding.resolution?[...] else { return [] }
        var flags: [String] = []
        while let range = rest.firstRange(of: ", or --") {
            flags.append(String(rest[..<range.lowerBound]))
            rest = rest[rest.index(range.upperBound, offsetBy: -2)...]
        }
        return (flags + [String(rest)]).map(quoted)
    }

    /// A flag whose value is safe in a shell.
    private static func quoted(_ flag: String) -> String {
        let parts = flag.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return flag }
        let isSafe = parts[1].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "@%+=:,./_-".contains($0)) }
        if isSafe { return flag }
        let pieces = TerminalText.escaped(parts[1]).split(separator: "'", omittingEmptySubsequences: false)
        return parts[0] + " '" + pieces.joined(separator: "'\\''") + "'"
    }
}
