import CloudContainers
import CommandKit
import Foundation
import Testing

/// `cloudctl init --from`: a compose file becomes a manifest, and nothing of it is lost silently.
struct ComposeImportTests {
    static let compose = """
        version: "3.8"
        name: shop
        x-common: &common
          restart: unless-stopped
        services:
          web:
            <<: *common
            image: nginx:${TAG:-1.27}
            build: .
            entrypoint: ["/docker-entrypoint.sh"]
            command: nginx -g 'daemon off;'
            ports:
            - "8080:80"
            - 127.0.0.1:9090:9090
            - target: 53
              protocol: udp
              mode: host
            - 3000-3005
            expose: ["8081"]
            environment:
              LOG_LEVEL: info
              PORT: 80
              HOST: $HOSTNAME
              COST: $$5
              API_KEY: qov_hidden
              DB_PASSWORD: ${SHOP_PASSWORD:?missing}
            env_file: .env
            depends_on: [db]
            networks: [front]
            volumes: ["data:/var/lib/data"]
            healthcheck:
              test: ["CMD", "curl", "-f", "http://localhost"]
              interval: 1m30s
              timeout: 10s
              retries: 3
              start_period: 40s
              start_interval: 5s
            deploy:
              replicas: 2
              update_config: {parallelism: 2}
              resources:
                limits: {cpus: "0.50", memory: 512M, pids: 5}
                reservations: {cpus: "0.25"}
          worker:
            image: ghcr.io/shop/worker:2
            environment: [MODE=fast, EMPTY=, "FROM_SHELL"]
            mem_limit: 1g
            cpus: 1.5
            platform: linux/arm64
            healthcheck: {test: wget -q localhost}
          built:
            build: ./built
          db:
            image: postgres:16
            secrets: [password]
        volumes: {data: {}}
        networks: {front: {}}
        secrets: {password: {file: ./password}}

        """

    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        try terminal.file("compose.yaml", Self.compose)
    }

    private func converted() async throws -> JSONValue {
        let result = await terminal.run("init", "--from", "compose.yaml", "-")
        #expect(result.status == 0, "\(result.everything)")
        return try #require(try YAMLDocument.read(Array(result.output.utf8), named: nil).first?.root)
    }

    @Test func servicesAreCarried() async throws {
        let root = try await converted()
        #expect(root["apiVersion"]?.string == "cloudctl/v1" && root["application"]?.string == "shop")
        #expect(root["services"]?.object?.names == ["web", "worker", "db"])
        let web = try #require(root["services"]?["web"])
        #expect(web["image"] == "nginx:${TAG:-1.27}")
        #expect(web["command"] == ["/docker-entrypoint.sh"])
        #expect(web["arguments"] == ["nginx", "-g", "daemon off;"])
        #expect(
            web["ports"]?.array == [
                ["number": 80, "protocol": "http", "exposure": "public"],
                ["number": 9090, "protocol": "http", "exposure": "cluster"],
                ["number": 53, "protocol": "udp", "exposure": "public"],
                ["number": 8081, "protocol": "http", "exposure": "cluster"],
            ]
        )
        #expect(web["environment"] == ["LOG_LEVEL": "info", "PORT": "80", "HOST": "${HOSTNAME}", "COST": "$$5"])
        #expect(web["secrets"] == ["API_KEY": ["env": "API_KEY"], "DB_PASSWORD": ["env": "SHOP_PASSWORD"]])
        #expect(
            web["probes"]?["readiness"] == [
                "exec": ["command": ["curl", "-f", "http://localhost"]], "interval": "90s", "timeout": "10s",
                "failureThreshold": 3, "initialDelay": "40s",
            ]
        )
        #expect(web["scaling"] == ["minimum": 2, "maximum": 2])
        #expect(web["resources"] == ["cpu": "500m", "memory": "512Mi"])
        let worker = try #require(root["services"]?["worker"])
        #expect(worker["environment"] == ["MODE": "fast", "EMPTY": "", "FROM_SHELL": "${FROM_SHELL}"])
        #expect(worker["resources"] == ["memory": "1Gi", "cpu": "1500m", "architecture": "arm64"])
        #expect(worker["probes"]?["readiness"]?["exec"]?["command"] == ["/bin/sh", "-c", "wget -q localhost"])
    }

    @Test func whatIsNotCarriedIsNamedWithItsLine() async throws {
        let result = await terminal.run("init", "--from", "compose.yaml")
        #expect(result.status == 0, "\(result.everything)")
        let manifest = try terminal.content("cloudctl.yaml")
        let lines = Self.compose.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let expected = [
            ("version:", "version"), ("x-common:", "x-common"), ("restart:", "services.web.restart"),
            ("    build: .", "services.web.build"), ("- \"8080:80\"", "services.web.ports"),
            ("mode: host", "services.web.ports.mode"), ("3000-3005", "services.web.ports"),
            ("API_KEY:", "services.web.environment.API_KEY"), ("DB_PASSWORD:", "services.web.environment.DB_PASSWORD"),
            ("env_file:", "services.web.env_file"), ("depends_on:", "services.web.depends_on"),
            ("    networks:", "services.web.networks"), ("    volumes: [", "services.web.volumes"),
            ("start_interval:", "services.web.healthcheck.start_interval"),
            ("update_config:", "services.web.deploy.update_config"),
            ("limits:", "services.web.deploy.resources.limits.pids"),
            ("reservations:", "services.web.deploy.resources.reservations.cpus"), ("  built:", "services.built"),
            ("    secrets:", "services.db.secrets"), ("volumes: {", "volumes"), ("networks: {", "networks"),
            ("secrets: {", "secrets"),
        ]
        for (text, field) in expected {
            let line = try #require(lines.firstIndex { $0.contains(text) }) + 1
            let words = "compose.yaml:\(line)"
            let isNamed = { (text: String) in
                text.split(separator: "\n").contains { $0.contains(words + ":") && $0.contains(": \(field): ") }
            }
            #expect(isNamed(manifest), "\(words) \(field)")
            #expect(isNamed(result.error), "\(words) \(field): \(result.error)")
        }
        #expect(!manifest.contains("hidden") && !result.everything.contains("hidden"))
        #expect(result.error.contains("next: cloudctl check cloudctl.yaml"))
    }

    @Test func theManifestIsAccepted() async throws {
        #expect(await terminal.run("init", "--from", "compose.yaml").status == 0)
        terminal.environment = ["HOSTNAME": "here", "FROM_SHELL": "x"]
        let result = await terminal.run("convert", "cloudctl.yaml", "--to", "manifest")
        #expect(result.status == 0, "\(result.error)")
    }

    @Test(arguments: [
        ("services: {built: {build: .}}\n", "no service has an image"),
        ("services: [web]\n", "no service has an image"),
        ("- a\n", "a compose file is one document"), ("services: {a: {image: x}\n", "not valid YAML"), ("", "empty"),
    ])
    func whatIsNoSuchFileIsTold(_ text: String, _ words: String) async throws {
        try terminal.file("bad.yaml", text)
        let result = await terminal.run("init", "--from", "bad.yaml")
        #expect(result.status == 65, "\(result.error)")
        #expect(result.error.contains(words), "\(result.error)")
        #expect(!FileManager.default.fileExists(atPath: terminal.folder + "/cloudctl.yaml"))
        #expect(await terminal.run("init", "--from", "none.yaml").status == 66)
    }

    @Test func whatMeansSomethingElseIsTold() async throws {
        let text = """
            services:
              web:
                image: nginx:1.27
                mem_limit: "0"
                healthcheck: {test: "true", start_period: 40s, retries: 0, interval: 0s}
                deploy: {replicas: 0}

            """
        try terminal.file("other.yaml", text)
        let result = await terminal.run("init", "--from", "other.yaml", "-")
        #expect(result.status == 0, "\(result.everything)")
        let web = try YAMLDocument.read(Array(result.output.utf8), named: nil).first?.root["services"]?["web"]
        #expect(web?["scaling"] == ["minimum": 0, "maximum": 1])
        #expect(web?["resources"] == nil && web?["probes"]?["readiness"]?["initialDelay"] == "40s")
        #expect(web?["probes"]?["readiness"]?["failureThreshold"] == 3)
        #expect(!result.output.contains("healthcheck.retries"))
        for words in [
            "other.yaml:4: services.web.mem_limit: it is not carried",
            "services.web.deploy.replicas: none becomes none",
            "services.web.healthcheck.start_period: failures that do not count",
        ] {
            #expect(result.output.contains(words), "\(words)")
        }
    }

    /// The service `web` with these lines, and all that is printed.
    private func web(_ lines: [String]) async throws -> (fields: JSONValue, text: String) {
        let all = ["services:", "  web:", "    image: nginx:1.27"] + lines.map { "    \($0)" }
        try terminal.file("web.yaml", all.map { "\($0)\n" }.joined())
        let result = await terminal.run("init", "--from", "web.yaml", "-")
        #expect(result.status == 0, "\(result.everything)")
        let root = try #require(try YAMLDocument.read(Array(result.output.utf8), named: nil).first?.root)
        return (try #require(root["services"]?["web"]), result.everything)
    }

    @Test(arguments: [
        ["expose: [80]", "ports: ['8080:80']"], ["ports: ['8080:80']", "expose: [80]"],
        ["ports: ['127.0.0.1:80:80', '80:80']"], ["ports: ['80:80/tcp', '127.0.0.1:80:80']"],
    ])
    func aPortIsPublicWhereverItStands(_ lines: [String]) async throws {
        let (fields, text) = try await web(lines)
        #expect(fields["ports"] == [["number": 80, "protocol": "http", "exposure": "public"]])
        #expect(!text.contains("the other protocol"))
    }

    @Test func aNumberWithTwoProtocolsIsNamed() async throws {
        let (fields, text) = try await web(["ports:", "- 443:443/tcp", "- 443:443/udp", "expose: ['443']"])
        #expect(fields["ports"] == [["number": 443, "protocol": "http", "exposure": "public"]])
        #expect(text.contains("web.yaml:6: services.web.ports: the port is not carried: its number is there already"))
        #expect(!text.contains("services.web.expose"))
    }

    @Test func anEmptyCommandIsNotTheOneOfTheImage() async throws {
        for empty in ["[]", "''"] {
            let (fields, text) = try await web(["entrypoint: \(empty)", "command: \(empty)"])
            #expect(fields["command"] == nil && fields["arguments"] == nil)
            #expect(text.contains("web.yaml:4: services.web.entrypoint: it is not carried"), "\(text)")
            #expect(text.contains("web.yaml:5: services.web.command: it is not carried"), "\(text)")
        }
        let (fields, text) = try await web(["entrypoint: null"])
        #expect(fields["command"] == nil && !text.contains("services.web.entrypoint"))
    }

    @Test func variablesThatAreNoneAreNamed() async throws {
        let (fields, text) = try await web(["environment: 'SHOWN=hidden'"])
        #expect(fields["environment"] == nil)
        #expect(text.contains("web.yaml:4: services.web.environment: this is no map or list"), "\(text)")
        #expect(!text.contains("hidden"))
        let (others, remarks) = try await web(["environment: {LIST: [hidden], NONE: null, SIZE: 5}"])
        #expect(others["environment"] == ["NONE": "${NONE}", "SIZE": "5"])
        #expect(remarks.contains("web.yaml:4: services.web.environment.LIST: this is no variable"), "\(remarks)")
        #expect(!remarks.contains("hidden"))
    }

    @Test(arguments: [
        "MYSQL_PWD", "DBPASSWORD", "PGPASSWD", "KEY_PASSPHRASE", "CLIENTSECRET", "GITHUBTOKEN", "API_TOKENS", "APIKEY",
        "STRIPE_API_KEYS", "TLS_PRIVATE_KEY_PEM", "AWS_ACCESS_KEY_ID", "GOOGLE_CREDENTIAL", "AWS_CREDENTIALS",
        "STRIPE_SK", "JWT", "JWT_SIGNING", "apiToken",
    ])
    func namesOfSecretsAreKnown(_ name: String) async throws {
        let (fields, text) = try await web(["environment: {\(name): hidden}"])
        #expect(fields["secrets"]?[name]?["env"]?.string == name && fields["environment"] == nil)
        #expect(!text.contains("hidden"))
    }

    @Test(arguments: [
        "postgres://shop:hidden@db/shop", "redis://:hidden@cache:6379/0", "jdbc:postgresql://shop:hid$$den@db/shop",
        "http://one,amqp://a:hidden@two", "amqp://${USER:-shop}:hidden@mq", "${URL:-mysql://shop:hidden@db}",
    ])
    func addressesWithPasswordsAreSecrets(_ value: String) async throws {
        let (fields, text) = try await web(["environment: {ADDRESS: '\(value)'}"])
        let variable = value.hasPrefix("$") ? "URL" : "ADDRESS"
        #expect(fields["secrets"]?["ADDRESS"]?["env"]?.string == variable && fields["environment"] == nil)
        #expect(!text.contains("hidden"))
    }

    @Test(arguments: [
        ("PWD", "/srv"), ("OLDPWD", "/srv"), ("TOKENIZERS", "4"), ("MAX_TOKENS", "4096"),
        ("ALLOW_EMPTY_PASSWORD", "yes"), ("KEYBOARD", "us"), ("MONKEY", "x"), ("RISK", "low"), ("COMPASS", "north"),
        ("URL", "http://api:8080/a@b"), ("URL", "postgres://shop@db/shop"), ("URL", "http://a:80,http://b@c"),
    ])
    func whatIsNoSecretStaysAVariable(_ name: String, _ value: String) async throws {
        let (fields, _) = try await web(["environment: {\(name): '\(value)'}"])
        #expect(fields["environment"]?[name]?.string == value && fields["secrets"] == nil)
    }
}
