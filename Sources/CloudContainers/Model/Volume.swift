/// A disk that outlives the instances of a service.
public struct Volume: Sendable, Hashable {
    /// Where it is mounted, an absolute path; it is also the volume's name here.
    public var mountPath: String
    /// Its size.
    public var size: ByteCount
    /// The provider's word for the kind of disk.
    public var kind: String?

    /// Makes a volume.
    public init(mountPath: String, size: ByteCount, kind: String? = nil) {
        self.mountPath = mountPath
        self.size = size
        self.kind = kind
    }
}

extension Volume: WireObject {
    package init() { self.init(mountPath: "", size: .bytes(0)) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("mountPath", &mountPath)
        try visitor.required("size", &size)
        try visitor.optional("kind", &kind)
    }
}
