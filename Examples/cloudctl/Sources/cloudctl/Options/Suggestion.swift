import CloudContainers

/// What somebody probably meant by a name that nothing has, the same for commands, options' values, fields and services.
struct Suggestion {
    /// The nearest of the known names, at most three, the nearest first.
    let names: [String]

    /// The most names that are suggested.
    private static let most = 3

    /// Suggests the first of names that are near.
    init(_ names: [String]) { self.names = Array(names.prefix(Self.most)) }

    /// Looks for names that take at most two edits, one for short names.
    init(for name: String, among known: [String]) {
        var rest = known
        var names: [String] = []
        while names.count < Self.most, let nearest = NearestName.find(name, in: rest) {
            names.append(nearest)
            rest.removeAll { $0 == nearest }
        }
        self.names = names
    }

    /// The question; `nil` where nothing is near.
    var question: String? {
        let words = names.map { Diagnostic.shortened($0) }
        guard let last = words.last else { return nil }
        let others = words.dropLast().joined(separator: ", ")
        return "Did you mean \(others.isEmpty ? last : "\(others) or \(last)")?"
    }

    /// The question behind a sentence, with a blank before it; nothing where there is none.
    var ending: String { question.map { " " + $0 } ?? "" }

    /// The question and what is said in any case.
    func advice(else other: String) -> String { [question, other].compactMap(\.self).joined(separator: " ") }
}
