/// Who has which name at a provider, without regard to case, since not every provider tells cases apart.
package struct TakenNames: Sendable {
    private var owners: [String: String] = [:]

    package init() {}

    /// Notes who has a name; who had it first keeps it.
    package mutating func note(_ name: String, of owner: String) {
        if owners[name.lowercased()] == nil { owners[name.lowercased()] = owner }
    }

    /// Takes a name for what is to be made.
    ///
    /// - Parameters:
    ///   - name: The name as the provider is told it, which can be shorter than the wanted one or spelled otherwise.
    ///   - subject: What is to be made, as its source calls it.
    ///   - owner: The same, as the finding of whoever comes later calls it.
    ///   - resolution: What settles the finding; `nil` where only another name does.
    /// - Returns: ``FindingCode/nameTaken`` where somebody has the name.
    package mutating func claim(
        _ name: String,
        for subject: String,
        as owner: String,
        resolution: String? = nil
    ) -> Finding? {
        guard let first = owners[name.lowercased()] else {
            note(name, of: owner)
            return nil
        }
        return Finding(
            .nameTaken,
            .blocked,
            subject: subject,
            before: .text(subject),
            after: .text(name),
            detail: "\(first) has the name",
            resolution: resolution
        )
    }
}
