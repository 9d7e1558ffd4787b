import CloudContainers

extension ScalewayJobDialect {
    /// The wish with everything of the live job that it does not manage.
    static func laid(_ wish: JobSpec, over current: JobSpec) throws(ContainerServiceError) -> JobSpec {
        let reset = wish.container.resetFields
        func filled<Value>(_ own: Value?, _ path: FieldPath, _ live: Value?) -> Value? {
            own ?? (reset.contains(path) ? nil : live)
        }
        var spec = wish
        spec.owner = wish.owner ?? current.owner
        spec.description = filled(wish.description, "description", current.description)
        spec.imageAccess = filled(wish.imageAccess, "imageAccess", current.imageAccess)
        let (own, live) = (wish.resources, current.resources)
        spec.resources.cpu = filled(own.cpu, "resources.cpu", live.cpu)
        spec.resources.memory = filled(own.memory, "resources.memory", live.memory)
        spec.resources.ephemeralStorage = filled(
            own.ephemeralStorage,
            "resources.ephemeralStorage",
            live.ephemeralStorage
        )
        spec.retries = filled(wish.retries, "retries", current.retries)
        spec.timeLimit = filled(wish.timeLimit, "timeLimit", current.timeLimit)
        if wish.command.command.isEmpty, !reset.contains("command") {
            spec.command.command = current.command.command
        }
        if wish.command.arguments.isEmpty, !reset.contains("arguments") {
            spec.command.arguments = current.command.arguments
        }
        if wish.schedules.isEmpty, !reset.contains("schedules") { spec.schedules = current.schedules }
        spec.variables = variables(of: wish, over: current, reset)
        spec.scaleway = try settings(of: wish, over: current, reset)
        spec.resets = []
        return spec
    }

    /// The variables of each map that the wish manages, and the live ones of the others; one that moves leaves its old map.
    private static func variables(
        of wish: JobSpec,
        over current: JobSpec,
        _ reset: Set<FieldPath>
    ) -> [EnvironmentVariable] {
        func map(_ variable: EnvironmentVariable) -> FieldPath {
            variable.mountPath != nil ? "files" : variable.isSecret ? "secrets" : "environment"
        }
        let managed = reset.union(wish.variables.map(map))
        let named = Set(wish.variables.map(\.name))
        return wish.variables
            + current.variables.filter { !managed.contains(map($0)) && !named.contains($0.name) }
    }

    /// Secrets that are there keep their place in Secret Manager, and so their value.
    private static func settings(
        of wish: JobSpec,
        over current: JobSpec,
        _ reset: Set<FieldPath>
    ) throws(ContainerServiceError) -> ScalewayJobSettings {
        var settings = wish.scaleway ?? ScalewayJobSettings()
        if wish.scaleway == nil, let section = wish.providers.sections[ProviderID.scaleway.rawValue] {
            settings = try ScalewayJobSettings(reading: JSONDocument(section))
        }
        if settings.shellCommand == nil, !reset.contains("providers.scaleway.shellCommand") {
            settings.shellCommand = current.scaleway?.shellCommand
        }
        for var reference in current.scaleway?.secrets ?? [] {
            let old = current.variables.first { $0.name == reference.variable }
            let wanted = wish.variables.first { variable in
                // A file has no name there, so it is known by its path.
                variable.isSecret && variable.mountPath == old?.mountPath
                    && (variable.mountPath != nil || variable.name == reference.variable)
            }
            reference.variable = wanted?.name ?? reference.variable
            if settings.secrets.contains(where: { $0.variable == reference.variable }) { continue }
            // A variable that becomes a file, or the other way round, is a reference of its own.
            if wanted == nil, wish.variables.contains(where: { $0.name == reference.variable }) { continue }
            settings.secrets.append(reference)
        }
        return settings
    }
}
