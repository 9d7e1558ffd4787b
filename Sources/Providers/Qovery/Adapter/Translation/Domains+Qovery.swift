import CloudContainers

extension QoveryDialect {
    static let domainRules: [FieldRule] = [
        FieldRule(
            "custom_domains[].domain",
            "domains[].host",
            .both,
            "A host name; a wildcard is accepted.",
            [.domainStage]
        ),
        FieldRule(
            "custom_domains[].generate_certificate",
            "domains[].certificate",
            .both,
            "Whether Qovery makes the certificate.",
            [.domainCertificate]
        ),
        FieldRule("custom_domains[].use_cdn", "domains[].cdn", .both, "Whether a CDN stands before it.", [.domainCDN]),
        FieldRule("custom_domains[].*", nil, .read, "A fact of the source."),
    ]
}

extension QoveryReader {
    mutating func readDomains() {
        for (index, wire) in (bundle.customDomains.value ?? []).enumerated() {
            let path = FieldPath("custom_domains").appending(index)
            for name in ["id", "created_at", "updated_at", "validation_domain", "status"] {
                ledger.record([path.appending(name)], to: [], .noted)
            }
            var domain = CustomDomain(host: wire.domain.value ?? "")
            domain.generatesCertificate = wire.generateCertificate.value
            domain.usesCDN = wire.useCDN.value
            spec.domains.append(domain)
            let target = FieldPath("domains").appending(index)
            ledger.record([path.appending("domain")], to: [target.appending("host")])
            ledger.record([path.appending("generate_certificate")], to: [target.appending("certificate")])
            ledger.record([path.appending("use_cdn")], to: [target.appending("cdn")])
        }
        ledger.record(["custom_domains"], to: [])
    }
}

extension QoveryWriter {
    mutating func writeDomains() {
        guard !spec.domains.isEmpty else { return }
        var wires: [QoveryDomain] = []
        for (index, domain) in spec.domains.enumerated() {
            let path = FieldPath("domains").appending(index)
            let target = FieldPath("custom_domains").appending(index)
            var wire = QoveryDomain()
            wire.domain = .value(domain.host)
            wire.generateCertificate = .value(domain.generatesCertificate ?? true)
            wire.useCDN = Member(domain.usesCDN)
            wires.append(wire)
            record(
                [path.appending("host")],
                to: [target.appending("domain")],
                .exact,
                [Finding(.domainStage, .noted, subject: domain.host)]
            )
            record([path.appending("certificate")], to: [target.appending("generate_certificate")])
            record([path.appending("cdn")], to: [target.appending("use_cdn")])
        }
        bundle.customDomains = .value(wires)
    }
}
