package import CloudContainers

/// A host name of the user's that leads to a container.
package struct QoveryDomain: OpenWireObject {
    package var id: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var domain: Member<String> = .absent
    package var generateCertificate: Member<Bool> = .absent
    package var useCDN: Member<Bool> = .absent
    package var validationDomain: Member<String> = .absent
    package var status: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("domain", &domain)
        try visitor.member("generate_certificate", &generateCertificate)
        try visitor.member("use_cdn", &useCDN)
        try visitor.member("validation_domain", &validationDomain)
        try visitor.member("status", &status)
    }
}
