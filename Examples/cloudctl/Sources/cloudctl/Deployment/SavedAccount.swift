import CloudContainers

/// The account that a saved plan is for.
struct SavedAccount {
    /// What was worked on: `scaleway`, `qovery-simulator`.
    private let place: String
    /// Which account it was: its project, organization, region; empty for a simulator's.
    private let name: String
    /// Both in words, with the profile.
    private let title: String
    /// What the command line and the manifest said about it.
    private let options: [AccountChoice.Option: String]

    /// Notes the account of a session and what was chosen to come to it.
    init(_ session: Session, _ choice: AccountChoice) {
        place = session.place
        name = session.account
        title = session.fullPlace
        options = choice.options
    }

    /// Reads it from a saved plan for a provider.
    init(_ json: JSONValue?, of provider: ProviderID) {
        place = json?["provider"]?.string ?? provider.rawValue
        name = json?["name"]?.string ?? ""
        title = json?["title"]?.string ?? provider.rawValue
        var options: [AccountChoice.Option: String] = [:]
        for option in AccountChoice.Option.allCases { options[option] = json?["options"]?[option.rawValue]?.string }
        self.options = options
    }

    /// What stands in a saved plan.
    var json: JSONValue {
        let members = AccountChoice.Option.allCases.compactMap { option in
            options[option].map { JSONObject.Member(name: option.rawValue, value: .string($0)) }
        }
        return [
            "provider": .string(place), "name": .string(name), "title": .string(title),
            "options": .object(JSONObject(members)),
        ]
    }

    /// The choice of the same account, but for what is given now.
    ///
    /// - Parameters:
    ///   - given: What the command line says.
    ///   - path: The file of the plan.
    ///   - console: The console.
    /// - Returns: The choice.
    /// - Throws: ``Failure`` where a flag or the environment names another provider.
    func choice(_ given: AccountChoice, for path: String, on console: Console) throws -> AccountChoice {
        let isFlag = given.provider != nil
        let named = given.provider ?? console.environment[ProviderOptions.variable] ?? ""
        guard named.isEmpty || named == place else {
            let word = isFlag ? given.flag : ProviderOptions.variable
            throw Failure(
                .wrongUse,
                "the plan is for \(title), and \(word) names \(Diagnostic.quoted(named))",
                source: path,
                advice: isFlag ? "Leave out \(word)." : "Give \(given.flag) \(place), or plan again."
            )
        }
        var choice = given
        choice.provider = place
        choice.options.merge(options) { given, _ in given }
        return choice
    }

    /// Makes sure that a session is of this account.
    ///
    /// - Throws: ``Failure`` with both accounts.
    func check(_ session: Session, for path: String) throws {
        guard session.account != name else { return }
        throw Failure(
            .wrongUse,
            "the plan is for \(title), and what is given leads to \(session.fullPlace)",
            source: path,
            advice: "Look at the flags, the environment and the profile, or plan again: cloudctl plan --out FILE."
        )
    }
}
