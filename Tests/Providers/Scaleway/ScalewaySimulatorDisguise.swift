import CloudContainers

/// Gives names and tags of a recording other letters and digits, so that nothing can hang on what they say.
///
/// The same letter always becomes the same other one: names that are alike stay alike, as the search by name needs it.
struct Disguise {
    private let letters: [Character: Character]

    init(seed: UInt64) {
        var chance = seed
        func shuffled(_ text: String) -> [Character] {
            var characters = Array(text)
            for index in stride(from: characters.count - 1, to: 0, by: -1) {
                chance = chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                characters.swapAt(index, Int(chance >> 33) % (index + 1))
            }
            return characters
        }
        var letters: [Character: Character] = [:]
        for alphabet in ["abcdefghijklmnopqrstuvwxyz", "0123456789"] {
            for (old, new) in zip(alphabet, shuffled(alphabet)) { letters[old] = new }
        }
        self.letters = letters
    }

    func text(_ text: String) -> String { String(text.map { letters[$0] ?? $0 }) }

    /// A body with other names, tags and host names.
    func value(_ value: JSONValue, _ name: String = "", isFact: Bool = false) -> JSONValue {
        switch value.content {
        case .object(let object):
            // What is in the registry and in Cockpit are facts of the world.
            let isWorld = object["visibility"] != nil || object["synchronized_with_grafana"] != nil
            return .object(
                JSONObject(
                    object.map { member in
                        JSONObject.Member(
                            name: member.name,
                            value: self.value(member.value, member.name, isFact: isFact || isWorld)
                        )
                    }
                )
            )
        case .array(let elements):
            if name == "tags", !isFact { return .array(elements.map { .string(text($0.string ?? "")) }) }
            return .array(elements.map { self.value($0, "", isFact: isFact) })
        case .string(let old): return .string(isFact ? old : string(old, name))
        default: return value
        }
    }

    private func string(_ old: String, _ name: String) -> String {
        switch name {
        case "name", "hostname": text(old)
        case "public_endpoint", "domain_name", "resource_name": Self.withoutIdentifier(old) { text($0) }
        case "url" where !old.hasSuffix(".scw.cloud") && old.hasPrefix("https://"):
            "https://" + text(String(old.dropFirst("https://".count)))
        case "image", "registry_image", "endpoint", "registry_endpoint": image(old)
        default: old
        }
    }

    /// An image of the registry, in a namespace with another name.
    func image(_ old: String) -> String {
        var steps = old.split(separator: "/").map(String.init)
        guard steps.count > 1, steps[0].hasPrefix("rg.") else { return old }
        let prefix = "funcscw"
        if steps[1].hasPrefix(prefix) {
            // Version 1beta1 makes this name of that of the namespace, and the image's of that of the container.
            steps[1] = prefix + text(String(steps[1].dropFirst(prefix.count).dropLast(8)))
            if steps.count > 2 {
                let parts = steps[2].split(separator: ":").map(String.init)
                steps[2] = text(parts[0]) + ":" + parts.dropFirst().joined()
            }
        } else {
            steps[1] = text(steps[1])
        }
        return steps.joined(separator: "/")
    }

    /// A host name whose first label has the beginning of an identifier before its first dash, without that.
    static func withoutIdentifier(_ text: String, _ change: (String) -> String = { $0 }) -> String {
        let scheme = text.hasPrefix("https://") ? "https://" : ""
        let rest = text.dropFirst(scheme.count)
        let label = rest.prefix { $0 != "." }
        guard let dash = label.firstIndex(of: "-") else { return text }
        let start = String(label[..<dash].dropLast(8))
        return scheme + change(start) + change(String(label[dash...])) + rest.dropFirst(label.count)
    }
}
