import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    /// Version 1alpha2 of the jobs; a deletion has no body.
    func performOnJobs(
        _ steps: [String],
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> HTTPResponse {
        switch (steps.first, steps.count) {
        case ("job-resources", 1):
            try allow([.get], request)
            return HTTPResponse(200, json: jobResources)
        case ("job-limits", 1):
            try allow([.get], request)
            let limits: JSONValue = [
                "secrets_per_job_definition": .number(configuration.quotas.secretsOfJobDefinition)
            ]
            return HTTPResponse(200, json: limits)
        case ("job-definitions", 3) where steps[2] == "start":
            try allow([.post], request)
            let id = try checked(steps[1], "job_definition_id")
            return HTTPResponse(200, json: try startJobDefinition(id, arguments(of: request), at: moment))
        case ("job-runs", 3) where steps[2] == "stop":
            try allow([.post], request)
            // The body is an empty object that says nothing.
            _ = try arguments(of: request)
            return HTTPResponse(200, json: try stopJobRun(checked(steps[1], "job_run_id"), at: moment))
        case ("job-definitions", 1...2), ("secrets", 1...2), ("triggers", 1...2):
            let isCollection = steps.count == 1
            try allow(isCollection ? [.get, .post] : [.get, .patch, .delete], request)
            if isCollection { return HTTPResponse(200, json: try performOnAll(steps[0], request, at: moment)) }
            return try performOnOne(steps[0], steps[1], request, at: moment)
        case ("job-runs", 1):
            try allow([.get], request)
            return HTTPResponse(200, json: try listJobRuns(ListQuery(request)))
        case ("job-runs", 2):
            try allow([.get], request)
            return HTTPResponse(200, json: try jobRun(checked(steps[1], "job_run_id")).json)
        default: throw .untyped(404, "not found")
        }
    }

    private func performOnAll(
        _ name: String,
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        if request.method == .get {
            let query = ListQuery(request)
            switch name {
            case "job-definitions": return try listJobDefinitions(query)
            case "secrets": return try listJobSecrets(query)
            default: return try listJobTriggers(query)
            }
        }
        let reader = try arguments(of: request)
        switch name {
        case "job-definitions": return try createJobDefinition(reader, at: moment)
        case "secrets": return try createJobSecrets(reader, at: moment)
        default: return try createJobTrigger(reader, at: moment)
        }
    }

    private func performOnOne(
        _ name: String,
        _ id: String,
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> HTTPResponse {
        switch (name, request.method) {
        case ("job-definitions", let method):
            let id = try checked(id, "job_definition_id")
            if method == .get { return HTTPResponse(200, json: try jobDefinition(id).json) }
            if method == .patch {
                return HTTPResponse(200, json: try updateJobDefinition(id, arguments(of: request), at: moment))
            }
            try deleteJobDefinition(id)
        case ("secrets", let method):
            let id = try checked(id, "secret_id")
            let secret = try jobSecret(id)
            if method == .get { return HTTPResponse(200, json: secret.json) }
            if method == .patch { return HTTPResponse(200, json: try updateJobSecret(id, arguments(of: request))) }
            jobSecrets[id] = nil
        case (_, let method):
            let id = try checked(id, "trigger_id")
            let trigger = try jobTrigger(id)
            if method == .get { return HTTPResponse(200, json: trigger.json) }
            if method == .patch {
                return HTTPResponse(200, json: try updateJobTrigger(id, arguments(of: request), at: moment))
            }
            jobTriggers[id] = nil
        }
        return .deleted
    }
}
