/// What a job runs: an image, or what a provider builds one of.
public enum JobSource: Sendable, Hashable {
    /// An image.
    case image(ImageReference)
    /// An image that the provider builds.
    case build(ImageBuild)
}

/// What a provider builds an image of: a Git repository, and a Dockerfile in it or beside it.
public struct ImageBuild: Sendable, Hashable {
    /// The address of the Git repository.
    public var repository: String
    /// The branch; `nil` is the repository's own.
    public var branch: String?
    /// The folder that is built, from the root of the repository; `nil` is the root.
    public var folder: String?
    /// The path of the Dockerfile in the folder.
    public var dockerfilePath: String?
    /// The Dockerfile itself, where it is not in the repository.
    public var dockerfile: String?
    /// The stage of the Dockerfile to build; `nil` is the last.
    public var stage: String?

    /// Makes a build of a repository.
    public init(repository: String) { self.repository = repository }
}

extension ImageBuild: WireObject {
    package init() { self.init(repository: "") }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("repository", &repository)
        try visitor.optional("branch", &branch)
        try visitor.optional("folder", &folder)
        try visitor.optional("dockerfilePath", &dockerfilePath)
        try visitor.optional("dockerfile", &dockerfile)
        try visitor.optional("stage", &stage)
    }
}
