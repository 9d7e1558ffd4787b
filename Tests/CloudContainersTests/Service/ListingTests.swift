import CloudContainers
import InMemoryContainers
import Testing

/// A list of pages that changes while it is read.
@Suite("Listing") struct ListingTests {
    /// Pages by the number of elements before them, as a server with page numbers gives them.
    private actor Shelf {
        var items: [String]
        private let size: Int
        private(set) var asked = 0
        private let act: @Sendable (Int, inout [String]) -> Void

        init(_ items: [String], size: Int, _ act: @escaping @Sendable (Int, inout [String]) -> Void) {
            self.items = items
            self.size = size
            self.act = act
        }

        func page(_ token: PageToken?) throws -> Page<Container> {
            asked += 1
            act(asked, &items)
            let start = token.flatMap { Int($0.rawValue) } ?? 0
            let image = try ImageReference(parsing: "nginx")
            let elements = items.dropFirst(start).prefix(size).map { name in
                Container(
                    id: Container.ID(rawValue: name),
                    namespace: Namespace.ID(rawValue: "n"),
                    spec: ContainerSpec(name: name, image: image),
                    status: ContainerStatus(.ready, providerWord: "ready"),
                    bundle: JSONDocument(.null)
                )
            }
            let seen = start + elements.count
            let isLast = elements.isEmpty || seen >= items.count
            return Page(elements, next: isLast ? nil : PageToken(rawValue: "\(seen)"), total: items.count)
        }
    }

    private func service(_ shelf: Shelf) -> ScriptedService {
        ScriptedService(containers: { token in try await shelf.page(token) })
    }

    private static let names = (0..<8).map { "c\($0)" }
    private static let namespace = Namespace.ID(rawValue: "n")

    @Test("row 23: one change at any page and place: nothing twice, and a complete list is complete", arguments: 2...4)
    func oneChange(_ point: Int) async throws {
        for place in 0..<8 {
            for isAdded in [true, false] {
                let act: @Sendable (Int, inout [String]) -> Void = { number, items in
                    guard number == point else { return }
                    if isAdded { items.insert("new", at: place) } else { items.remove(at: place) }
                }
                let first = Shelf(Self.names, size: 2, act)
                var seen: [String] = []
                for try await container in service(first).allContainers(in: Self.namespace) {
                    seen.append(container.id.rawValue)
                }
                #expect(Set(seen).count == seen.count, "\(place) \(isAdded)")
                let second = Shelf(Self.names, size: 2, act)
                let complete = try await service(second).completeContainers(in: Self.namespace)
                #expect(complete.map(\.id.rawValue) == (await second.items), "\(place) \(isAdded)")
            }
        }
    }

    @Test("row 23: a list that never stands still is given up after three readings") func givesUp() async throws {
        let shelf = Shelf(Self.names, size: 4) { number, items in items.append("new-\(number)") }
        let error = await #expect(throws: ContainerServiceError.self) {
            try await service(shelf).completeContainers(in: Self.namespace)
        }
        #expect(error?.code == .conflict && error?.isRetryable == true)
    }

    @Test("row 24: a server that repeats a page ends", arguments: [10, 1000])
    func endsRepetition(_ total: Int) async throws {
        let shelf = Shelf(Self.names, size: 4) { _, _ in }
        let service = ScriptedService(containers: { token in
            var page = try await shelf.page(nil)
            page.total = total
            page.next = PageToken(rawValue: "\((token.flatMap { Int($0.rawValue) } ?? 0) + 4)")
            return page
        })
        var count = 0
        for try await _ in service.allContainers(in: Self.namespace) { count += 1 }
        #expect(count == 4)
        #expect(await shelf.asked == 2)
        await #expect(throws: ContainerServiceError.self) {
            try await service.completeContainers(in: Self.namespace)
        }
        #expect(await shelf.asked == 2 + 3 * 2)
    }
}

/// A service whose lists and statuses a test makes up.
struct ScriptedService: ContainerService {
    var containers: @Sendable (PageToken?) async throws -> Page<Container> = { _ in Page([]) }
    var statuses: @Sendable (_ ids: [Container.ID]) async throws -> [Container.ID: ContainerStatus] = { _ in [:] }

    var dialect: any ContainerDialect { InMemoryDialect() }

    private struct Unscripted: Error {}

    func namespaces(after token: PageToken?) async throws -> Page<Namespace> { Page([]) }
    func namespace(_ id: Namespace.ID) async throws -> Namespace { throw Unscripted() }
    func createNamespace(named name: String) async throws -> Namespace { throw Unscripted() }
    func deleteNamespace(_ id: Namespace.ID) async throws { throw Unscripted() }
    func containers(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Container> {
        try await containers(token)
    }
    func container(_ id: Container.ID) async throws -> Container { throw Unscripted() }
    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        container: Container.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID { throw Unscripted() }
    func deploy(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment { throw Unscripted() }
    func restart(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment { throw Unscripted() }
    func stop(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment { throw Unscripted() }
    func delete(_ id: Container.ID) async throws { throw Unscripted() }
    func statuses(
        of ids: [Container.ID],
        in namespace: Namespace.ID,
        after deployment: Deployment?
    ) async throws -> [Container.ID: ContainerStatus] { try await statuses(ids) }
}
