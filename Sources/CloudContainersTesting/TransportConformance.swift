public import CloudContainers
import SimulationKit

/// How a transport is to be made for a check.
public struct TransportSetting: Sendable {
    /// The clock of its deadlines.
    public var time: any TimeSource
    /// The environment that it takes its proxy from; empty where it shall take none.
    public var environment: [String: String]
    /// A file with certificate authorities (PEM) in the place of the system's.
    public var certificateFile: String?

    /// Makes a setting; without arguments the plain one.
    public init(
        time: any TimeSource = SystemTime(),
        environment: [String: String] = [:],
        certificateFile: String? = nil
    ) {
        self.time = time
        self.environment = environment
        self.certificateFile = certificateFile
    }
}

/// A server with encryption that a test provides, since this library has none.
public struct TransportSecureServer: Sendable {
    /// Its address, which its certificate names; any request to it is answered with 200.
    public var address: HTTPBaseURL
    /// Another address of it, which its certificate does not name.
    public var otherAddress: HTTPBaseURL
    /// The file with the authority (PEM) that signed its certificate.
    public var certificateFile: String

    /// Names a server.
    public init(address: HTTPBaseURL, otherAddress: HTTPBaseURL, certificateFile: String) {
        self.address = address
        self.otherAddress = otherAddress
        self.certificateFile = certificateFile
    }
}

/// The behaviours that every `HTTPTransport` to the network has, as named checks; it needs no test framework.
///
/// Each check runs the transport against a `WireFaultServer`. A test runs each of ``checks(for:)`` with ``run(_:)``.
public struct TransportConformance: Sendable {
    /// A behaviour.
    public enum Check: String, Sendable, CaseIterable, CustomStringConvertible {
        /// A request and its answer arrive whole, with any status.
        case passesThrough = "passes a request and its answer whole"
        /// An answer in chunks or without a length is put together.
        case takesFramings = "takes an answer in chunks and one without a length"
        /// Compression is not asked for.
        case asksForIdentity = "asks for an answer without compression"
        /// A kept connection is used.
        case reusesConnection = "uses a connection again"
        /// Many calls run side by side.
        case runsSideBySide = "holds 32 calls at the same time"
        /// A cancelled call ends while the server holds its answer.
        case endsWhenCancelled = "ends with a cancellation while the server holds its answer"
        /// A call of a cancelled task sends nothing.
        case sendsNothingWhenCancelled = "sends nothing for a task that was cancelled before"
        /// The deadline covers the wait for a connection.
        case endsWithoutConnection = "ends at the deadline and when cancelled while no connection comes about"
        /// The deadline covers the wait for the head.
        case endsWithoutHead = "ends at the deadline while the server holds the head"
        /// The deadline covers the wait for the body.
        case endsWithinBody = "ends at the deadline while the server holds half of the body"
        /// A slow head does not move the deadline.
        case endsInSlowHead = "ends at the deadline while the head drips"
        /// A slow body does not move the deadline.
        case endsInSlowBody = "ends at the deadline while the body drips"
        /// No redirect is followed.
        case refusesRedirects = "refuses every redirect, and the other server sees nothing"
        /// An answer cut in its first line or its body is an error.
        case refusesCutAnswer = "refuses an answer cut at any byte of its first line or body"
        /// An answer in chunks, cut the same way, is an error.
        case refusesCutChunks = "refuses an answer in chunks cut at any byte of its first line or body"
        /// An answer cut among the fields of its head is an error.
        case refusesCutHead = "refuses an answer cut at any byte of its fields"
        /// A large answer is refused.
        case refusesLargeAnswer = "refuses an answer above the limit"
        /// What is no HTTP is a broken answer.
        case refusesGarbage = "calls a broken answer broken"
        /// A server that asks for a password gets none.
        case answersBasicChallenge = "gives the status 401 of a Basic challenge"
        /// A refused connection has its own code.
        case namesRefusedConnection = "names a refused connection, with nothing sent"
        /// A host without an address has its own code.
        case namesUnknownHost = "names a host without an address, with nothing sent"
        /// What must not be repeated is not.
        case sendsOnce = "sends a creation or a trigger once when a kept connection ends"
        /// The proxy of the environment is used.
        case usesProxy = "uses the proxy of the environment"
        /// `NO_PROXY` is heeded.
        case sparesHosts = "goes past the proxy to the hosts of NO_PROXY"
        /// This machine is asked without the proxy.
        case sparesLoopback = "goes past the proxy to the loopback interface"
        /// An own authority is trusted, and another is not.
        case trustsOwnAuthority = "trusts an own authority for the host of the certificate only"
        /// Many cancellations do no harm.
        case survivesStorm = "survives 20,000 cancelled calls"

        /// The behaviour in words, after the row of the page Reliability that it belongs to.
        public var description: String { row.map { "row \($0): \(rawValue)" } ?? rawValue }

