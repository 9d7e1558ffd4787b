import ArgumentParser
import CloudContainers
import ContainerMigration

/// Whether the target is looked at before anything is sent to it.
struct PreflightOption: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: "Look before whether the target finds the images and has room for the services."
    )
    var preflight = true

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
}
