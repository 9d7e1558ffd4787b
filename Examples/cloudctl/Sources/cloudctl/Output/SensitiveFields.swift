import CloudContainers

/// The fields whose values are never printed.
enum SensitiveFields {
    /// The keys of the maps and lists that hold variables and secrets, in any dialect.
    static let names: Set<String> = [
        "environment", "secrets", "variables", "secret_environment_variables", "environment_variables", "files", "vars",
    ]

    /// Whether a path leads into such a map or list.
    static func contain(_ path: FieldPath) -> Bool {
        path.description.split { ".[]\"".contains($0) }.contains { names.contains(String($0)) }
    }

    /// Whether a line of text names such a map or list.
    static func isNamed(in line: String) -> Bool {
        line.split { !$0.isLetter && $0 != "_" }.contains { names.contains(String($0)) }
    }
}
