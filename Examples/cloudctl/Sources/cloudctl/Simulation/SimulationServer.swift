package import CloudContainers
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// Serves a transport over HTTP for the time of a closure.
///
/// The socket listens before the transport is made, so that it can know its own address; connections wait until then. At the
/// end, also when the task is cancelled, no connection is taken any more and requests that came are answered.
///
/// - Parameters:
///   - host: The name or address to listen on.
///   - port: The port; 0 for one that is free.
///   - time: The clock that limits how long the end may take.
///   - make: Makes the transport, which is told the address.
///   - body: The closure, which is given the address and the transport.
/// - Returns: What the closure returns.
/// - Throws: ``Failure`` where nothing can listen there; what the closures throw.
package func withSimulationServer<Served: HTTPTransport, Result>(
    host: String,
    port: Int,
    time: any TimeSource,
    making make: (_ address: String) async throws -> Served,
    _ body: (_ address: String, Served) async throws -> Result
) async throws -> Result {
    let reception = Reception()
    let (ports, listening) = AsyncStream<Int>.makeStream()
    let (opening, opened) = AsyncStream<Never>.makeStream()
    let channel = HTTP1Channel(
        responder: { request, writer, _ in try await reception.respond(to: request, writer) },
        configuration: .init(idleTimeout: .seconds(300))
    )
    let server = Server(
        childChannelSetup: channel,
        configuration: ServerConfiguration(address: .hostname(host, port: port)),
        onServerRunning: { channel in
            listening.yield(channel.localAddress?.port ?? port)
            for await _ in opening {}
        },
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        logger: Logger(label: "cloudctl") { _ in SwiftLogNoOpLogHandler() }
    )
    // Whoever is cancelled still wants its requests answered, so that the server must not be cancelled with it.
    let running = Task {
        defer { listening.finish() }
        try await server.run()
    }
    func stop() async {
        opened.finish()
        let limit = Task {
            // A client that never finishes its request does not hold up the end.
            try await time.sleep(for: .seconds(5))
            running.cancel()
        }
        try? await server.shutdownGracefully()
        _ = await running.result
        limit.cancel()
    }
    do {
        // A server that is told to end while it begins would end badly, so that this is not cancelled either.
        let binding = Task<Int?, Never> {
            for await port in ports { return port }
            return nil
        }
        guard let port = await binding.value else {
            try await running.value
            throw Failure(.internalError, "the server ended by itself", advice: Failure.bugAdvice)
        }
        let address = "http://\(SimulationHost.url(of: host)):\(port)"
        let served = try await make(address)
        await reception.open(served)
        opened.finish()
        let result = try await body(address, served)
        await stop()
        return result
    } catch let error as IOError {
        await stop()
        throw Failure(
            .failed,
            "nothing can listen on \(host), port \(port): \(Descriptor.reason(error.errnoCode))",
            advice: "Give another --port, or 0 for a free one."
        )
    } catch is SocketAddressError {
        await stop()
        throw Failure(.wrongUse, "\(Diagnostic.quoted(host)) is no name or address of this machine")
    } catch {
        await stop()
        throw error
    }
}
