/// A count of something, 0 or more, typed by what is counted.
///
/// `Unit` only keeps counts of different things apart; no value of it exists.
public struct Count<Unit>: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The count, 0 or more.
    public let value: Int

    /// Makes a count.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` if it is negative.
    public init(_ value: Int) throws(ContainerServiceError) {
        guard value >= 0 else {
            throw .invalidInput(
                Diagnostic(problem: "the count is negative", value: "\(value)", allowed: "0 or more")
            )
        }
        self.value = value
    }

    /// Makes a count that the package knows not to be negative; a negative one counts as 0.
    package init(unchecked value: Int) { self.value = max(0, value) }

    /// A count, of 0 to 4,294,967,295.
    public static func of(_ number: UInt32) -> Count { Count(unchecked: Int(clamping: number)) }

    /// The count in digits.
    public var description: String { "\(value)" }

    /// Orders counts by their size.
    public static func < (left: Count, right: Count) -> Bool { left.value < right.value }
}

/// What ``InstanceCount`` counts.
public enum InstancesUnit: Sendable {}

/// What ``RequestCount`` counts.
public enum RequestsUnit: Sendable {}

/// What ``AttemptCount`` counts.
public enum AttemptsUnit: Sendable {}

/// What ``GPUCount`` counts.
public enum GPUsUnit: Sendable {}

/// A count of running copies of a container.
public typealias InstanceCount = Count<InstancesUnit>

/// A count of requests, such as those that are served at the same time.
public typealias RequestCount = Count<RequestsUnit>

/// A count of attempts: of a probe, such as the failures in a row that make a container unhealthy, or of a job's run.
public typealias AttemptCount = Count<AttemptsUnit>

/// A count of graphics processors.
public typealias GPUCount = Count<GPUsUnit>

/// What ``DeploymentCount`` counts.
public enum DeploymentsUnit: Sendable {}

/// A count of deployments that wait for their turn.
public typealias DeploymentCount = Count<DeploymentsUnit>

/// What ``RetryCount`` counts.
public enum RetriesUnit: Sendable {}

/// A count of tries after the first one that failed.
public typealias RetryCount = Count<RetriesUnit>
