/// Variables as lines that a shell evaluates.
package enum ShellExport {
    /// The lines, one for each variable.
    package static func lines(_ variables: [(name: String, value: String)]) -> String {
        variables.map { "export \($0.name)=\(quoted($0.value))\n" }.joined()
    }

    /// The value as one word of the shell.
    static func quoted(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.utf8.allSatisfy { plain.contains($0) }
        return isPlain ? value : "'" + value.replacing("'", with: #"'\''"#) + "'"
    }

    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+,".utf8)
}
