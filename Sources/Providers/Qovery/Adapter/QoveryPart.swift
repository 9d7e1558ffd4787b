import CloudContainers

/// What a request beside a service's own one tells of it.
enum QoveryPart: Sendable {
    case variables(QoveryVariableList)
    case member(String, JSONValue)
    case endpoints([Container.Endpoint])
    case status(QoveryStatus)
}

extension QoveryContainerService {
    /// The variables of a container or a job.
    func variablesPart(of id: Container.ID, _ kind: QoveryServiceKind = .container) async throws -> QoveryPart {
        .variables(
            try await part(kind.variablesPath(of: id), id, "variables", of: kind) { json throws(WireError) in
                try QoveryVariableList(json, of: id.rawValue)
            }
        )
    }

    /// The advanced settings of a container or a job.
    func settingsPart(of id: Container.ID, _ kind: QoveryServiceKind = .container) async throws -> QoveryPart {
        let path = kind.path(of: id) + "/advancedSettings"
        return .member("advanced_settings", try await part(path, id, "advanced settings", of: kind) { $0 })
    }

    /// The network settings of a container.
    func networkPart(of id: Container.ID) async throws -> QoveryPart {
        let path = QoveryServiceKind.container.path(of: id) + "/network"
        return .member("network", try await part(path, id, "network") { $0 })
    }

    /// The domains of a container.
    func domainsPart(of id: Container.ID) async throws -> QoveryPart {
        let path = QoveryServiceKind.container.path(of: id) + "/customDomain"
        return .member("custom_domains", try await part(path, id, "domains", Self.elements))
    }

    /// The addresses of a container.
    func endpointsPart(of id: Container.ID) async throws -> QoveryPart {
        let path = QoveryServiceKind.container.path(of: id) + "/link"
        return .endpoints(
            try await part(path, id, "addresses") { json throws(WireError) in
                try Self.results(json) { link throws(WireError) in
                    Container.Endpoint(
                        url: try link.requiredText("url"),
                        isCustomDomain: link["is_qovery_domain"]?.bool == false
                    )
                }
            }
        )
    }

    /// The status of a container or a job.
    func statusPart(of id: Container.ID, _ kind: QoveryServiceKind = .container) async throws -> QoveryPart {
        let path = kind.path(of: id) + "/status"
        return .status(
            try await part(path, id, "status", of: kind) { json throws(WireError) in try QoveryStatus(json) }
        )
    }
}

extension JSONObject {
    /// Adds what parts tell of a service to its bundle.
    ///
    /// - Returns: The addresses and the status, which are no members of it.
    mutating func add(_ parts: [QoveryPart]) -> (endpoints: [Container.Endpoint], status: QoveryStatus?) {
        var (endpoints, status): ([Container.Endpoint], QoveryStatus?) = ([], nil)
        for part in parts {
            switch part {
            case .variables(let list): list.add(to: &self)
            case .member(let name, let value): set(name, value)
            case .endpoints(let links): endpoints = links
            case .status(let answer): status = answer
            }
        }
        return (endpoints, status)
    }
}
