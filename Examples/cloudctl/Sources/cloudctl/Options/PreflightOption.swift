import ArgumentParser
import CloudContainers
import ContainerDeployment
import ContainerMigration

/// Whether the target is looked at before anything is sent to it.
struct PreflightOption: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: "Look before whether the target finds the images and has room for the services."
    )
    var preflight = true

    /// The rights that are missing to write in a namespace; to be asked for before something is written only.
    func missingRights(in namespace: Namespace.ID?, _ session: Session) async throws -> [PreflightRemark] {
        preflight ? try await session.service.missingRights(in: namespace) : []
    }

    /// What stands in the way of some services of a plan.
    ///
    /// - Throws: ``Failure`` where the target cannot be read.
    func remarks(on plan: MigrationPlan, _ services: [PlannedService], _ target: Session) async throws
        -> [PreflightRemark]
    {
        guard preflight else { return [] }
        return try await Failure.ofMigration {
            try await plan.preflight(on: target.service, services: Set(services.map(\.sourceName)))
        }
    }

    /// What stands in the way of the services that a deployment makes.
    ///
    /// - Throws: `ContainerServiceError` where the account cannot be read.
    func remarks(on plan: DeploymentPlan, _ session: Session) async throws -> [PreflightRemark] {
        let changes = plan.services.filter { [.create, .replace].contains($0.action) }.compactMap(\.change)
        guard preflight, plan.isExecutable, !changes.isEmpty else { return [] }
        return try await session.service.preflight(changes, in: plan.namespaceID)
    }
}
