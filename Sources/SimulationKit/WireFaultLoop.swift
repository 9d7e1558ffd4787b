#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the thread of a wire-fault server tells.
enum WireFaultEvent: Sendable {
    case connected
    case request(WireFaultRequest)
    /// All that had arrived before it was asked has been told.
    case caughtUp
}

/// What the thread of a wire-fault server is told, one byte each.
enum WireFaultCommand: UInt8 {
    case release = 1
    case catchUp = 2
    case stop = 3
}

/// The thread of a wire-fault server; everything in here belongs to that thread alone.
struct WireFaultLoop {
    private struct Connection {
        var number: Int
        var requestCount = 0
        var parser = WireFaultParser()
        var steps: ArraySlice<WireFaultStep> = []
        /// How far the first step is.
        var offset = 0
        /// When the next byte of a drip is due.
        var due: ContinuousClock.Instant?
        var waitsForRoom = false
    }

    private let listener: Int32
    private let commands: Int32
    private let behaviour: WireFaultBehaviour
    private let events: AsyncStream<WireFaultEvent>.Continuation
    private var connections: [Int32: Connection] = [:]
    private var connectionCount = 0
    private var requestCount = 0
    private var catchUps = 0
    private var isStopped = false
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)

    init(
        listener: Int32,
        commands: Int32,
        behaviour: WireFaultBehaviour,
        events: AsyncStream<WireFaultEvent>.Continuation
    ) {
        self.listener = listener
        self.commands = commands
        self.behaviour = behaviour
        self.events = events
    }

    /// Serves until it is told to stop.
    mutating func run() {
        while !isStopped { turn() }
        for descriptor in connections.keys { WireFaultSocket.closeInOrder(descriptor) }
        WireFaultSocket.closeInOrder(listener)
        WireFaultSocket.closeInOrder(commands)
        events.finish()
    }

    private mutating func turn() {
        var polled = [entry(commands), entry(listener)]
        for (descriptor, connection) in connections {
            polled.append(entry(descriptor, alsoRoom: connection.waitsForRoom))
        }
        guard poll(&polled, nfds_t(polled.count), patience) >= 0 else { return }
        if polled[0].revents != 0 { obey() }
        var sawInput = false
        for entry in polled.dropFirst(2) where entry.revents != 0 {
            if entry.revents & Int16(POLLOUT) != 0 { connections[entry.fd]?.waitsForRoom = false }
            if entry.revents & ~Int16(POLLOUT) != 0 {
                sawInput = true
                take(entry.fd)
            }
        }
        if polled[1].revents != 0 {
            while let descriptor = WireFaultSocket.accepted(on: listener) {
                sawInput = true
                connectionCount += 1
                connections[descriptor] = Connection(number: connectionCount)
                events.yield(.connected)
            }
        }
        for descriptor in connections.keys { serve(descriptor) }
        // Asked for in an earlier turn, and nothing was waiting in this one.
        if catchUps > 0, !sawInput, polled[0].revents == 0 {
            for _ in 0..<catchUps { events.yield(.caughtUp) }
            catchUps = 0
        }
    }

    private func entry(_ descriptor: Int32, alsoRoom: Bool = false) -> pollfd {
        pollfd(fd: descriptor, events: Int16(POLLIN) | (alsoRoom ? Int16(POLLOUT) : 0), revents: 0)
    }

    /// How many milliseconds the poll may wait; below zero for ever.
    private var patience: Int32 {
        if catchUps > 0 { return 0 }
        guard let due = connections.values.compactMap(\.due).min() else { return -1 }
        let (seconds, attoseconds) = ContinuousClock.now.duration(to: due).components
        return Int32(clamping: max(seconds * 1000 + attoseconds / 1_000_000_000_000_000, 0) + 1)
    }

    private mutating func obey() {
        guard case .bytes(let count) = WireFaultSocket.read(commands, into: &buffer) else { return }
        for byte in buffer.prefix(count) {
            switch WireFaultCommand(rawValue: byte) {
            case .release:
                for descriptor in connections.keys where connections[descriptor]?.steps.first == .hold {
                    connections[descriptor]?.steps.removeFirst()
                }
            case .catchUp: catchUps += 1
            case .stop, nil: isStopped = true
            }
        }
    }

    private mutating func take(_ descriptor: Int32) {
        switch WireFaultSocket.read(descriptor, into: &buffer) {
        case .bytes(let count): connections[descriptor]?.parser.append(buffer.prefix(count))
        case .wouldWait: break
        case .ended: end(descriptor)
        }
    }

    private mutating func end(_ descriptor: Int32, reset: Bool = false) {
        guard connections.removeValue(forKey: descriptor) != nil else { return }
        reset ? WireFaultSocket.reset(descriptor) : WireFaultSocket.closeInOrder(descriptor)
    }

    /// Goes as far with a connection as it can without waiting.
    private mutating func serve(_ descriptor: Int32) {
        while var connection = connections[descriptor], !connection.waitsForRoom {
            guard let step = connection.steps.first else {
                guard nextRequest(of: &connection) else { return }
                connections[descriptor] = connection
                continue
            }
            let isDone: Bool
            switch step {
            case .hold: return
            case .close: return end(descriptor)
            case .reset: return end(descriptor, reset: true)
            case .send(let bytes): isDone = send(bytes[connection.offset...], of: &connection, to: descriptor)
            case .flood(let byte, let count):
                let part = [UInt8](repeating: byte, count: min(count - connection.offset, buffer.count))
                isDone = send(part[...], of: &connection, to: descriptor) && connection.offset >= count
            case .drip(let bytes, let interval):
                let now = ContinuousClock.now
                if let due = connection.due, due > now { return }
                let isSent = send(bytes[connection.offset...].prefix(1), of: &connection, to: descriptor)
                isDone = isSent && connection.offset >= bytes.count
                connection.due = isDone ? nil : now + interval
            }
            if isDone {
                connection.steps.removeFirst()
                connection.offset = 0
            }
            // It may have ended while something was sent.
            if connections[descriptor] != nil { connections[descriptor] = connection }
        }
    }

    private mutating func nextRequest(of connection: inout Connection) -> Bool {
        let request = connection.parser.next(
            number: requestCount + 1,
            connection: connection.number,
            numberOnConnection: connection.requestCount + 1
        )
        guard let request else { return false }
        requestCount += 1
        connection.requestCount += 1
        connection.steps = behaviour.steps(request)[...]
        events.yield(.request(request))
        return true
    }

    /// Sends a part of a step; whether all of the part was sent.
    private mutating func send(_ bytes: ArraySlice<UInt8>, of connection: inout Connection, to descriptor: Int32)
        -> Bool
    {
        if bytes.isEmpty { return true }
        switch WireFaultSocket.send(descriptor, bytes) {
        case .bytes(let count):
            connection.offset += count
            return count == bytes.count
        case .wouldWait: connection.waitsForRoom = true
        case .ended: end(descriptor)
        }
        return false
    }
}
