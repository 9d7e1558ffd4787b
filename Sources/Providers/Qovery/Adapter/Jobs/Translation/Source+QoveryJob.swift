import CloudContainers

extension QoveryJobDialect {
    static let sourceRules: [FieldRule] = [
        FieldRule(
            "job.source.docker.git_repository.url",
            "build.repository",
            .both,
            "The address of the repository; the owner, the name and the kind of server are taken from it.",
            [.jobBuild]
        ),
        FieldRule("job.source.docker.git_repository.branch", "build.branch", .both, "The same text."),
        FieldRule("job.source.docker.git_repository.root_path", "build.folder", .both, "The same text."),
        FieldRule(
            "job.source.docker.git_repository.provider",
            "providers.qovery.gitProvider",
            .both,
            "BITBUCKET, GITHUB or GITLAB; an unknown word is kept."
        ),
        FieldRule("job.source.docker.git_repository.owner", "providers.qovery.gitOwner", .both, "The same text."),
        FieldRule("job.source.docker.git_repository.name", "providers.qovery.gitName", .both, "The same text."),
        FieldRule(
            "job.source.docker.git_repository.git_token_id",
            "providers.qovery.gitTokenID",
            .both,
            "A token of the organization, by id."
        ),
        FieldRule("job.source.docker.git_repository.*", nil, .read, "A fact of the source."),
        FieldRule("job.source.docker.dockerfile_path", "build.dockerfilePath", .both, "The same text."),
        FieldRule("job.source.docker.dockerfile_raw", "build.dockerfile", .both, "The same text."),
        FieldRule("job.source.docker.docker_target_build_stage", "build.stage", .both, "The same text."),
        FieldRule("job.source", nil, .read, "One of image and docker; the other is null or left out."),
    ]

    /// The word for the Git server of an address, where its host tells.
    static func gitProvider(of url: String) -> String? {
        let host = QoveryDialect.host(ofURL: url) ?? ""
        return ["github": "GITHUB", "gitlab": "GITLAB", "bitbucket": "BITBUCKET"].first { host.contains($0.key) }?.value
    }

    /// The last two steps of the path of an address: the owner and the name of the repository.
    static func repository(of url: String) -> (owner: String, name: String) {
        let steps = url.split(separator: "/").map(String.init)
        let last = steps.last ?? ""
        return (steps.dropLast().last ?? "", last.hasSuffix(".git") ? String(last.dropLast(4)) : last)
    }
}

extension QoveryJobReader {
    private static let docker: FieldPath = "job.source.docker"

    /// Reads what is run where it is built; an image is what a job has in common with a container.
    mutating func readSource(in document: JSONValue) throws(WireError) {
        // The official tool sends the other one too, empty.
        let image = job.source.value?.image.value.flatMap { $0.imageName.value?.isEmpty == false ? $0 : nil }
        let docker = job.source.value?.docker.value.flatMap { $0.gitRepository.value == nil ? nil : $0 }
        ledger.record(["job.source", "job.source.image", Self.docker], to: [], .noted)
        switch (image, docker) {
        case (.some, nil): break
        case (nil, let docker?): read(docker)
        case (nil, nil), (.some, .some):
            throw WireError(
                Diagnostic(
                    problem: image == nil ? "the job has nothing to run" : "the job has an image and a build",
                    field: "job.source",
                    allowed: "exactly one of image, docker"
                ),
                at: document["job"]?["source"] ?? document["job"] ?? document
            )
        }
    }

