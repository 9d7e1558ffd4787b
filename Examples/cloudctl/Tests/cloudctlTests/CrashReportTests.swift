import Foundation
import Testing

/// What a crash leaves behind holds no secret: there is no core, and no report, since the tool gives the signals of a crash back
/// to the system before the report of Swift's runtime, which prints what lies behind registers, can be made.
struct CrashReportTests {
    /// A secret of a service that a command has read, and the key of the account.
    private static let canaries = ["canary-of-a-service-5b1e", "c0ffee00-0000-4000-8000-00000000face"]

    @Test("row 20: a crash while secrets are held tells none", arguments: [SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGTRAP])
    func leavesNothing(_ signal: Int32) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.canaries[0].utf8).write(to: folder.appendingPathComponent("read"))
        let pipe = folder.appendingPathComponent("awaited").path
        try #require(mkfifo(pipe, 0o600) == 0)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(ProcessTests.tool))
        process.arguments =
            ["env", "set", "web", "--secret", "FIRST=file:read", "--secret", "SECOND=file:awaited"]
            + ["--provider", "scaleway-simulator"]
        process.currentDirectoryURL = folder
        process.environment = [
            "HOME": folder.path, "SCW_SECRET_KEY": Self.canaries[1],
            // A sanitizer would make an end of its own out of a crash.
            "ASAN_OPTIONS": "handle_segv=0:handle_sigbus=0:detect_leaks=0",
            "TSAN_OPTIONS": "handle_segv=0:handle_sigbus=0",
        ]
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        process.standardInput = FileHandle.nullDevice
        // A tool that ends without having read lets the test go on, and fail.
        process.terminationHandler = { _ in _ = open(pipe, O_RDONLY | O_NONBLOCK) }
        // A thread that runs tasks holds signals back, and so would what it starts.
        var (free, held) = (sigset_t(), sigset_t())
        sigemptyset(&free)
        pthread_sigmask(SIG_SETMASK, &free, &held)
        try process.run()
        pthread_sigmask(SIG_SETMASK, &held, nil)
        // It opens for writing when the tool waits for the second secret, and has the first.
        let descriptor = open(pipe, O_WRONLY)
        defer { close(descriptor) }
        #if os(Linux)
            let limits = try String(contentsOfFile: "/proc/\(process.processIdentifier)/limits", encoding: .utf8)
            #expect(limits.contains(#/Max core file size +0 /#), "\(limits)")
        #endif
        kill(process.processIdentifier, signal)
        let told = [output, error].map { pipe in
            String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
        for text in told {
            for canary in Self.canaries { #expect(!text.contains(canary), "\(text)") }
            // The words of the report of Swift's runtime.
            for word in ["Crash", "Registers", "Thread 0"] { #expect(!text.contains(word), "\(text)") }
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("core") }
        #expect(left == [])
    }
}
