// MARK: Services that work inside

extension SampleFleet {
    /// More CPU, memory and disk than Scaleway takes.
    static let mediaResizer = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1004", "name": "media-resizer", "description": "",
            "image_name": "shop/media-resizer", "tag": "3.4.0",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "url": "https://docker.io",
              "kind": "DOCKER_HUB"},
            "cpu": 8000, "memory": 16384, "gpu": 0, "cpu_architecture": "AMD64", "ephemeral_storage_in_gib": 40,
            "min_running_instances": 1, "max_running_instances": 10, "auto_preview": false, "auto_deploy": false,
            "arguments": [], "storage": [],
            "ports": [{"name": "http", "internal_port": 8080, "external_port": 443, "publicly_accessible": true,
              "is_default": true, "protocol": "HTTP"}],
            "healthchecks": {
              "readiness_probe": {"type": {"tcp": {"port": 8080}}, "initial_delay_seconds": 600, "period_seconds": 10,
                "timeout_seconds": 5, "success_threshold": 1, "failure_threshold": 9}
            }
          },
          "variables": [],
          "advanced_settings": {"hpa.cpu.average_utilization_percent": 60},
          "network": {"sticky_session": false}, "custom_domains": [],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "kind": "DOCKER_HUB", "url": "https://docker.io"}
        }
        """

    /// Reachable inside its cluster only, fixed at three instances.
    static let loyalty = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1005", "name": "loyalty", "description": "Points and gifts",
            "image_name": "loyalty", "tag": "2.0.1",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e03", "url": "https://registry.shop.example",
              "kind": "GENERIC_CR"},
            "cpu": 500, "memory": 4096, "gpu": 0, "min_running_instances": 3, "max_running_instances": 3,
            "arguments": [], "storage": [], "auto_preview": false, "auto_deploy": false,
            "ports": [{"name": "http", "internal_port": 3000, "publicly_accessible": false, "is_default": true,
              "protocol": "HTTP"}],
            "healthchecks": {
              "liveness_probe": {"type": {"tcp": {"port": 3000}}, "initial_delay_seconds": 20, "period_seconds": 15,
                "timeout_seconds": 3, "success_threshold": 1, "failure_threshold": 5}
            }
          },
          "variables": [
            {"key": "SHOP_REGION", "value": "fr", "scope": "CONTAINER", "variable_type": "VALUE", "is_secret": false}
          ],
          "advanced_settings": {"hpa.cpu.average_utilization_percent": 60},
          "network": {"sticky_session": false}, "custom_domains": [],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e03", "kind": "GENERIC_CR",
            "url": "https://registry.shop.example", "config": {"username": "robot"}}
        }
        """

    /// A volume, a root that is read only, a KEDA policy that never sleeps.
    static let searchIndex = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1006", "name": "search-index", "description": "",
            "image_name": "shop/search-index", "tag": "8.11.2",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "url": "https://docker.io",
              "kind": "DOCKER_HUB"},
            "cpu": 1000, "memory": 2048, "gpu": 0, "min_running_instances": 1, "max_running_instances": 4,
            "arguments": [], "auto_preview": false, "auto_deploy": false,
            "autoscaling": {"mode": "KEDA", "polling_interval_seconds": 30, "cooldown_period_seconds": 300,
              "scalers": [{"scaler_type": "prometheus", "enabled": true, "role": "PRIMARY",
                "config_json": {"query": "sum(rate(search_requests_total[1m]))", "threshold": "20"}}]},
            "storage": [{"id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f3001", "type": "FAST_SSD", "size": 20,
              "mount_point": "/var/lib/search"}],
            "ports": [{"name": "http", "internal_port": 9200, "external_port": 443, "publicly_accessible": true,
              "is_default": true, "protocol": "HTTP"}],
            "healthchecks": {
              "liveness_probe": {"type": {"exec": {"command": ["/bin/check", "--fast"]}}, "initial_delay_seconds": 60,
                "period_seconds": 30, "timeout_seconds": 10, "success_threshold": 1, "failure_threshold": 3}
            }
          },
          "variables": [],
          "advanced_settings": {"security.read_only_root_filesystem": true},
          "network": {"sticky_session": false}, "custom_domains": [],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "kind": "DOCKER_HUB", "url": "https://docker.io"}
        }
        """

    /// A worker without a port: nothing on Scaleway runs it.
    static let orderWorker = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1007", "name": "order-worker", "description": "",
            "image_name": "order-worker", "tag": "5.1.0",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e03", "url": "https://registry.shop.example",
              "kind": "GENERIC_CR"},
            "cpu": 250, "memory": 512, "gpu": 0, "min_running_instances": 1, "max_running_instances": 1,
            "entrypoint": "/app/worker", "arguments": ["--queue", "orders"], "storage": [], "ports": [],
            "auto_preview": false, "auto_deploy": false,
            "healthchecks": {
              "liveness_probe": {"type": {"exec": {"command": ["/app/worker", "ping"]}}, "initial_delay_seconds": 10,
                "period_seconds": 10, "timeout_seconds": 5, "success_threshold": 1, "failure_threshold": 3}
            }
          },
          "variables": [], "advanced_settings": {}, "network": {"sticky_session": false}, "custom_domains": [],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e03", "kind": "GENERIC_CR",
            "url": "https://registry.shop.example", "config": {"username": "robot"}}
        }
        """

    /// A GPU and ARM64: nothing on Scaleway runs it either.
    static let recommender = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1008", "name": "recommender", "description": "",
            "image_name": "shop/recommender", "tag": "0.9.0",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "url": "https://docker.io",
              "kind": "DOCKER_HUB"},
            "cpu": 4000, "memory": 8192, "gpu": 1, "cpu_architecture": "ARM64",
            "min_running_instances": 1, "max_running_instances": 2, "auto_preview": false, "auto_deploy": false,
            "arguments": [], "storage": [],
            "ports": [{"name": "grpc", "internal_port": 50051, "external_port": 443, "publicly_accessible": true,
              "is_default": true, "protocol": "GRPC"}],
            "healthchecks": {
              "liveness_probe": {"type": {"grpc": {"port": 50051}}, "initial_delay_seconds": 30, "period_seconds": 10,
                "timeout_seconds": 5, "success_threshold": 1, "failure_threshold": 3}
            }
          },
          "variables": [], "advanced_settings": {}, "network": {"sticky_session": false}, "custom_domains": [],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "kind": "DOCKER_HUB", "url": "https://docker.io"}
        }
        """
}
