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

        init?(_ steps: [String]) {
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
    func perform(
        _ request: SimulatedRequest,
        host: String,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> HTTPResponse {
        if isForLogs(request, host: host) { return try performOnLogs(request, at: moment) }
        guard request.steps.count > 4, request.steps[2] == "regions" else { throw .untyped(404, "not found") }
        let steps = Array(request.steps.dropFirst(4))
        switch request.steps.prefix(2).joined(separator: "/") {
        case "containers/v1":
            guard let place = Place(steps) else { throw .untyped(404, "not found") }
            try allow(place.methods, request)
            if let answer = try elsewhere(request) { return answer }
            return HTTPResponse(200, json: try perform(at: place, request, at: moment))
        case "containers/v1beta1":
            if let answer = try elsewhere(request) { return answer }
            return HTTPResponse(200, json: try performOnLegacy(steps, request, at: moment))
        case "registry/v1":
            if let answer = try elsewhere(request) { return answer }
            return HTTPResponse(200, json: try performOnRegistry(steps, request, at: moment))
        case "cockpit/v1":
            if let answer = try elsewhere(request) { return answer }
            return try performOnCockpit(steps, request, at: moment)
        case "serverless-jobs/v1alpha2":
            if let answer = try elsewhere(request) { return answer }
            return try performOnJobs(steps, request, at: moment)
        case "secret-manager/v1beta1":
            if let answer = try elsewhere(request) { return answer }
            return try performOnSecretManager(steps, request, at: moment)
        default: throw .untyped(404, "not found")
        }
    }

    private func perform(
        at place: Place,
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        switch place {
        case .collection(let name):
            if request.method == .get { return try list(name, ListQuery(request)) }
            return try create(name, arguments(of: request), at: moment)
        case .resource(let name, let id): return try performOn(name, id, request, at: moment)
        case .redeployment(let id):
            // The body is an empty object that says nothing.
            _ = try arguments(of: request)
            return try redeployContainer(try checked(id, "container_id"), at: moment)
        }
    }

    /// Checks the credential, and answers for the regions in which there is nothing.
    private func elsewhere(_ request: SimulatedRequest) throws(ScalewayErrorAnswer) -> HTTPResponse? {
        try checkCredential(request)
        let region = request.steps[3]
        if region == configuration.region { return nil }
        guard Configuration.regions.contains(region) else { throw .untyped(404, "unknown region") }
        guard request.steps.count == 5 else {
            throw .notFound(String(request.steps[4].dropLast()), request.steps[5].lowercased())
        }
        guard request.method == .get else { throw .permissionsDenied([(request.steps[4], "write")]) }
        return HTTPResponse(
            200,
            json: .object([request.steps[4]: .array([]), "total_count": 0])
        )
    }

    /// Refuses methods that a place does not know.
    func allow(_ methods: [HTTPMethod], _ request: SimulatedRequest) throws(ScalewayErrorAnswer) {
        if methods.contains(request.method) { return }
        let allowed = methods.map(\.rawValue).joined(separator: ", ")
        throw ScalewayErrorAnswer(status: 405, body: ["message": "method not allowed"], headers: ["Allow": allowed])
    }

    private func performOn(
        _ name: String,
        _ id: String,
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        switch name {
        case StoredNamespace.collection:
            let id = try checked(id, "namespace_id")
            switch request.method {
            case .patch: return try updateNamespace(id, arguments(of: request), at: moment)
            case .delete: return try deleteNamespace(id, at: moment)
            default: return try namespace(id).json
            }
        case StoredContainer.collection:
            let id = try checked(id, "container_id")
            switch request.method {
            case .patch: return try updateContainer(id, arguments(of: request), at: moment)
            case .delete: return try deleteContainer(id, at: moment)
            default: return try container(id).json
            }
        case StoredDomain.collection:
            let id = try checked(id, "domain_id")
            switch request.method {
            case .patch: return try updateDomain(id, arguments(of: request), at: moment)
            case .delete: return try deleteDomain(id, at: moment)
            default: return try domain(id).json
            }
        default:
            let id = try checked(id, "trigger_id")
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
        if token == configuration.readersKey {
            guard request.method == .get else { throw .permissionsDenied([(request.steps[4], "write")]) }
        } else if token != configuration.secretKey {
            throw .authenticationDenied(reason: ArgumentReader.isUUID(token) ? "not_found" : "invalid_argument")
        }
    }

    func arguments(of request: SimulatedRequest) throws(ScalewayErrorAnswer) -> ArgumentReader {
        // What the parser found is not repeated, since it may quote a secret.
        guard let json = try? request.json(), let object = json.object else {
            throw .invalidArguments([
                ScalewayErrorAnswer.Argument("body", .format, "the body must be a JSON object")
            ])
        }
        return ArgumentReader(object)
    }

    /// An identifier of a path, which has to be a UUID.
    func checked(_ id: String, _ name: String) throws(ScalewayErrorAnswer) -> String {
        if ArgumentReader.isUUID(id) { return id.lowercased() }
        throw .invalidArguments([ScalewayErrorAnswer.Argument(name, .format, "value must be a valid UUID")])
    }
}
