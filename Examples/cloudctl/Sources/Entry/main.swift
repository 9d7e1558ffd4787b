import CommandKit
import Foundation

// A reader that goes away, such as `head`, ends the tool through the failed write and without a message.
signal(SIGPIPE, SIG_IGN)
// What a crash leaves behind would hold secrets.
var none = rlimit(rlim_cur: 0, rlim_max: 0)
#if canImport(Glibc)
    _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
#else
    _ = setrlimit(RLIMIT_CORE, &none)
#endif
let arguments = Array(CommandLine.arguments.dropFirst())
exit(await Interruptions.run { await Tool.run(arguments, on: .process) })
