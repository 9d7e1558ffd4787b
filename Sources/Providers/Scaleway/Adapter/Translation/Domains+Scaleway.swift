import CloudContainers

extension ScalewayDialect {
    static let domainRules: [FieldRule] = [
        FieldRule(
            "domains[].hostname",
            "domains[].host",
            .both,
            "3 to 63 characters, no wildcard, at most 50; DNS must lead to the container before the domain is added.",
            [.domainStage, .domainWildcard, .domainLong, .domainCount, .domainWebSocket]
        ),
        FieldRule("domains[].tags", nil, .read, "Tags of a domain have no counterpart.", [.tagDropped]),
        FieldRule("domains[].container_id", nil, .both, "The container that the domain leads to."),
        FieldRule("domains[].*", nil, .read, "A fact of the source."),
    ]
}

extension ScalewayReader {
    mutating func readDomains() {
        for (index, wire) in (bundle.domains.value ?? []).enumerated() {
            let path = FieldPath("domains").appending(index)
            for name in ScalewayDomain.memberNames where name != "hostname" && name != "tags" {
                ledger.record([path.appending(name)], to: [], .noted)
            }
            for (tagIndex, tag) in (wire.tags.value ?? []).enumerated() {
                let finding = Finding(.tagDropped, .dropped, subject: tag, before: .text(tag))
                ledger.record([path.appending("tags").appending(tagIndex)], to: [], .exact, [finding])
            }
            ledger.recordEmpty(path, path.appending("tags"))
            guard let host = wire.hostname.value else { continue }
            ledger.record(
                [path.appending("hostname")],
                to: [FieldPath("domains").appending(spec.domains.count).appending("host")]
            )
            spec.domains.append(CustomDomain(host: host))
        }
        ledger.recordEmpty("domains")
    }
}

extension ScalewayWriter {
    /// The domains that a container may have (Scaleway documentation).
    private static let mostDomains = 50

    mutating func writeDomains() {
        var domains: [ScalewayDomain] = []
        for (index, domain) in spec.domains.enumerated() {
            let path = FieldPath("domains").appending(index)
            let finding: Finding? =
                if domain.host.hasPrefix("*") {
                    Finding(.domainWildcard, .dropped, subject: domain.host)
                } else if !(3...63).contains(domain.host.unicodeScalars.count) {
                    Finding(.domainLong, .dropped, subject: domain.host)
                } else if domains.count == Self.mostDomains {
                    Finding(.domainCount, .dropped, subject: domain.host)
                } else {
                    nil
                }
            if let finding {
                record([path], to: [], .exact, [finding])
                continue
            }
            let target = FieldPath("domains").appending(domains.count)
            var wire = ScalewayDomain()
            wire.containerID = .value("{container}")
            wire.hostname = .value(domain.host)
            domains.append(wire)
            record(
                [path.appending("host")],
                to: [target.appending("hostname"), target.appending("container_id")],
                .exact,
                [
                    Finding(.domainStage, .noted, subject: domain.host),
                    Finding(.domainWebSocket, .noted, subject: domain.host),
                ]
            )
            if domain.usesCDN == true {
                record(
                    [path.appending("cdn")],
                    to: [],
                    .exact,
                    [Finding(.domainCDN, .dropped, subject: domain.host)]
                )
            } else {
                record([path.appending("cdn")])
            }
            if domain.generatesCertificate == false {
                record(
                    [path.appending("certificate")],
                    to: [],
                    .exact,
                    [Finding(.domainCertificate, .replaced, subject: domain.host)]
                )
            } else {
                record([path.appending("certificate")])
            }
        }
        if !domains.isEmpty { bundle.domains = .value(domains) }
    }
}
