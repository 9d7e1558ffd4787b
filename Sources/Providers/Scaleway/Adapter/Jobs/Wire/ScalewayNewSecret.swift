package import CloudContainers

/// A secret that is made in Secret Manager for a job, and its first version.
package struct ScalewayNewSecret: OpenWireObject {
    package var secret: Member<ScalewayManagedSecret> = .absent
    package var version: Member<ScalewaySecretVersion> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("secret", &secret)
        try visitor.member("version", &version)
    }
}

/// A secret of Secret Manager, whose values are its versions.
package struct ScalewayManagedSecret: OpenWireObject {
    package var projectID: Member<String> = .absent
    package var name: Member<String> = .absent
    package var type: Member<String> = .absent
    /// The folder that it lies in.
    package var path: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("project_id", &projectID)
        try visitor.member("name", &name)
        try visitor.member("type", &type)
        try visitor.member("path", &path)
    }
}

/// A value of a secret, in base64.
package struct ScalewaySecretVersion: OpenWireObject {
    package var data: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("data", &data)
    }
}
