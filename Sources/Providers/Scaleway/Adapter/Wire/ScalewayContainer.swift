package import CloudContainers

/// A container of the Serverless Containers API v1: what it answers, and what a creation or an update sends.
///
/// Sizes are bytes, CPU is in thousandths of a vCPU, durations are texts in seconds such as `300s`.
package struct ScalewayContainer: OpenWireObject {
    package var id: Member<String> = .absent
    package var name: Member<String> = .absent
    package var namespaceID: Member<String> = .absent
    package var description: Member<String> = .absent
    package var status: Member<String> = .absent
    package var errorMessage: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var region: Member<String> = .absent
    package var publicEndpoint: Member<String> = .absent
    package var image: Member<String> = .absent
    package var environmentVariables: Member<OrderedMap<String>> = .absent
    /// Values when sent, argon2id hashes when answered.
    package var secretEnvironmentVariables: Member<OrderedMap<String>> = .absent
    package var minScale: Member<Int> = .absent
    package var maxScale: Member<Int> = .absent
    package var mvcpuLimit: Member<Int> = .absent
    package var memoryLimitBytes: Member<Int> = .absent
    package var localStorageLimitBytes: Member<Int> = .absent
    package var scalingOption: Member<ScalewayScalingOption> = .absent
    package var timeout: Member<String> = .absent
    package var privacy: Member<String> = .absent
    package var protocolWord: Member<String> = .absent
    package var port: Member<Int> = .absent
    package var httpsConnectionsOnly: Member<Bool> = .absent
    /// The same in an update, where the API spells it without the "s".
    package var httpsConnectionOnly: Member<Bool> = .absent
    package var sandbox: Member<String> = .absent
    package var livenessProbe: Member<ScalewayProbe> = .absent
    package var startupProbe: Member<ScalewayProbe> = .absent
    package var command: Member<[String]> = .absent
    package var args: Member<[String]> = .absent
    package var tags: Member<[String]> = .absent
    package var privateNetworkID: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("name", &name)
        try visitor.member("namespace_id", &namespaceID)
        try visitor.member("description", &description)
        try visitor.member("status", &status)
        try visitor.member("error_message", &errorMessage)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("region", &region)
        try visitor.member("public_endpoint", &publicEndpoint)
        try visitor.member("image", &image)
        try visitor.member("environment_variables", &environmentVariables)
        try visitor.member("secret_environment_variables", &secretEnvironmentVariables)
        try visitor.member("min_scale", &minScale)
        try visitor.member("max_scale", &maxScale)
        try visitor.member("mvcpu_limit", &mvcpuLimit)
        try visitor.member("memory_limit_bytes", &memoryLimitBytes)
        try visitor.member("local_storage_limit_bytes", &localStorageLimitBytes)
        try visitor.member("scaling_option", &scalingOption)
        try visitor.member("timeout", &timeout)
        try visitor.member("privacy", &privacy)
        try visitor.member("protocol", &protocolWord)
        try visitor.member("port", &port)
        try visitor.member("https_connections_only", &httpsConnectionsOnly)
        try visitor.member("https_connection_only", &httpsConnectionOnly)
        try visitor.member("sandbox", &sandbox)
        try visitor.member("liveness_probe", &livenessProbe)
        try visitor.member("startup_probe", &startupProbe)
        try visitor.member("command", &command)
        try visitor.member("args", &args)
        try visitor.member("tags", &tags)
        try visitor.member("private_network_id", &privateNetworkID)
    }
}
