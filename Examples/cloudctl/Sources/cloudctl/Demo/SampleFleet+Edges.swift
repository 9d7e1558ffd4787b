// MARK: Services that use what the two providers do not share

extension SampleFleet {
    /// Sends mail: variables of every odd kind, texts that are too long, a newer field, a rule over 100 %, no limit.
    static let notifier = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1009", "name": "notifier",
            "description": "\(String(repeating: "Tells customers where their order is. ", count: 7))",
            "image_name": "shop/notifier", "tag": "4.0.2",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "url": "https://docker.io",
              "kind": "DOCKER_HUB"},
            "cpu": 100, "memory": 256, "gpu": 0, "min_running_instances": 1, "max_running_instances": -1,
            "priority_class": "standard",
            "arguments": [], "storage": [], "auto_preview": false, "auto_deploy": false,
            "ports": [{"name": "http", "internal_port": 8080, "external_port": 443, "publicly_accessible": true,
              "is_default": true, "protocol": "HTTP3"}],
            "healthchecks": {}
          },
          "variables": [
            {"key": "SMTP_PORT", "value": "465", "scope": "CONTAINER", "variable_type": "VALUE", "is_secret": false},
            {"key": "GREETING", "value": "Hello,\\nyour order is on its way.", "scope": "CONTAINER",
              "variable_type": "VALUE", "is_secret": false, "description": "The first lines of each mail"},
            {"key": "ROUTES", "value": "\(String(repeating: "/orders/{id} ", count: 100))", "scope": "CONTAINER",
              "variable_type": "VALUE", "is_secret": false},
            {"key": "SUBJECT", "value": "{secret:surprise}", "scope": "CONTAINER", "variable_type": "VALUE",
              "is_secret": false},
            {"key": "SCW_DEFAULT_REGION", "value": "fr-par", "scope": "CONTAINER", "variable_type": "VALUE",
              "is_secret": false},
            {"key": "FEATURE_FLAGS", "value": "tracking", "scope": "CONTAINER", "variable_type": "VALUE",
              "is_secret": false, "owned_by": "DOPPLER"},
            {"key": "WEBHOOK_KEY", "value": null, "scope": "CONTAINER", "variable_type": "EXTERNAL_SECRET",
              "is_secret": true}
          ],
          "advanced_settings": {"hpa.cpu.average_utilization_percent": 120},
          "network": {"sticky_session": false},
          "custom_domains": [
            {"domain": "order-notifications-and-delivery-tracking.customers.europe.shop.example",
              "generate_certificate": true, "use_cdn": false}
          ],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "kind": "DOCKER_HUB", "url": "https://docker.io"}
        }
        """

    /// Sleeps until a queue has messages, which nothing on Scaleway would do for it.
    static let invoiceBatch = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1010", "name": "invoice-batch", "description": "",
            "image_name": "shop/invoice-batch", "tag": "1.3.0",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "url": "https://docker.io",
              "kind": "DOCKER_HUB"},
            "cpu": 250, "memory": 1024, "gpu": 0, "min_running_instances": 0, "max_running_instances": 5,
            "arguments": ["migrate-and-serve"], "storage": [], "auto_preview": false, "auto_deploy": false,
            "autoscaling": {"mode": "KEDA", "polling_interval_seconds": 30, "cooldown_period_seconds": 300,
              "scalers": [{"scaler_type": "rabbitmq", "enabled": true, "role": "PRIMARY",
                "config_json": {"queueName": "invoices", "value": "20"},
                "trigger_authentication": {"name": "queue", "config_yaml": "secretTargetRef: []"}}]},
            "ports": [{"name": "http", "internal_port": 8080, "external_port": 443, "publicly_accessible": true,
              "is_default": true, "protocol": "HTTP"}],
            "healthchecks": {}
          },
          "variables": [], "advanced_settings": {"hpa.cpu.average_utilization_percent": 60},
          "network": {"sticky_session": false}, "custom_domains": [],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "kind": "DOCKER_HUB", "url": "https://docker.io"}
        }
        """

    /// Open to the world by TCP and UDP.
    static let deviceBridge = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1011", "name": "device-bridge", "description": "",
            "image_name": "eclipse-mosquitto", "tag": "2.0.20",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "url": "https://docker.io",
              "kind": "DOCKER_HUB"},
            "cpu": 250, "memory": 256, "gpu": 0, "min_running_instances": 1, "max_running_instances": 1,
            "arguments": [], "storage": [], "auto_preview": false, "auto_deploy": false,
            "ports": [
              {"name": "mqtt", "internal_port": 8883, "external_port": 8883, "publicly_accessible": true,
                "is_default": true, "protocol": "TCP"},
              {"name": "coap", "internal_port": 5684, "external_port": 5684, "publicly_accessible": true,
                "is_default": false, "protocol": "UDP"}
            ],
            "healthchecks": {}
          },
          "variables": [], "advanced_settings": {"hpa.cpu.average_utilization_percent": 60},
          "network": {"sticky_session": false}, "custom_domains": [],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "kind": "DOCKER_HUB", "url": "https://docker.io"}
        }
        """

    /// Listens on a port that Scaleway keeps for itself.
    static let metricsGateway = """
        {
          "container": {
            "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1012", "name": "metrics-gateway", "description": "",
            "image_name": "prom/pushgateway", "tag": "v1.11.0",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "url": "https://docker.io",
              "kind": "DOCKER_HUB"},
            "cpu": 100, "memory": 128, "gpu": 0, "min_running_instances": 1, "max_running_instances": 1,
            "arguments": ["--web.listen-address=:9091"], "storage": [], "auto_preview": false, "auto_deploy": false,
            "ports": [{"name": "http", "internal_port": 9091, "external_port": 443, "publicly_accessible": true,
              "is_default": true, "protocol": "HTTP"}],
            "healthchecks": {}
          },
          "variables": [], "advanced_settings": {"hpa.cpu.average_utilization_percent": 60},
          "network": {"sticky_session": false}, "custom_domains": [],
          "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "kind": "DOCKER_HUB", "url": "https://docker.io"}
        }
        """

    /// Not a bundle but the container alone, as a list answers it: no registry, no variables, and a name that becomes
    /// the same as another one's.
    static let oldCatalog = """
        {
          "id": "0b6a51f4-6f1d-4a6e-8a55-0c4d5d2f1013", "name": "catalog_api", "description": "",
          "image_name": "catalog", "tag": "1.9.4", "registry_id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e04",
          "cpu": 250, "memory": 512, "gpu": 0, "min_running_instances": 1, "max_running_instances": 1,
          "arguments": [], "storage": [], "auto_preview": false, "auto_deploy": false,
          "ports": [{"name": "http", "internal_port": 8080, "external_port": 443, "publicly_accessible": true,
            "is_default": true, "protocol": "HTTP"}],
          "healthchecks": {}
        }
        """
}
