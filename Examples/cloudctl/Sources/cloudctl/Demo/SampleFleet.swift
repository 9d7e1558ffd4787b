import CloudContainers

/// The services of a shop that does not exist, as the APIs of the two providers answer them.
///
/// Between them they use every row of the mapping: amounts and limits, scale rules, probes, ports, time-outs, images,
/// variables, secrets, volumes, domains, triggers, and what only one of the two providers knows.
enum SampleFleet {
    /// The bundles of the services that begin on Qovery.
    static let onQovery = [
        storefront, catalog, checkout, mediaResizer, loyalty, searchIndex, notifier, invoiceBatch, orderWorker,
        recommender, deviceBridge, metricsGateway, oldCatalog,
    ]

    /// The bundles of the services that begin on Scaleway.
    static let onScaleway = [thumbnails, newsletter, statusPage]

    /// Bundles as one document.
    ///
    /// - Throws: An error of the JSON reader, if a bundle were not JSON.
    static func document(of bundles: [String]) throws(ContainerServiceError) -> JSONDocument {
        var roots: [JSONValue] = []
        for bundle in bundles { roots.append(try JSONDocument(parsing: bundle, named: "sample fleet").root) }
        return JSONDocument(.array(roots))
    }

    /// The decisions that take services to Scaleway, as a person would give them on the command line.
    static let decisionsToScaleway = [
        "--allow", "all",
        "--image-map", "registry.shop.example=rg.fr-par.scw.cloud/shop",
        "--registry", "registry.shop.example=5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e04",
        "--secrets", "shop.env",
        "--privacy", "loyalty=private",
        "--privacy", "checkout=private",
        "--value", "DATABASE_HOST=db.shop.example",
        "--value", "PORT=8443",
        "--value", "ROUTES=/etc/notifier/routes",
        "--value", "SUBJECT=Thanks",
        "--instances", "invoice-batch=0-5",
        "--clamp", "cpu,memory,disk",
        "--without-volume", "search-index",
    ]

    /// The decisions that take services to Qovery, and the moved ones back.
    static let decisionsToQovery = [
        "--allow", "all",
        "--image-map",
        "rg.fr-par.scw.cloud/shop/thumbnails@\(thumbnailsDigest)=rg.fr-par.scw.cloud/shop/thumbnails:1.9.2",
        "--registry", "docker.io=5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01",
        "--registry", "rg.fr-par.scw.cloud=5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e02",
        "--registry", "ghcr.io=5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e05",
        "--secrets", "shop.env",
        "--expose", "thumbnails", "--expose", "loyalty", "--expose", "checkout",
        "--privacy", "status-page=private",
        "--ingress", "nginx",
    ]

    /// The names in `shop.env`; the file does not exist, and no value is needed before something is sent.
    static let secretNames: Set<String> = [
        "SESSION_KEY", "PAYMENT_KEY", "DATABASE_PASSWORD", "WEBHOOK_KEY", "MAILING_KEY",
    ]
}

// MARK: Services that callers see

