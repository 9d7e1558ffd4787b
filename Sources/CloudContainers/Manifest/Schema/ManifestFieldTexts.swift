/// What the schema and the documentation say about each field of a manifest.
enum ManifestFieldTexts {
    private typealias Text = SchemaScope.FieldText

    /// The fields of a service.
    static let all: [String: SchemaScope.FieldText] = {
        var texts = service
        for probe in ["startup", "readiness", "liveness"] {
            for (field, text) in Self.probe { texts["probes.\(probe).\(field)"] = text }
        }
        for (field, text) in secret {
            texts["secrets.*.\(field)"] = text
            texts["files.*.secret.\(field)"] = text
        }
        return texts
    }()

    /// The fields of a target.
    static let target: [String: SchemaScope.FieldText] = [
        "provider": Text("The provider, or its simulator."),
        "profile": Text("A profile of the provider's own configuration file."),
        "region": Text("The region.", "fr-par"),
        "organization": Text("The organization, by its id."),
        "project": Text("The project, by its id."),
        "cluster": Text("The cluster, by its id."),
        "namespace": Text("The namespace (Qovery's environment), by its name or id.", "shop-staging"),
        "movedFrom": Text(
            "The namespace in which the services were before; they are made anew and deleted there.",
            "shop"
        ),
    ]

    private static let service: [String: SchemaScope.FieldText] = [
        "description": Text("What the service is, in your words."),
        "image": Text("The image: [registry/]repository[:tag][@digest].", "ghcr.io/shop/web:1.4.2"),
        "imageManagedBy": Text(
            "Who sets the image: manifest (the default), or ci, whose image is not set back when the manifest is applied."
        ),
        "renamedFrom": Text(
            "The name that the service had before; what has it is renamed, or made anew where a name cannot change.",
            "web"
        ),
        "imageAccess": Text("What is needed to pull the image: anonymous, or credentials that the provider keeps."),
        "command": Text("The program, instead of the image's entrypoint.", ["node"]),
        "arguments": Text("The program's arguments, instead of the image's.", ["server.js", "--quiet"]),
        "resources": Text("What one instance gets at most."),
        "resources.cpu": Text("CPU time: cores, or millicores with an m.", "500m", 1),
        "resources.memory": Text("Memory: with Ki, Mi, Gi (binary) or k, M, G (decimal), or bytes.", "512Mi"),
        "resources.ephemeralStorage": Text("The scratch disk, which is lost with the instance.", "1Gi"),
        "resources.gpu": Text("The number of GPUs."),
        "resources.architecture": Text("The instruction set.", "amd64", "arm64"),
        "scaling": Text("How many instances run, and what makes more of them start."),
        "scaling.minimum": Text("The fewest instances; 0 lets the service sleep.", 1),
        "scaling.maximum": Text("The most instances, or unlimited.", 5),
        "scaling.cpu": Text("The average CPU use above which an instance is added.", "70%"),
        "scaling.memory": Text("The average memory use above which an instance is added.", "80%"),
        "scaling.concurrentRequests": Text("The requests at once in an instance above which one is added.", 50),
        "probes": Text("The checks that tell whether an instance is up."),
        "probes.startup": Text("Checked until it first succeeds; the others wait for it."),
        "probes.readiness": Text("While it fails, the instance gets no requests."),
        "probes.liveness": Text("When it fails, the instance is restarted."),
        "ports": Text("The ports that the service listens on."),
        "ports[].number": Text("The number of the port.", 8080),
        "ports[].name": Text("A name, unique in the service."),
        "ports[].protocol": Text("What is spoken: http, h2c, grpc, tcp or udp.", "http"),
        "ports[].exposure": Text(
            "Who can reach it: the cluster, callers with a token, or everybody (public)."
        ),
        "ports[].default": Text("Whether the service's bare address leads here."),
        "ports[].external": Text("The port outside, if it is another one."),
        "ports[].path": Text("The path that requests must have to be let in."),
        "ports[].pathRewrite": Text("What the path is rewritten to."),
        "httpsOnly": Text("Whether plain HTTP is turned away."),
        "timeouts": Text("How long a request may take."),
        "timeouts.request": Text("The whole request, from first to last byte.", "60s"),
        "timeouts.idle": Text("The silence between two bytes.", "30s"),
        "environment": Text("Plain variables by their names."),
        "secrets": Text(
            "Secret variables by their names: where each value comes from, never the value; {} keeps the live one."
        ),
        "files": Text("Files inside the instance whose content is a variable's value, by the variable's name."),
        "files.*.path": Text("Where the file is, an absolute path.", "/etc/shop/config.toml"),
        "files.*.content": Text("The content, if everybody may read it."),
        "files.*.secret": Text("Where the content comes from, if it is a secret."),
        "volumes": Text("The disks that outlive the instances."),
        "volumes[].mountPath": Text("Where the disk is mounted, an absolute path.", "/data"),
        "volumes[].size": Text("The size of the disk.", "10Gi"),
        "volumes[].kind": Text("The provider's word for the kind of disk."),
        "domains": Text("The host names of your own that lead to the service; one that is left out stays."),
        "domains[].host": Text("The host name.", "shop.example.com"),
        "domains[].certificate": Text("Whether the provider makes the certificate."),
        "domains[].cdn": Text("Whether a content delivery network stands before it."),
        "providers": Text("What only one provider knows, by the provider's name."),
    ]

    private static let probe: [String: SchemaScope.FieldText] = [
        "tcp": Text("A connection is opened."),
        "tcp.port": Text("The port; the service's own when left out."),
        "tcp.host": Text("The host; the instance when left out."),
        "http": Text("A page is asked for; 2xx and 3xx are good."),
        "http.path": Text("The path, which begins with a slash.", "/healthz"),
        "http.port": Text("The port; the service's own when left out."),
        "http.scheme": Text("HTTP or HTTPS."),
        "exec": Text("A command runs inside the instance; status 0 is good."),
        "exec.command": Text("The command and its arguments."),
        "grpc": Text("The gRPC health service is asked."),
        "grpc.port": Text("The port; the service's own when left out."),
        "grpc.service": Text("The name of the service asked about."),
        "initialDelay": Text("How long after the start the first check comes.", "5s"),
        "interval": Text("The time between two checks.", "10s"),
        "timeout": Text("How long an answer may take.", "2s"),
        "successThreshold": Text("How many good checks in a row make it up."),
        "failureThreshold": Text("How many bad checks in a row make it down.", 3),
    ]

    private static let secret: [String: SchemaScope.FieldText] = [
        "env": Text("The variable, of whoever applies the manifest, that holds the value.", "SHOP_API_KEY"),
        "file": Text("The file that holds the value.", "secrets/api-key"),
        "command": Text(
            "The command that writes the value, run without a shell.",
            ["op", "read", "op://shop/api/key"]
        ),
    ]
}
