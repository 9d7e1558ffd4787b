import CloudContainers

/// Reads the tool's own file strictly: what is not known in it is an error, and so is what looks like a secret.
///
/// No message quotes a line of the file, since somebody may have written a secret into any.
struct UserSettingsReader {
    /// The file.
    let document: JSONDocument
    /// Its path.
    let path: String

    /// Reads all of it.
    ///
    /// - Throws: ``Failure`` with the place of what is wrong.
    func settings() throws -> UserSettings {
        var settings = UserSettings(path: path)
        for (member, place) in try members(
            of: document.root,
            at: .root,
            known: ["profile", "profiles", "defaults"]
        ) {
            switch member.name {
            case "profile": settings.active = try value(member, at: place, in: "")
            case "profiles":
                settings.profiles = try members(of: member.value, at: place).map {
                    try profile($0.name, $0.value, at: $1)
                }
            default: settings.defaults = try defaults(member.value, at: place, in: "")
            }
        }
        if let active = settings.active, settings.profile(active.text) == nil {
            let known = settings.profiles.map(\.name)
            throw failure(
                "there is no profile \(Diagnostic.quoted(active.text))",
                document.root["profile"]?.offset,
                at: FieldPath("profile"),
                allowed: known.isEmpty ? "a name of profiles, of which there are none" : known.joined(separator: ", "),
                advice: Suggestion(for: active.text, among: known).question
            )
        }
        return settings
    }

    private func profile(_ name: String, _ value: JSONValue, at place: FieldPath) throws -> UserSettings.Profile {
        var profile = UserSettings.Profile(name: name)
        let origin = "profile \(name) of "
        let options = AccountChoice.Option.allCases.filter { $0 != .profile }
        let known = ["provider", "namespace", "credential", "defaults"] + options.map(\.rawValue)
        let all = try members(of: value, at: place, known: known)
        for (member, place) in all {
            switch member.name {
            case "provider":
                let found = try self.value(member, at: place, in: origin)
                guard Registry.targetNames.contains(found.text) else {
                    throw failure(
                        "there is no such provider",
                        member.value.offset,
                        at: place,
                        allowed: Registry.targetNames.joined(separator: ", "),
                        advice: Suggestion(for: found.text, among: Registry.targetNames).question
                    )
                }
                profile.provider = found
            case "namespace": profile.namespace = try self.value(member, at: place, in: origin)
            case "credential": profile.credential = try credential(member.value, at: place, in: origin)
            case "defaults": profile.defaults = try defaults(member.value, at: place, in: origin)
            default:
                guard let option = AccountChoice.Option(rawValue: member.name) else { continue }
                profile.account[option] = try self.value(member, at: place, in: origin)
            }
        }
        try check(profile, all)
        return profile
    }

    /// Refuses what has no meaning for the provider of the profile.
    private func check(_ profile: UserSettings.Profile, _ members: [(JSONObject.Member, FieldPath)]) throws {
        let chosen = profile.provider?.text
        let provider = Registry.providers.first { $0.name == chosen }
        for (member, place) in members {
            let isCredential = member.name == "credential"
            guard let option = AccountChoice.Option(rawValue: member.name) else {
                guard isCredential else { continue }
                let isScaleways = profile.credential?.scalewayProfile != nil
                if provider == nil || (isScaleways && provider?.optionNames.contains(.profile) == false) {
                    throw failure(
                        isScaleways ? "scw is for a profile of Scaleway" : "nobody knows what the credential is for",
                        member.nameOffset,
                        at: place,
                        advice:
                            "Write the provider into the profile: \(Registry.providerNames.joined(separator: ", "))."
                    )
                }
                continue
            }
            guard let chosen, provider?.optionNames.contains(option) != true else { continue }
            throw failure(
                "this has no meaning for \(chosen)",
                member.nameOffset,
                at: place,
                advice: "Leave it out."
            )
        }
    }

