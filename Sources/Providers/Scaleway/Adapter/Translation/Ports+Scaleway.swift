import CloudContainers

extension ScalewayDialect {
    static let portRules: [FieldRule] = [
        FieldRule(
            "container.port",
            "ports[].number",
            .both,
            "One port; 1 to 65535 but not 8008, 8012, 8013, 8022, 9090, 9091. Of several the default public HTTP port.",
            [.portReserved, .portDropped, .portNone, .portPrivate, .portTCP, .portPath, .portName, .defaultAssumed]
        ),
        FieldRule(
            "container.protocol",
            "ports[].protocol",
            .both,
            "http1 is http, h2c is h2c or grpc.",
            [.portGRPC, .wordUnknown, .defaultAssumed]
        ),
        FieldRule(
            "container.privacy",
            "ports[].exposure",
            .both,
            "public is everybody, private is callers with a token; there is no port inside a cluster only.",
            [.portPrivate, .privacyChosen, .wordUnknown, .defaultAssumed]
        ),
        FieldRule(
            "container.https_connections_only",
            "httpsOnly",
            .both,
            "Plain HTTP is redirected.",
            [.defaultAssumed]
        ),
        FieldRule(
            "container.https_connection_only",
            "httpsOnly",
            .write,
            "The same in an update, spelt without the s."
        ),
    ]

    static let reservedPorts: Set<Int> = [8008, 8012, 8013, 8022, 9090, 9091]
}

extension ScalewayReader {
    mutating func readPorts() throws(WireError) {
        var port = Port(.of(8080))
        port.isDefault = true
        if let number = try amount(container.port, "container.port", PortNumber.init(_:)) {
            port.number = number
        } else {
            assume("port", is: .number(8080), for: "ports[0].number")
        }
        ledger.record(["container.port"], to: ["ports[0].number", "ports[0].default"])

        switch container.protocolWord.value ?? "unknown_protocol" {
        case "http1": port.transport = .http
        case "h2c": port.transport = .h2c
        case "unknown_protocol": assume("protocol", is: .text("http1"), for: "ports[0].protocol")
        case let word:
            port.transport = .http
            let finding = Finding(.wordUnknown, .replaced, before: .text(word), after: .text("http"))
            ledger.record(["container.protocol"], to: ["ports[0].protocol"], .exact, [finding])
        }
        ledger.record(["container.protocol"], to: ["ports[0].protocol"], .converted)

        switch container.privacy.value ?? "unknown_privacy" {
        case "public": port.exposure = .public
        case "private": port.exposure = .token
        case "unknown_privacy": assume("privacy", is: .text("public"), for: "ports[0].exposure")
        case let word:
            // A word that is not known might be a narrower one: the narrowest that exists here is the safe reading.
            port.exposure = .token
            let finding = Finding(.wordUnknown, .replaced, before: .text(word), after: .text("token"))
            ledger.record(["container.privacy"], to: ["ports[0].exposure"], .exact, [finding])
        }
        ledger.record(["container.privacy"], to: ["ports[0].exposure"], .converted)
        spec.ports = [port]

        let httpsOnly = container.httpsConnectionsOnly.value ?? container.httpsConnectionOnly.value
        spec.httpsOnly = httpsOnly ?? false
        if httpsOnly == nil { assume("https_connections_only", is: .boolean(false), for: "httpsOnly") }
        ledger.record(["container.https_connections_only", "container.https_connection_only"], to: ["httpsOnly"])
    }
}

extension ScalewayWriter {
    mutating func writePorts() {
        if let httpsOnly = spec.httpsOnly {
            container.httpsConnectionsOnly = .value(httpsOnly)
            record(["httpsOnly"], to: ["container.https_connections_only"])
        }
        guard !spec.ports.isEmpty else {
            return record([], to: [], .exact, [Finding(.portNone, .blocked)])
        }
        let speaksHTTP: (Port) -> Bool = { [.http, .h2c, .grpc].contains($0.transport) || !Self.isKnown($0.transport) }
        let reachable = spec.ports.indices.filter { spec.ports[$0].exposure != .cluster && speaksHTTP(spec.ports[$0]) }
        let inside = spec.ports.indices.filter { spec.ports[$0].exposure == .cluster && speaksHTTP(spec.ports[$0]) }
        let candidates = reachable.isEmpty ? inside : reachable
        let chosen = candidates.first { spec.ports[$0].isDefault == true } ?? candidates.first
        for index in spec.ports.indices where index != chosen { leaveOut(index) }
        if let chosen { write(chosen) }
    }

