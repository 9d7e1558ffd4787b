public import CloudContainers

extension ContainerService {
    /// Waits until no container of an inventory is in the middle of a change, and reads those that were once more.
    ///
    /// Only reads. One that was on its way out and is gone is left out of the result.
    ///
    /// - Parameters:
    ///   - inventory: What was read before.
    ///   - options: How to ask, and how long; the longest wait is ten minutes where none is given.
    /// - Returns: The inventory as it is then; at the limit it still has containers in
    ///   ``MigrationInventory/unsettled``, for the caller to decide about.
    /// - Throws: `ContainerServiceError` when something cannot be read; `CancellationError`.
    public func settled(
        _ inventory: MigrationInventory,
        _ options: WaitOptions = WaitOptions()
    ) async throws -> MigrationInventory {
        var inventory = inventory
        let limit = options.limit ?? .seconds(600)
        let began = await options.time.now()
        var delay = options.shortestDelay
        while !inventory.unsettled.isEmpty {
            let left = limit - (await options.time.now() - began)
            guard left > .zero else { break }
            try await options.time.sleep(for: min(delay, left))
            delay = min(delay * 3 / 2, options.longestDelay)
            let open = inventory.unsettled.map(\.id)
            let statuses = try await statuses(of: open, in: inventory.namespace.id, after: nil)
            for id in open {
                let state = statuses[id]?.state
                guard state.map({ ![.updating, .deleting].contains($0) }) ?? true else { continue }
                inventory.containers.removeAll { $0.id == id }
                if state != nil { inventory.containers.append(try await container(id)) }
            }
        }
        return MigrationInventory(
            provider: inventory.provider,
            namespace: inventory.namespace,
            containers: inventory.containers,
            jobs: inventory.jobs,
            leftOut: inventory.leftOut,
            others: inventory.others
        )
    }
}