    private func credential(_ value: JSONValue, at place: FieldPath, in origin: String) throws -> CredentialSource {
        let form = "{variable: NAME}, {file: PATH}, {command: [WORD, …]}, or {scw: PROFILE}"
        guard let object = value.object, let member = object.members.first, object.count == 1 else {
            throw failure(
                "a credential is named by one place, and never written here",
                value.offset,
                at: place,
                allowed: form
            )
        }
        let place = place.appending(member.name)
        func text() throws -> String { try self.value(member, at: place, in: origin).text }
        let found: CredentialSource.Place
        switch member.name {
        case "variable":
            let name = try text()
            guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
                throw failure(
                    "this is no name of a variable",
                    member.value.offset,
                    at: place,
                    allowed: "such as WORK_KEY"
                )
            }
            found = .variable(name)
        case "file": found = .file(try text())
        case "scw": found = .scaleway(try text())
        case "command":
            let words = member.value.array?.compactMap(\.string) ?? []
            guard !words.isEmpty, words.count == member.value.array?.count, !words.contains(where: Self.isSecret) else {
                throw failure(
                    "a command is a list of texts, without any secret among them",
                    member.value.offset,
                    at: place,
                    allowed: "such as [pass, show, work]"
                )
            }
            found = .command(words)
        default: throw unknown(member, at: place, ["variable", "file", "command", "scw"], form)
        }
        return CredentialSource(place: found, origin: "credential.\(member.name) in \(origin)\(path)", settings: path)
    }

    private func defaults(_ value: JSONValue, at place: FieldPath, in origin: String) throws -> [CommandDefault] {
        var result: [CommandDefault] = []
        for (member, place) in try members(of: value, at: place) {
            guard let command = CommandDefault.Command(named: member.name) else {
                throw unknown(member, at: place, CommandDefault.Command.names, nil, noun: "command")
            }
            let options = command.options
            for (option, place) in try members(of: member.value, at: place) {
                if let reason = CommandDefault.reason(against: option.name) {
                    throw failure(
                        "\(option.name) is no option that has a default here",
                        option.nameOffset,
                        at: place,
                        advice: reason
                    )
                }
                guard let takesValue = options[option.name] else {
                    throw unknown(option, at: place, options.keys.sorted(), nil, noun: "option of \(member.name)")
                }
                let text = option.value.string ?? option.value.number.map { "\($0)" }
                guard takesValue ? text != nil : option.value.bool != nil, !(text.map(Self.isSecret) ?? false) else {
                    let form = takesValue ? "a text or a number" : "true or false"
                    throw failure(
                        "the value is \(option.value.typeName)",
                        option.value.offset,
                        at: place,
                        allowed: form
                    )
                }
                if option.value.bool == false { continue }
                result.append(
                    CommandDefault(
                        command: member.name,
                        option: option.name,
                        value: takesValue ? text : nil,
                        origin: "defaults.\(member.name).\(option.name) in \(origin)\(path)",
                        place: diagnostic("", option.nameOffset, at: place)
                    )
                )
            }
        }
        return result
    }

    // MARK: Members and texts

    private func members(
        of value: JSONValue,
        at place: FieldPath,
        known: [String]? = nil
    ) throws -> [(JSONObject.Member, FieldPath)] {
        // A key without anything behind it says nothing.
        if value.isNull { return [] }
        guard let object = value.object else {
            throw failure("the value is \(value.typeName)", value.offset, at: place, allowed: "a map")
        }
        return try object.map { member in
            let place = place.appending(member.name)
            if let known, !known.contains(member.name) { throw unknown(member, at: place, known, nil) }
            return (member, place)
        }
    }

    private func value(_ member: JSONObject.Member, at place: FieldPath, in origin: String) throws -> UserSettings.Value
    {
        guard let text = member.value.string else {
            throw failure(
                "the value is \(member.value.typeName)",
                member.value.offset,
                at: place,
                allowed: "a text",
                advice: "Write it between quotes."
            )
        }
        if Self.isSecret(text) { throw secret(member, at: place) }
        guard !text.isEmpty else { throw failure("the text is empty", member.value.offset, at: place) }
        return UserSettings.Value(text: text, place: "\(member.name) in \(origin)\(path)")
    }

    /// Whether a text is a token by its form: those of Qovery, and all that are signed.
    private static func isSecret(_ text: String) -> Bool { text.hasPrefix("qov_") || text.hasPrefix("eyJ") }

    /// Whether a name is one of something that nobody should read.
    private static func isSecretName(_ name: String) -> Bool {
        let letters = name.lowercased().filter(\.isLetter)
        return ["secret", "token", "password"].contains { letters.contains($0) }
            || ["accesskey", "apikey", "key"].contains(letters)
    }

    private func unknown(
        _ member: JSONObject.Member,
        at place: FieldPath,
        _ known: [String],
        _ form: String?,
        noun: String = "field"
    ) -> Failure {
        if Self.isSecretName(member.name), noun == "field" { return secret(member, at: place) }
        let list = known.count > 12 ? nil : known.joined(separator: ", ")
        return failure(
            "unknown \(noun) \(Diagnostic.quoted(member.name))",
            member.nameOffset,
            at: place,
            allowed: form ?? list,
            advice: Suggestion(for: member.name, among: known).question
        )
    }

    private func secret(_ member: JSONObject.Member, at place: FieldPath) -> Failure {
        failure(
            "a secret does not belong into this file",
            member.nameOffset,
            at: place,
            advice: """
                Keep it elsewhere, and name the place in the profile: credential: {variable: NAME}, {file: PATH}, \
                {command: [WORD, …]}, or {scw: PROFILE}.
                """
        )
    }

    private func failure(
        _ problem: String,
        _ offset: Int?,
        at place: FieldPath,
        allowed: String? = nil,
        advice: String? = nil
    ) -> Failure {
        var diagnostic = diagnostic(problem, offset, at: place)
        diagnostic.allowed = allowed
        diagnostic.advice = advice
        return Failure(.wrongConfiguration, [diagnostic])
    }

    private func diagnostic(_ problem: String, _ offset: Int?, at place: FieldPath) -> Diagnostic {
        document.located(Diagnostic(problem: problem, field: place, source: path), at: offset).withoutContent
    }
}
