public import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    /// What a caller without a token gets from a container on its own address, as far as the declared world says.
    ///
    /// - Returns: An empty answer; `nil` where no container has the address.
    public func answer(to path: String, on host: String) -> HTTPResponse? {
        guard let container = containers.values.first(where: { $0.host == host.lowercased() }) else { return nil }
        let settings = container.settings
        if settings.privacy == "private" { return HTTPResponse(status: 403) }
        let path = String(path.prefix { $0 != "?" })
        guard container.lifecycle.status == .ready, let image = world.image(settings.image), image.starts else {
            return HTTPResponse(status: 503)
        }
        return HTTPResponse(status: image.answers(on: try? PortNumber(settings.port), path: path) ? 200 : 404)
    }
}
