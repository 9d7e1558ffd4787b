package import CloudContainers

/// All that Qovery has about one job; its parts are those of a container.
package struct QoveryJobBundle: OpenWireObject {
    package var job: Member<QoveryJob> = .absent
    package var variables: Member<QoveryVariableAnswers> = .absent
    package var builtInsOfOthers: Member<Int> = .absent
    package var files: Member<[QoveryVariable]> = .absent
    package var advancedSettings: Member<QoveryAdvancedSettings> = .absent
    package var registry: Member<QoveryRegistry> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("job", &job)
        try visitor.member("variables", &variables)
        try visitor.member("built_ins_of_others", &builtInsOfOthers)
        try visitor.member("files", &files)
        try visitor.member("advanced_settings", &advancedSettings)
        try visitor.member("registry", &registry)
    }
}
