/// What a manifest says about the managing of a service, beside what runs.
struct ServiceManagement: Sendable {
    /// Who sets the image.
    var imageManager: Application.ImageManager?
    /// The name that the service had before.
    var formerName: String?
}

extension ServiceManagement: WireObject {
    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("imageManagedBy", &imageManager)
        try visitor.optional("renamedFrom", &formerName)
    }
}
