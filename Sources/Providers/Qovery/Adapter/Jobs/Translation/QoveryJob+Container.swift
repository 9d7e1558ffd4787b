import CloudContainers

// What a job has in common with a container, under the same names, so that one translator serves both.
extension QoveryJob {
    /// The common members as those of a container.
    var container: QoveryContainer {
        get {
            var container = QoveryContainer()
            container.id = id
            container.createdAt = createdAt
            container.updatedAt = updatedAt
            container.environment = environment
            container.serviceType = serviceType
            container.maximumCpu = maximumCpu
            container.maximumMemory = maximumMemory
            container.maximumGpu = maximumGpu
            container.name = name
            container.description = description
            container.cpu = cpu
            container.memory = memory
            container.gpu = gpu
            container.ephemeralStorageInGib = ephemeralStorageInGib
            container.cpuArchitecture = cpuArchitecture
            container.healthchecks = healthchecks
            container.autoPreview = autoPreview
            container.autoDeploy = autoDeploy
            container.annotationsGroups = annotationsGroups
            container.labelsGroups = labelsGroups
            container.iconURI = iconURI
            let image = source.value?.image.value
            container.imageName = image?.imageName ?? .absent
            container.tag = image?.tag ?? .absent
            container.registry = image?.registry ?? .absent
            container.registryID = image?.registryID ?? .absent
            return container
        }
        set {
            id = newValue.id
            createdAt = newValue.createdAt
            updatedAt = newValue.updatedAt
            environment = newValue.environment
            serviceType = newValue.serviceType
            maximumCpu = newValue.maximumCpu
            maximumMemory = newValue.maximumMemory
            maximumGpu = newValue.maximumGpu
            name = newValue.name
            description = newValue.description
            cpu = newValue.cpu
            memory = newValue.memory
            gpu = newValue.gpu
            ephemeralStorageInGib = newValue.ephemeralStorageInGib
            cpuArchitecture = newValue.cpuArchitecture
            healthchecks = newValue.healthchecks
            autoPreview = newValue.autoPreview
            autoDeploy = newValue.autoDeploy
            annotationsGroups = newValue.annotationsGroups
            labelsGroups = newValue.labelsGroups
            iconURI = newValue.iconURI
            guard newValue.imageName != .absent else { return }
            var image = QoveryJobImage()
            image.imageName = newValue.imageName
            image.tag = newValue.tag
            image.registry = newValue.registry
            image.registryID = newValue.registryID
            var source = QoveryJobSource()
            source.image = .value(image)
            self.source = .value(source)
        }
    }
}

extension QoveryJobBundle {
    /// The bundle as that of a container.
    var container: QoveryBundle {
        var bundle = QoveryBundle()
        bundle.container = job.map(\.container)
        bundle.variables = variables
        bundle.builtInsOfOthers = builtInsOfOthers
        bundle.files = files
        bundle.advancedSettings = advancedSettings
        bundle.registry = registry
        return bundle
    }
}