    private mutating func read(_ docker: QoveryJobDocker) {
        let repository = docker.gitRepository.value ?? QoveryGitRepository()
        let path = Self.docker.appending("git_repository")
        var build = ImageBuild(repository: repository.url.value ?? "")
        build.branch = repository.branch.value
        build.folder = repository.rootPath.value
        build.dockerfilePath = docker.dockerfilePath.value
        build.dockerfile = docker.dockerfileRaw.value
        build.stage = docker.dockerTargetBuildStage.value
        spec.source = .build(build)
        settings.gitProvider = repository.provider.value
        settings.gitOwner = repository.owner.value
        settings.gitName = repository.name.value
        settings.gitTokenID = repository.gitTokenID.value
        ledger.record([path], to: [], .noted)
        for (name, target) in [("url", "repository"), ("branch", "branch"), ("root_path", "folder")] {
            ledger.record([path.appending(name)], to: [FieldPath("build").appending(target)])
        }
        // An address with a user in it has a password in it too.
        if build.repository.contains("@") {
            ledger.hide(path.appending("url"))
            ledger.hide("build.repository")
        }
        for (name, target) in [
            ("dockerfile_path", "dockerfilePath"), ("dockerfile_raw", "dockerfile"),
            ("docker_target_build_stage", "stage"),
        ] { ledger.record([Self.docker.appending(name)], to: [FieldPath("build").appending(target)]) }
        for (name, target) in [
            ("provider", "gitProvider"), ("owner", "gitOwner"), ("name", "gitName"), ("git_token_id", "gitTokenID"),
        ] { ledger.record([path.appending(name)], to: [FieldPath("providers.qovery").appending(target)]) }
    }
}

extension QoveryJobWriter {
    mutating func write(_ build: ImageBuild) {
        let path: FieldPath = "job.source.docker"
        let git = path.appending("git_repository")
        let (owner, name) = QoveryJobDialect.repository(of: build.repository)
        let provider = settings.gitProvider ?? QoveryJobDialect.gitProvider(of: build.repository)
        var repository = QoveryGitRepository()
        repository.url = .value(build.repository)
        repository.owner = .value(settings.gitOwner ?? owner)
        repository.name = .value(settings.gitName ?? name)
        repository.provider = Member(provider)
        repository.branch = Member(build.branch)
        repository.rootPath = Member(build.folder)
        repository.gitTokenID = Member(settings.gitTokenID)
        var findings: [Finding] = []
        if provider == nil {
            findings.append(
                Finding(
                    .jobBuild,
                    .blocked,
                    detail: "the kind of Git server is not known; say gitProvider: GITHUB, GITLAB or BITBUCKET"
                )
            )
        }
        if build.repository.contains("@") {
            writing.ledger.hide("build.repository")
            writing.ledger.hide(git.appending("url"))
        }
        // What the settings do not say comes from the address.
        let derived = [
            ("owner", settings.gitOwner), ("name", settings.gitName), ("provider", settings.gitProvider),
        ].filter { $0.1 == nil }.map { git.appending($0.0) }
        record(["build.repository"], to: [git.appending("url")] + derived, .exact, findings)
        for (field, name) in [("branch", "branch"), ("folder", "root_path")] {
            record([FieldPath("build").appending(field)], to: [git.appending(name)])
        }
        for (field, name) in [
            ("gitProvider", "provider"), ("gitOwner", "owner"), ("gitName", "name"), ("gitTokenID", "git_token_id"),
        ] where settings.json[field] != nil {
            record([FieldPath("providers.qovery").appending(field)], to: [git.appending(name)])
        }
        var docker = QoveryJobDocker()
        docker.gitRepository = .value(repository)
        docker.dockerfilePath = Member(build.dockerfilePath)
        docker.dockerfileRaw = Member(build.dockerfile)
        docker.dockerTargetBuildStage = Member(build.stage)
        for (field, name) in [
            ("dockerfilePath", "dockerfile_path"), ("dockerfile", "dockerfile_raw"),
            ("stage", "docker_target_build_stage"),
        ] { record([FieldPath("build").appending(field)], to: [path.appending(name)]) }
        record(["imageAccess"], to: [], .noted)
        var source = QoveryJobSource()
        source.docker = .value(docker)
        job.source = .value(source)
    }
}
