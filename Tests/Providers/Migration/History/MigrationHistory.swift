import CloudContainers

/// What happened in all runs of one migration, in its order, as seen from outside of the engine.
struct MigrationHistory: Sendable {
    /// Whose simulator a request went to.
    enum Side: String, Sendable { case source, target }

    /// A request that was sent to a simulator.
    struct Call: Sendable {
        var number: Int
        var side: Side
        var method: String
        var path: String
        var operation: String

        var isWrite: Bool { method != "GET" }
        var words: String { "\(number). \(method) \(path) (\(operation)) at the \(side.rawValue)" }
    }

    /// Something that happened.
    enum Entry: Sendable {
        /// A process began with what is in the journal.
        case began
        /// A request left for the simulator.
        case sent(Call)
        /// Its answer came back, as far as the simulator is concerned.
        case answered(Int, status: Int)
        /// A line of the journal was on disk.
        case noted(String)
        /// The process ended, or its journal could not be written any more.
        case killed
        /// Somebody asked the run to stop after what is under way.
        case stopAsked
        /// The run was cancelled.
        case cancelled
        /// Somebody asked to retire the source.
        case retiring
    }

    var entries: [Entry] = []

    /// The requests, in the order in which they were sent.
    var calls: [Call] { entries.compactMap { if case .sent(let call) = $0 { call } else { nil } } }
    /// How often a process ended.
    var kills: Int { entries.count { if case .killed = $0 { true } else { false } } }
}

/// What a side holds at the end.
struct FinalState: Sendable, Hashable {
    /// One container, or one job.
    struct Service: Sendable, Hashable {
        var name: String
        /// The migration that it says it belongs to.
        var owner: String?
        /// All that the provider has about it.
        var payload: JSONValue
    }

    var services: [Service] = []

    /// The containers of the namespace with a name, or of none.
    init(of service: any ContainerService, namespace name: String) async throws {
        guard let place = try await service.namespace(named: name) else { return }
        var ids = [place.id.rawValue: "the namespace"]
        var found: [Container] = []
        for listed in try await service.completeContainers(in: place.id) {
            ids[listed.id.rawValue] = "the id of \(listed.spec.name)"
            found.append(try await service.container(listed.id))
        }
        var jobs: [Job] = []
        if let service = service.jobs {
            for try await listed in service.allJobs(in: place.id) {
                ids[listed.id.rawValue] = "the id of the job \(listed.spec.name)"
                jobs.append(try await service.job(listed.id))
            }
        }
        let mapping = Mapping(ids: ids)
        services = found.map {
            Service(name: $0.spec.name, owner: $0.spec.owner, payload: mapping.mapped($0.bundle.root))
        }
        services += jobs.map {
            Service(name: "job \($0.spec.name)", owner: $0.spec.owner, payload: mapping.mapped($0.bundle.root))
        }
        services.sort { $0.name < $1.name }
    }

    init(_ services: [Service]) { self.services = services }
}

/// Takes out of a payload what differs from run to run: ids, dates, salts.
private struct Mapping {
    let ids: [String: String]

    func mapped(_ value: JSONValue) -> JSONValue {
        switch value.content {
        case .null, .bool, .number: value
        case .string(let text): .string(mapped(text))
        case .array(let elements):
            // Lists come in the order of creation, which side by side is not always the same.
            .array(elements.map(mapped).sorted { $0.text(.compact) < $1.text(.compact) })
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { .init(name: $0.name, value: mapped($0.value)) }.sorted { $0.name < $1.name }
                )
            )
        }
    }

    private func mapped(_ text: String) -> String {
        if let name = ids[text] { return name }
        if text.hasPrefix("$argon2id$") { return "a hash" }
        if (try? Timestamp(parsing: text)) != nil { return "a time" }
        var result = text
        for (id, name) in ids {
            result.replace(id, with: name)
            // Host names hold a part of the id, and built-in variables in capitals.
            if let part = id.split(separator: "-").first {
                for spelling in [String(part), part.uppercased()] {
                    result.replace(spelling, with: "a part of \(name)")
                }
            }
        }
        return result.isUUID ? "another id" : result
    }
}
