import CloudContainers

/// The services of a compose file as a manifest, and all of the file that it cannot carry.
struct ComposeImport {
    /// Something of the file that the manifest does not have, or has in another way.
    struct Remark {
        /// Where it stands.
        let place: Diagnostic
        /// The service that it is about; `nil` for the file.
        let service: String?

        /// The line of the file.
        var line: Int? { place.location?.line }
    }

    /// The name of the application.
    private(set) var application: String?
    /// The services by their names, in their order, as a manifest spells them.
    private(set) var services: [(name: String, fields: JSONObject)] = []
    /// What is not carried, in the order of the file.
    private(set) var remarks: [Remark] = []

    private let document: JSONDocument
    private let source: String

    /// The words of a service's fields that a provider does by itself, and why nothing has to be said.
    private static let needless = [
        "restart": "a provider starts an instance again that ends",
        "container_name": "instances have names of the provider's",
        "hostname": "instances have names of the provider's",
        "stdin_open": "nobody is at the instance",
        "tty": "nobody is at the instance",
        "networks": "the services of a namespace reach each other where the provider has networks",
        "links": "the services of a namespace reach each other where the provider has networks",
        "depends_on": "services start at the same time, and have to wait for each other by themselves",
        "logging": "the provider keeps what a service writes; cloudctl logs shows it",
        "env_file": "take it with cloudctl env import, or write the variables here",
        "volumes": "a disk needs a size here, and a file of this machine is none; write volumes or files",
        "tmpfs": "write resources.ephemeralStorage",
        "secrets": "name where each value is under secrets, as {env: NAME} or {file: PATH}",
        "configs": "write files with their content",
        "build": "cloudctl builds no image; build and push it, and name it as image",
        "profiles": "write an overlay under environments",
        "extends": "the fields of the other service are not read; write them here",
        "labels": "there are no labels",
    ]

    /// Reads a compose file.
    ///
    /// - Throws: ``Failure`` for a file that cannot be read, or that has no service with an image.
    init(_ argument: String, on console: Console) throws {
        let file = try InputFile.read(argument, on: console)
        source = file.name
        do throws(ContainerServiceError) {
            let documents = try YAMLDocument.read(file.bytes, named: file.name)
            guard documents.count == 1, let first = documents.first, first.root.object != nil else {
                throw .invalidInput(Diagnostic(problem: "a compose file is one document, a map", source: file.name))
            }
            document = first
        } catch {
            throw Failure(error)
        }
        for member in document.root.object ?? [:] {
            let place = FieldPath(member.name)
            switch member.name {
            case "name": application = member.value.string.map { Self.variables($0) }
            case "services": readServices(member.value, at: place)
            case "version": remark("it says nothing any more", member.nameOffset, at: place)
            default: remark("it is not carried", member.nameOffset, at: place)
            }
        }
        guard !services.isEmpty else {
            throw Failure(
                .wrongInput,
                remarks.map { remark in
                    var diagnostic = remark.place
                    diagnostic.advice = "Name an image for at least one service."
                    return diagnostic
                } + [Diagnostic(problem: "no service has an image", source: source)]
            )
        }
    }

    private mutating func readServices(_ value: JSONValue, at place: FieldPath) {
        guard let object = value.object else { return remark("the services are no map", value.offset, at: place) }
        for member in object {
            let place = place.appending(member.name)
            guard let fields = member.value.object else {
                remark("the service is no map", member.nameOffset, at: place, member.name)
                continue
            }
            guard fields["image"]?.string != nil else {
                let words = fields["build"] == nil ? "has no image" : "is built, and has no image"
                remark("the service \(words), and is left out: name one", member.nameOffset, at: place, member.name)
                continue
            }
            services.append((member.name, read(fields, of: member.name, at: place)))
        }
    }

    // MARK: A service

