import CloudContainers

/// What a body of a job is checked against.
struct JobReader {
    let configuration: QoverySimulator.Configuration
    let registries: Table<RegistryRecord>
    /// What the job is so far; `nil` for a new one.
    let current: JobFields?

    private var shared: ServiceReader {
        ServiceReader(
            configuration: configuration,
            registries: registries,
            currentRegistry: current?.source.image?.registry
        )
    }

    /// Reads a whole job: whatever is left out gets its default, also where the job has something else.
    func read(_ body: Fields) throws(Refusal) -> JobFields {
        let cluster = configuration.cluster
        let name = try body.name("name")
        let description = try body.optionalText("description") ?? ""
        let cpu = try body.optionalInteger("cpu", in: configuration.minimumCPU...cluster.maximumCPU) ?? 500
        let memory = try body.optionalInteger("memory", in: configuration.minimumMemory...cluster.maximumMemory) ?? 512
        let gpu = try body.optionalInteger("gpu", in: 0...cluster.maximumGPU) ?? 0
        let (readiness, liveness) = try shared.probes(body)
        let schedule = try schedule(body)
        return JobFields(
            name: name,
            description: description,
            cpu: cpu,
            memory: memory,
            gpu: gpu,
            ephemeralStorage: try body.optionalInteger("ephemeral_storage_in_gib"),
            architecture: try body.optionalWord("cpu_architecture", among: ["AMD64", "ARM64"]),
            maximumRestarts: try body.optionalInteger("max_nb_restart") ?? 0,
            maximumDurationSeconds: try body.optionalInteger("max_duration_seconds"),
            port: try body.optionalInteger("port", in: 1...65_535),
            source: try source(body),
            schedule: schedule,
            readiness: readiness,
            liveness: liveness,
            autoPreview: try body.optionalFlag("auto_preview") ?? false,
            autoDeploy: try body.optionalFlag("auto_deploy") ?? false,
            iconURI: try body.optionalURI("icon_uri") ?? schedule.standardIcon,
            annotationsGroups: try shared.groups(
                body,
                "annotations_groups",
                among: configuration.annotationsGroups.map(\.id)
            ),
            labelsGroups: try shared.groups(body, "labels_groups", among: configuration.labelsGroups.map(\.id))
        )
    }

    // MARK: Source

    private func source(_ body: Fields) throws(Refusal) -> JobFields.Source {
        guard let source = try body.optionalObject("source") else { throw Refusal(400, "source must not be null") }
        let (image, docker) = (try source.optionalObject("image"), try source.optionalObject("docker"))
        switch (image, docker) {
        case (let image?, nil):
            return .image(
                JobFields.Image(
                    registry: try shared.registry(try image.text("registry_id")),
                    name: try image.name("image_name"),
                    tag: try image.name("tag")
                )
            )
        case (nil, let docker?): return .docker(try self.docker(docker))
        default: throw Refusal(400, "source has to have exactly one of image and docker")
        }
    }

    private func docker(_ docker: Fields) throws(Refusal) -> JobFields.Docker {
        guard let repository = try docker.optionalObject("git_repository") else {
            throw Refusal(400, "\(docker.path("git_repository")) must not be null")
        }
        _ = try repository.required("url")
        let url = try repository.optionalURI("url") ?? ""
        // The document wants these two, and describes neither; the address has them too.
        let owner = try repository.required("owner").string
        let name = try repository.required("name").string
        let steps = url.split(separator: "/")
        let last = steps.last.map(String.init) ?? ""
        let read = JobFields.Repository(
            url: url,
            owner: owner ?? steps.dropLast().last.map(String.init) ?? "",
            name: name ?? (last.hasSuffix(".git") ? String(last.dropLast(4)) : last),
            provider: try repository.word("provider", among: ["BITBUCKET", "GITHUB", "GITLAB"]),
            branch: try repository.optionalText("branch") ?? "main",
            rootPath: try repository.optionalText("root_path") ?? "/",
            tokenID: try repository.optionalID("git_token_id")
        )
        let before = current?.source.docker
        return JobFields.Docker(
            repository: read,
            path: try docker.optionalText("dockerfile_path"),
            content: try docker.optionalText("dockerfile_raw"),
            stage: try docker.optionalText("docker_target_build_stage"),
            commit: before?.repository == read ? before?.commit : nil
        )
    }

    // MARK: Schedule

    private func schedule(_ body: Fields) throws(Refusal) -> JobFields.Schedule {
        guard let schedule = try body.optionalObject("schedule") else {
            throw Refusal(400, "schedule must not be null")
        }
        let kind = try schedule.optionalWord("lifecycle_type", among: ["GENERIC", "TERRAFORM", "CLOUDFORMATION"])
        var commands: [JobFields.Event: JobFields.Command] = [:]
        for event in [JobFields.Event.start, .stop, .delete] {
            if let object = try schedule.optionalObject(event.member) { commands[event] = try command(object) }
        }
        guard let cron = try schedule.optionalObject(JobFields.Event.cron.member) else {
            guard !commands.isEmpty else { throw Self.mixed }
            return .lifecycle(commands, kind: kind ?? "GENERIC")
        }
        guard commands.isEmpty else { throw Self.mixed }
        let date = try cron.name("scheduled_at")
        do {
            _ = try CronExpression(parsing: date)
        } catch {
            throw Refusal(400, "\(cron.path("scheduled_at")): \(error.message)")
        }
        let timezone = try cron.optionalText("timezone") ?? "Etc/UTC"
        let isZone = timezone.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/_+-".contains($0)) }
        guard isZone, !timezone.isEmpty else {
            throw Refusal(400, "\(cron.path("timezone")): \(timezone) is not a time zone")
        }
        return .cron(try command(cron), at: date, timezone: timezone)
    }

    private static let mixed = Refusal(
        400,
        "schedule has to have either cronjob, or at least one of on_start, on_stop and on_delete"
    )

    private func command(_ object: Fields) throws(Refusal) -> JobFields.Command {
        JobFields.Command(
            arguments: try object.texts("arguments"),
            entrypoint: try object.optionalText("entrypoint")
        )
    }
}

extension JobFields.Schedule {
    fileprivate var standardIcon: String { "app://qovery-console/\(jobType.lowercased())-job" }
}
