/// Something about which the provider says how it is.
package protocol ProviderWords {
    var providerWord: String { get }
    var message: String? { get }
}

extension ProviderWords {
    /// What the provider says, as the message of an error may quote it: a status holds the text itself, a message what
    /// is safe to print.
    package var words: String { (message ?? providerWord).escapedForTerminal(limit: 500) }
}

extension ContainerServiceError {
    /// What the provider says, or else what happened, safe to print.
    package var words: String {
        providerMessage?.escapedForTerminal(limit: 500, namesBreaks: true) ?? message
    }
}

extension ContainerStatus: ProviderWords {}
extension AttachedDomain: ProviderWords {}
