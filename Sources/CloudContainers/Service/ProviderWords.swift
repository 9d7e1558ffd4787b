/// Something about which the provider says how it is.
package protocol ProviderWords {
    var providerWord: String { get }
    var message: String? { get }
}

extension ProviderWords {
    /// What the provider says, as an error may quote it: a status holds the text itself, an error what is safe to print.
    package var words: String { (message ?? providerWord).escapedForTerminal(limit: 500) }
}

extension ContainerStatus: ProviderWords {}
extension AttachedDomain: ProviderWords {}
