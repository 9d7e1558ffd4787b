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

    private static func isOther(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || ["-", "_", "*"].contains(scalar)
    }
}
