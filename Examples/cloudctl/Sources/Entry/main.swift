import CommandKit
import Foundation

// A reader that goes away, such as `head`, ends the tool through the failed write and without a message.
signal(SIGPIPE, SIG_IGN)
let arguments = Array(CommandLine.arguments.dropFirst())
exit(await Interruptions.run { await Tool.run(arguments, on: .process) })
