import CloudContainers
import SimulationKit

/// Version 1beta1 over the same state.
extension ScalewaySimulator {
    func performOnLegacy(
        _ steps: [String],
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        do throws(ScalewayErrorAnswer) {
            switch (steps.first, steps.count) {
            case ("namespaces", 1...2): return try performOnLegacyNamespaces(steps, request, at: moment)
            case ("containers", 1...2): return try performOnLegacyContainers(steps, request, at: moment)
            case ("containers", 3) where steps[2] == "deploy":
                try allow([.post], request)
                let id = try checked(steps[1], "container_id")
                _ = try redeployContainer(id, at: moment)
                return try container(id).legacyJSON
            case ("domains", 1...2): return try performOnLegacyDomains(steps, request, at: moment)
            case ("tokens", 1...2): return try performOnLegacyTokens(steps, request, at: moment)
            case ("crons", 1...2): return try performOnLegacyCrons(steps, request, at: moment)
            default: throw ScalewayErrorAnswer.untyped(404, "not found")
            }
        } catch {
            throw error.legacy
        }
    }

    private func performOnLegacyNamespaces(
        _ steps: [String],
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        if steps.count == 1 {
            try allow([.get, .post], request)
            if request.method == .get { return try list(steps[0], ListQuery(request), isLegacy: true) }
            let translated = LegacyRequest(try arguments(of: request).object, over: nil)
            var namespace = try makeNamespace(ArgumentReader(translated.translation), at: moment)
            namespace.registryID = makeRegistryNamespace(namespace.registryName, at: moment).id
            namespaces[namespace.id] = namespace
            return namespace.legacyJSON
        }
        try allow([.get, .patch, .delete], request)
        let id = try checked(steps[1], "namespace_id")
        let old = try namespace(id)
        switch request.method {
        case .patch:
            let body = try arguments(of: request).object
            let translated = LegacyRequest(body, over: old.variables.secrets.keys.sorted())
            _ = try updateNamespace(id, ArgumentReader(translated.translation), at: moment)
        case .delete: _ = try deleteNamespace(id, at: moment)
        default: break
        }
        return try namespace(id).legacyJSON
    }

    /// A creation only stores the container; a change runs it.
    private func performOnLegacyContainers(
        _ steps: [String],
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        if steps.count == 1 {
            try allow([.get, .post], request)
            if request.method == .get { return try list(steps[0], ListQuery(request), isLegacy: true) }
            let translated = LegacyRequest(try arguments(of: request).object, over: nil)
            var object = translated.translation
            if object["image"]?.isNull ?? true, let name = object["name"]?.string,
                let owner = object["namespace_id"]?.string.flatMap({ namespaces[$0.lowercased()] })
            {
                object.set("image", .string("rg.\(owner.region).scw.cloud/\(owner.registryName)/\(name):latest"))
            }
            var container = try makeContainer(ArgumentReader(object), deploys: false, at: moment)
            container.secretOrder = translated.secretOrder
            containers[container.id] = container
            return container.legacyJSON
        }
        try allow([.get, .patch, .delete], request)
        let id = try checked(steps[1], "container_id")
        let old = try container(id)
        switch request.method {
        case .patch:
            let names = old.settings.variables.secrets.keys.sorted()
            let order = old.secretOrder.filter(names.contains) + names.filter { !old.secretOrder.contains($0) }
            let body = try arguments(of: request).object
            let translated = LegacyRequest(body, over: order, probe: old.settings.livenessProbe)
            let reader = ArgumentReader(translated.translation)
            _ = try updateContainer(id, reader, alwaysDeploys: true, at: moment)
            containers[id]?.secretOrder = translated.secretOrder
        case .delete: _ = try deleteContainer(id, at: moment)
        default: break
        }
        return try container(id).legacyJSON
    }

    private func performOnLegacyDomains(
        _ steps: [String],
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        if steps.count == 1 {
            try allow([.get, .post], request)
            if request.method == .get { return try list(steps[0], ListQuery(request), isLegacy: true) }
            let made = try createDomain(arguments(of: request), at: moment)
            return try domain(made["id"]?.string ?? "").legacyJSON
        }
        try allow([.get, .delete], request)
        let id = try checked(steps[1], "domain_id")
        if request.method == .delete { _ = try deleteDomain(id, at: moment) }
        return try domain(id).legacyJSON
    }

    private func performOnLegacyTokens(
        _ steps: [String],
        _ request: SimulatedRequest,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        if steps.count == 1 {
            try allow([.get, .post], request)
            if request.method == .post { return try createLegacyToken(arguments(of: request), at: moment) }
            var query = ListQuery(request)
            let container = query.uuid("container_id")
            let namespace = query.uuid("namespace_id")
            return try query.answer(legacyTokens, defaultPageSize: configuration.defaultPageSize) { token in
                container.map { token.container == $0 } ?? true && namespace.map { token.namespace == $0 } ?? true
            }
        }
        try allow([.get, .delete], request)
        let id = try checked(steps[1], "token_id")
        guard var token = legacyTokens[id] else { throw .notFound(StoredLegacyToken.kind, id) }
        if request.method == .delete {
            let due = due(configuration.durations.triggerGone, moment)
            token.lifecycle.begin(.deleting, until: due, then: .gone)
            legacyTokens[id] = token
        }
        return token.json
    }

    private func createLegacyToken(
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var problems = ArgumentProblems()
        let owner = (
            container: reader.uuid("container_id", &problems), namespace: reader.uuid("namespace_id", &problems)
        )
        if (owner.container == nil) == (owner.namespace == nil) {
            problems.add("container_id", .constraint, "exactly one of container_id, namespace_id must be set")
        }
        let description = reader.text("description", length: 0...255, &problems) ?? ""
        let text = reader.text("expires_at", &problems)
        let expires = text.flatMap { try? Timestamp(parsing: $0) }
        if text != nil, expires == nil { problems.add("expires_at", .format, "value must be a time") }
        try problems.check()
        if let id = owner.container { _ = try container(id) }
        if let id = owner.namespace { _ = try namespace(id) }
        let token = StoredLegacyToken(
            id: chance.uuid(),
            container: owner.container,
            namespace: owner.namespace,
            description: description,
            expires: expires,
            sequence: moment.tick,
            createdAt: moment.stamp,
            updatedAt: moment.stamp,
            lifecycle: Lifecycle(.creating, until: due(configuration.durations.triggerReady, moment), then: .ready)
        )
        legacyTokens[token.id] = token
        return token.creationJSON
    }
}

extension ScalewayErrorAnswer {
    /// The answer in the words of version 1beta1, which says of a missing resource only what it is.
    fileprivate var legacy: ScalewayErrorAnswer {
        guard status == 404, let kind = body?["resource"]?.string else { return self }
        return .untyped(404, "\(kind.prefix(1).uppercased() + kind.dropFirst()) was not found")
    }
}
