import CommandKit
import Foundation

// A reader that goes away, such as `head`, ends the tool through the failed write and without a message.
signal(SIGPIPE, SIG_IGN)
exit(Tool.run(Array(CommandLine.arguments.dropFirst()), on: .process))
