import CloudContainers

extension QoveryDialect {
    static let portRules: [FieldRule] = [
        FieldRule("container.ports[].id", nil, .both, "A fact of the source; an update keeps it."),
        FieldRule(
            "container.ports[].name",
            "ports[].name",
            .both,
            "A name unique in the service; p and the number where absent."
        ),
        FieldRule(
            "container.ports[].internal_port",
            "ports[].number",
            .both,
            "1 to 65535.",
            [.portDropped, .portTCP]
        ),
        FieldRule(
            "container.ports[].external_port",
            "ports[].external",
            .both,
            "443 for public HTTP and GRPC, always; the same as inside for TCP and UDP."
        ),
        FieldRule(
            "container.ports[].publicly_accessible",
            "ports[].exposure",
            .both,
            "true is public, false is cluster; a port protected by a token has no counterpart.",
            [.portToken, .privacyChosen]
        ),
        FieldRule(
            "container.ports[].is_default",
            "ports[].default",
            .both,
            "The port that the bare address leads to; the API makes at least one true."
        ),
        FieldRule(
            "container.ports[].protocol",
            "ports[].protocol",
            .both,
            "HTTP, GRPC, TCP, UDP; h2c becomes GRPC. HTTP where absent.",
            [.portGRPC]
        ),
        FieldRule(
            "container.ports[].public_path",
            "ports[].path",
            .both,
            "Public HTTP and GRPC ports only.",
            [.portPath]
        ),
        FieldRule(
            "container.ports[].public_path_rewrite",
            "ports[].pathRewrite",
            .both,
            "Public HTTP and GRPC ports only.",
            [.portPath]
        ),
        FieldRule(
            "advanced_settings[\"network.ingress.force_ssl_redirect\"]",
            "httpsOnly",
            .both,
            "Plain HTTP is redirected; true where absent.",
            [.defaultAssumed]
        ),
        FieldRule(
            "advanced_settings[\"network.gateway_api.force_ssl_redirect\"]",
            "httpsOnly",
            .both,
            "The same on clusters with the Envoy gateway.",
            [.wordUnknown]
        ),
    ]

    static let forceHTTPS = "network.ingress.force_ssl_redirect"
    /// The same on clusters with the Envoy gateway; the API's document does not name it.
    static let forceHTTPSOnGateway = "network.gateway_api.force_ssl_redirect"
}

extension QoveryReader {
    mutating func readPorts() throws(WireError) {
        for (index, wire) in (container.ports.value ?? []).enumerated() {
            let path = FieldPath("container.ports").appending(index)
            let target = FieldPath("ports").appending(index)
            guard let number = try amount(wire.internalPort, path.appending("internal_port"), PortNumber.init(_:))
            else {
                throw WireError(
                    Diagnostic(problem: "a required field is missing", field: path.appending("internal_port")),
                    offset: nil
                )
            }
            var port = Port(number)
            port.name = wire.name.value
            port.transport = Port.TransportProtocol(rawValue: (wire.protocolWord.value ?? "HTTP").lowercased())
            port.exposure = wire.publiclyAccessible.value == true ? .public : .cluster
            port.isDefault = wire.isDefault.value
            port.path = wire.publicPath.value
            port.pathRewrite = wire.publicPathRewrite.value
            let external = try amount(wire.externalPort, path.appending("external_port"), PortNumber.init(_:))
            let isUsual = external == number || external?.value == 443 || port.exposure == .cluster
            if !isUsual { port.externalNumber = external }
            spec.ports.append(port)

            ledger.record([path.appending("id")], to: [], .noted)
            let pairs = [
                ("name", "name"), ("internal_port", "number"), ("is_default", "default"), ("public_path", "path"),
                ("public_path_rewrite", "pathRewrite"),
            ]
            for (from, to) in pairs { ledger.record([path.appending(from)], to: [target.appending(to)]) }
            // The usual one follows from the rest, and that of a private port is not stored.
            ledger.record(
                [path.appending("external_port")],
                to: isUsual ? [] : [target.appending("external")],
                isUsual ? .noted : .exact
            )
            ledger.record([path.appending("publicly_accessible")], to: [target.appending("exposure")], .converted)
            if wire.protocolWord.value == nil {
                let finding = Finding(.defaultAssumed, .defaulted, subject: "protocol", after: .text("HTTP"))
                ledger.record([], to: [target.appending("protocol")], .defaulted, [finding])
            }
            ledger.record([path.appending("protocol")], to: [target.appending("protocol")], .converted)
        }
        ledger.record(["container.ports"], to: [])

        let onGateway = advanced.bool(QoveryDialect.forceHTTPSOnGateway)
        let onIngress = advanced.bool(QoveryDialect.forceHTTPS)
        if let isForced = given.ingress == .gateway ? onGateway ?? onIngress : onIngress ?? onGateway {
            spec.httpsOnly = isForced
        } else {
            spec.httpsOnly = true
            assume(QoveryDialect.forceHTTPS, is: .boolean(true), for: "httpsOnly")
        }
        var differing: [Finding] = []
        if given.ingress == nil, let onGateway, let onIngress, onGateway != onIngress {
            let detail = "the two proxies say different things; --ingress chooses one"
            differing.append(
                Finding(
                    .wordUnknown,
                    .approximated,
                    subject: QoveryDialect.forceHTTPSOnGateway,
                    before: .boolean(onGateway),
                    after: .boolean(onIngress),
                    detail: detail
                )
            )
        }
        ledger.record(
            [.advanced(QoveryDialect.forceHTTPS), .advanced(QoveryDialect.forceHTTPSOnGateway)],
            to: ["httpsOnly"],
            .converted,
            differing
        )
    }
}

