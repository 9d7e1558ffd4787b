import CloudContainers

extension ContainerSpec {
    /// A service that both providers run as it is, with one plain variable.
    static func sample(named name: String, _ variable: String, _ value: String) throws -> ContainerSpec {
        var spec = ContainerSpec(name: name, image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.resources.cpu = .millicores(500)
        spec.resources.memory = .mebibytes(1024)
        spec.scaling.minimum = .of(1)
        spec.scaling.maximum = .instances(.of(3))
        spec.ports = [Port(.of(8080))]
        spec.ports[0].isDefault = true
        spec.httpsOnly = true
        spec.variables = [EnvironmentVariable(name: variable, value: .plain(value))]
        return spec
    }
}
