import CloudContainers
import Foundation

/// The tool's own file of a person: accounts by name, and what commands take where nobody says anything else.
struct UserSettings: Sendable {
    /// The variable that names the folder of the file.
    static let folderVariable = "CLOUDCTL_CONFIG_DIR"
    /// The variable that names the profile where no option does.
    static let profileVariable = "CLOUDCTL_PROFILE"
    /// The name of the file in its folder.
    private static let fileName = "config.yaml"

    /// A text of the file.
    struct Value: Sendable {
        /// The text.
        var text: String
        /// The field and the file, for a person.
        var place: String
    }

    /// An account by name, and what belongs to it.
    struct Profile: Sendable {
        /// Its name.
        let name: String
        /// What is worked on: a provider, or a simulator.
        var provider: Value?
        /// The namespace where none is named.
        var namespace: Value?
        /// What tells the account from others of the provider.
        var account: [AccountChoice.Option: Value] = [:]
        /// Where the credential is.
        var credential: CredentialSource?
        /// What commands take.
        var defaults: [CommandDefault] = []
    }

    /// The path of the file.
    let path: String
    /// The profile that counts where nobody names another.
    var active: Value?
    /// The profiles.
    var profiles: [Profile] = []
    /// What commands take with any profile.
    var defaults: [CommandDefault] = []

    /// The profile of that name.
    func profile(_ name: String) -> Profile? { profiles.first { $0.name == name } }

    /// Where the file may be: in `CLOUDCTL_CONFIG_DIR`, else in `cloudctl` of `XDG_CONFIG_HOME` or of `.config` in the home
    /// folder; `nil` where none of them is known.
    static func path(_ environment: [String: String]) -> (path: String, variable: String)? {
        if let folder = environment[folderVariable], !folder.isEmpty {
            return ("\(folder)/\(fileName)", folderVariable)
        }
        // What is relative is to be ignored, by the specification of these folders.
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
            return ("\(base)/cloudctl/\(fileName)", "XDG_CONFIG_HOME")
        }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return ("\(home)/.config/cloudctl/\(fileName)", "HOME")
    }

    /// The file, if there is one.
    static func found(on console: Console) -> (path: String, variable: String)? {
        path(console.environment).flatMap {
            FileManager.default.fileExists(atPath: console.absolute($0.path)) ? $0 : nil
        }
    }

    /// Reads the file; `nil` where there is none.
    ///
    /// - Throws: ``Failure`` for a file that cannot be read, and with the place of what is wrong in it.
    static func read(on console: Console) throws -> UserSettings? {
        guard let path = found(on: console)?.path else { return nil }
        do {
            let file = try InputFile.read(path, on: console)
            if file.bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return UserSettings(path: path) }
            let documents = try YAMLDocument.read(file.bytes, named: path)
            guard let document = documents.first, documents.count == 1 else {
                throw Failure(.wrongConfiguration, "the settings are one document", source: path)
            }
            return try UserSettingsReader(document: document, path: path).settings()
        } catch let error as ContainerServiceError {
            throw Failure(.wrongConfiguration, error.diagnostics.map(\.withoutContent))
        } catch var failure as Failure {
            failure.status = .wrongConfiguration
            throw failure
        }
    }
}

/// The profile of the tool's own file that counts.
struct ProfileInUse: Sendable {
    /// The profile.
    let profile: UserSettings.Profile
    /// What names it: an option, a variable, or the file.
    let place: String
    /// Whether an option names it.
    let isAsked: Bool
}

extension AccountChoice {
    /// The profile of the tool's own file that is named, whatever it is of.
    ///
    /// An option can name a profile of the provider's own file as well; the tool's comes first.
    ///
    /// - Throws: ``Failure`` where the file is wrong, or has no profile of the name that a variable gives.
    func namedProfile(on console: Console) throws -> ProfileInUse? {
        let settings = try UserSettings.read(on: console)
        if let name = options[.profile] {
            return settings?.profile(name).map { ProfileInUse(profile: $0, place: word(.profile), isAsked: true) }
        }
        // Of the two accounts of a migration nobody knows which one would be meant.
        guard variable != nil else { return nil }
        if let name = console.environment[UserSettings.profileVariable], !name.isEmpty {
            guard let settings, let profile = settings.profile(name) else {
                throw Self.noProfile(name, UserSettings.profileVariable, settings, on: console)
            }
            return ProfileInUse(profile: profile, place: UserSettings.profileVariable, isAsked: false)
        }
        guard let settings, let active = settings.active, let profile = settings.profile(active.text) else {
            return nil
        }
        return ProfileInUse(profile: profile, place: active.place, isAsked: false)
    }

    /// The choice with the profile of the tool's own file that counts for a provider or a simulator.
    ///
    /// - Throws: ``Failure`` where an option names a profile of something else, and what ``namedProfile(on:)`` throws.
    func settled(for name: String, on console: Console) throws -> AccountChoice {
        if isSettled { return self }
        var result = self
        result.isSettled = true
        guard let found = try namedProfile(on: console) else { return result }
        if let provider = found.profile.provider, provider.text != name {
            // What nobody has asked for now does not count for something else.
            guard found.isAsked else { return result }
            throw Failure(
                .wrongUse,
                "the profile \(Diagnostic.quoted(found.profile.name)) is for \(provider.text), not for \(name)",
                advice: "Leave out \(flag) or \(word(.profile))."
            )
        }
        if found.isAsked { result.options[.profile] = nil }
        result.own = found
        return result
    }

    /// The profile of the tool's own file that counts for what is chosen; `nil` where nothing is.
    ///
    /// - Throws: What ``settled(for:on:)`` throws.
    func profileInUse(on console: Console) throws -> ProfileInUse? {
        let found = try namedProfile(on: console)
        let named = variable.flatMap { console.environment[$0] }.flatMap { $0.isEmpty ? nil : $0 }
        guard let name = provider ?? named ?? found?.profile.provider?.text else { return found }
        return try settled(for: name, on: console).own
    }

    /// The choice without any profile.
    var withoutProfile: AccountChoice {
        var choice = self
        choice.isSettled = true
        choice.own = nil
        return choice
    }

    /// The failure for a profile that the tool's own file does not have.
    static func noProfile(
        _ name: String,
        _ place: String,
        _ settings: UserSettings?,
        on console: Console
    ) -> Failure {
        let problem = "\(place) names \(Diagnostic.quoted(name)), and there is no such profile"
        guard let settings, !settings.profiles.isEmpty else {
            let path = UserSettings.path(console.environment)?.path ?? "a folder, but HOME is not set"
            return Failure(.wrongConfiguration, problem, advice: "Profiles are looked for in \(path).")
        }
        let known = settings.profiles.map(\.name)
        return Failure(
            .wrongConfiguration,
            problem,
            source: settings.path,
            advice: "There are \(known.map { Diagnostic.shortened($0) }.joined(separator: ", "))."
                + Suggestion(for: name, among: known).ending
        )
    }
}
