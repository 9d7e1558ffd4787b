import Foundation

extension Console {
    /// The console of the running process.
    package static var process: Console {
        Console(
            output: Output(Descriptor(1, name: "standard output"), terminalColumns: columns(of: 1)),
            error: Output(Descriptor(2, name: "standard error"), terminalColumns: columns(of: 2)),
            readInput: { try Descriptor(0, name: "standard input").readUnlessCancelled() },
            inputIsTerminal: isatty(0) == 1,
            showTyping: { showTyping($0) },
            environment: ProcessInfo.processInfo.environment,
            workingDirectory: FileManager.default.currentDirectoryPath,
            refreshInterval: .seconds(1)
        )
    }

    private static func showTyping(_ isShown: Bool) {
        var settings = termios()
        guard tcgetattr(0, &settings) == 0 else { return }
        let flags = tcflag_t(ECHO)
        settings.c_lflag = isShown ? settings.c_lflag | flags : settings.c_lflag & ~flags
        // What was typed before the question is no answer to it.
        tcsetattr(0, isShown ? TCSADRAIN : TCSAFLUSH, &settings)
    }

    private static func columns(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        #if canImport(Musl)
            let isKnown = ioctl(descriptor, CInt(TIOCGWINSZ), &size) == 0
        #else
            let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        #endif
        return isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80
    }
}

/// An open file of the process.
final class Descriptor: Console.Sink {
    private let number: Int32
    private let name: String

    init(_ number: Int32, name: String) {
        self.number = number
        self.name = name
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(number, $0) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                throw Failure(.brokenPipe, "")
            } else if errno != EINTR, errno != EAGAIN {
                throw Failure(.cannotWrite, "\(name): cannot write: \(Self.reason(errno))")
            }
        }
    }

    /// The next bytes; none at the end.
    func read() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { systemRead(number, $0) }
            if count >= 0 { return Array(buffer[..<count]) }
            guard errno == EINTR || errno == EAGAIN else {
                throw Failure(.cannotRead, "\(name): cannot read: \(Self.reason(errno))")
            }
        }
    }

    /// The next bytes, unless the task is cancelled first.
    ///
    /// - Throws: `CancellationError`, which a read that waits for a person would never notice.
    func readUnlessCancelled() throws -> [UInt8] {
        var descriptor = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        while true {
            try Task.checkCancellation()
            let count = poll(&descriptor, 1, 100)
            // Whatever is wrong with the descriptor, the read tells it.
            if count > 0 || (count < 0 && errno != EINTR) { return try read() }
        }
    }

    static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}

// Inside the class these names mean its own methods.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, bytes.baseAddress, bytes.count)
}
