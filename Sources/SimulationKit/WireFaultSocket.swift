#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A system call that failed while a wire-fault server was set up.
public struct WireFaultError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What failed and why.
    public let description: String

    init(_ call: String) { description = "\(call): \(String(cString: strerror(errno)))" }
}

/// The few calls of the system that a wire-fault server needs.
enum WireFaultSocket {
    enum Transfer {
        case bytes(Int)
        case wouldWait
        case ended
    }

    /// A socket bound to a free port of the loopback interface.
    static func bound() throws -> (descriptor: Int32, port: Int) {
        let descriptor = try made()
        var address = loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let status = bind(descriptor, pointer, size)
                return status == 0 ? getsockname(descriptor, pointer, &size) : status
            }
        }
        guard status == 0 else {
            let error = WireFaultError("bind")
            _ = close(descriptor)
            throw error
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// A socket that has begun to connect to a port of the loopback interface.
    static func connecting(to port: Int) throws -> Int32 {
        let descriptor = try made()
        guard doNotWait(descriptor) else { throw WireFaultError("fcntl") }
        var address = loopback(port: UInt16(clamping: port))
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }

    private static func made() throws -> Int32 {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw WireFaultError("socket") }
        return descriptor
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        return address
    }

    /// Listens, without waiting in `accept`; the system keeps so many connections until they are accepted.
    static func listen(on descriptor: Int32, keeping count: Int32 = 1024) throws {
        #if canImport(Darwin)
            let status = Darwin.listen(descriptor, count)
        #elseif canImport(Musl)
            let status = Musl.listen(descriptor, count)
        #else
            let status = Glibc.listen(descriptor, count)
        #endif
        guard status == 0, doNotWait(descriptor) else { throw WireFaultError("listen") }
    }

    /// The next connection, if there is one.
    static func accepted(on descriptor: Int32) -> Int32? {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return nil }
        _ = doNotWait(connection)
        // Without this, what is sent in small steps waits for acknowledgements.
        set(connection, Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
        #if canImport(Darwin)
            set(connection, SOL_SOCKET, SO_NOSIGPIPE, Int32(1))
        #endif
        return connection
    }

    static func doNotWait(_ descriptor: Int32) -> Bool {
        fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0
    }

    static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        #if canImport(Darwin)
            let status = Darwin.pipe(&ends)
        #elseif canImport(Musl)
            let status = Musl.pipe(&ends)
        #else
            let status = Glibc.pipe(&ends)
        #endif
        guard status == 0, doNotWait(ends[0]) else { throw WireFaultError("pipe") }
        return (ends[0], ends[1])
    }

    /// Reads what is there.
    static func read(_ descriptor: Int32, into buffer: inout [UInt8]) -> Transfer {
        let count = buffer.withUnsafeMutableBytes { bytes in
            #if canImport(Darwin)
                Darwin.read(descriptor, bytes.baseAddress, bytes.count)
            #elseif canImport(Musl)
                Musl.read(descriptor, bytes.baseAddress, bytes.count)
            #else
                Glibc.read(descriptor, bytes.baseAddress, bytes.count)
            #endif
        }
        if count > 0 { return .bytes(count) }
        return count < 0 && isPassing ? .wouldWait : .ended
    }

    /// Sends what fits.
    static func send(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Transfer {
        #if canImport(Darwin)
            let count = bytes.withUnsafeBytes { Darwin.send(descriptor, $0.baseAddress, $0.count, 0) }
        #elseif canImport(Musl)
            let count = bytes.withUnsafeBytes { Musl.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        #else
            let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        #endif
        if count >= 0 { return .bytes(count) }
        return isPassing ? .wouldWait : .ended
    }

    /// Writes one byte to a pipe, whose reader is known to read.
    static func signal(_ descriptor: Int32, _ byte: UInt8) {
        var byte = byte
        _ = write(descriptor, &byte, 1)
    }

    static func closeInOrder(_ descriptor: Int32) { _ = close(descriptor) }

    static func reset(_ descriptor: Int32) {
        set(descriptor, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
        _ = close(descriptor)
    }

    private static var isPassing: Bool { errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR }

    private static func set<Value: BitwiseCopyable>(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Value)
    {
        var value = value
        _ = setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Value>.size))
    }
}
