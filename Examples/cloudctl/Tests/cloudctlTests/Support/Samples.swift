/// Inputs that several tests use.
enum Samples {
    /// A manifest without anything to say about it.
    static let manifest = """
        apiVersion: cloudctl/v1
        services:
          web:
            image: nginx:1.27
            resources:
              cpu: 500m
              memory: 512M
              ephemeralStorage: 1G
            scaling:
              minimum: 1
              maximum: 3
            ports:
            - number: 8080
              protocol: http
              exposure: public

        """

    /// A manifest of a service that no account has.
    static let site = """
        apiVersion: cloudctl/v1
        services:
          site:
            image: docker.io/library/nginx:1.27
            resources: {cpu: 500m, memory: 1Gi}
            ports: [{number: 8080, protocol: http, exposure: public}]
        """

    /// A service on Qovery with something lost, something adjusted, and something to decide.
    static let qovery = """
        {
          "container": {
            "id": "7d0e6b0a-2f5c-4f4e-9b60-8d2f4e1c0001",
            "name": "Shop-Front",
            "description": "",
            "image_name": "shop/front",
            "tag": "2.1.0",
            "registry": {"id": "7d0e6b0a-2f5c-4f4e-9b60-8d2f4e1c0002", "url": "https://docker.io",
              "kind": "DOCKER_HUB"},
            "cpu": 250,
            "memory": 512,
            "gpu": 0,
            "ephemeral_storage_in_gib": 2,
            "min_running_instances": 1,
            "max_running_instances": 80,
            "arguments": [],
            "storage": [{"id": "7d0e6b0a-2f5c-4f4e-9b60-8d2f4e1c0003", "type": "FAST_SSD", "size": 10,
              "mount_point": "/data"}],
            "ports": [
              {"name": "http", "internal_port": 8080, "external_port": 443, "publicly_accessible": true,
                "is_default": true, "protocol": "HTTP"},
              {"name": "metrics", "internal_port": 9464, "publicly_accessible": false, "is_default": false,
                "protocol": "HTTP"}
            ],
            "healthchecks": {"liveness_probe": {"type": {"http": {"path": "/up", "scheme": "HTTP", "port": 8080}},
              "initial_delay_seconds": 0, "period_seconds": 10, "timeout_seconds": 5, "success_threshold": 1,
              "failure_threshold": 3}}
          },
          "variables": [
            {"key": "LOG_LEVEL", "value": "debug", "scope": "CONTAINER", "variable_type": "VALUE", "is_secret": false},
            {"key": "API_KEY", "value": null, "scope": "CONTAINER", "variable_type": "VALUE", "is_secret": true}
          ],
          "advanced_settings": {"hpa.cpu.average_utilization_percent": 60},
          "network": {"sticky_session": true},
          "custom_domains": [],
          "registry": {"id": "7d0e6b0a-2f5c-4f4e-9b60-8d2f4e1c0002", "kind": "DOCKER_HUB", "url": "https://docker.io"}
        }
        """

    /// A service on Scaleway.
    static let scaleway = """
        {
          "container": {
            "name": "api",
            "image": "ghcr.io/shop/api:1.4.2",
            "min_scale": 1,
            "max_scale": 4,
            "mvcpu_limit": 500,
            "memory_limit_bytes": 512000000,
            "local_storage_limit_bytes": 1000000000,
            "port": 8080,
            "protocol": "http1",
            "privacy": "public",
            "https_connections_only": true,
            "timeout": "300s",
            "environment_variables": {"LOG_LEVEL": "info"},
            "secret_environment_variables": {"API_KEY": "$argon2id$v=19$m=65536,t=1,p=2$c2FsdA$aGFzaA"}
          }
        }
        """
}
