import CloudContainers
import CloudContainersTesting
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// Answers whatever comes with 200.
private final class Greeter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let answer = ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    }

    // Clients that do not trust the server end the handshake, as they should.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Runs something with an encrypted server whose certificate names `localhost`, and its authority in a file.
func withSecureServer(
    certificate: String = TestCertificates.server,
    key: String = TestCertificates.serverKey,
    authority: String = TestCertificates.authority,
    _ body: (TransportSecureServer) async throws -> Void
) async throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("cloudctl-authority-\(UUID()).pem")
    let text = "-----BEGIN CERTIFICATE-----\n\(authority)\n-----END CERTIFICATE-----\n"
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let certificate = try NIOSSLCertificate(bytes: try bytes(certificate), format: .der)
    let key = try NIOSSLPrivateKey(bytes: try bytes(key), format: .der)
    let encryption = try NIOSSLContext(
        configuration: .makeServerConfiguration(
            certificateChain: [.certificate(certificate)],
            privateKey: .privateKey(key)
        )
    )
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: encryption))
                try channel.pipeline.syncOperations.addHandler(Greeter())
            }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    do {
        let port = channel.localAddress?.port ?? 0
        try await body(
            TransportSecureServer(
                address: try HTTPBaseURL(parsing: "https://localhost:\(port)"),
                otherAddress: try HTTPBaseURL(parsing: "https://127.0.0.1:\(port)"),
                certificateFile: file.path
            )
        )
        try await channel.close()
    } catch {
        try? await channel.close()
        throw error
    }
}

private func bytes(_ base64: String) throws -> [UInt8] { Array(try #require(Data(base64Encoded: base64))) }
