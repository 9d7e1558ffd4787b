import ArgumentParser

/// Prints a script that completes words in a shell.
struct Completions: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print a script that completes commands, options and names in a shell.",
        discussion: """
            For bash, in ~/.bashrc:  source <(cloudctl completions bash)
            For zsh, in a folder of $fpath:  cloudctl completions zsh > ~/.zsh/functions/_cloudctl
            For fish:  cloudctl completions fish > ~/.config/fish/completions/cloudctl.fish

            Names of services, jobs and namespaces are asked of the provider that --provider or CLOUDCTL_PROVIDER names, for \
            300 ms at most, and kept for a minute in $XDG_CACHE_HOME/cloudctl, which only you can read.
            """
    )

    private static let shells = CompletionShell.allCases.map(\.rawValue)

    @Argument(
        help: ArgumentHelp("The shell: \(Self.shells.joined(separator: ", ")).", valueName: "shell"),
        completion: .list(Self.shells),
        transform: NameArguments.oneOf(Self.shells, "shell with completions")
    )
    var shell: String

    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        guard let shell = CompletionShell(rawValue: shell) else { return .wrongUse }
        let script = CloudCtl.completionScript(for: shell)
        try console.output.write(script.hasSuffix("\n") ? script : script + "\n")
        return .done
    }
}
