public import CloudContainers
import SimulationKit

extension QoverySimulator {
    /// What a caller gets from a container on the address that the platform gives it, as far as the declared world says.
    ///
    /// - Returns: An empty answer; `nil` where no container has the address.
    public func answer(to path: String, on host: String) -> HTTPResponse? {
        let own = store.containers.all.first { $0.host(configuration.cluster) == host.lowercased() }
        guard let container = own, let port = container.fields.ports.first(where: \.isWeb) else { return nil }
        let fields = container.fields
        let path = String(path.prefix { $0 != "?" })
        let reference = "\(fields.registry.host)/\(fields.imageName):\(fields.tag)"
        guard container.deployedRevision != nil, container.state != "STOPPED", let image = world.image(reference),
            image.starts
        else { return HTTPResponse(status: 503) }
        return HTTPResponse(status: image.answers(on: try? PortNumber(port.internalPort), path: path) ? 200 : 404)
    }
}
