package import CloudContainers

/// What a job runs: one member has a value, the other is absent or `null`.
package struct QoveryJobSource: OpenWireObject {
    package var image: Member<QoveryJobImage> = .absent
    package var docker: Member<QoveryJobDocker> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("image", &image)
        try visitor.member("docker", &docker)
    }
}

/// An image of a registry of the organization; an answer holds the registry too.
package struct QoveryJobImage: OpenWireObject {
    package var imageName: Member<String> = .absent
    package var tag: Member<String> = .absent
    package var registry: Member<QoveryRegistryReference> = .absent
    package var registryID: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("image_name", &imageName)
        try visitor.member("tag", &tag)
        try visitor.member("registry", &registry)
        try visitor.member("registry_id", &registryID)
    }
}

/// An image that is built of a repository.
package struct QoveryJobDocker: OpenWireObject {
    package var gitRepository: Member<QoveryGitRepository> = .absent
    package var dockerfilePath: Member<String> = .absent
    package var dockerfileRaw: Member<String> = .absent
    package var dockerTargetBuildStage: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("git_repository", &gitRepository)
        try visitor.member("dockerfile_path", &dockerfilePath)
        try visitor.member("dockerfile_raw", &dockerfileRaw)
        try visitor.member("docker_target_build_stage", &dockerTargetBuildStage)
    }
}

/// A Git repository; of the last deployment only answers speak.
package struct QoveryGitRepository: OpenWireObject {
    package var hasAccess: Member<Bool> = .absent
    package var provider: Member<String> = .absent
    package var owner: Member<String> = .absent
    package var url: Member<String> = .absent
    package var name: Member<String> = .absent
    package var branch: Member<String> = .absent
    package var rootPath: Member<String> = .absent
    package var deployedCommitID: Member<String> = .absent
    package var deployedCommitDate: Member<String> = .absent
    package var deployedCommitContributor: Member<String> = .absent
    package var deployedCommitTag: Member<String> = .absent
    package var gitTokenID: Member<String> = .absent
    package var gitTokenName: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("has_access", &hasAccess)
        try visitor.member("provider", &provider)
        try visitor.member("owner", &owner)
        try visitor.member("url", &url)
        try visitor.member("name", &name)
        try visitor.member("branch", &branch)
        try visitor.member("root_path", &rootPath)
        try visitor.member("deployed_commit_id", &deployedCommitID)
        try visitor.member("deployed_commit_date", &deployedCommitDate)
        try visitor.member("deployed_commit_contributor", &deployedCommitContributor)
        try visitor.member("deployed_commit_tag", &deployedCommitTag)
        try visitor.member("git_token_id", &gitTokenID)
        try visitor.member("git_token_name", &gitTokenName)
    }
}
