public import CloudContainers

extension QoveryContainerService {
    /// The services of an environment that are no containers: applications, databases, jobs, Helm charts and others.
    public func otherServices(in namespace: Namespace.ID) async throws -> [OtherService] {
        var services: [OtherService] = []
        for organization in try await organizations() {
            let step = PercentCoding.encoded(organization)
            let call = APICall(
                .get,
                "/organization/\(step)/services?environment_id=\(PercentCoding.encoded(namespace.rawValue))",
                operation: "list the services of the environment \(namespace)"
            )
            services += try client.read(try await client.document(call), of: call) { json throws(WireError) in
                try Self.results(json) { item throws(WireError) in
                    let kind = try item.requiredText("service_type")
                    let job = item["job_type"]?.string.map { "\($0)_" } ?? ""
                    return OtherService(
                        id: try item.requiredText("id"),
                        name: try item.requiredText("name"),
                        kind: job + kind
                    )
                }
            }
        }
        return services.filter { $0.kind != "CONTAINER" }
    }
}
