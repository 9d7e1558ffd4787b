package import CloudContainers

/// A port that a container listens on.
package struct QoveryPort: OpenWireObject {
    package var id: Member<String> = .absent
    package var name: Member<String> = .absent
    package var internalPort: Member<Int> = .absent
    package var externalPort: Member<Int> = .absent
    package var publiclyAccessible: Member<Bool> = .absent
    package var isDefault: Member<Bool> = .absent
    package var protocolWord: Member<String> = .absent
    package var publicPath: Member<String> = .absent
    package var publicPathRewrite: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("name", &name)
        try visitor.member("internal_port", &internalPort)
        try visitor.member("external_port", &externalPort)
        try visitor.member("publicly_accessible", &publiclyAccessible)
        try visitor.member("is_default", &isDefault)
        try visitor.member("protocol", &protocolWord)
        try visitor.member("public_path", &publicPath)
        try visitor.member("public_path_rewrite", &publicPathRewrite)
    }
}
