/// Puts variables of the environment into the texts of a manifest.
///
/// The forms are those of Compose files: `${NAME}`, `${NAME:-default}` and `${NAME-default}` (the first also where the
/// variable is empty), `${NAME:?message}` and `${NAME?message}`; `$$` is one `$`. A `$` before anything else is itself.
struct Interpolation {
    /// A text after its references were replaced.
    struct Text {
        var text = ""
        /// The values that came from the environment.
        var values: [String] = []
        /// The names of the variables.
        var names: [String] = []
        /// Whether anything was replaced.
        var isChanged = false
    }

    /// Why a text cannot be completed.
    struct Refusal: Error {
        var problem: String
        /// The part of the text that it is about.
        var reference: String
        var allowed: String?
        var advice: String
        var replacement: String?
    }

    let environment: [String: String]

    /// The text with `$` written so that reading gives it back.
    static func escaped(_ text: String) -> String {
        guard text.contains("$") else { return text }
        var result = ""
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            result.unicodeScalars.append(scalar)
            guard scalar == "$", index + 1 < scalars.count else { continue }
            if scalars[index + 1] == "$" || scalars[index + 1] == "{" { result += "$" }
        }
        return result
    }

    func text(_ raw: String) throws(Refusal) -> Text {
        var result = Text()
        var rest = Array(raw.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            guard scalar == "$", let next = rest.first, next == "$" || next == "{" else {
                result.text.unicodeScalars.append(scalar)
                continue
            }
            rest.removeFirst()
            result.isChanged = true
            if next == "$" {
                result.text += "$"
                continue
            }
            guard let body = Self.body(&rest) else { throw Self.malformed("${" + Self.string(rest)) }
            let part = try value(of: body)
            result.text += part.text
            result.values += part.values
            result.names += part.names
        }
        return result
    }

    /// What stands up to the brace that closes a reference, which may hold others.
    private static func body(_ rest: inout ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar]? {
        var depth = 1
        var body: [Unicode.Scalar] = []
        while let scalar = rest.popFirst() {
            if scalar == "{", body.last == "$" { depth += 1 }
            if scalar == "}" { depth -= 1 }
            if depth == 0 { return body }
            body.append(scalar)
        }
        rest = body[...]
        return nil
    }

    private func value(of body: [Unicode.Scalar]) throws(Refusal) -> Text {
        let end = body.firstIndex { !Self.isWord($0) } ?? body.count
        let name = Self.string(body[..<end])
        let reference = "${" + Self.string(body[...]) + "}"
        guard let first = body.first, Self.isWord(first), !("0"..."9").contains(first) else {
            throw Self.malformed(reference)
        }
        var rest = body[end...]
        let takesEmpty = rest.first != ":"
        if !takesEmpty { rest.removeFirst() }
        let mark = rest.popFirst()
        let found = environment[name].flatMap { takesEmpty || !$0.isEmpty ? $0 : nil }
        switch mark {
        case "-":
            if let found { return Text(text: found, values: [found], names: [name]) }
            return try text(Self.string(rest))
        case "?":
            if let found { return Text(text: found, values: [found], names: [name]) }
            let message = Self.string(rest)
            throw missing(name, reference, message.isEmpty ? nil : Diagnostic.shortened(message), takesEmpty)
        case nil where takesEmpty:
            if let found { return Text(text: found, values: [found], names: [name]) }
            throw missing(name, reference, nil, true)
        default: throw Self.malformed(reference)
        }
    }

    private func missing(_ name: String, _ reference: String, _ message: String?, _ takesEmpty: Bool) -> Refusal {
        let state = !takesEmpty && environment[name] != nil ? "empty" : "not set"
        let nearest = NearestName.find(name, in: environment.keys.sorted())
        return Refusal(
            problem: "the variable \(Diagnostic.quoted(name)) is \(state)" + (message.map { ": \($0)" } ?? ""),
            reference: reference,
            allowed: "a variable of the environment, or ${NAME:-default}",
            advice: nearest.flatMap { $0 == name ? nil : "Did you mean ${\($0)}?" }
                ?? "Set and export it, or give it a default: ${\(name):-…}.",
            replacement: nearest.flatMap { $0 == name ? nil : "${\($0)}" }
        )
    }

    private static func malformed(_ reference: String) -> Refusal {
        Refusal(
            problem: "this is no reference to a variable",
            reference: reference,
            allowed: "${NAME}, ${NAME:-default}, ${NAME:?message}; $$ for a dollar sign",
            advice: "Write $$ where a dollar sign is meant.",
            replacement: "$" + reference
        )
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
