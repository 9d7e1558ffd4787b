import AsyncHTTPClient
import CloudContainers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension HTTPTransportError {
    /// What an error of AsyncHTTPClient or of what is below it means.
    ///
    /// No text of theirs is passed on: it may hold what a server sent.
    init(_ error: any Error, of request: HTTPRequest, usesProxy: Bool) {
        let host = request.baseURL.host
        switch error {
        case let error as HTTPClientError: self.init(error, host: host)
        case let error as NIOConnectionError:
            if error.connectionErrors.isEmpty {
                let name = usesProxy ? "the name of the proxy" : "the host name \(host)"
                self.init(.nameNotFound, "\(name) has no address", delivery: .notSent)
            } else {
                self.init(
                    .connectionFailed,
                    "\(usesProxy ? "the proxy" : host) takes no connection",
                    delivery: .notSent
                )
            }
        // An address instead of a name comes without the wrapping above.
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self.init(.connectionFailed, "\(usesProxy ? "the proxy" : host) takes no connection", delivery: .notSent)
        case is SocketAddressError:
            self.init(.nameNotFound, "the host name \(host) has no address", delivery: .notSent)
        case is NIOSSLExtraError: self.init(tlsWith: host, "the server's certificate is for another host")
        case let error as NIOSSLError:
            if case .uncleanShutdown = error {
                self.init(.brokenAnswer, "the encrypted connection ended before the answer did")
            } else {
                self.init(
                    tlsWith: host,
                    "the server's certificate is signed by an authority that is not known here, or not valid at this date"
                )
            }
        case is BoringSSLError: self.init(.connectionFailed, "the encrypted connection to \(host) broke")
        case is HTTPParserError: self.init(.brokenAnswer, "the answer of \(host) ended early, or is no HTTP")
        case ChannelError.connectTimeout: self.init(.timedOut, "\(host) took no connection in time", delivery: .notSent)
        default: self.init(.connectionFailed, "the connection to \(host) ended before the answer did")
        }
    }

    private init(_ error: HTTPClientError, host: String) {
        switch error {
        case .alreadyShutdown: self.init(.unavailable, "the transport was shut down", delivery: .notSent)
        case .connectTimeout, .getConnectionFromPoolTimeout, .socksHandshakeTimeout, .httpProxyHandshakeTimeout:
            self.init(.timedOut, "\(host) took no connection in time", delivery: .notSent)
        case .readTimeout, .writeTimeout, .deadlineExceeded:
            self.init(.timedOut, "\(host) gave no complete answer in time")
        case .proxyAuthenticationRequired:
            self.init(.connectionFailed, "the proxy wants another user or password", delivery: .notSent)
        case .invalidProxyResponse:
            self.init(.connectionFailed, "the proxy made no connection to \(host)", delivery: .notSent)
        case .tlsHandshakeTimeout: self.init(tlsWith: host, "there was no handshake in time")
        case .invalidURL, .emptyHost, .emptyScheme:
            self.init(.unavailable, "the address is none that can be asked", delivery: .notSent)
        default: self.init(.connectionFailed, "the connection to \(host) ended before the answer did")
        }
    }

    private init(tlsWith host: String, _ cause: String) {
        self.init(
            .tlsFailed,
            "no encrypted connection to \(host): \(cause); authorities of your own are set with SSL_CERT_FILE",
            delivery: .notSent
        )
    }
}
