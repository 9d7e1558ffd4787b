import CloudContainers
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension HTTPTransportError {
    /// What a failure of `URLSession` means.
    init(_ error: any Error) {
        guard let error = error as? URLError else {
            self.init(.brokenAnswer, "the transfer failed")
            return
        }
        switch error.code {
        case .cannotFindHost, .dnsLookupFailed:
            self.init(.nameNotFound, "the host name has no address", delivery: .notSent)
        case .cannotConnectToHost, .notConnectedToInternet:
            self.init(.connectionFailed, "the connection was refused", delivery: .notSent)
        case .networkConnectionLost:
            self.init(.connectionFailed, "the connection ended before the answer did")
        case .timedOut: self.init(.timedOut, "there was no complete answer in time")
        case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
            .clientCertificateRequired:
            self.init(.tlsFailed, Self.tlsMessage(error.localizedDescription), delivery: .notSent)
        default: self.init(text: error.localizedDescription)
        }
    }

    /// On Linux most failures have one code, and only the text of libcurl tells them apart.
    private init(text: String) {
        let lowered = text.lowercased()
        if ["ssl", "tls", "certificate"].contains(where: { lowered.contains($0) }) {
            self.init(.tlsFailed, Self.tlsMessage(text), delivery: .notSent)
        } else if ["proxy", "connect tunnel"].contains(where: { lowered.contains($0) }) {
            self.init(.connectionFailed, "the proxy made no connection", delivery: .notSent)
        } else {
            self.init(.brokenAnswer, "the answer ended early, or is no HTTP")
        }
    }

    /// Names the cause in own words: the text of the library below may hold what a server sent.
    private static func tlsMessage(_ text: String) -> String {
        let lowered = text.lowercased()
        let cause =
            if lowered.contains("expired") || lowered.contains("not yet valid") {
                "the server's certificate is not valid at this date"
            } else if lowered.contains("alternative") || lowered.contains("does not match") {
                "the server's certificate is for another host"
            } else if lowered.contains("issuer") || lowered.contains("self") || lowered.contains("verif") {
                "the server's certificate is signed by an authority that this machine does not know"
            } else {
                "the encrypted connection could not be made"
            }
        return cause + "; this transport takes the certificate authorities of the system only"
    }
}
