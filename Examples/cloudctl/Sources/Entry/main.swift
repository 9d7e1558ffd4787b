import CommandKit
import Foundation

// A stream that is closed would be the first file that is opened, and get what is meant for the stream. Opened the wrong way
// round, the input still cannot be read and a result not written, which is told; errors nobody wants to see go nowhere.
for (stream, mode) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_WRONLY)] where fcntl(stream, F_GETFD) == -1 {
    _ = open("/dev/null", mode)
}
// A reader that goes away, such as `head`, ends the tool through the failed write and without a message.
signal(SIGPIPE, SIG_IGN)
// What a crash leaves behind would hold secrets.
var none = rlimit(rlim_cur: 0, rlim_max: 0)
#if canImport(Glibc)
    _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
#else
    _ = setrlimit(RLIMIT_CORE, &none)
#endif
// The report of Swift's runtime prints what lies behind registers.
for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGQUIT] { signal(number, SIG_DFL) }
let arguments = Array(CommandLine.arguments.dropFirst())
exit(await Interruptions.run { await Tool.run(arguments, on: .process) })
