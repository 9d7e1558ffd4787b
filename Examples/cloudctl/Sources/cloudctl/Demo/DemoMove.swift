import CloudContainers
import ContainerMigration

/// Services that move to a simulated account of the other provider, with what they come from.
struct DemoMove {
    /// The plan of those that can move.
    let plan: MigrationPlan
    /// What became of them.
    let result: RehearsalReport

    /// Plans the move of the services that can, and carries it out.
    ///
    /// - Parameters:
    ///   - containers: The services.
    ///   - source: The provider that they are at.
    ///   - target: The provider that they move to.
    ///   - given: What is decided.
    ///   - console: The console.
    /// - Throws: An error of the library, and ``Failure``.
    init(
        of containers: [Container],
        from source: any CloudProvider,
        to target: any CloudProvider,
        _ given: Resolutions,
        on console: Console
    ) async throws {
        func plan(_ containers: [Container]) throws -> (MigrationPlan, MigrationInventory) {
            let inventory = MigrationInventory(
                provider: source.dialect.provider,
                namespace: Namespace(id: DemoMove.namespace, name: "shop"),
                containers: containers
            )
            let settings = MigrationSettings(namespace: "shop", resolutions: given)
            let (from, to) = (source.dialect, target.dialect)
            return (try MigrationPlan(moving: inventory, from: from, to: to, settings), inventory)
        }
        let (all, _) = try plan(containers)
        let movable = Set(all.services.filter(\.obstacles.isEmpty).map(\.source))
        let (part, inventory) = try plan(containers.filter { movable.contains($0.id) })
        self.plan = part
        result = try await Rehearsal(plan: part, inventory: inventory, existing: nil, taken: [])
            .run(from: source.dialect, to: target, RunningOptions.parseOrDefault(), on: console)
    }

    private static let namespace = Namespace.ID(rawValue: "shop")

    /// What is on the target now.
    ///
    /// - Throws: An error of the library.
    func moved() async throws -> [Container] {
        guard let place = try await result.account.namespace(named: plan.target.namespace) else { return [] }
        return try await result.account.inventory(of: place.id).containers.map { container in
            var container = container
            container.namespace = Self.namespace
            return container
        }
    }

    /// The services of bundles, as an account would answer them.
    ///
    /// - Throws: An error of the library.
    static func containers(_ bundles: [String], _ dialect: any ContainerDialect, _ given: Resolutions) throws
        -> [Container]
    {
        try bundles.flatMap { text in
            let bundle = try JSONDocument(parsing: text, named: "sample fleet")
            return try dialect.read(bundle, given).map { read in
                let id = bundle.root["container"]?["id"]?.string ?? bundle.root["id"]?.string ?? read.value.name
                return Container(
                    id: Container.ID(rawValue: id),
                    namespace: namespace,
                    spec: read.value,
                    status: ContainerStatus(.ready, providerWord: "ready"),
                    bundle: bundle
                )
            }
        }
    }
}
