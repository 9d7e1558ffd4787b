import CloudContainers
import CloudContainersTesting
import URLSessionTransport

/// A transport with one fault, which a check has to notice.
struct BrokenTransport: HTTPTransport {
    enum Fault: Sendable, CaseIterable {
        case dropsTheHead
        case cutsTheBody
        case followsRedirects
        case takesCutAnswers
        case takesLargeAnswers
        case hidesCancellation
        case startsWhenCancelled
        case doublesRequests
        case tellsTheCredential
        case claimsThatNothingWasSent
        case doesNotClaimThatNothingWasSent
        case callsAllUnavailable
        case hasNoDeadline
        case connectsAnew
        case asksForCompression

        /// Checks that notice it.
        var noticed: [TransportConformance.Check] {
            switch self {
            case .dropsTheHead, .cutsTheBody: [.passesThrough]
            case .followsRedirects: [.refusesRedirects]
            case .takesCutAnswers: [.refusesCutAnswer, .refusesCutChunks, .refusesGarbage]
            case .takesLargeAnswers: [.refusesLargeAnswer]
            case .hidesCancellation: [.endsWhenCancelled, .endsWithoutConnection]
            case .startsWhenCancelled: [.sendsNothingWhenCancelled]
            case .doublesRequests: [.sendsOnce, .refusesRedirects, .answersBasicChallenge]
            case .tellsTheCredential: [.refusesRedirects, .refusesGarbage, .endsWithoutHead, .namesRefusedConnection]
            case .claimsThatNothingWasSent: [.refusesGarbage, .endsWithoutHead, .endsWithinBody]
            case .doesNotClaimThatNothingWasSent: [.namesRefusedConnection, .namesUnknownHost]
            case .callsAllUnavailable:
                [.refusesGarbage, .namesRefusedConnection, .namesUnknownHost, .refusesLargeAnswer]
            case .hasNoDeadline: [.endsInSlowBody]
            case .connectsAnew: [.reusesConnection]
            case .asksForCompression: [.asksForIdentity]
            }
        }
    }

    let fault: Fault
    let good: URLSessionTransport

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        do {
            var response = try await answer(to: request)
            switch fault {
            case .dropsTheHead: response.headers = HTTPHeaders()
            case .cutsTheBody: response.body = Array(response.body.dropLast())
            default: break
            }
            return response
        } catch var error as HTTPTransportError {
            switch fault {
            case .takesCutAnswers: return HTTPResponse(status: 200)
            case .tellsTheCredential: error.message += " \(request.headers["X-Auth-Token"] ?? "")"
            case .claimsThatNothingWasSent: error.delivery = .notSent
            case .doesNotClaimThatNothingWasSent: error.delivery = .unknown
            case .callsAllUnavailable: error.code = .unavailable
            default: break
            }
            throw error
        } catch let error as CancellationError {
            if case .hidesCancellation = fault { throw HTTPTransportError(.timedOut, "there was no answer") }
            throw error
        }
    }

    private func answer(to request: HTTPRequest) async throws -> HTTPResponse {
        var request = request
        switch fault {
        case .takesLargeAnswers: request.maximumAnswerSize = .gibibytes(1)
        case .hasNoDeadline: request.timeout = .seconds(60)
        case .asksForCompression: request.headers["Accept-Encoding"] = "gzip"
        case .connectsAnew: return try await URLSessionTransport().send(request)
        case .doublesRequests: _ = try? await good.send(request)
        case .startsWhenCancelled:
            return try await Task { [request] in try await good.send(request) }.value
        case .followsRedirects:
            do {
                return try await good.send(request)
            } catch let error as HTTPTransportError where error.code == .redirectRefused {
                return HTTPResponse(status: 200)
            }
        default: break
        }
        return try await good.send(request)
    }
}
