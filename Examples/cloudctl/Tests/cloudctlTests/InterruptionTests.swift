#if os(Linux)
    import Foundation
    import Testing

    /// A tool that cannot end by itself, since a call of the system holds it, ends by the second signal.
    struct InterruptionTests {
        /// The signals as the kernel counts them: one bit each.
        private static let bits: UInt64 = 1 << UInt64(SIGINT - 1) | 1 << UInt64(SIGTERM - 1)

        /// The signals with which a process deals in one way: `SigCgt` are caught, `SigIgn` ignored.
        private static func mask(_ name: String, of process: Int32) throws -> UInt64 {
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first(where: { $0.hasPrefix("\(name):\t") }))
            return try #require(UInt64(line.dropFirst(name.count + 2), radix: 16)) & bits
        }

        /// Gives way to others until something is so, for a minute at most.
        private static func giveWay(until isSo: () throws -> Bool) throws {
            let end = ContinuousClock.now.advanced(by: .seconds(60))
            while try !isSo() {
                try #require(ContinuousClock.now < end, "the tool goes on as before")
                sched_yield()
            }
        }

        @Test(arguments: [SIGINT, SIGTERM], [SIGINT, SIGTERM])
        func theSecondSignalEndsIt(_ first: Int32, _ second: Int32) throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let pipe = folder.appendingPathComponent("awaited").path
            try #require(mkfifo(pipe, 0o600) == 0)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(ProcessTests.tool))
            process.arguments =
                ["env", "set", "web", "--secret", "TOKEN=file:awaited"] + ["--provider", "scaleway-simulator"]
            process.currentDirectoryURL = folder
            process.environment = ["HOME": folder.path]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            // A tool that ends without having read lets the test go on, and fail.
            process.terminationHandler = { _ in _ = open(pipe, O_RDONLY | O_NONBLOCK) }
            // A thread that runs tasks holds signals back, and so would what it starts.
            var (free, held) = (sigset_t(), sigset_t())
            sigemptyset(&free)
            pthread_sigmask(SIG_SETMASK, &free, &held)
            try process.run()
            pthread_sigmask(SIG_SETMASK, &held, nil)
            defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
            // It opens for writing when the tool waits for the secret.
            let descriptor = open(pipe, O_WRONLY)
            do {
                // A tool that goes on after both signals finds the end of the secret here, and ends with a status.
                defer { close(descriptor) }
                let id = process.processIdentifier
                try Self.giveWay { try Self.mask("SigCgt", of: id) == Self.bits }
                kill(id, first)
                // From then on the system deals with both.
                try Self.giveWay { try Self.mask("SigCgt", of: id) | Self.mask("SigIgn", of: id) == 0 }
                kill(id, second)
                // The thread that the signal ends may get its turn after the one that would find the end.
                try Self.giveWay { !process.isRunning }
            }
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == second)
        }
    }
#endif