    private mutating func read(_ fields: JSONObject, of name: String, at place: FieldPath) -> JSONObject {
        var result = JSONObject()
        var (resources, scaling) = (JSONObject(), JSONObject())
        var (environment, secrets, ports) = (JSONObject(), JSONObject(), [JSONValue]())
        for member in fields {
            let place = place.appending(member.name)
            let value = member.value
            func text() -> String? { Self.text(value).map { Self.variables($0) } }
            var isRead = true
            switch member.name {
            case "image": result.set("image", .optional(text()))
            case "entrypoint": isRead = set("command", value, &result)
            case "command": isRead = set("arguments", value, &result)
            case "environment": readVariables(value, of: name, at: place, &environment, &secrets)
            case "ports": for port in value.array ?? [value] { readPort(port, of: name, at: place, &ports) }
            case "expose": for port in value.array ?? [value] { readExposed(port, of: name, at: place, &ports) }
            case "healthcheck":
                if let probes = readCheck(value, of: name, at: place) { result.set("probes", probes) }
            case "cpus": isRead = Self.cpu(value).map { resources.set("cpu", .string($0)) } != nil
            case "mem_limit": isRead = Self.memory(value).map { resources.set("memory", .string($0)) } != nil
            case "platform":
                let architecture = value.string?.split(separator: "/").dropFirst().first.map(String.init)
                isRead = architecture.map { resources.set("architecture", .string($0)) } != nil
            case "scale": isRead = Self.count(value).map { scale($0, value, at: place, name, &scaling) } != nil
            case "deploy": readDeployment(value, of: name, at: place, &resources, &scaling)
            default: isRead = false
            }
            if isRead { continue }
            remark(Self.needless[member.name] ?? "it is not carried", member.nameOffset, at: place, name)
        }
        for (name, object) in [
            ("resources", resources), ("scaling", scaling), ("environment", environment), ("secrets", secrets),
        ] where !object.isEmpty { result.set(name, .object(object)) }
        if !ports.isEmpty { result.set("ports", .array(ports)) }
        return result
    }

    private func set(_ field: String, _ value: JSONValue, _ result: inout JSONObject) -> Bool {
        let words = value.array?.compactMap(Self.text) ?? value.string.flatMap(Self.words)
        // An empty line clears the image's own, which an empty list of a manifest would keep.
        guard let words, !words.isEmpty, words.count == value.array?.count ?? words.count else { return value.isNull }
        result.set(field, .array(words.map { .string(Self.variables($0)) }))
        return true
    }

