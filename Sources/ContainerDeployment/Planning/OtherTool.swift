import CloudContainers

/// Tools that manage services beside this one, and how they can be recognised.
enum OtherTool {
    private static let names = [
        ("terraform", "Terraform"), ("opentofu", "OpenTofu"), ("pulumi", "Pulumi"), ("crossplane", "Crossplane"),
    ]

    /// The tool that the tags or the description of a live service name; `nil` where they name none.
    ///
    /// A tag counts with any words around the name, such as `managed-by=terraform`; a description only where it says that the
    /// tool manages the service.
    static func named(in bundle: JSONDocument) -> String? {
        let container = bundle.root["container"]
        let tags = (container?["tags"]?.array ?? []).compactMap { $0.string?.lowercased() }
        let description = (container?["description"]?.string ?? "").lowercased()
        return names.first { word, _ in
            tags.contains { $0.contains(word) } || description.contains("managed by \(word)")
        }?.1
    }
}
