import CloudContainers

/// How compose files spell variables, words and amounts.
extension ComposeImport {
    /// A value as text: compose takes numbers and truth values for the words they are written as.
    static func text(_ value: JSONValue) -> String? {
        value.string ?? value.number?.text ?? value.bool.map { $0 ? "true" : "false" }
    }

    static func count(_ value: JSONValue) -> Int? {
        (value.integer ?? value.string.flatMap { Int($0) }).flatMap { $0 >= 0 ? $0 : nil }
    }

    /// Whether a number or a length of time is none at all.
    static func isZero(_ value: JSONValue) -> Bool {
        text(value)?.wholeMatch(of: /0+((ns|us|ms|s|m|h)(0+(ns|us|ms|s|m|h))*)?/) != nil
    }

    /// A text with its variables as manifests write them: `$NAME` is one in compose files, and none here.
    static func variables(_ text: String) -> String {
        text.replacing(/\$\$|\$([A-Za-z_][A-Za-z0-9_]*)/) { match in
            match.1.map { "${\($0)}" } ?? "$$"
        }
    }

    /// The variable that a text is, without anything beside it.
    static func reference(_ text: String) -> String? {
        text.wholeMatch(of: /\$\{?([A-Za-z_][A-Za-z0-9_]*)([:?-][^}]*)?\}?/).map { String($0.1) }
    }

    /// Whether the value of a variable is probably nobody's business, by its name or as an address with a password.
    static func isSecret(_ name: String, _ value: String?) -> Bool {
        let (name, value) = (name.uppercased(), value ?? "")
        if hasPassword(value) { return true }
        // Switches such as `ALLOW_EMPTY_PASSWORD=yes`, and amounts such as `MAX_TOKENS=4096`, are none.
        if ["true", "false", "yes", "no"].contains(value.lowercased()) { return false }
        if name.hasSuffix("TOKENS"), Int(value) != nil { return false }
        let parts = [
            "PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "CREDENTIAL", "APIKEY", "API_KEY", "PRIVATEKEY",
            "PRIVATE_KEY", "ACCESSKEY", "ACCESS_KEY",
        ]
        if parts.contains(where: { name.contains($0) }) || name.contains(/TOKEN(?!IZ)/) { return true }
        if name.hasSuffix("DATABASE_URL") || name.hasSuffix("_SK") { return true }
        // Shells keep folders in these two.
        if name.hasSuffix("PWD"), name != "PWD", name != "OLDPWD" { return true }
        let words: Set<Substring> = ["PASS", "KEY", "DSN", "JWT"]
        return name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).contains { words.contains($0) }
    }

    /// Whether a text has an address with a password: `scheme://user:password@host`, also with variables in it.
    private static func hasPassword(_ text: String) -> Bool {
        text.contains(/[A-Za-z0-9]:\/\/(\$\{[^}]*\}|\$(?!\{)|[^\s\/?#@:$])*:(\$\{[^}]*\}|\$(?!\{)|[^\s\/?#@$])+@/)
    }

    /// The words of a line, split as a shell does it; `nil` for quotes that do not end.
    static func words(_ text: String) -> [String]? {
        var (words, word, quote) = ([String](), String?.none, Character?.none)
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if quote != nil || isEscaped { return nil }
        if let word { words.append(word) }
        return words
    }

    /// Cores such as `0.5` in thousandths.
    static func cpu(_ value: JSONValue) -> String? {
        guard let match = text(value)?.wholeMatch(of: /([0-9]{0,3})(?:\.([0-9]{1,3})0*)?/) else { return nil }
        let part = match.2.map { String($0) } ?? ""
        let thousandths = Int(part + String(repeating: "0", count: 3 - part.count)) ?? 0
        let all = (Int(match.1) ?? 0) * 1000 + thousandths
        return all > 0 ? "\(all)m" : nil
    }

    /// Bytes such as `512m`, which are binary in compose files; `nil` for none, which says that there is no limit.
    static func memory(_ value: JSONValue) -> String? {
        guard let match = text(value)?.lowercased().wholeMatch(of: /([0-9]{1,12})(b|k|kb|m|mb|g|gb)?/),
            Int(match.1) != 0
        else { return nil }
        let unit = ["k": "Ki", "m": "Mi", "g": "Gi"][String(match.2?.first ?? "b")] ?? ""
        return "\(match.1)\(unit)"
    }

    /// A length of time such as `1m30s` in one unit.
    static func seconds(_ text: String) -> String? {
        guard
            let match = text.wholeMatch(of: /(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?(?:([0-9]{1,6})ms)?/)
        else { return nil }
        func number(_ part: Substring?) -> Int { part.flatMap { Int($0) } ?? 0 }
        let milliseconds = (number(match.1) * 3600 + number(match.2) * 60 + number(match.3)) * 1000 + number(match.4)
        if milliseconds == 0 { return nil }
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    }
}
