import ArgumentParser
import CloudContainers

/// Reads a host name from the command line.
enum HostArgument {
    /// The name in lower case, without the dot at its end.
    ///
    /// - Throws: `ValidationError` for what is more than a name, such as an address of a page, or of letters that a name server does not know.
    @Sendable static func host(_ text: String) throws -> String {
        let host = text.hasSuffix(".") ? text.dropLast() : text[...]
        var labels = host.split(separator: ".", omittingEmptySubsequences: false)
        if labels.first == "*" { labels.removeFirst() }
        // A name server knows nothing else; Unicode has a form of these.
        let isName =
            labels.count > 1 && host.utf8.count <= 253
            && labels.allSatisfy { $0.wholeMatch(of: /[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?/) != nil }
        guard isName else {
            throw ValidationError(
                "\(Diagnostic.quoted(text)) is no host name; write the name alone, such as shop.example.org, or xn--bcher-kva.example "
                    + "for letters beyond a to z."
            )
        }
        return host.lowercased()
    }
}