extension SampleFleet {
    /// A public service with domains, default readiness, a secret, a CPU rule, and Docker Hub's image.
    static let storefront = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1001", "name": "storefront", "description": "The shop's front",
            "image_name": "nginx", "tag": "1.27.3",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "url": "https://docker.io",
              "kind": "DOCKER_HUB"},
            "cpu": 50, "memory": 256, "gpu": 0, "cpu_architecture": "AMD64",
            "min_running_instances": 2, "max_running_instances": 10, "auto_preview": true, "auto_deploy": true,
            "arguments": [], "storage": [],
            "ports": [{"name": "p80", "internal_port": 8080, "external_port": 443, "publicly_accessible": true,
              "is_default": true, "protocol": "HTTP"}],
            "healthchecks": {
              "readiness_probe": {"type": {"tcp": {"port": 8080}}, "initial_delay_seconds": 30, "period_seconds": 10,
                "timeout_seconds": 5, "success_threshold": 1, "failure_threshold": 9},
              "liveness_probe": {"type": {"http": {"path": "/healthz", "scheme": "HTTP", "port": 8080}},
                "initial_delay_seconds": 30, "period_seconds": 10, "timeout_seconds": 5, "success_threshold": 1,
                "failure_threshold": 9}
            }
          },
          "variables": [
            {"key": "LOG_LEVEL", "value": "info", "scope": "ENVIRONMENT", "variable_type": "VALUE", "is_secret": false},
            {"key": "SESSION_KEY", "value": null, "scope": "CONTAINER", "variable_type": "VALUE", "is_secret": true},
            {"key": "QOVERY_PROJECT_ID", "value": "eb067fc8-473a-4d2f-b3e4-6a7ffe78ea20", "scope": "BUILT_IN",
              "variable_type": "BUILT_IN", "is_secret": false}
          ],
          "advanced_settings": {"hpa.cpu.average_utilization_percent": 70,
            "network.ingress.proxy_read_timeout_seconds": 60, "network.ingress.force_ssl_redirect": true},
          "network": {"sticky_session": false},
          "custom_domains": [
            {"domain": "www.shop.example", "generate_certificate": true, "use_cdn": false},
            {"domain": "*.shop.example", "generate_certificate": true, "use_cdn": false}
          ],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "kind": "DOCKER_HUB", "url": "https://docker.io"}
        }
        """

    /// Several ports, an upper-case name, limit overrides, a memory rule, labels, sticky sessions, a CDN.
    static let catalog = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1002", "name": "Catalog-API", "description": "",
            "image_name": "catalog", "tag": "latest",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e03", "url": "https://registry.shop.example",
              "kind": "GENERIC_CR"},
            "cpu": 250, "memory": 512, "gpu": 0, "ephemeral_storage_in_gib": 4,
            "min_running_instances": 1, "max_running_instances": 60, "auto_preview": false, "auto_deploy": false,
            "entrypoint": "catalog serve", "arguments": ["--port", "8080"], "storage": [],
            "annotations_groups": [{"id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f2001"}], "labels_groups": [],
            "ports": [
              {"name": "http", "internal_port": 8080, "external_port": 443, "publicly_accessible": true,
                "is_default": true, "protocol": "HTTP", "public_path": "/catalog", "public_path_rewrite": "/"},
              {"name": "grpc", "internal_port": 50051, "external_port": 443, "publicly_accessible": true,
                "is_default": false, "protocol": "GRPC"},
              {"name": "metrics", "internal_port": 9464, "publicly_accessible": false, "is_default": false,
                "protocol": "HTTP"}
            ],
            "healthchecks": {
              "readiness_probe": {"type": {"http": {"path": "/ready", "scheme": "HTTP", "port": 8080}},
                "initial_delay_seconds": 120, "period_seconds": 2, "timeout_seconds": 1, "success_threshold": 2,
                "failure_threshold": 3},
              "liveness_probe": {"type": {"grpc": {"port": 50051}}, "initial_delay_seconds": 0, "period_seconds": 10,
                "timeout_seconds": 5, "success_threshold": 1, "failure_threshold": 3}
            }
          },
          "variables": [
            {"key": "SHOP_URL", "value": "https://{{HOST_NAME}}/", "scope": "CONTAINER", "variable_type": "VALUE",
              "is_secret": false},
            {"key": "HOST_NAME", "value": "www.shop.example", "scope": "PROJECT", "variable_type": "VALUE",
              "is_secret": false},
            {"key": "MAIL_TEMPLATE", "value": "Dear {{customer}}", "scope": "CONTAINER", "variable_type": "VALUE",
              "is_secret": false}
          ],
          "advanced_settings": {"hpa.cpu.average_utilization_percent": 60,
            "hpa.memory.average_utilization_percent": 80, "resources.override.limit.cpu_in_milli": 500,
            "resources.override.limit.ram_in_mib": 2048, "deployment.termination_grace_period_seconds": 90,
            "network.ingress.force_ssl_redirect": false},
          "network": {"sticky_session": true},
          "custom_domains": [{"domain": "api.shop.example", "generate_certificate": false, "use_cdn": true}],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e03", "kind": "GENERIC_CR",
            "url": "https://registry.shop.example", "config": {"username": "robot"}}
        }
        """

    /// Callers filtered by address, a minimum over ten, every kind of variable, a port in conflict with `PORT`.
    static let checkout = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1003", "name": "checkout", "description": "Takes the money",
            "image_name": "checkout", "tag": "5.1.0",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e03", "url": "https://registry.shop.example",
              "kind": "GENERIC_CR"},
            "cpu": 1000, "memory": 512, "gpu": 0, "min_running_instances": 12, "max_running_instances": 60,
            "arguments": [], "storage": [], "auto_preview": false, "auto_deploy": false,
            "ports": [{"name": "http", "internal_port": 8443, "external_port": 443, "publicly_accessible": true,
              "is_default": true, "protocol": "HTTP"}],
            "healthchecks": {
              "readiness_probe": {"type": {"http": {"path": "/ready", "scheme": "HTTP", "port": 8443}},
                "initial_delay_seconds": 10, "period_seconds": 5, "timeout_seconds": 2, "success_threshold": 1,
                "failure_threshold": 6},
              "liveness_probe": {"type": {"http": {"path": "/alive", "scheme": "HTTPS", "port": 9000}},
                "initial_delay_seconds": 45, "period_seconds": 10, "timeout_seconds": 2, "success_threshold": 1,
                "failure_threshold": 3}
            }
          },
          "variables": [
            {"key": "CURRENCY", "value": "EUR", "scope": "PROJECT", "variable_type": "VALUE", "is_secret": false},
            {"key": "CURRENCY", "value": "GBP", "scope": "CONTAINER", "variable_type": "OVERRIDE", "is_secret": false,
              "overridden_variable": {"key": "CURRENCY", "value": "EUR", "scope": "PROJECT", "variable_type": "VALUE"}},
            {"key": "QOVERY_POSTGRESQL_Z5A1D0C3E_HOST_INTERNAL", "value": "postgresql-z5a1d0c3e", "scope": "BUILT_IN",
              "variable_type": "BUILT_IN", "is_secret": false},
            {"key": "DATABASE_HOST", "value": "postgresql-z5a1d0c3e", "scope": "CONTAINER", "variable_type": "ALIAS",
              "is_secret": false, "aliased_variable": {"key": "QOVERY_POSTGRESQL_Z5A1D0C3E_HOST_INTERNAL",
              "value": "postgresql-z5a1d0c3e", "scope": "BUILT_IN", "variable_type": "BUILT_IN"}},
            {"key": "DATABASE_PASSWORD", "value": null, "scope": "ENVIRONMENT", "variable_type": "VALUE",
              "is_secret": true},
            {"key": "PAYMENT_KEY", "value": null, "scope": "CONTAINER", "variable_type": "VALUE", "is_secret": true},
            {"key": "PORT", "value": "9000", "scope": "CONTAINER", "variable_type": "VALUE", "is_secret": false},
            {"key": "routing.yaml", "value": "rules: []\\n", "mount_path": "/etc/checkout/routing.yaml",
              "scope": "CONTAINER", "variable_type": "FILE", "is_secret": false}
          ],
          "advanced_settings": {"hpa.cpu.average_utilization_percent": 60,
            "network.ingress.proxy_read_timeout_seconds": 4000,
            "network.ingress.whitelist_source_range": "203.0.113.0/24"},
          "network": {"sticky_session": false},
          "custom_domains": [],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e03", "kind": "GENERIC_CR",
            "url": "https://registry.shop.example", "config": {"username": "robot"}}
        }
        """
}
