/// The statuses that the tool ends with, the same for every command.
package enum ExitStatus: Int32, CaseIterable {
    /// Done, or nothing to do.
    case done = 0
    /// The provider refused, or the work failed.
    case failed = 1
    /// There are differences; only with `--detailed-exitcode`.
    case differences = 2
    /// Partly done; the journal is kept and the work can be resumed.
    case partlyDone = 3
    /// Findings block: consent or a resolution is missing.
    case blocked = 4
    /// The command was used in a wrong way.
    case wrongUse = 64
    /// An input is wrong.
    case wrongInput = 65
    /// An input or a named thing does not exist.
    case notFound = 66
    /// The provider cannot be reached.
    case unreachable = 69
    /// Our bug.
    case internalError = 70
    /// A file cannot be written.
    case cannotWrite = 73
    /// A file cannot be read.
    case cannotRead = 74
    /// It may work later: a rate limit, a server's error, a lock that is held.
    case tryLater = 75
    /// An answer was not understood.
    case notUnderstood = 76
    /// A credential is missing, refused, or expired.
    case noCredential = 77
    /// The configuration is wrong.
    case wrongConfiguration = 78
    /// A wait ran out of time.
    case timedOut = 124
    /// Interrupted by the user.
    case interrupted = 130
    /// The reader of the output went away.
    case brokenPipe = 141
    /// Terminated by a signal.
    case terminated = 143

    /// What to do about an error that ends with it, in general.
    package var advice: String {
        switch self {
        case .done, .differences: "There is nothing to do."
        case .failed: "Run the command again with --verbose to see what the provider answers."
        case .partlyDone: "Run the command again to go on with the rest."
        case .blocked: "Consent to what would be lost, or change the service."
        case .wrongUse: "The command's --help shows how it is used."
        case .wrongInput: "Correct the input there, and run the command again."
        case .notFound: "Look at the spelling; cloudctl list shows the services, cloudctl namespaces where they are."
        case .unreachable: "Check the connection, the proxy and the address of the API."
        case .internalError: Failure.bugAdvice
        case .cannotWrite: "Look whether the disk is full, and who may write there."
        case .cannotRead: "Look whether the file is there, and who may read it."
        case .tryLater: "Run the command again a little later."
        case .notUnderstood: "The API may have changed. Please report it with what --verbose prints."
        case .noCredential: "Check the credential: it may be missing, wrong, expired or deleted."
        case .wrongConfiguration: "cloudctl config shows every setting and where it comes from; correct it there."
        case .timedOut: "It may go on at the provider. Look with cloudctl status, or wait longer with --timeout."
        case .interrupted, .terminated, .brokenPipe: "Run the command again to go on."
        }
    }
}

extension ExitStatus {
    /// What it says, as the help and `cloudctl explain exit-codes` print it.
    var meaning: String {
        switch self {
        case .done: "done, or nothing to do"
        case .failed: "the provider refused, or a service failed"
        case .differences: "there are differences, and --detailed-exitcode asks for them"
        case .partlyDone: "only a part was done"
        case .blocked: "findings need consent or a decision"
        case .wrongUse: "the command was used in a wrong way"
        case .wrongInput: "an input is wrong"
        case .notFound: "something does not exist"
        case .unreachable: "the provider cannot be reached"
        case .internalError: "a bug of cloudctl"
        case .cannotWrite: "a file cannot be written"
        case .cannotRead: "a file cannot be read"
        case .tryLater: "it may work later: a rate limit, an error of a server, a lock that is held"
        case .notUnderstood: "an answer was not understood"
        case .noCredential: "a credential is missing, refused or expired"
        case .wrongConfiguration: "the configuration is wrong"
        case .timedOut: "the time ran out"
        case .interrupted: "interrupted, by Ctrl-C"
        case .brokenPipe: "the reader of the output went away"
        case .terminated: "terminated by a signal"
        }
    }
}
