package import CloudContainers

extension Capabilities {
    /// What Scaleway Serverless Containers can do.
    package static let scaleway = Capabilities(
        createDeploys: true,
        stops: false,
        scalesToZeroOnRequests: true,
        scalesOnRequests: true,
        hasVolumes: false,
        hasFiles: false,
        hasSeveralPorts: false,
        hasClusterPorts: false,
        hasTokenPorts: true,
        publishesTCP: false,
        pullsDigests: true,
        hasGPUs: false,
        cpu: CPU(
            uncheckedMillicores: ScalewaySizes.cpu.lowerBound
        )...CPU(
            uncheckedMillicores: ScalewaySizes.cpu.upperBound
        ),
        memory: .megabytes(128)...ByteCount.megabytes(12288),
        maximumInstances: .instances(InstanceCount(unchecked: 50)),
        nameLength: 2...34,
        // No limit is published; what an answer says is kept to.
        requestLimit: nil,
        // What recordings of the API show for containers that come up.
        usualDeployment: .seconds(10) ... .seconds(45),
        prices: .scaleway
    )
}
