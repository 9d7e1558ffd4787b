import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    /// Declares which private networks exist; `nil` lets all exist, as without a declaration.
    ///
    /// A container that is told another one is refused with status 404.
    public func declarePrivateNetworks(_ ids: Set<String>?) {
        surroundings.privateNetworks = ids.map { Set($0.map { $0.lowercased() }) }
    }

    /// Declares what a container wrote; lines of earlier declarations stay.
    public func declareLogs(_ lines: [ScalewayLogLine], of containerID: String) {
        surroundings.logs[containerID.lowercased(), default: []] += lines
    }

    /// Declares what a run of a job wrote, besides what the declared world says; lines of earlier declarations stay.
    public func declareLogs(_ lines: [ScalewayLogLine], ofJobRun id: String) {
        surroundings.jobLogs[id.lowercased(), default: []] += lines
    }

    /// Declares that the next run of a job fails inside of the provider, whatever its image does.
    public func declareFailure(_ message: String, ofNextRunOf jobDefinitionID: String) {
        surroundings.failures[jobDefinitionID.lowercased()] = message
    }

    /// Declares that the next deployment of a container fails inside of the provider, whatever its image does.
    public func declareFailure(_ message: String, ofNextDeploymentOf containerID: String) {
        surroundings.failures[containerID.lowercased()] = message
    }

    /// Locks a namespace, container, domain or trigger, as the provider does for an account in trouble: every change of it is
    /// refused with status 423.
    ///
    /// - Returns: Whether there is such a resource, with nothing under way.
    @discardableResult public func lock(_ id: String) -> Bool { settle(id, .locked, if: nil) }

    /// Takes a lock away; the resource is ready again.
    ///
    /// - Returns: Whether there is such a resource that was locked.
    @discardableResult public func unlock(_ id: String) -> Bool { settle(id, .ready, if: .locked) }

    private func settle(_ id: String, _ status: Lifecycle.Status, if required: Lifecycle.Status?) -> Bool {
        let id = id.lowercased()
        return Self.settle(id, &namespaces, status, required) || Self.settle(id, &containers, status, required)
            || Self.settle(id, &domains, status, required) || Self.settle(id, &triggers, status, required)
    }

    private static func settle<Resource: StoredResource>(
        _ id: String,
        _ resources: inout [String: Resource],
        _ status: Lifecycle.Status,
        _ required: Lifecycle.Status?
    ) -> Bool {
        guard let old = resources[id]?.lifecycle, !old.isTransient, required == nil || old.status == required else {
            return false
        }
        resources[id]?.lifecycle = Lifecycle(settled: status)
        return true
    }
}
