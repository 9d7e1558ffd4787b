public import CloudContainers

/// A question that a service has to answer on the target's own address before it is verified.
public struct SmokeCheck: Sendable, Hashable, CustomStringConvertible {
    /// A field of an answer's head.
    public struct Header: Sendable, Hashable {
        /// The name, in any case.
        public var name: String
        /// The whole value.
        public var value: String

        /// Makes a field.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The path, with a query if there is one.
    public let path: String
    /// The status of the answer.
    public let status: Int
    /// What the answer has to have in its head.
    public let header: Header?

    /// Makes a check.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for a path or a status that cannot be.
    public init(path: String, status: Int = 200, header: Header? = nil) throws(ContainerServiceError) {
        guard path.hasPrefix("/"), path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw .invalidInput(
                Diagnostic(
                    problem: "this is no path of a smoke check",
                    value: Diagnostic.quoted(path),
                    allowed: "a path such as /health, without blanks and fragments"
                )
            )
        }
        guard (200...599).contains(status) else {
            throw .invalidInput(
                Diagnostic(
                    problem: "this is no status of an answer",
                    value: "\(status)",
                    allowed: "200 to 599"
                )
            )
        }
        self.path = path
        self.status = status
        self.header = header
    }

    /// The path and what is wanted of the answer.
    public var description: String {
        "\(path) = \(status)" + (header.map { ", \($0.name): \($0.value)" } ?? "")
    }
}

/// The smoke checks of a migration, and the way to the services.
public struct SmokeChecks: Sendable {
    /// The checks of every service.
    public var all: [SmokeCheck]
    /// Further checks of one service, by its name at the source.
    public var ofServices: [String: [SmokeCheck]]
    /// How the services are asked; no credential is sent.
    public var transport: any HTTPTransport
    /// For how long a service that answers something else is asked again.
    public var patience: Duration

    /// Makes checks.
    public init(
        _ all: [SmokeCheck] = [],
        ofServices: [String: [SmokeCheck]] = [:],
        over transport: any HTTPTransport,
        patience: Duration = .seconds(60)
    ) {
        self.all = all
        self.ofServices = ofServices
        self.transport = transport
        self.patience = patience
    }
}
