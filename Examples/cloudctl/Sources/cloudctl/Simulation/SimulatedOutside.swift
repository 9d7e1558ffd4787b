package import CloudContainers
package import QoverySimulator
package import ScalewaySimulator
import SimulationKit

/// What happens outside of a simulated provider: names lead somewhere, containers write.
package struct SimulatedOutside: Sendable {
    /// Lets a host name lead to another, or nowhere.
    package var point: @Sendable (_ host: String, _ target: String?) async -> Void
    /// Lets a container write a line now.
    package var write: @Sendable (_ line: String, _ id: Container.ID) async throws -> Void
    /// What a caller gets from a container on its own address; `nil` where no container has it.
    package var answer: @Sendable (_ request: HTTPRequest) async -> HTTPResponse?

    package init(_ simulator: QoverySimulator) {
        point = { await simulator.declare($0, leadsTo: $1) }
        write = { line, id in try await simulator.declareLogs([line], of: id.rawValue) }
        answer = { await simulator.answer(to: $0.path, on: $0.baseURL.host) }
    }

    package init(_ simulator: ScalewaySimulator, _ time: any TimeSource) {
        point = { await simulator.declare($0, leadsTo: $1) }
        write = { line, id in
            let entry = ScalewayLogLine(line, at: await time.wallClock())
            await simulator.declareLogs([entry], of: id.rawValue)
        }
        answer = { await simulator.answer(to: $0.path, on: $0.baseURL.host) }
    }

    /// What is outside of a simulator, and of another one that has the containers which it has not.
    init(_ simulator: QoverySimulator, or other: SimulatedOutside) {
        let one = SimulatedOutside(simulator)
        point = { host, target in
            await one.point(host, target)
            await other.point(host, target)
        }
        answer = { request in
            if let own = await one.answer(request) { return own }
            return await other.answer(request)
        }
        write = { line, id in
            do {
                try await one.write(line, id)
            } catch let error as ContainerServiceError where error.code == .notFound {
                try await other.write(line, id)
            }
        }
    }
}
