package import CloudContainers

/// Something that calls a container: a schedule or a queue.
package struct ScalewayTrigger: OpenWireObject {
    package var id: Member<String> = .absent
    package var containerID: Member<String> = .absent
    package var name: Member<String> = .absent
    package var description: Member<String> = .absent
    package var tags: Member<[String]> = .absent
    package var sourceType: Member<String> = .absent
    package var status: Member<String> = .absent
    package var errorMessage: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var destinationConfig: Member<ScalewayDestination> = .absent
    package var cronConfig: Member<ScalewayCron> = .absent
    package var sqsConfig: Member<ScalewayQueue> = .absent
    package var natsConfig: Member<ScalewaySubject> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("container_id", &containerID)
        try visitor.member("name", &name)
        try visitor.member("description", &description)
        try visitor.member("tags", &tags)
        try visitor.member("source_type", &sourceType)
        try visitor.member("status", &status)
        try visitor.member("error_message", &errorMessage)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("destination_config", &destinationConfig)
        try visitor.member("cron_config", &cronConfig)
        try visitor.member("sqs_config", &sqsConfig)
        try visitor.member("nats_config", &natsConfig)
    }
}

/// Where a trigger's request goes.
package struct ScalewayDestination: OpenWireObject {
    package var httpPath: Member<String> = .absent
    package var httpMethod: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("http_path", &httpPath)
        try visitor.member("http_method", &httpMethod)
    }
}

/// A schedule, and what its request carries.
package struct ScalewayCron: OpenWireObject {
    package var schedule: Member<String> = .absent
    package var timezone: Member<String> = .absent
    package var body: Member<String> = .absent
    package var headers: Member<OrderedMap<String>> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("schedule", &schedule)
        try visitor.member("timezone", &timezone)
        try visitor.member("body", &body)
        try visitor.member("headers", &headers)
    }
}

/// A queue of Scaleway Messaging; the secret key is never answered.
package struct ScalewayQueue: OpenWireObject {
    package var region: Member<String> = .absent
    package var endpoint: Member<String> = .absent
    package var accessKeyID: Member<String> = .absent
    package var secretAccessKey: Member<String> = .absent
    package var queueURL: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("region", &region)
        try visitor.member("endpoint", &endpoint)
        try visitor.member("access_key_id", &accessKeyID)
        try visitor.member("secret_access_key", &secretAccessKey)
        try visitor.member("queue_url", &queueURL)
    }
}

/// A NATS subject; the credentials are never answered.
package struct ScalewaySubject: OpenWireObject {
    package var serverURLs: Member<[String]> = .absent
    package var subject: Member<String> = .absent
    package var credentialsFileContent: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("server_urls", &serverURLs)
        try visitor.member("subject", &subject)
        try visitor.member("credentials_file_content", &credentialsFileContent)
    }
}
