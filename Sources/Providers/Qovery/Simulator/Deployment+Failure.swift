// The reasons for which a deployment fails.
extension Deployment.Failure {
    static func registryMissing(_ name: String) -> Self {
        Self(
            tag: "REGISTRY_NOT_FOUND",
            message: "The container registry \(name) does not exist any more",
            hint: "Choose another registry for the container"
        )
    }

    static func imageMissing(_ reference: String) -> Self {
        Self(
            tag: "IMAGE_NOT_FOUND",
            message: "The image \(reference) cannot be pulled",
            hint: "Check the name of the image, its tag, and the credentials of the registry"
        )
    }

    static func doesNotStart(_ reference: String) -> Self {
        Self(
            tag: "CONTAINER_NOT_STARTED",
            message: "The container of \(reference) does not start: back-off restarting failed container",
            hint: "Look into the logs of the service"
        )
    }

    static func jobFails(_ reference: String, restarts: Int) -> Self {
        Self(
            tag: "JOB_FAILED",
            message: "The job of \(reference) failed, and began again \(restarts) times at most",
            hint: "Look into the logs of the job, or allow more restarts and time"
        )
    }

    static func probeFails(_ name: String, _ probe: ContainerFields.Probe) -> Self {
        let target =
            switch probe.kind {
            case .tcp(let port, _): "TCP port \(port)"
            case .http(let port, let path, let scheme): "\(scheme) port \(port), path \(path)"
            case .grpc(let port, _): "gRPC port \(port)"
            case .exec(let command): "the command \(command.first ?? "")"
            }
        return Self(
            tag: "PROBE_FAILED",
            message: "The \(name) probe failed: \(target) does not answer with a success",
            hint: "Check the port and the path of the probe, and raise its delay for a slow start"
        )
    }
}
