extension JobSpec {
    /// What a job has in common with a service, under the same paths, for translators that serve both.
    ///
    /// A job whose image is built has a stand-in for it, which is written nowhere.
    package var container: ContainerSpec {
        get {
            var image = ImageReference.placeholder
            if case .image(let reference) = source { image = reference }
            var spec = ContainerSpec(name: name, image: image)
            spec.description = description
            spec.imageAccess = imageAccess
            spec.command = command.command
            spec.arguments = command.arguments
            spec.resources = resources
            spec.variables = variables
            spec.owner = owner
            spec.providers = providers
            spec.resets = resets
            return spec
        }
        set {
            name = newValue.name
            if case .image = source { source = .image(newValue.image) }
            description = newValue.description
            imageAccess = newValue.imageAccess
            command = JobCommand(command: newValue.command, arguments: newValue.arguments)
            resources = newValue.resources
            variables = newValue.variables
            owner = newValue.owner
            providers = newValue.providers
            resets = newValue.resets
        }
    }
}
