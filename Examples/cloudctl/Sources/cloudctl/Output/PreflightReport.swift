import CloudContainers

extension [PreflightRemark] {
    /// What the provider would refuse.
    var refusals: [PreflightRemark] { filter { $0.verdict != .unknown } }

    /// The remarks for programs.
    var json: JSONValue {
        .array(
            map { remark in
                [
                    "service": .optional(remark.service), "subject": .string(remark.subject),
                    "verdict": .string(remark.verdict.rawValue), "reason": .string(remark.reason),
                    "advice": .optional(remark.advice),
                ]
            }
        )
    }
}

extension Sheet {
    /// Adds what a look at a provider has found.
    mutating func add(_ remarks: [PreflightRemark]) {
        let groups = [
            (remarks.refusals, "The target would refuse", Style.Emphasis.bad),
            (remarks.filter { $0.verdict == .unknown }, "Not known before it is tried", .warning),
        ]
        for (remarks, title, role) in groups where !remarks.isEmpty {
            space()
            paragraph([.init(title, role), .init(":")])
            for remark in remarks {
                let subject = [remark.service, remark.subject].compactMap(\.self).joined(separator: ": ")
                let advice = remark.advice.map { " \(TerminalText.escaped($0))" } ?? ""
                paragraph(
                    [
                        .init(TerminalText.escaped(subject), .strong),
                        .init(": \(TerminalText.escaped(remark.reason)).\(advice)"),
                    ],
                    indent: 2,
                    hanging: 4
                )
            }
        }
        guard !remarks.refusals.isEmpty else { return }
        paragraph("Mend it and try again, or go on in spite of it with --no-preflight.", .faint, indent: 2)
    }
}