extension QoveryWriter {
    mutating func writePorts() {
        let hasDefault = spec.ports.contains { $0.isDefault == true }
        let first = spec.ports.firstIndex { $0.exposure != .cluster && !$0.isRaw } ?? 0
        var wires: [QoveryPort] = []
        for (index, port) in spec.ports.enumerated() {
            let path = FieldPath("ports").appending(index)
            let target = FieldPath("container.ports").appending(index)
            var wire = QoveryPort()
            wire.name = Member(port.name)
            wire.internalPort = .value(port.number.value)
            wire.publicPath = Member(port.path)
            wire.publicPathRewrite = Member(port.pathRewrite)
            record([path.appending("name")], to: [target.appending("name")])
            record([path.appending("number")], to: [target.appending("internal_port")])
            record([path.appending("path")], to: [target.appending("public_path")])
            record([path.appending("pathRewrite")], to: [target.appending("public_path_rewrite")])

            if hasDefault {
                wire.isDefault = Member(port.isDefault)
            } else {
                // The API makes one true if none is, so that one is said.
                wire.isDefault = .value(index == first)
            }
            record([path.appending("default")], to: [target.appending("is_default")])
            writeExposure(of: port, to: &wire, path, target)
            writeTransport(of: port, to: &wire, path, target)
            wires.append(wire)
        }
        if !wires.isEmpty { container.ports = .value(wires) }
        if let httpsOnly = spec.httpsOnly {
            if given.ingress != .gateway { set(QoveryDialect.forceHTTPS, .bool(httpsOnly), from: ["httpsOnly"]) }
            // On a cluster of either kind only its own key counts; the default is true on both.
            if given.ingress == .gateway || (given.ingress == nil && !httpsOnly) {
                set(QoveryDialect.forceHTTPSOnGateway, .bool(httpsOnly), from: ["httpsOnly"])
            }
        }
    }

    private mutating func writeExposure(
        of port: Port,
        to wire: inout QoveryPort,
        _ path: FieldPath,
        _ target: FieldPath
    ) {
        var findings: [Finding] = []
        var isPublic = port.exposure == .public
        if port.exposure == .token {
            if given.exposed.contains(spec.name) || given.privacy[spec.name] == .public {
                isPublic = true
                findings.append(Finding(.privacyChosen, .noted, before: .text("token"), after: .text("public")))
            } else if given.privacy[spec.name] == .private {
                findings.append(Finding(.privacyChosen, .noted, before: .text("token"), after: .text("cluster")))
            } else {
                findings.append(
                    Finding(
                        .portToken,
                        .blocked,
                        before: .text("token"),
                        resolution: "--expose \(spec.name), or --privacy \(spec.name)=private"
                    )
                )
            }
        } else if port.exposure == .public, given.privacy[spec.name] == .private {
            isPublic = false
            findings.append(Finding(.privacyChosen, .noted, before: .text("public"), after: .text("cluster")))
        }
        wire.publiclyAccessible = .value(isPublic)
        // Of a private port the API keeps none.
        if isPublic, let external = port.externalNumber ?? (port.isRaw ? nil : .of(443)) {
            wire.externalPort = .value(external.value)
        }
        record(
            [path.appending("exposure")] + (isPublic ? [path.appending("external")] : []),
            to: [target.appending("publicly_accessible"), target.appending("external_port")],
            .converted,
            findings
        )
        if !isPublic { record([path.appending("external")], to: [], .noted) }
    }

    private mutating func writeTransport(
        of port: Port,
        to wire: inout QoveryPort,
        _ path: FieldPath,
        _ target: FieldPath
    ) {
        var findings: [Finding] = []
        if port.transport == .h2c {
            wire.protocolWord = .value("GRPC")
            findings.append(Finding(.portGRPC, .approximated, before: .text("h2c"), after: .text("GRPC")))
        } else {
            wire.protocolWord = .value(port.transport.rawValue.uppercased())
        }
        record([path.appending("protocol")], to: [target.appending("protocol")], .converted, findings)
    }
}

extension Port {
    /// Whether it carries bytes, and no requests that lead to an address.
    fileprivate var isRaw: Bool { transport == .tcp || transport == .udp }
}
