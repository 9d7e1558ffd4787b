import ArgumentParser
import CloudContainers

/// Reads names out of a closed list from the command line, and suggests the one that was probably meant.
enum NameArguments {
    /// The name itself if it is in the list.
    static func oneOf(_ known: [String], _ noun: String) -> @Sendable (String) throws -> String {
        { text in
            if known.contains(text) { return text }
            let hint = Suggestion(for: text, among: known).ending
            throw ValidationError(
                "\(Diagnostic.quoted(text)) is no \(noun); there are \(known.joined(separator: ", ")).\(hint)"
            )
        }
    }

    /// Several names, separated by commas.
    static func severalOf(_ known: [String], _ noun: String) -> @Sendable (String) throws -> [String] {
        let one = oneOf(known, noun)
        return { text in try text.split(separator: ",").map { try one(String($0)) } }
    }

    /// The two halves of `NAME=VALUE`.
    static func pair(_ form: String) -> @Sendable (String) throws -> (name: String, value: String) {
        { text in
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw ValidationError("\(Diagnostic.quoted(text)) is not of the form \(form).")
            }
            return (String(text[..<equals]), String(text[text.index(after: equals)...]))
        }
    }

    /// Codes of findings, separated by commas; `nil` stands for all.
    @Sendable static func codes(_ text: String) throws -> [FindingCode?] {
        try text.split(separator: ",").map { part in
            let text = String(part)
            if text.lowercased() == "all" { return nil }
            let code = FindingCode(rawValue: text.uppercased())
            if FindingPage.page(for: code) != nil { return code }
            let known = FindingPage.all.map(\.code.rawValue) + ["all"]
            let near = Suggestion(for: text, among: known).question
            let nearest = near ?? Suggestion(for: "CC-" + text, among: known).question
            let longer = known.filter { $0.hasPrefix(code.rawValue + "-") }
            let hint =
                nearest
                ?? (longer.isEmpty
                    ? "Reports name the codes that they need consent to."
                    : "There are \(longer.joined(separator: ", ")).")
            throw ValidationError("\(Diagnostic.quoted(text)) is no finding code. \(hint)")
        }
    }

    /// A registry's host and its identifier, which is a UUID.
    @Sendable static func registry(_ text: String) throws -> (name: String, value: String) {
        let (host, id) = try pair("HOST=UUID")(text)
        let groups = id.split(separator: "-", omittingEmptySubsequences: false)
        let isUUID =
            groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && groups.joined().utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        guard isUUID else {
            throw ValidationError(
                "\(Diagnostic.quoted(id)) is no UUID; a registry's id looks like 123e4567-e89b-12d3-a456-426614174000."
            )
        }
        return (host, id.lowercased())
    }

    /// A service and the bounds of its instances.
    @Sendable static func instances(_ text: String) throws -> (name: String, value: ClosedRange<InstanceCount>) {
        let (name, bounds) = try pair("NAME=MIN-MAX")(text)
        let numbers = bounds.split(separator: "-", omittingEmptySubsequences: false).map { UInt32($0) }
        guard numbers.count == 2, let minimum = numbers[0], let maximum = numbers[1], minimum <= maximum else {
            throw ValidationError(
                "\(Diagnostic.quoted(bounds)) are no bounds; write NAME=MIN-MAX, such as \(name)=1-10."
            )
        }
        return (name, .of(minimum)...(.of(maximum)))
    }

    /// A service, or one of its triggers, and what becomes of its schedules.
    @Sendable static func cronTrigger(_ text: String) throws -> (name: String, value: CronTriggerChoice) {
        let (name, word) = try pair("NAME=job:IMAGE|drop")(text)
        let choice: CronTriggerChoice
        do {
            choice = try CronTriggerChoice(parsing: word)
        } catch {
            let allowed = error.diagnostics.first?.allowed.map { "; write \($0)" } ?? ""
            throw ValidationError("\(error.diagnostics.first?.problem ?? error.message)\(allowed).")
        }
        return (name, choice)
    }
}
