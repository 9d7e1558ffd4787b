import CloudContainers

extension Migration {
    /// Refuses a plan whose source is not as it was, and says what changed.
    func checkSource(_ services: [PlannedService], _ jobs: [PlannedJob]) async throws {
        let source = try source
        var told = try await changes(of: services) { service in
            let live = try await source.container(service.source)
            return (source.dialect.basis(of: live.bundle), live.spec.fieldFingerprints)
        }
        if !jobs.isEmpty, let account = source.jobs {
            told += try await changes(of: jobs) { job in
                let live = try await account.job(job.source)
                return (account.dialect.basis(of: live.bundle), live.spec.fieldFingerprints)
            }
        }
        guard !told.isEmpty else { return }
        throw ContainerServiceError(
            .conflict,
            "the source has changed since the plan was made; plan again (\(told.joined(separator: "; ")))",
            provider: plan.source.provider
        )
    }

    /// What is said of each part that is not as it was when the plan was made.
    private func changes<Part: ReferringPart>(
        of parts: [Part],
        _ read: @escaping @Sendable (Part) async throws -> (basis: String, fields: OrderedMap<String>)
    ) async throws -> [String] {
        try await concurrently(parts, atMost: options.concurrency) { part -> String? in
            do {
                let now = try await read(part)
                guard now.basis != part.sourceBasis else { return nil }
                let fields = part.sourceFields.changes(to: now.fields)
                let unnamed = "a secret, or what only \(plan.source.provider) knows"
                return "\(part.key): " + (fields.isEmpty ? unnamed : fields)
            } catch let error as ContainerServiceError where error.code == .notFound {
                return "\(part.key) is gone"
            }
        }.compactMap(\.self)
    }
}

extension OrderedMap<String> {
    /// The paths of fingerprints that are not as they were, for a person.
    fileprivate func changes(to now: OrderedMap<String>) -> String {
        let paths = Set(now.keys).union(keys).filter { now[$0] != self[$0] }.sorted()
        let shown = paths.prefix(5).joined(separator: ", ")
        return paths.count > 5 ? "\(shown) and \(paths.count - 5) more" : shown
    }
}
