import CloudContainers

/// Finds what the value of a variable is once aliases and `{{OTHER}}` are resolved.
struct QoveryVariableResolver {
    enum Result {
        case plain(String, wasResolved: Bool)
        case secret
        /// It comes from something that the platform makes and that does not move, or that refers to itself.
        case outside(String)
        /// It grows beyond what any service takes.
        case tooLong
    }

    /// The longest value that is worked out; variables that hold one another several times grow without bound.
    private static let limit = 64 * 1024

    private var wires: [String: QoveryVariable] = [:]
    private var builtIns: Set<String> = []
    /// The host names of services that move too, in lower case, and the built-in variables that hold one.
    private let movingHosts: Set<String>
    private var hosts: [String: String] = [:]
    private var known: [String: Result] = [:]
    private var underway: Set<String> = []

    init(_ all: [QoveryVariable], winners: [String: Int], movingHosts: Set<String> = []) {
        self.movingHosts = movingHosts
        for (key, position) in winners { wires[key] = all[position] }
        for wire in all {
            guard let key = wire.key.value ?? wire.name.value, winners[key] == nil else { continue }
            builtIns.insert(key)
            if let value = wire.value.value, movingHosts.contains(value.lowercased()) { hosts[key] = value }
        }
    }

    mutating func value(of key: String) -> Result {
        if let result = known[key] { return result }
        guard underway.insert(key).inserted else { return .outside(key) }
        defer { underway.remove(key) }
        let result = work(out: key)
        known[key] = result
        return result
    }

    private mutating func work(out key: String) -> Result {
        if let host = hosts[key] { return .plain(host, wasResolved: false) }
        if builtIns.contains(key) || key.hasPrefix("QOVERY_") { return .outside(key) }
        guard let wire = wires[key] else { return .outside(key) }
        return value(of: wire, named: key)
    }

    /// The same of a variable that need not be the one that counts for its key.
    mutating func value(of wire: QoveryVariable, named key: String) -> Result {
        if wire.variableType.value == "ALIAS", let origin = wire.aliasedVariable.value, let name = origin.key.value {
            if let host = origin.value.value ?? hosts[name], movingHosts.contains(host.lowercased()) {
                return .plain(host, wasResolved: false)
            }
            if origin.scope.value == "BUILT_IN" || origin.variableType.value == "BUILT_IN" { return .outside(name) }
            if wires[name] != nil, name != key { return value(of: name) }
            guard let text = origin.value.value else { return .secret }
            return name.hasPrefix("QOVERY_") ? .outside(name) : .plain(text, wasResolved: false)
        }
        if wire.isSecret.value == true { return .secret }
        guard let text = wire.value.value else { return .secret }
        let isFile = wire.mountPath.value?.isEmpty == false
        // A file is left as it is unless it says otherwise.
        if isFile, wire.enableInterpolationInFile.value != true { return .plain(text, wasResolved: false) }
        return interpolate(text, in: key)
    }

    /// Replaces each `{{KEY}}` whose key is known; an unknown one stays as it is written, as the platform leaves it.
    private mutating func interpolate(_ text: String, in key: String) -> Result {
        guard text.contains("{{") else { return .plain(text, wasResolved: false) }
        var result = ""
        var rest = text[...]
        var wasResolved = false
        while let start = rest.range(of: "{{"), let end = rest[start.upperBound...].range(of: "}}") {
            let name = rest[start.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
            result += rest[..<start.lowerBound]
            let isKnown = wires[name] != nil || builtIns.contains(name) || name.hasPrefix("QOVERY_")
            if !isKnown || name == key {
                result += rest[start.lowerBound..<end.upperBound]
            } else {
                switch value(of: name) {
                case .plain(let text, _): result += text
                case .tooLong: return .tooLong
                case .secret, .outside: return .outside(name)
                }
                wasResolved = true
            }
            if result.utf8.count > Self.limit { return .tooLong }
            rest = rest[end.upperBound...]
        }
        return .plain(result + rest, wasResolved: wasResolved)
    }
}

extension Substring {
    /// The first place of a text, without Foundation.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
