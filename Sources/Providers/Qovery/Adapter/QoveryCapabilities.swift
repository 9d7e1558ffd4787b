package import CloudContainers

extension Capabilities {
    /// What Qovery can do, on the clusters of every vendor.
    package static let qovery = Capabilities(
        createDeploys: false,
        stops: true,
        scalesToZeroOnRequests: false,
        scalesOnRequests: false,
        hasVolumes: true,
        hasFiles: true,
        hasSeveralPorts: true,
        hasClusterPorts: true,
        hasTokenPorts: false,
        publishesTCP: true,
        pullsDigests: false,
        hasGPUs: true,
        cpu: QoveryDialect.leastCPU...CPU(uncheckedMillicores: .max),
        memory: .mebibytes(1)...ByteCount(uncheckedBytes: .max),
        maximumInstances: .instances(InstanceCount(unchecked: 1000)),
        nameLength: 1...255,
        // The documentation of the API's authentication and limits.
        requestLimit: RateLimit(requests: 1000, per: .seconds(3600)),
        usualDeployment: nil,
        // The instances run on a cluster of the user's own cloud account.
        prices: nil
    )
}
