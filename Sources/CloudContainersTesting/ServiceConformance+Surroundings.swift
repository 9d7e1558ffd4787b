public import CloudContainers

extension ServiceConformance {
    /// What happens outside of a service, and what its domains, logs and jobs depend on.
    ///
    /// On a simulator two closures declare it to the world around the simulator. On a real account they change the zone at the
    /// DNS provider and make the container write; where nothing can do that by itself, leave the parts out of
    /// ``ServiceConformance/checks(for:with:)``, or let the closures ask somebody and wait.
    public struct Surroundings: Sendable {
        /// The zone in which the checks use the names `shop` and `api`.
        public var zone: String
        /// Sets the record of a name; `nil` takes away what was set.
        ///
        /// Without it the checks of domains fail.
        public var pointDomain: (@Sendable (CustomDomain, AttachedDomain.Record?) async throws -> Void)?
        /// Lets a running container write lines, each at an instant of its own.
        ///
        /// It may return before the provider has the lines. Without it the checks of logs fail.
        public var writeLines: (@Sendable ([String], Container.ID) async throws -> Void)?
        /// An image whose program writes two lines or more and ends with the exit code 3.
        ///
        /// Without it the checks of jobs that fail do so too.
        public var failingImage: ImageReference?

        /// Makes surroundings; without arguments those in which nothing can be done.
        public init(
            zone: String = "example.org",
            pointDomain: (@Sendable (CustomDomain, AttachedDomain.Record?) async throws -> Void)? = nil,
            writeLines: (@Sendable ([String], Container.ID) async throws -> Void)? = nil,
            failingImage: ImageReference? = nil
        ) {
            self.zone = zone
            self.pointDomain = pointDomain
            self.writeLines = writeLines
            self.failingImage = failingImage
        }
    }
}
