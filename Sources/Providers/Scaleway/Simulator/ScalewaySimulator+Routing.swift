import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    /// What a path leads to, below the region.
    private enum Place {
        case collection(String)
        case resource(String, id: String)
        case redeployment(id: String)

        private static let collections = [
            StoredNamespace.collection, StoredContainer.collection, StoredDomain.collection, StoredTrigger.collection,
        ]

        init?(_ steps: ArraySlice<String>) {
            let steps = Array(steps)
            guard let name = steps.first, Self.collections.contains(name) else { return nil }
            switch steps.count {
            case 1: self = .collection(name)
            case 2: self = .resource(name, id: steps[1])
            case 3 where name == StoredContainer.collection && steps[2] == "redeploy":
                self = .redeployment(id: steps[1])
            default: return nil
            }
        }

        var methods: [HTTPMethod] {
            switch self {
            case .collection: [.get, .post]
            case .resource: [.get, .patch, .delete]
            case .redeployment: [.post]
            }
        }
    }

    /// Does what a request asks for.
    ///
    /// - Returns: The body of the answer.
    func perform(_ request: SimulatedRequest, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        guard request.steps.count > 4, Array(request.steps.prefix(3)) == ["containers", "v1", "regions"],
            let place = Place(request.steps.dropFirst(4))
        else { throw .untyped(404, "not found") }
        guard place.methods.contains(request.method) else {
            let allowed = place.methods.map(\.rawValue).joined(separator: ", ")
            throw ScalewayErrorAnswer(
                status: 405,
                body: ["message": "method not allowed"],
                headers: ["Allow": allowed]
            )
        }
        try checkCredential(request)
        guard request.steps[3] == configuration.region else { throw .untyped(404, "unknown region") }
        switch place {
        case .collection(let name):
            if request.method == .get { return try list(name, ListQuery(request)) }
            return try create(name, arguments(of: request), at: moment)
        case .resource(let name, let id): return try performOn(name, id, request, at: moment)
        case .redeployment(let id):
            // The body is an empty object that says nothing.
            _ = try arguments(of: request)
            return try redeployContainer(try checked(id, of: StoredContainer.self), at: moment)
        }
    }

    private func performOn(
        _ name: String,
        _ id: String,
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        switch name {
        case StoredNamespace.collection:
            let id = try checked(id, of: StoredNamespace.self)
            switch request.method {
            case .patch: return try updateNamespace(id, arguments(of: request), at: moment)
            case .delete: return try deleteNamespace(id, at: moment)
            default: return try namespace(id).json
            }
        case StoredContainer.collection:
            let id = try checked(id, of: StoredContainer.self)
            switch request.method {
            case .patch: return try updateContainer(id, arguments(of: request), at: moment)
            case .delete: return try deleteContainer(id, at: moment)
            default: return try container(id).json
            }
        case StoredDomain.collection:
            let id = try checked(id, of: StoredDomain.self)
            switch request.method {
            case .patch: return try updateDomain(id, arguments(of: request), at: moment)
            case .delete: return try deleteDomain(id, at: moment)
            default: return try domain(id).json
            }
        default:
            let id = try checked(id, of: StoredTrigger.self)
            switch request.method {
            case .patch: return try updateTrigger(id, arguments(of: request), at: moment)
            case .delete: return try deleteTrigger(id, at: moment)
            default: return try trigger(id).json
            }
        }
    }

    private func create(
        _ name: String,
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        switch name {
        case StoredNamespace.collection: try createNamespace(reader, at: moment)
        case StoredContainer.collection: try createContainer(reader, at: moment)
        case StoredDomain.collection: try createDomain(reader, at: moment)
        default: try createTrigger(reader, at: moment)
        }
    }

    private func checkCredential(_ request: SimulatedRequest) throws(ScalewayErrorAnswer) {
        guard let token = request.headers["X-Auth-Token"] else {
            throw .authenticationDenied(method: "unknown_method")
        }
        if token != configuration.secretKey {
            throw .authenticationDenied(reason: ArgumentReader.isUUID(token) ? "not_found" : "invalid_argument")
        }
    }

    private func arguments(of request: SimulatedRequest) throws(ScalewayErrorAnswer) -> ArgumentReader {
        // What the parser found is not repeated, since it may quote a secret.
        guard let json = try? request.json(), let object = json.object else {
            throw .invalidArguments([
                ScalewayErrorAnswer.Argument("body", .format, "the body must be a JSON object")
            ])
        }
        return ArgumentReader(object)
    }

    /// An identifier of a path, which has to be a UUID.
    private func checked<Resource: StoredResource>(
        _ id: String,
        of type: Resource.Type
    ) throws(ScalewayErrorAnswer) -> String {
        guard ArgumentReader.isUUID(id) else {
            throw .invalidArguments([
                ScalewayErrorAnswer.Argument("\(type.kind)_id", .format, "value must be a valid UUID")
            ])
        }
        return id.lowercased()
    }
}