        private var row: Int? {
            switch self {
            case .sendsOnce: 1
            case .refusesCutAnswer, .refusesCutChunks, .refusesCutHead: 6
            case .endsWithoutConnection, .endsWithoutHead, .endsWithinBody, .endsInSlowHead, .endsInSlowBody: 7
            case .refusesRedirects: 10
            case .answersBasicChallenge: 11
            case .namesRefusedConnection, .namesUnknownHost, .trustsOwnAuthority: 25
            case .usesProxy, .sparesHosts, .sparesLoopback: 26
            case .endsWhenCancelled, .sendsNothingWhenCancelled, .survivesStorm: 37
            case .passesThrough, .takesFramings, .asksForIdentity, .reusesConnection, .runsSideBySide,
                .refusesLargeAnswer, .refusesGarbage:
                nil
            }
        }
    }

    /// Something that not every transport can do.
    public enum Option: Sendable, Hashable, CaseIterable {
        /// Survives the end of a connection among the fields of a head.
        ///
        /// `URLSession` on Linux stops the whole process there (swift-corelibs-foundation#5285).
        case cutHead
        /// Takes a proxy from the environment.
        case environmentProxy
        /// Asks this machine without a proxy whatever the environment says.
        case loopbackWithoutProxy
        /// Takes certificate authorities from a file.
        case ownAuthority
        /// Stops transfers, and so can be cancelled as often as one likes.
        case storm
    }

    /// Makes a transport, lends it to a closure, and shuts it down.
    public typealias Harness =
        @Sendable (
            _ setting: TransportSetting,
            _ body: @Sendable (any HTTPTransport) async throws -> Void
        ) async throws -> Void

    private let secureServer: TransportSecureServer?
    private let harness: Harness

    /// Makes the checks for a transport.
    ///
    /// - Parameters:
    ///   - secureServer: The server for ``Check/trustsOwnAuthority``.
    ///   - harness: Makes a transport as the setting says.
    public init(secureServer: TransportSecureServer? = nil, _ harness: @escaping Harness) {
        self.secureServer = secureServer
        self.harness = harness
    }

    /// The checks that a transport with these options can be asked to pass.
    public static func checks(for options: Set<Option>) -> [Check] {
        Check.allCases.filter { check in
            switch check {
            case .refusesCutHead: options.contains(.cutHead)
            case .usesProxy, .sparesHosts: options.contains(.environmentProxy)
            case .sparesLoopback: options.contains(.loopbackWithoutProxy)
            case .trustsOwnAuthority: options.contains(.ownAuthority)
            case .survivesStorm: options.contains(.storm)
            default: true
            }
        }
    }

    /// Runs one check on a new transport and a new server, on a thread of its own; the storm on the threads that all tasks
    /// share, since on one alone no two of its calls run at the same time.
    ///
    /// - Throws: ``ConformanceFailure`` if the behaviour is another; whatever is thrown where it should not.
    public func run(_ check: Check) async throws {
        if check == .survivesStorm { return try await perform(check) }
        try await onOwnThread(check.rawValue) { try await perform(check) }
    }

    private func perform(_ check: Check) async throws {
        let scene = TransportScene(check: check, secureServer: secureServer, harness: harness)
        switch check {
        case .passesThrough: try await scene.passesThrough()
        case .takesFramings: try await scene.takesFramings()
        case .asksForIdentity: try await scene.asksForIdentity()
        case .reusesConnection: try await scene.reusesConnection()
        case .runsSideBySide: try await scene.runsSideBySide()
        case .endsWhenCancelled: try await scene.endsWhenCancelled()
        case .sendsNothingWhenCancelled: try await scene.sendsNothingWhenCancelled()
        case .endsWithoutConnection: try await scene.endsWithoutConnection()
        case .endsWithoutHead: try await scene.endsWithoutHead()
        case .endsWithinBody: try await scene.endsWithinBody()
        case .endsInSlowHead: try await scene.endsInSlowHead()
        case .endsInSlowBody: try await scene.endsInSlowBody()
        case .refusesRedirects: try await scene.refusesRedirects()
        case .refusesCutAnswer: try await scene.refusesCutAnswer(framing: .length)
        case .refusesCutChunks: try await scene.refusesCutAnswer(framing: .chunked(16))
        case .refusesCutHead: try await scene.refusesCutHead()
        case .refusesLargeAnswer: try await scene.refusesLargeAnswer()
        case .refusesGarbage: try await scene.refusesGarbage()
        case .answersBasicChallenge: try await scene.answersBasicChallenge()
        case .namesRefusedConnection: try await scene.namesRefusedConnection()
        case .namesUnknownHost: try await scene.namesUnknownHost()
        case .sendsOnce: try await scene.sendsOnce()
        case .usesProxy: try await scene.usesProxy()
        case .sparesHosts: try await scene.sparesHosts()
        case .sparesLoopback: try await scene.sparesLoopback()
        case .trustsOwnAuthority: try await scene.trustsOwnAuthority()
        case .survivesStorm: try await scene.survivesStorm()
        }
    }
}
