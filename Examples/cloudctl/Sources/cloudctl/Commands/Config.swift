import ArgumentParser
import CloudContainers

/// Shows every setting and where it comes from.
struct Config: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show every setting that counts, and where it comes from.",
        discussion: """
            Nothing is asked of a provider. An option counts before a variable, a variable before the target of a manifest, \
            that before a profile of cloudctl's own file, and this before the file of the provider's tool; the first that says \
            something wins, value by value. Of secrets only a fingerprint is shown: the first six digits of their SHA-256. What \
            is missing is no error here; what is wrong is, with status 78, or 77 for a token that has expired.

            \(Self.file)

            The JSON holds groups (cloudctl, then each provider) with settings: for each name, value, isSet, isSecret, \
            fingerprint, source (the option, the variable, or the field of a file; default; null where it is not set).
            """
    )

    /// What the tool's own file is, for the help and the manual.
    static let file = """
        The file is config.yaml in the folder CLOUDCTL_CONFIG_DIR, else in cloudctl of XDG_CONFIG_HOME or ~/.config:

          profile: work
          profiles:
            work:
              provider: scaleway
              project: 6170692e-7363-616c-6577-61792e636f6d
              region: nl-ams
              namespace: shop
              credential: {command: [pass, show, scaleway/work]}
          defaults:
            list: {output: wide}

        A profile may name provider, organization, project, cluster, region, namespace, credential and defaults. The one that \
        counts is that of --profile, else of CLOUDCTL_PROFILE, else of profile in the file; one for a provider counts for that \
        provider alone. Where the file has no profile of the name, --profile is one of Scaleway's own file, as SCW_PROFILE always \
        is. A migration takes profiles from --from-profile and --to-profile only. No secret stands in the file: credential says \
        where it is, as {variable: NAME}, {file: PATH}, {command: [WORD, …]} or, for Scaleway, {scw: PROFILE}. The namespace \
        counts where none is named; --namespace '' looks through all. The defaults of a command are its long options; those of \
        the profile count before those of the file. Consent (yes, allow) has none.
        """

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        let groups = try await SettingGroup.all(provider, on: console)
        if !printing.quiet {
            try Listing(
                kind: "Configuration",
                elementKind: "SettingGroup",
                member: "groups",
                elements: groups.map(\.json),
                names: groups.flatMap { group in group.settings.map { "\(group.name).\($0.name)" } }
            ) { sheet in
                for group in groups { group.add(to: &sheet) }
            }.print(format.form, printing, on: console)
        }
        let problems = groups.compactMap(\.problem)
        guard let first = problems.first else { return .done }
        throw Failure(first.status, problems.flatMap(\.diagnostics))
    }
}

extension SettingGroup {
    /// The settings of the tool, and of the provider that is named, or of all.
    ///
    /// - Throws: ``Failure`` for a provider that does not exist, and an option that has no meaning for it.
    static func all(_ options: ProviderOptions, on console: Console) async throws -> [SettingGroup] {
        var groups = [ToolSettings.group(options, on: console)]
        var providers = Registry.providers
        if options.provider != nil {
            let choice = options.choice
            // What is wrong with the tool's own file is told already.
            guard groups[0].problem == nil else { return groups }
            let target = try choice.target(on: console)
            providers = target.isSimulated ? [] : [target.provider]
        }
        for provider in providers {
            var choice = options.choice
            // What is wrong with the tool's own file is told once, and a profile of one provider is none of the other.
            choice = (try? choice.settled(for: provider.name, on: console)) ?? choice.withoutProfile
            choice.options = choice.options.filter { provider.optionNames.contains($0.key) }
            groups.append(await provider.settings(choice, on: console))
        }
        return groups
    }

    /// Adds the settings for people.
    fileprivate func add(to sheet: inout Sheet) {
        sheet.space()
        sheet.line(.init(name, .strong))
        for setting in settings {
            sheet.paragraph(
                [
                    .init(TerminalText.padded(setting.name, to: 14), .faint),
                    .init(TerminalText.escaped(setting.text), setting.value == nil ? .faint : .plain),
                ],
                indent: 2,
                hanging: 16
            )
        }
        for warning in warnings {
            sheet.paragraph(
                [.init("warning: ", .warning), .init(TerminalText.escaped(warning))],
                indent: 2,
                hanging: 4
            )
        }
    }

    /// The settings for programs.
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "settings": .array(settings.map(\.json)),
            "warnings": .array(warnings.map { .string($0) }),
        ]
    }
}
