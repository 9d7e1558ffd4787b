import CloudContainers

extension ScalewayJobDialect {
    static let programRules: [FieldRule] = [
        FieldRule(
            "definition.image_uri",
            "image",
            .both,
            "An OCI reference for linux/amd64; only public registries and Scaleway's own. Nothing is built.",
            [.imageCredentials, .imageMapped, .imageLong, .imageTagMissing, .jobBuild]
        ),
        FieldRule("definition.startup_command[]", "command", .both, "The same list."),
        FieldRule("definition.args[]", "arguments", .both, "The same list."),
        FieldRule(
            "definition.command",
            "providers.scaleway.shellCommand",
            .both,
            "The older form of the program, one text; ignored where startup_command says something.",
            [.jobShellCommand]
        ),
    ]
}

extension ScalewayJobReader {
    mutating func readProgram() {
        ledger.record(["definition.image_uri"], to: ["image"])
        spec.command = JobCommand(
            command: definition.startupCommand.value ?? [],
            arguments: definition.args.value ?? []
        )
        ledger.record(["definition.startup_command"], to: ["command"])
        ledger.record(["definition.args"], to: ["arguments"])
        settings.shellCommand = definition.command.value.flatMap { $0.isEmpty ? nil : $0 }
        ledger.record(["definition.command"], to: ["providers.scaleway.shellCommand"])
    }
}

extension ScalewayJobWriter {
    /// What a job and a container have in common is written as for a container.
    mutating func writeProgram() {
        var parts = ScalewayWriter(spec.container, given)
        switch spec.source {
        case .image:
            parts.writeImageReference()
            definition.imageURI = parts.container.image
        case .build(let build):
            let finding = Finding(.jobBuild, .blocked, before: .text(build.repository))
            record(["build", "imageAccess"], to: [], .exact, [finding])
        }
        parts.writeCommand()
        parts.writeHardware()
        definition.startupCommand = parts.container.command
        definition.args = parts.container.args
        let names: [FieldPath: FieldPath] = [
            "container.image": "definition.image_uri", "container.command": "definition.startup_command",
            "container.args": "definition.args",
        ]
        writing.ledger.adopt(parts.writing.ledger) { names[$0] ?? $0 }
        if let command = settings.shellCommand {
            definition.command = .value(command)
            record(["providers.scaleway.shellCommand"], to: ["definition.command"])
        }
    }
}