    private static func isKnown(_ transport: Port.TransportProtocol) -> Bool {
        [.http, .h2c, .grpc, .tcp, .udp].contains(transport)
    }

    private mutating func leaveOut(_ index: Int) {
        let port = spec.ports[index]
        let text = LedgerValue.text("\(port.transport.rawValue) \(port.number), \(port.exposure.rawValue)")
        let isOpenSocket = port.exposure != .cluster && [.tcp, .udp].contains(port.transport)
        let finding =
            isOpenSocket
            ? Finding(.portTCP, .blocked, before: text) : Finding(.portDropped, .dropped, before: text)
        record([FieldPath("ports").appending(index)], to: [], .exact, [finding])
        if !isOpenSocket, !spec.ports.contains(where: { $0.transport != .tcp && $0.transport != .udp }) {
            // A service that listens to its cluster by TCP only has nothing that could be called here.
            record([FieldPath("ports").appending(index)], to: [], .exact, [Finding(.portTCP, .blocked, before: text)])
        }
    }

    private mutating func write(_ index: Int) {
        let port = spec.ports[index]
        let path = FieldPath("ports").appending(index)
        var findings: [Finding] = []
        if ScalewayDialect.reservedPorts.contains(port.number.value) {
            findings.append(Finding(.portReserved, .blocked, before: .number(port.number.value)))
        }
        if port.name != nil || port.externalNumber.map({ ![80, 443].contains($0.value) }) ?? false {
            findings.append(
                Finding(.portName, .noted, before: port.name.map(LedgerValue.text) ?? .none)
            )
        }
        if let route = port.path, route != "/" || port.pathRewrite != nil {
            findings.append(Finding(.portPath, .dropped, before: .text(route)))
        } else if let rewrite = port.pathRewrite {
            findings.append(Finding(.portPath, .dropped, before: .text(rewrite)))
        }
        container.port = .value(port.number.value)
        record(
            [
                path.appending("number"), path.appending("name"), path.appending("default"),
                path.appending("external"), path.appending("path"), path.appending("pathRewrite"),
            ],
            to: ["container.port"],
            .exact,
            findings
        )
        writeTransport(port, path.appending("protocol"))
        writeExposure(port, path.appending("exposure"))
    }

    private mutating func writeTransport(_ port: Port, _ path: FieldPath) {
        var findings: [Finding] = []
        switch port.transport {
        case .http: container.protocolWord = .value("http1")
        case .h2c: container.protocolWord = .value("h2c")
        case .grpc:
            container.protocolWord = .value("h2c")
            findings.append(Finding(.portGRPC, .approximated, before: .text("grpc"), after: .text("h2c")))
        default:
            container.protocolWord = .value("http1")
            findings.append(
                Finding(.wordUnknown, .replaced, before: .text(port.transport.rawValue), after: .text("http1"))
            )
        }
        record([path], to: ["container.protocol"], .converted, findings)
    }

    private mutating func writeExposure(_ port: Port, _ path: FieldPath) {
        var findings: [Finding] = []
        let choice = given.privacy[spec.name]
        switch (port.exposure, choice) {
        case (.cluster, nil):
            findings.append(
                Finding(
                    .portPrivate,
                    .blocked,
                    before: .text("cluster"),
                    resolution: "--privacy \(spec.name)=private|public"
                )
            )
            container.privacy = .value("private")
        case (.cluster, .some(let choice)):
            container.privacy = .value(choice.rawValue)
            findings.append(
                Finding(.privacyChosen, .noted, before: .text("cluster"), after: .text(choice.rawValue))
            )
        case (.public, .some(.private)):
            container.privacy = .value("private")
            findings.append(Finding(.privacyChosen, .noted, before: .text("public"), after: .text("private")))
        case (.public, _): container.privacy = .value("public")
        case (.token, _): container.privacy = .value("private")
        }
        record([path], to: ["container.privacy"], .converted, findings)
    }
}