    private mutating func readVariables(
        _ value: JSONValue,
        of service: String,
        at place: FieldPath,
        _ environment: inout JSONObject,
        _ secrets: inout JSONObject
    ) {
        var pairs: [(name: String, value: String?, offset: Int?)] = []
        if value.object == nil, value.array == nil, !value.isNull {
            remark("this is no map or list of variables, and is not read", value.offset, at: place, service)
        }
        for member in value.object ?? [:] {
            let text = Self.text(member.value)
            guard text != nil || member.value.isNull else {
                remark("this is no variable", member.nameOffset, at: place.appending(member.name), service)
                continue
            }
            pairs.append((member.name, text, member.nameOffset))
        }
        for element in value.array ?? [] {
            guard let text = element.string else {
                remark("this is no variable", element.offset, at: place, service)
                continue
            }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            pairs.append((parts[0], parts.count > 1 ? parts[1] : nil, element.offset))
        }
        for pair in pairs {
            let place = place.appending(pair.name)
            if Self.isSecret(pair.name, pair.value) {
                let variable = pair.value.flatMap(Self.reference) ?? pair.name
                secrets.set(pair.name, ["env": .string(variable)])
                remark(
                    "taken for a secret: its value comes from the variable \(variable)",
                    pair.offset,
                    at: place,
                    service
                )
                continue
            }
            guard let text = pair.value else {
                environment.set(pair.name, .string("${\(pair.name)}"))
                continue
            }
            if text.contains(/\$\{[A-Za-z_][A-Za-z0-9_]*:?\+/) {
                remark("${NAME:+value} is not known here", pair.offset, at: place, service)
                continue
            }
            environment.set(pair.name, .string(Self.variables(text)))
        }
    }

    private mutating func readPort(
        _ value: JSONValue,
        of service: String,
        at place: FieldPath,
        _ ports: inout [JSONValue]
    ) {
        var (target, transport, host, published) = (Int?.none, "tcp", String?.none, String?.none)
        if let object = value.object {
            target = object["target"].flatMap(Self.count)
            transport = object["protocol"]?.string ?? "tcp"
            host = object["host_ip"]?.string
            published = object["published"].flatMap(Self.text)
            for member in object where !["target", "published", "protocol", "host_ip"].contains(member.name) {
                remark("it is not carried", member.nameOffset, at: place.appending(member.name), service)
            }
        } else if let text = Self.text(value) {
            let halves = text.split(separator: "/", maxSplits: 1).map(String.init)
            transport = halves.dropFirst().first ?? "tcp"
            let parts = (halves.first ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            target = parts.last.flatMap { Int($0) }
            published = parts.count > 1 ? parts[parts.count - 2] : nil
            host = parts.count > 2 ? parts.dropLast(2).joined(separator: ":") : nil
        }
        guard let target, (1...65535).contains(target), ["tcp", "udp"].contains(transport) else {
            return remark("the port is not carried: write each as a number", value.offset, at: place, service)
        }
        let isLocal = ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host ?? "")
        if let published, published != "\(target)", !isLocal {
            let words = "the provider chooses the port outside, not \(published)"
            remark(words, value.offset, at: place, service)
        }
        let port = Self.port(target, transport, isLocal ? "cluster" : "public")
        add(port, from: value, of: service, at: place, &ports)
    }

    private mutating func readExposed(
        _ value: JSONValue,
        of service: String,
        at place: FieldPath,
        _ ports: inout [JSONValue]
    ) {
        let parts = (Self.text(value) ?? "").split(separator: "/").map(String.init)
        guard let number = parts.first.flatMap({ Int($0) }), (1...65535).contains(number) else {
            return remark("the port is not carried: write each as a number", value.offset, at: place, service)
        }
        let port = Self.port(number, parts.dropFirst().first, "cluster")
        add(port, from: value, of: service, at: place, &ports)
    }

    private static func port(_ number: Int, _ transport: String?, _ exposure: String) -> JSONValue {
        [
            "number": .number(JSONNumber(number)), "protocol": .string(transport == "udp" ? "udp" : "http"),
            "exposure": .string(exposure),
        ]
    }

    private mutating func add(
        _ port: JSONValue,
        from value: JSONValue,
        of service: String,
        at place: FieldPath,
        _ ports: inout [JSONValue]
    ) {
        guard let index = ports.firstIndex(where: { $0["number"] == port["number"] }) else { return ports.append(port) }
        if ports[index]["protocol"] != port["protocol"] {
            let words = "the port is not carried: its number is there already with the other protocol"
            remark(words, value.offset, at: place, service)
        } else if port["exposure"] == "public" {
            // It is public wherever else it stands.
            ports[index] = port
        }
    }

    private mutating func readCheck(_ value: JSONValue, of service: String, at place: FieldPath) -> JSONValue? {
        var words = value["test"]?.array?.compactMap(\.string) ?? value["test"]?.string.map { ["CMD-SHELL", $0] } ?? []
        if value["disable"]?.bool == true || words.first == "NONE" {
            remark("the check of the image cannot be switched off", value.offset, at: place, service)
            return nil
        }
        switch words.first {
        case "CMD": words.removeFirst()
        case "CMD-SHELL": words = ["/bin/sh", "-c"] + words.dropFirst()
        default: words = []
        }
        guard !words.isEmpty else {
            remark("the check has no command, and is not carried", value.offset, at: place, service)
            return nil
        }
        // What is not said is what compose files mean by it, which is not what a provider means.
        var probe: JSONObject = [
            "exec": ["command": .array(words.map { .string(Self.variables($0)) })],
            "interval": "30s", "timeout": "30s", "failureThreshold": 3,
        ]
        for member in value.object ?? [:] where member.name != "test" && member.name != "disable" {
            let field = ["interval": "interval", "timeout": "timeout", "start_period": "initialDelay"][member.name]
            // Zero says no more than nothing.
            if field != nil || member.name == "retries", Self.isZero(member.value) { continue }
            if let field, let seconds = member.value.string.flatMap(Self.seconds) {
                probe.set(field, .string(seconds))
                if member.name == "start_period" {
                    let words = "failures that do not count become a time without checks"
                    remark(words, member.nameOffset, at: place.appending(member.name), service)
                }
            } else if member.name == "retries", let count = Self.count(member.value) {
                probe.set("failureThreshold", .number(JSONNumber(count)))
            } else {
                remark("it is not carried", member.nameOffset, at: place.appending(member.name), service)
            }
        }
        return ["readiness": .object(probe)]
    }

    private mutating func readDeployment(
        _ value: JSONValue,
        of service: String,
        at place: FieldPath,
        _ resources: inout JSONObject,
        _ scaling: inout JSONObject
    ) {
        for member in value.object ?? [:] {
            let place = place.appending(member.name)
            if member.name == "replicas", let count = Self.count(member.value) {
                scale(count, member.value, at: place, service, &scaling)
                continue
            }
            guard member.name == "resources" else {
                remark("it is not carried", member.nameOffset, at: place, service)
                continue
            }
            for part in member.value.object ?? [:] {
                let place = place.appending(part.name)
                for limit in part.value.object ?? [:] {
                    if part.name == "limits", limit.name == "cpus", let cpu = Self.cpu(limit.value) {
                        resources.set("cpu", .string(cpu))
                    } else if part.name == "limits", limit.name == "memory", let memory = Self.memory(limit.value) {
                        resources.set("memory", .string(memory))
                    } else {
                        remark("it is not carried", limit.nameOffset, at: place.appending(limit.name), service)
                    }
                }
            }
        }
    }

    private mutating func scale(
        _ count: Int,
        _ value: JSONValue,
        at place: FieldPath,
        _ service: String,
        _ scaling: inout JSONObject
    ) {
        scaling.set("minimum", .number(JSONNumber(count)))
        // No instance at all is for nobody to call; one may start then.
        scaling.set("maximum", .number(JSONNumber(max(count, 1))))
        if count == 0 {
            remark("none becomes none without requests, and one with them", value.offset, at: place, service)
        }
    }

    private mutating func remark(_ problem: String, _ offset: Int?, at place: FieldPath, _ service: String? = nil) {
        var diagnostic = document.located(Diagnostic(problem: problem, field: place, source: source), at: offset)
        // The line may hold the value of a secret.
        diagnostic.line = nil
        remarks.append(Remark(place: diagnostic, service: service))
    }
}

extension ComposeImport {
    /// The manifest with comments.
    ///
    /// - Throws: An error of the YAML writer, which no document is known to cause.
    func manifest() throws -> String {
        var text = """
            # yaml-language-server: $schema=cloudctl.schema.json
            # $schema: cloudctl.schema.json
            #
            # Made of \(Self.commented(source)) by cloudctl init. Read what is said of each service, then:
            #
            #   cloudctl check cloudctl.yaml                   would it run, and where?
            #   cloudctl diff -f cloudctl.yaml                 what would change at the target?

            apiVersion: cloudctl/v1

            """
        text += lines(remarks.filter { remark in !services.contains { $0.name == remark.service } }, indent: "")
        if let application { text += try YAMLWriter.text(JSONDocument(["application": .string(application)])) }
        text += "\nservices:\n"
        for service in services {
            text += lines(remarks.filter { $0.service == service.name }, indent: "  ")
            let block = try YAMLWriter.text(JSONDocument(.object([service.name: .object(service.fields)])))
            for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
                text += line.isEmpty ? "\n" : "  \(line)\n"
            }
        }
        return text
    }

    private func lines(_ remarks: [Remark], indent: String) -> String {
        remarks.map { remark in
            let place = "\(Self.commented(source)):\(remark.line.map(String.init) ?? "?")"
            let field = remark.place.field?.description ?? ""
            return "\(indent)# \(place): \(Self.commented(field)): \(Self.commented(remark.place.problem))\n"
        }.joined()
    }

    /// A text that ends no comment.
    private static func commented(_ text: String) -> String { TerminalText.escaped(text) }
}
