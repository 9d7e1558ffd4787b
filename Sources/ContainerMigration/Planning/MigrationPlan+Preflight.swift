public import CloudContainers

extension MigrationPlan {
    /// Looks on the live target what would stand in the way of the plan, all of it at once; only reads.
    ///
    /// - Parameters:
    ///   - target: The account that the services go to.
    ///   - names: The services to look at, by their name at the source; `nil` for all.
    /// - Returns: What was found; services that cannot be planned are left out, since the plan itself says why.
    /// - Throws: `ContainerServiceError` where the target cannot be read.
    public func preflight(
        on target: any ContainerService,
        services names: Set<String>? = nil
    ) async throws -> [PreflightRemark] {
        let changes = services.filter { names?.contains($0.sourceName) ?? true }.compactMap(\.change)
        return try await target.preflight(changes, in: self.target.id)
    }
}
