/// An operation of the API's document that the simulator answers.
package struct Endpoint: Sendable {
    package let method: String
    /// The steps of the path: `*` stands for an id, `~` for a word.
    package let steps: [Substring]
    /// The statuses that the document names besides 401, 403 and 404.
    package let statuses: Set<Int>

    /// Verb and path as the endpoints are told apart by.
    package var route: String { "\(method) /" + steps.joined(separator: "/") }

    /// Whether a path fits.
    private func fits(_ path: [String]) -> Bool {
        steps.count == path.count && zip(steps, path).allSatisfy { $0 == "*" || $0 == "~" || $0 == $1 }
    }

    private var fixedSteps: Int { steps.count { $0 != "*" && $0 != "~" } }

    /// The operations of the path that fits best, one for each verb.
    static func all(at path: [String]) -> [Endpoint] {
        let fitting = (byLength[path.count] ?? []).filter { $0.fits(path) }
        let best = fitting.map(\.fixedSteps).max()
        return fitting.filter { $0.fixedSteps == best }
    }

    private static let byLength = Dictionary(grouping: all, by: \.steps.count)

    package static let all: [Endpoint] = table.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        guard words.count > 1 else { return nil }
        return Endpoint(
            method: String(words[0]),
            steps: words[1].split(separator: "/"),
            statuses: Set(words.dropFirst(2).compactMap { Int($0) })
        )
    }

    /// Verb, path, and the statuses of refusals besides 401, 403 and 404; a dash where the document names not even these.
    private static let table = """
        GET /availableContainerRegistry
        DELETE /container/*
        GET /container/*
        PUT /container/* 400 409
        GET /container/*/advancedSettings
        PUT /container/*/advancedSettings 400
        GET /container/*/checkCustomDomain
        POST /container/*/clone 409
        GET /container/*/customDomain
        POST /container/*/customDomain 400
        DELETE /container/*/customDomain/*
        PUT /container/*/customDomain/* 400
        GET /container/*/customDomain/*/status
        POST /container/*/deploy 400 409
        GET /container/*/deploymentHistory
        GET /container/*/deploymentHistoryV2
        GET /container/*/environmentVariable
        POST /container/*/environmentVariable 400
        DELETE /container/*/environmentVariable/*
        PUT /container/*/environmentVariable/* 400
        POST /container/*/environmentVariable/*/alias 400
        POST /container/*/environmentVariable/*/override 400
        POST /container/*/environmentVariable/import 400
        GET /container/*/link
        GET /container/*/log
        GET /container/*/network
        PUT /container/*/network 400
        POST /container/*/redeploy 409
        POST /container/*/restart-service 409
        GET /container/*/secret
        POST /container/*/secret 400
        DELETE /container/*/secret/*
        PUT /container/*/secret/* 400
        POST /container/*/secret/*/alias 400
        POST /container/*/secret/*/override 400
        GET /container/*/status
        POST /container/*/stop 409
        POST /container/*/uninstall 400 409
        GET /defaultContainerAdvancedSettings
        GET /defaultJobAdvancedSettings
        POST /deploymentQueue/*/cancelDeployment 409
        GET /deploymentStage/*
        PUT /deploymentStage/*/service/*
        DELETE /environment/*
        GET /environment/*
        PUT /environment/* 400 409
        POST /environment/*/cancelDeployment 409
        POST /environment/*/checkContainerImage 400
        POST /environment/*/cleanFailedJobs -
        POST /environment/*/clone 409
        GET /environment/*/container
        POST /environment/*/container 400 409
        GET /environment/*/container/status
        POST /environment/*/deploy 409
        GET /environment/*/deploymentHistory
        GET /environment/*/deploymentHistoryV2
        GET /environment/*/deploymentQueue -
        GET /environment/*/deploymentStage
        GET /environment/*/environmentVariable
        POST /environment/*/environmentVariable 400
        DELETE /environment/*/environmentVariable/*
        PUT /environment/*/environmentVariable/* 400
        POST /environment/*/environmentVariable/*/alias 400
        POST /environment/*/environmentVariable/*/override 400
        GET /environment/*/job
        POST /environment/*/job 400 409
        GET /environment/*/job/status
        GET /environment/*/link
        GET /environment/*/log
        GET /environment/*/logs
        POST /environment/*/redeploy 409
        GET /environment/*/secret
        POST /environment/*/secret 400
        DELETE /environment/*/secret/*
        PUT /environment/*/secret/* 400
        POST /environment/*/secret/*/alias 400
        POST /environment/*/secret/*/override 400
        POST /environment/*/service/delete 400 409
        POST /environment/*/service/deploy 400 409
        POST /environment/*/service/restart-service 400 409
        POST /environment/*/service/stop 400 409
        POST /environment/*/service/uninstall 400 409
        GET /environment/*/status
        GET /environment/*/statuses
        GET /environment/*/statusesWithStages
        POST /environment/*/stop 409
        GET /environment/*/terraformExport
        POST /environment/*/uninstall 409
        GET /environment/deploymentStatus -
        DELETE /job/*
        GET /job/*
        PUT /job/* 400 409
        GET /job/*/advancedSettings
        PUT /job/*/advancedSettings 400
        POST /job/*/cleanFailedJob -
        POST /job/*/clone 409
        POST /job/*/deploy 400 409
        GET /job/*/deploymentHistory
        GET /job/*/deploymentHistoryV2
        GET /job/*/environmentVariable
        POST /job/*/environmentVariable 400
        DELETE /job/*/environmentVariable/*
        PUT /job/*/environmentVariable/* 400
        POST /job/*/environmentVariable/*/alias 400
        POST /job/*/environmentVariable/*/override 400
        POST /job/*/environmentVariable/import 400
        POST /job/*/redeploy 409
        GET /job/*/secret
        POST /job/*/secret 400
        DELETE /job/*/secret/*
        PUT /job/*/secret/* 400
        POST /job/*/secret/*/alias 400
        POST /job/*/secret/*/override 400
        GET /job/*/status
        POST /job/*/stop 409
        POST /job/*/uninstall 400 409
        GET /organization
        GET /organization/*
        GET /organization/*/annotationsGroups
        GET /organization/*/cluster
        GET /organization/*/cluster/*/isReady
        GET /organization/*/cluster/*/status
        GET /organization/*/cluster/status
        POST /organization/*/container/deploy 400 409
        GET /organization/*/containerRegistry
        POST /organization/*/containerRegistry 400
        DELETE /organization/*/containerRegistry/*
        GET /organization/*/containerRegistry/*
        PUT /organization/*/containerRegistry/* 400
        GET /organization/*/containerRegistry/*/associatedServices
        GET /organization/*/containerRegistry/*/container/status
        GET /organization/*/containerRegistry/*/images
        GET /organization/*/environments -
        POST /organization/*/job/deploy 400 409
        GET /organization/*/labelsGroups
        GET /organization/*/project
        POST /organization/*/project 400 409
        GET /organization/*/services -
        GET /project/*
        PUT /project/* 400 409
        GET /project/*/environment
        POST /project/*/environment 400 409
        GET /project/*/environment/status
        GET /project/*/environmentVariable
        POST /project/*/environmentVariable 400
        DELETE /project/*/environmentVariable/*
        PUT /project/*/environmentVariable/* 400
        POST /project/*/environmentVariable/*/alias 400
        POST /project/*/environmentVariable/*/override 400
        GET /project/*/secret
        POST /project/*/secret 400
        DELETE /project/*/secret/*
        PUT /project/*/secret/* 400
        POST /project/*/secret/*/alias 400
        POST /project/*/secret/*/override 400
        GET /service/*/deploymentQueue -
        GET /service/*/deploymentStage
        GET /variable
        POST /variable 400
        DELETE /variable/*
        PUT /variable/* 400
        POST /variable/*/alias 400
        POST /variable/*/override 400
        POST /variable/import 400
        GET /~/*/ingressDeploymentStatus -
        """
}
