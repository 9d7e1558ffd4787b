import CloudContainers

// The cluster, and what it can take images from.
extension QoverySimulator {
    func clusters(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /organization/*/cluster/status":
            try checkOrganization(call)
            return Answer(results: [.object(clusterStatus)])
        case "GET /organization/*/cluster/*/status":
            try checkCluster(call)
            return Answer(200, clusterStatus)
        case "GET /organization/*/cluster/*/isReady":
            try checkCluster(call)
            return Answer(200, ["is_ready": true])
        case "GET /availableContainerRegistry":
            return Answer(results: Self.registryKinds.map(Self.available))
        default: return nil
        }
    }

    private func checkCluster(_ call: Call) throws(Refusal) {
        try checkOrganization(call)
        guard call.ids[1] == configuration.cluster.id else { throw missing("Cluster", call.ids[1]) }
    }

    private var clusterStatus: JSONObject {
        [
            "cluster_id": .string(configuration.cluster.id), "status": "DEPLOYED", "is_deployed": true,
            "next_k8s_available_version": nil, "last_execution_id": nil, "cluster_lock": nil,
            "last_deployment_date": "2025-01-01T10:00:00.000000Z", "reason": "UNSPECIFIED",
        ]
    }

    /// The kinds of registries in the API's words.
    static let registryKinds = [
        "ECR", "SCALEWAY_CR", "DOCKER_HUB", "GITHUB_CR", "GITHUB_ENTERPRISE_CR", "GITLAB_CR", "PUBLIC_ECR", "DOCR",
        "GENERIC_CR", "GCP_ARTIFACT_REGISTRY", "AZURE_CR",
    ]

    /// What a kind of registry has to be told.
    private static let configurations: [String: [String]] = [
        "ECR": ["region", "access_key_id", "secret_access_key"],
        "SCALEWAY_CR": ["region", "scaleway_access_key", "scaleway_secret_key", "scaleway_project_id"],
        "GCP_ARTIFACT_REGISTRY": ["region", "json_credentials"],
        "AZURE_CR": ["azure_tenant_id", "azure_subscription_id"],
    ]

    private static func available(_ kind: String) -> JSONValue {
        let members = (configurations[kind] ?? []).map { JSONObject.Member(name: $0, value: "string") }
        return ["kind": .string(kind), "required_config": .object(JSONObject(members)), "is_mandatory": false]
    }
}
