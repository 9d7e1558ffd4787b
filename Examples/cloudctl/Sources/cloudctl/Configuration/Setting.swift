import CloudContainers

/// A value that the tool takes from somewhere.
struct Setting {
    /// What it is.
    let name: String
    /// The value as it may be printed; `nil` where there is none.
    let value: String?
    /// The fingerprint of a secret, by which two can be told apart.
    var fingerprint: String?
    /// Whether the value itself is kept back.
    var isSecret = false
    /// The variable, the option, or the field of a file that it comes from; `nil` for a default and for what is not set.
    var place: String?

    /// A value that may be printed.
    ///
    /// - Parameters:
    ///   - name: What it is.
    ///   - value: The value; `nil` where there is none.
    ///   - place: Where it comes from; `nil` for a default.
    init(_ name: String, _ value: String?, from place: String?) {
        self.name = name
        self.value = value
        self.place = value == nil ? nil : place
    }

    /// The address of an API; what is none, and may hold a password, is not printed.
    init(address: String, from place: String?) {
        let isAddress = (try? HTTPBaseURL(parsing: address)) != nil
        self.init("API address", isAddress ? address : Self.hidden, from: place)
    }

    /// A secret, of which only a fingerprint is kept.
    ///
    /// - Parameters:
    ///   - name: What it is.
    ///   - secret: The secret; `nil` where there is none.
    ///   - place: Where it comes from.
    ///   - note: What else is worth knowing about it.
    init(_ name: String, secret: String?, from place: String?, note: String? = nil) {
        self.name = name
        isSecret = true
        // What is no credential has no fingerprint; it is wrong, which is told elsewhere.
        fingerprint = secret.flatMap { try? Credential($0).fingerprint }
        let said = [fingerprint.map { "fingerprint \($0)" }, note].compactMap(\.self).filter { !$0.isEmpty }
        value = secret == nil ? nil : "set" + (said.isEmpty ? "" : " (\(said.joined(separator: ", ")))")
        self.place = secret == nil ? nil : place
    }

    /// A secret that a program would print, which is run when the secret is needed.
    init(_ name: String, unread place: String) {
        self.init(name, "set (by a program that is not run for this)", from: place)
        isSecret = true
    }

    /// What stands in the place of a value that is wrong and may be a secret.
    private static let hidden = "(wrong, and not shown)"

    /// The setting without its value where that is a secret which stands in a wrong place.
    ///
    /// - Parameters:
    ///   - secret: The secret of the account.
    ///   - prefix: What secrets of the provider begin with, if that is known.
    /// - Returns: The setting.
    func hiding(_ secret: String?, _ prefix: String? = nil) -> Setting {
        guard !isSecret, let value, value == secret || (prefix.map { value.hasPrefix($0) } ?? false) else {
            return self
        }
        return Setting(name, Self.hidden, from: place)
    }

    /// The value and where it comes from, for people.
    var text: String {
        guard let value else { return "not set" }
        return value + (place.map { ", from \($0)" } ?? ", the default")
    }

    /// The setting for programs.
    var json: JSONValue {
        [
            "name": .string(name),
            "value": isSecret ? .null : .optional(value),
            "isSet": .bool(value != nil),
            "isSecret": .bool(isSecret),
            "fingerprint": .optional(fingerprint),
            "source": .optional(value == nil ? nil : place ?? "default"),
        ]
    }
}

/// Settings that belong together.
struct SettingGroup {
    /// What they belong to: a provider, or the tool.
    let name: String
    /// The settings.
    var settings: [Setting]
    /// What somebody should know.
    var warnings: [String] = []
    /// What is wrong with them.
    var problem: Failure?
    /// Whether no credential is among them.
    var lacksCredential = false
}
