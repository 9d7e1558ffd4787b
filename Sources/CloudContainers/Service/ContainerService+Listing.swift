extension ContainerService {
    /// All namespaces, fetched page by page while they are read, each once.
    public var allNamespaces: Paginated<Namespace> {
        Paginated(identifiedBy: { $0.id.rawValue }) { token in try await self.namespaces(after: token) }
    }

    /// All containers of a namespace, fetched page by page while they are read, each once.
    ///
    /// A list that changes meanwhile can leave elements out; ``completeContainers(in:)`` notices that.
    public func allContainers(in namespace: Namespace.ID) -> Paginated<Container> {
        Paginated(identifiedBy: { $0.id.rawValue }) { token in
            try await self.containers(in: namespace, after: token)
        }
    }

    /// All containers of a namespace, for a plan that must not miss one: read again, up to three times, when the provider's
    /// count differs from what was seen.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `conflict`, which a later try can avoid, when the list never stood
    ///   still.
    public func completeContainers(in namespace: Namespace.ID) async throws -> [Container] {
        for _ in 1...3 {
            var containers: [Container] = []
            var seen: Set<Container.ID> = []
            var totals: Set<Int> = []
            var token: PageToken?
            var isNew = true
            repeat {
                let page = try await self.containers(in: namespace, after: token)
                let fresh = page.elements.filter { seen.insert($0.id).inserted }
                isNew = !fresh.isEmpty
                containers += fresh
                if let total = page.total { totals.insert(total) }
                token = page.next
            } while token != nil && isNew
            // A count that changes on the way can come out right though one was deleted and another one missed.
            if totals.isEmpty || totals == [containers.count] { return containers }
        }
        throw ContainerServiceError(
            .conflict,
            "the list of containers kept changing while it was read",
            provider: dialect.provider,
            isRetryable: true
        )
    }
}
