import Dispatch
import Foundation

/// The signals that ask the process to end.
package enum Interruptions {
    /// Runs a command until it ends, also because a signal came.
    ///
    /// The first Ctrl-C or SIGTERM cancels the command, which then ends as soon as it can; the next one, of either kind, ends
    /// the process at once.
    ///
    /// - Returns: The status of the process: the command's own, or 128 and the signal's number for one that was cut short.
    package static func run(_ command: @escaping @Sendable () async -> Int32) async -> Int32 {
        let (signals, continuation) = AsyncStream<Int32>.makeStream()
        let numbers = [SIGINT, SIGTERM]
        let sources = numbers.map { number in
            // The source hears of a signal only where the process does not act on it itself.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // Where the first one has set it back already, every thread holds the signal back, and nobody else ends the process.
                if signal(number, SIG_DFL) == nil { end(by: number) }
                for number in numbers { signal(number, SIG_DFL) }
                continuation.yield(number)
            }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return await withTaskGroup(of: Ending.self) { group in
            group.addTask { .command(await command()) }
            group.addTask {
                for await number in signals { return .signal(number) }
                return .nothing
            }
            var caught: Int32?
            while let ending = await group.next() {
                switch ending {
                case .command(let status):
                    group.cancelAll()
                    if let caught, status == ExitStatus.interrupted.rawValue { return 128 + caught }
                    return status
                case .signal(let number):
                    caught = number
                    group.cancelAll()
                case .nothing: break
                }
            }
            return ExitStatus.internalError.rawValue
        }
    }

    /// Ends the process by a signal.
    private static func end(by number: Int32) {
        var only = sigset_t()
        sigemptyset(&only)
        sigaddset(&only, number)
        pthread_sigmask(SIG_UNBLOCK, &only, nil)
        raise(number)
    }

    private enum Ending {
        case command(Int32)
        case signal(Int32)
        case nothing
    }
}
