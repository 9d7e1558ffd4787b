import CloudContainers

/// Prints what is wrong with an input: where, the line with a caret, what was found, what is allowed, and what to do.
struct DiagnosticPrinter {
    /// The sheet that is printed to.
    var sheet: Sheet

    /// Adds a diagnostic.
    mutating func print(_ diagnostic: Diagnostic) {
        let isHidden = diagnostic.field.map(SensitiveFields.contain) ?? false
        var place = diagnostic.source.map(TerminalText.escaped) ?? ""
        if let location = diagnostic.location { place += place.isEmpty ? "\(location)" : ":\(location)" }
        if let field = diagnostic.field, field != .root {
            let path = TerminalText.escaped(field.description)
            place += (place.isEmpty ? "" : ": ") + (path.count > 160 ? path.prefix(159) + "…" : path)
        }
        sheet.line(
            .init("error: ", .bad),
            .init((place.isEmpty ? "" : place + ": ") + TerminalText.escaped(diagnostic.problem), .strong)
        )
        if let location = diagnostic.location, let line = diagnostic.line, !isHidden, Self.isHarmless(line) {
            quote(line, at: location)
        }
        if let value = diagnostic.value, !isHidden { detail("found", value) }
        if let allowed = diagnostic.allowed { detail("allowed", allowed) }
        if let help = Self.help(diagnostic) { detail("help", help) }
    }

    /// Adds what failed at a provider: what happened, why, and what to do.
    mutating func print(_ report: ServiceErrorReport) {
        sheet.paragraph(
            [.init("error: ", .bad), .init(TerminalText.escaped(report.problem), .strong)],
            hanging: 2
        )
        for reason in report.reasons { detail("why", reason) }
        if let advice = report.advice { detail("help", advice) }
        if let id = report.requestID { detail("request", id) }
    }

    /// What to do, with the text that would be accepted.
    static func help(_ diagnostic: Diagnostic) -> String? {
        guard let replacement = diagnostic.replacement, diagnostic.advice?.contains(replacement) != true else {
            return diagnostic.advice
        }
        let advice = diagnostic.advice.map { $0.hasSuffix(".") || $0.hasSuffix("?") ? $0 : $0 + "." }
        return [advice, "Write \(replacement)."].compactMap(\.self).joined(separator: " ")
    }

    /// Whether a line can be shown: it is whole, and it holds no map of variables or secrets.
    ///
    /// A document on a single line has everything in it, also far from the place that is wrong.
    private static func isHarmless(_ line: String) -> Bool {
        !line.isEmpty && !line.hasPrefix("…") && !line.hasSuffix("…") && !SensitiveFields.isNamed(in: line)
    }

    private mutating func detail(_ label: String, _ text: String) {
        sheet.paragraph(
            [.init("\(label): ", .notice), .init(TerminalText.escaped(text))],
            indent: 2,
            hanging: 4 + label.count
        )
    }

    private mutating func quote(_ line: String, at location: SourceLocation) {
        let number = "\(location.line)"
        let margin = String(repeating: " ", count: number.count)
        var scalars = Array(line.unicodeScalars)
        var caret = min(location.column - 1, scalars.count)
        let room = sheet.columns - number.count - 5
        if scalars.count > room {
            // Only the part around the caret fits.
            let start = max(0, min(caret - room / 2, scalars.count - room))
            scalars = Array(scalars[start..<min(scalars.count, start + room)])
            caret -= start
        }
        let text = String(String.UnicodeScalarView(scalars))
        let before = String(String.UnicodeScalarView(scalars[..<max(caret, 0)]))
        sheet.line(.init("  \(number) | ", .faint), .init(TerminalText.escaped(text)))
        sheet.line(
            .init("  \(margin) | ", .faint),
            .init(String(repeating: " ", count: TerminalText.width(of: TerminalText.escaped(before)))),
            .init("^", .bad)
        )
    }
}
