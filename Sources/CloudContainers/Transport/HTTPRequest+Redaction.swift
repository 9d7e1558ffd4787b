extension HTTPRequest {
    /// The path with its query, in which the values of all items are hidden that are not known to be harmless.
    var redactedPath: String {
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return path }
        let items = parts[1].split(separator: "&", omittingEmptySubsequences: false).map { item in
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if Self.shownItems.contains(PercentCoding.decoded(pair[0])) { return String(item) }
            // An item without a name may be a value.
            return pair.count == 2 ? "\(pair[0])=\(hiddenText)" : hiddenText
        }
        return "\(parts[0])?\(items.joined(separator: "&"))"
    }

    /// The whole address with hidden values, safe to print.
    var redactedURL: String { "\(baseURL)\(redactedPath)".escapedForTerminal(limit: 1000) }

    /// Verb and address with hidden values, safe to print.
    var shortDescription: String { "\(method.rawValue.escapedForTerminal(limit: 20)) \(redactedURL)" }

    /// Items of a query that say which objects are asked for, and in which order.
    private static let shownItems: Set<String> = [
        "page", "page_size", "order_by", "name", "namespace_id", "organization_id", "project_id", "container_id",
        "service_type", "scope", "parent_id", "is_secret", "service_id",
    ]
}

/// What stands in the place of a secret.
let hiddenText = "(hidden)"
