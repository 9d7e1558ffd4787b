import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers

/// One service that moves, the same in every run: 25 fields, 8 variables, 6 findings.
struct TypicalService {
    let source: any ContainerDialect
    let target: any ContainerDialect
    /// What the source's provider has about it.
    let text: String
    /// What is decided, so that a result is made.
    let given: Resolutions

    static let toScaleway: TypicalService = {
        var given = Resolutions()
        given.allowsAll = true
        return TypicalService(source: QoveryDialect(), target: ScalewayDialect(), text: qovery, given: given)
    }()

    static let toQovery: TypicalService = {
        var given = Resolutions()
        given.allowsAll = true
        given.registries["docker.io"] = "977e6caa-5361-42e9-8563-e1f2d5f9895a"
        return TypicalService(source: ScalewayDialect(), target: QoveryDialect(), text: scaleway, given: given)
    }()

    /// A file of services that differ in their names, as a provider's list has them.
    static func list(of count: Int) -> String {
        let services = (0..<count).map { number in
            qovery.replacingOccurrences(of: "\"checkout\"", with: "\"checkout-\(number)\"")
        }
        return "[" + services.joined(separator: ",") + "]"
    }

    private static let qovery = """
        {"container": {"name": "checkout", "image_name": "library/checkout",
        "tag": "4.12.0", "registry": {"id": "977e6caa-5361-42e9-8563-e1f2d5f9895a", "url": "https://docker.io"},
        "cpu": 500, "memory": 600, "cpu_architecture": "AMD64", "min_running_instances": 1, "max_running_instances": 8,
        "healthchecks": {"liveness_probe": {"type": {"http": {"path": "/alive", "scheme": "HTTP", "port": 3000}},
        "initial_delay_seconds": 0, "period_seconds": 10, "timeout_seconds": 5, "success_threshold": 1, "failure_threshold": 9}},
        "ports": [{"internal_port": 3000, "publicly_accessible": true, "is_default": true, "protocol": "HTTP"}]},
        "advanced_settings": {"hpa.cpu.average_utilization_percent": 60, "network.ingress.force_ssl_redirect": true,
        "network.ingress.proxy_read_timeout_seconds": 60}, "network": {},
        "custom_domains": [],
        "variables": [
        {"key": "NODE_ENV", "value": "production", "scope": "CONTAINER", "is_secret": false},
        {"key": "LOG_LEVEL", "value": "info", "scope": "CONTAINER", "is_secret": false},
        {"key": "ASSET_HOST", "value": "https://assets.example.org", "scope": "CONTAINER", "is_secret": false},
        {"key": "CACHE_SECONDS", "value": "300", "scope": "CONTAINER", "is_secret": false},
        {"key": "DATABASE_HOST", "value": "database.example.org", "scope": "CONTAINER", "is_secret": false},
        {"key": "DATABASE_NAME", "value": "shop", "scope": "CONTAINER", "is_secret": false},
        {"key": "FEATURES", "value": "vouchers,reviews", "scope": "CONTAINER", "is_secret": false},
        {"key": "TIME_ZONE", "value": "Europe/Paris", "scope": "CONTAINER", "is_secret": false}]}
        """

    private static let scaleway = """
        {"container": {"id": "7d15ca2d-48d8-4c31-8f9b-4059560c29ed", "name": "checkout",
        "namespace_id": "a5963ffe-2b0f-41a6-887f-0e30e71b1dea", "status": "ready",
        "created_at": "2026-03-24T08:22:00.240378Z", "updated_at": "2026-05-24T08:22:00Z", "min_scale": 0, "max_scale": 5,
        "memory_limit_bytes": 1048576000, "mvcpu_limit": 1000, "timeout": "300s",
        "privacy": "public", "image": "docker.io/library/checkout:4.12.0", "protocol": "http1", "port": 8080,
        "https_connections_only": false, "sandbox": "v2", "local_storage_limit_bytes": 1073741824,
        "scaling_option": {"concurrent_requests_threshold": 50}, "environment_variables": {
        "NODE_ENV": "production", "LOG_LEVEL": "info", "ASSET_HOST": "https://assets.example.org",
        "CACHE_SECONDS": "300", "DATABASE_HOST": "database.example.org", "DATABASE_NAME": "shop",
        "FEATURES": "vouchers,reviews", "TIME_ZONE": "Europe/Paris"},
        "public_endpoint": "https://shopa5963ffe-checkout.functions.fnc.fr-par.scw.cloud",
        "liveness_probe": {"failure_threshold": 30, "interval": "10s", "timeout": "1s", "http": {"path": "/alive"}},
        "region": "fr-par"}, "namespace": {}, "domains": [], "triggers": []}
        """
}
