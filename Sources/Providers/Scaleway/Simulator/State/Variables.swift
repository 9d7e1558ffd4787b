import CloudContainers
import SimulationKit

/// The variables of a namespace or a container.
struct Variables: Sendable, Hashable {
    static let most = 200
    private static let longestPlain = 1000
    private static let longestSecret = 65_536

    var plain: [String: String] = [:]
    var secrets: [String: StoredSecret] = [:]

    /// The hashes of the secrets, as an answer holds them.
    var hashes: JSONValue { .map(secrets.mapValues(\.hash)) }

    /// Takes over what a request says: each map as a whole, where it is given.
    ///
    /// In an update an empty secret keeps the value that is there.
    mutating func apply(
        _ reader: ArgumentReader,
        isUpdate: Bool,
        _ hasher: inout SecretHasher,
        _ problems: inout ArgumentProblems
    ) {
        if let given = reader.map("environment_variables", &problems) {
            plain = [:]
            for (key, value) in given {
                let name = reader.name("environment_variables.\(key)")
                Self.check(key, name, &problems)
                if value.unicodeScalars.count > Self.longestPlain {
                    problems.add(name, .constraint, "value must be at most \(Self.longestPlain) characters long")
                }
                plain[key] = value
            }
        }
        if let given = reader.map("secret_environment_variables", &problems) {
            var new: [String: StoredSecret] = [:]
            for (key, value) in given {
                let name = reader.name("secret_environment_variables.\(key)")
                Self.check(key, name, &problems)
                if value.utf8.count > Self.longestSecret {
                    problems.add(name, .constraint, "value must be at most \(Self.longestSecret) bytes long")
                    continue
                }
                if isUpdate, value.isEmpty {
                    if secrets[key] == nil { problems.add(name, .constraint, "there is no value to keep") }
                    new[key] = secrets[key]
                } else {
                    new[key] = hasher.hash(value)
                }
            }
            secrets = new
        }
    }

    /// Checks the numbers of variables, counted over a container and its namespace.
    func checkCount(with other: Variables, _ problems: inout ArgumentProblems) {
        for (name, count) in [
            ("environment_variables", plain.count + other.plain.count),
            ("secret_environment_variables", secrets.count + other.secrets.count),
        ] where count > Self.most {
            problems.add(name, .constraint, "at most \(Self.most) are allowed with those of the namespace")
        }
    }

    private static func check(_ key: String, _ name: String, _ problems: inout ArgumentProblems) {
        if key.isEmpty {
            problems.add(name, .format, "a variable must have a name")
        } else if key == "PORT" || key.hasPrefix("SCW_") {
            problems.add(name, .constraint, "the name is reserved")
        }
    }
}
