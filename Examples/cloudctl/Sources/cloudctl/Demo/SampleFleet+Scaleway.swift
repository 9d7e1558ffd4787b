// MARK: Services that begin on Scaleway

extension SampleFleet {
    /// The digest by which thumbnails names its image.
    static let thumbnailsDigest = "sha256:" + String(repeating: "5d6f1f0a3c1e4b6e", count: 4)

    /// An image by its digest alone, callers with a token, no instance until a request comes, and triggers.
    static let thumbnails = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1014", "name": "thumbnails", "status": "ready", "region": "fr-par",
            "namespace_id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f4001",
            "description": "", "image": "rg.fr-par.scw.cloud/shop/thumbnails@\(thumbnailsDigest)",
            "public_endpoint": "https://shop-thumbnails.functions.fnc.fr-par.scw.cloud",
            "min_scale": 0, "max_scale": 20, "mvcpu_limit": 560, "memory_limit_bytes": 1120000000,
            "local_storage_limit_bytes": 2000000000, "scaling_option": {"concurrent_requests_threshold": 80},
            "timeout": "120s", "privacy": "private", "protocol": "h2c", "port": 8080, "https_connections_only": true,
            "sandbox": "v1", "command": ["/bin/thumbnails", "serve", "--verbose"], "args": ["--cache=/tmp"],
            "startup_probe": {"http": {"path": "/up"}, "failure_threshold": 20, "interval": "7.5s", "timeout": "2s"},
            "liveness_probe": {"tcp": {}, "failure_threshold": 30, "interval": "10s", "timeout": "1s"},
            "tags": ["team:media"], "private_network_id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f4002",
            "environment_variables": {}, "secret_environment_variables": {}
          },
          "namespace": {"environment_variables": {"SHOP_REGION": "fr"}, "secret_environment_variables": {}},
          "domains": [],
          "triggers": [
            {"id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f4003", "name": "nightly", "source_type": "cron", "status": "ready",
              "cron_config": {"schedule": "0 3 * * *", "timezone": "Europe/Paris", "body": "{}"}}
          ]
        }
        """

    /// A tag and a digest, variables that Qovery would change or refuse, a secret, a deployment that failed.
    static let newsletter = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1015", "name": "newsletter", "region": "fr-par",
            "status": "error", "error_message": "container did not listen on port 8080",
            "namespace_id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f4001", "description": "",
            "image": "ghcr.io/shop/newsletter:2.4.0@\(thumbnailsDigest)",
            "public_endpoint": "https://shop-newsletter.functions.fnc.fr-par.scw.cloud",
            "min_scale": 1, "max_scale": 2, "mvcpu_limit": 280, "memory_limit_bytes": 512000000,
            "local_storage_limit_bytes": 1000000000, "scaling_option": {"cpu_usage_threshold": 70},
            "timeout": "300s", "privacy": "public", "protocol": "http1", "port": 8080, "https_connections_only": true,
            "sandbox": "v2", "tags": [],
            "liveness_probe": {"http": {"path": "/up"}, "failure_threshold": 30, "interval": "10s", "timeout": "1s"},
            "environment_variables": {"BODY": "Dear {{customer}}", "mail.from": "shop@shop.example", "__DEBUG": "0"},
            "secret_environment_variables": {"MAILING_KEY": "$argon2id$v=19$m=65536,t=1,p=2$c2FsdA$aGFzaA"}
          },
          "namespace": {"environment_variables": {}, "secret_environment_variables": {}},
          "domains": [
            {"id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f4004", "hostname": "news.shop.example", "status": "ready",
              "tags": ["team:marketing"]}
          ],
          "triggers": []
        }
        """

    /// An image without a tag, callers with a token, and little else said.
    static let statusPage = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1016", "name": "status-page", "status": "ready", "region": "fr-par",
            "namespace_id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f4001", "image": "shop/status-page",
            "min_scale": 1, "max_scale": 1, "mvcpu_limit": 70, "memory_limit_bytes": 128000000,
            "privacy": "private", "port": 8080, "sandbox": "v2"
          },
          "namespace": {"environment_variables": {}, "secret_environment_variables": {}},
          "domains": [], "triggers": []
        }
        """
}
