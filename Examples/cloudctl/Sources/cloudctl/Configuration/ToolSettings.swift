import CloudContainers

/// What the tool itself takes from the environment, whatever the provider.
enum ToolSettings {
    /// The settings, with what is wrong with them.
    static func group(_ options: ProviderOptions, on console: Console) -> SettingGroup {
        let environment = console.environment
        func first(_ names: [String]) -> String? { names.first { environment[$0] != nil } }
        var group = SettingGroup(name: "cloudctl", settings: [])
        var proxies: ProxyEnvironment?
        do {
            proxies = try ProxyEnvironment(environment)
        } catch {
            let message = (error as? HTTPTransportError)?.message ?? "\(error)"
            group.problem = Failure(.wrongConfiguration, message, advice: "Correct the variable, or unset it.")
        }
        let named = environment[ProviderOptions.variable].flatMap { $0.isEmpty ? nil : $0 }
        let state = StateFolder(environment)
        group.settings = [
            Setting(
                "provider",
                options.provider ?? named,
                from: options.provider == nil ? ProviderOptions.variable : "--provider"
            ),
            Setting(
                "https proxy",
                proxies?.encrypted.map(\.description),
                from: first(ProxyEnvironment.encryptedNames)
            ),
            Setting(
                "http proxy",
                proxies?.plain.map(\.description),
                from: first(ProxyEnvironment.plainNames(environment))
            ),
            Setting(
                "no proxy for",
                first(ProxyEnvironment.sparedNames).flatMap { environment[$0] },
                from: first(ProxyEnvironment.sparedNames)
            ),
            Setting(
                "authorities",
                CertificateAuthorities.file(environment) ?? "those of the system",
                from: CertificateAuthorities.file(environment) == nil ? nil : CertificateAuthorities.variable
            ),
            Setting("locks", state.map { "\($0.path)/locks" }, from: state?.variable),
            Setting(
                "journals",
                state.map { "\($0.path)/migrations" } ?? MigrationFiles.defaultJournal,
                from: state?.variable
            ),
        ]
        return group
    }
}
