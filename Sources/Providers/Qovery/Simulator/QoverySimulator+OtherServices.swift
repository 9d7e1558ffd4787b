public import CloudContainers
import SimulationKit

/// A service of another kind than a container or a job: it is listed with the rest, and the simulator knows no more of it.
struct OtherServiceRecord: Sendable, Hashable {
    let id: String
    let name: String
    /// The API's word for the kind.
    let kind: String
}

extension QoverySimulator {
    /// Lets an environment hold services of other kinds, such as databases; those that it held before go away.
    ///
    /// - Throws: An error with the code `notFound` where there is no such environment.
    public func declareServices(_ services: [OtherService], in environmentID: String)
        async throws(ContainerServiceError)
    {
        await catchUp()
        guard var environment = store.environments[environmentID.lowercased()] else {
            throw ContainerServiceError(
                .notFound,
                "There is no environment with the id \(environmentID) in the simulator"
            )
        }
        environment.others = services.map { OtherServiceRecord(id: $0.id, name: $0.name, kind: $0.kind) }
        store.environments[environment.id] = environment
    }
}

extension OtherServiceRecord: StateRecord {
    var saved: JSONObject { ["id": .string(id), "name": .string(name), "kind": .string(kind)] }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(id: try state.text("id"), name: try state.text("name"), kind: try state.text("kind"))
    }
}
