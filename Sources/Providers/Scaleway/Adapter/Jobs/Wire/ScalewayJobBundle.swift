package import CloudContainers

/// All that Scaleway has about one job, and the secrets that are made for it.
package struct ScalewayJobBundle: OpenWireObject {
    package var definition: Member<ScalewayJobDefinition> = .absent
    package var secrets: Member<[ScalewayJobSecret]> = .absent
    package var triggers: Member<[ScalewayJobTrigger]> = .absent
    package var newSecrets: Member<[ScalewayNewSecret]> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("definition", &definition)
        try visitor.member("secrets", &secrets)
        try visitor.member("triggers", &triggers)
        try visitor.member("new_secrets", &newSecrets)
    }
}
