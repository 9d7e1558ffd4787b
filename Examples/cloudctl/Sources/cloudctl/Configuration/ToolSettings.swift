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
        var settings: UserSettings?
        var own: ProfileInUse?
        do {
            settings = try UserSettings.read(on: console)
            own = try options.choice.profileInUse(on: console)
        } catch {
            group.problem = group.problem ?? error as? Failure
        }
        let profile = own?.profile
        let file = UserSettings.found(on: console)
        let place = options.provider != nil ? "--provider" : named != nil ? ProviderOptions.variable : nil
        let state = StateFolder(environment)
        group.settings = [
            Setting("file", file?.path, from: file?.variable),
            Setting("profile", profile?.name, from: own?.place),
            Setting(
                "provider",
                options.provider ?? named ?? profile?.provider?.text,
                from: place ?? profile?.provider?.place
            ),
            Setting("namespace", profile?.namespace?.text, from: profile?.namespace?.place),
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
        var told: Set<String> = []
        for value in (profile?.defaults ?? []) + (settings?.defaults ?? []) {
            let name = "\(value.command) --\(value.option)"
            guard told.insert(name).inserted else { continue }
            group.settings.append(Setting(name, value.value ?? "true", from: value.origin))
        }
        return group
    }
}
