import CloudContainers

extension ServiceErrorReport {
    /// Makes a report of an error of a migration, where a conflict is one with the plan more often than with other work.
    init(ofMigration error: ContainerServiceError, about subject: String? = nil, provider: (any CloudProvider)? = nil) {
        self.init(error, about: subject, provider: provider)
        // What the provider itself refused has its usual advice.
        guard error.httpStatus == nil, error.operation == nil else { return }
        switch error.code {
        case .alreadyExists: advice = "Plan again, with another --to-namespace or --rename SERVICE=NAME, or remove it."
        case .conflict, .unsupported: advice = nil
        default: break
        }
    }
}

extension Failure {
    /// Makes a failure of an error of a migration.
    init(ofMigration error: ContainerServiceError) {
        if error.httpStatus == nil, !error.diagnostics.isEmpty {
            self.init(ExitStatus(error), error.diagnostics)
        } else {
            self.init(ExitStatus(error), [ServiceErrorReport(ofMigration: error)])
        }
    }

    /// Runs a part of a migration, and tells its errors as such.
    ///
    /// - Throws: ``Failure``, and what else the closure throws.
    static func ofMigration<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as ContainerServiceError {
            throw Failure(ofMigration: error)
        }
    }
}
