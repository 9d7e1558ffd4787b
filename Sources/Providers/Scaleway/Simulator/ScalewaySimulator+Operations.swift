extension ScalewaySimulator {
    /// The operations that the simulator answers: verb and path, where a star stands for a name or an identifier.
    ///
    /// Of the registry and of Cockpit it has what clients of containers use, of Secret Manager what jobs need. Version 1beta1, which only tells of the same objects
    /// in its own words, is left out here.
    public static let operations: [String] = {
        let containers = "/containers/v1/regions/*"
        let kinds = ["namespaces", "containers", "domains", "triggers"]
        let own = kinds.flatMap { kind in
            let (all, one) = ("\(containers)/\(kind)", "\(containers)/\(kind)/*")
            return ["GET \(all)", "POST \(all)", "GET \(one)", "PATCH \(one)", "DELETE \(one)"]
        }
        let registry = "/registry/v1/regions/*"
        let cockpit = "/cockpit/v1/regions/*"
        let jobs = "/serverless-jobs/v1alpha2/regions/*"
        let ofJobs = ["job-definitions", "secrets", "triggers"].flatMap { kind in
            let (all, one) = ("\(jobs)/\(kind)", "\(jobs)/\(kind)/*")
            return ["GET \(all)", "POST \(all)", "GET \(one)", "PATCH \(one)", "DELETE \(one)"]
        }
        let furtherOfJobs = [
            "POST \(jobs)/job-definitions/*/start", "GET \(jobs)/job-runs", "GET \(jobs)/job-runs/*",
            "POST \(jobs)/job-runs/*/stop", "GET \(jobs)/job-resources", "GET \(jobs)/job-limits",
        ]
        let secrets = "/secret-manager/v1beta1/regions/*/secrets"
        let ofSecretManager = [
            "GET \(secrets)", "POST \(secrets)", "GET \(secrets)/*", "PATCH \(secrets)/*", "DELETE \(secrets)/*",
            "GET \(secrets)/*/versions", "POST \(secrets)/*/versions", "GET \(secrets)/*/versions/*",
            "PATCH \(secrets)/*/versions/*", "DELETE \(secrets)/*/versions/*",
            "POST \(secrets)/*/versions/*/disable", "POST \(secrets)/*/versions/*/enable",
        ]
        let others = [
            "POST \(containers)/containers/*/redeploy",
            "GET \(registry)/namespaces", "POST \(registry)/namespaces", "GET \(registry)/namespaces/*",
            "PATCH \(registry)/namespaces/*", "DELETE \(registry)/namespaces/*", "GET \(registry)/images",
            "GET \(registry)/images/*", "GET \(registry)/images/*/tags", "GET \(registry)/tags/*",
            "GET \(cockpit)/data-sources", "POST \(cockpit)/tokens", "DELETE \(cockpit)/tokens/*",
            "GET /loki/api/v1/query_range",
        ]
        return own + others + ofJobs + furtherOfJobs + ofSecretManager
    }()
}
