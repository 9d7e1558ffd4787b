import ArgumentParser
import CloudContainers

/// Reads a host name from the command line.
enum HostArgument {
    /// The name in lower case, without the dot at its end.
    ///
    /// - Throws: `ValidationError` for what is more than a name, such as an address of a page.
    @Sendable static func host(_ text: String) throws -> String {
        let host = text.hasSuffix(".") ? text.dropLast() : text[...]
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isName =
            labels.count > 1
            && labels.allSatisfy { label in
                !label.isEmpty && label.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || Self.isOther($0) }
            }
        guard isName else {
            throw ValidationError(
                "\(Diagnostic.quoted(text)) is no host name; write the name alone, such as shop.example.org."
            )
        }
        return host.lowercased()
    }

    /// The name of a domain that is to be added, of letters that a name server knows.
    ///
    /// - Throws: `ValidationError` for another one, and for what is more than a name.
    @Sendable static func newHost(_ text: String) throws -> String {
        let host = try host(text)
        var labels = host.split(separator: ".")
        if labels.first == "*" { labels.removeFirst() }
        let isKnown = labels.allSatisfy { $0.wholeMatch(of: /[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?/) != nil }
        guard isKnown, labels.count > 1, host.utf8.count <= 253 else {
            throw ValidationError(
                "\(Diagnostic.quoted(text)) is no host name that a name server knows; its parts have a to z, 0 to 9 and -, at "
                    + "most 63 of them, and other letters a form such as xn--bcher-kva."
            )
        }
        return host
    }

    private static func isOther(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || ["-", "_", "*"].contains(scalar)
    }
}
