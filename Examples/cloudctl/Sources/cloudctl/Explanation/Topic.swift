import CloudContainers

/// Something that can be explained without asking anybody.
enum Topic {
    /// A field of a manifest.
    case field(ManifestField)
    /// A finding.
    case finding(FindingPage)
    /// The statuses that commands end with.
    case exitCodes
    /// The variables of the environment.
    case environmentVariables

    /// The word for the statuses.
    static let exitCodesName = "exit-codes"
    /// The word for the variables of the environment.
    static let environmentVariablesName = "environment-variables"

    /// All there is.
    static let all: [Topic] =
        ManifestField.all.map(Topic.field) + FindingPage.all.map(Topic.finding) + [.exitCodes, .environmentVariables]

    /// What to ask for.
    var name: String {
        switch self {
        case .field(let field): field.name
        case .finding(let page): page.code.rawValue
        case .exitCodes: Self.exitCodesName
        case .environmentVariables: Self.environmentVariablesName
        }
    }

    /// What it is, in a sentence.
    var summary: String {
        switch self {
        case .field(let field): field.summary
        case .finding(let page): page.title
        case .exitCodes: "The statuses that commands end with."
        case .environmentVariables: "The variables of the environment that count."
        }
    }

    /// The kind of thing it is, as programs read it.
    var kind: String {
        switch self {
        case .field: "field"
        case .finding: "finding"
        case .exitCodes, .environmentVariables: "page"
        }
    }

    /// Finds what somebody means: by its name, by the beginnings of its steps, or by its end.
    ///
    /// - Throws: ``Failure`` where nothing has that name, with those that are near, or where several can be meant.
    static func named(_ text: String) throws -> Topic {
        for page in [Topic.exitCodes, .environmentVariables] where text.lowercased() == page.name { return page }
        let code = text.uppercased()
        for spelling in [code, "CC-" + code] {
            if let page = FindingPage.page(for: FindingCode(rawValue: spelling)) { return .finding(page) }
        }
        let wanted = PathWords(text)
        for rule in PathWords.Rule.allCases {
            let found = ManifestField.all.filter { wanted.fits($0, rule) }
            if found.count == 1, let field = found.first { return .field(field) }
            guard !found.isEmpty else { continue }
            let names = found.prefix(mostNames).map(\.name)
            let more = found.count > names.count ? ", and \(found.count - names.count) more" : ""
            throw Failure(
                .notFound,
                "\(Diagnostic.quoted(text)) can mean \(found.count) fields",
                advice: "Give one of them: \(names.joined(separator: ", "))\(more)."
            )
        }
        let nearest = Suggestion(for: text, among: all.map(\.name))
        let near = Suggestion(ManifestField.all.filter(wanted.areNear).map(\.name))
        throw Failure(
            .notFound,
            "there is no field and no code \(Diagnostic.quoted(text))",
            advice: (nearest.names.isEmpty ? near : nearest).advice(else: "cloudctl explain lists all there is.")
        )
    }

    /// Whether `cloudctl help` shows it too: a code, or a page; fields can have the names of commands.
    static func isPage(_ text: String) -> Bool {
        let word = text.lowercased()
        return word.hasPrefix("cc-") || [exitCodesName, environmentVariablesName].contains(word)
    }

    /// The most names that an error offers where several can be meant.
    private static let mostNames = 8
}

/// The path of a field as somebody writes it.
struct PathWords {
    /// How a path is compared, the strictest first.
    enum Rule: CaseIterable {
        /// Step by step from the beginning.
        case exact
        /// By the beginnings of the steps.
        case beginnings
        /// Step by step from the end.
        case end
        /// A key of a map, which the map explains.
        case key
    }

    private let words: [String]

    init(_ text: String) {
        var words = text.lowercased().replacing("[", with: ".[").split(separator: ".").map(String.init)
        // A number between brackets is any element.
        words.removeAll { $0.hasPrefix("[") }
        if words.first == "environments", words.count > 3 { words.removeFirst(2) }
        self.words = words
    }

    /// Whether a field can be meant.
    func fits(_ field: ManifestField, _ rule: Rule) -> Bool {
        let whole = field.steps.filter { $0 != "[]" }.map { $0.lowercased() }
        let inside = field.serviceSteps.filter { $0 != "[]" }.map { $0.lowercased() }
        switch rule {
        case .exact: return [whole, inside].contains { Self.match(words, $0) { $0 == $1 } }
        case .beginnings: return [whole, inside].contains { Self.match(words, $0) { $1.hasPrefix($0) } }
        case .end: return Self.match(words, whole.suffix(words.count)) { $0 == $1 }
        case .key:
            guard field.isMap, words.count > 1 else { return false }
            return [whole, inside].contains { Self.match(words.dropLast(), $0) { $0 == $1 } }
        }
    }

    /// Whether a field was probably meant: each word is near a step, or the beginning of one.
    func areNear(_ field: ManifestField) -> Bool {
        let steps = field.steps.filter { $0 != "[]" }.map { $0.lowercased() }
        return Self.match(words, steps.suffix(words.count)) { word, step in
            step.hasPrefix(word) || NearestName.find(word, in: [step]) != nil
        }
    }

    private static func match(
        _ words: some Collection<String>,
        _ steps: some Collection<String>,
        _ fits: (String, String) -> Bool
    ) -> Bool {
        words.count == steps.count && zip(words, steps).allSatisfy { $1 == "*" || fits($0, $1) }
    }
}

extension ManifestField {
    /// Whether its keys are names that people choose.
    fileprivate var isMap: Bool {
        let isFree = schema["additionalProperties"].map { $0.object != nil || $0.bool == true } ?? false
        return isFree && (schema["properties"]?.object?.isEmpty ?? true)
    }
}
