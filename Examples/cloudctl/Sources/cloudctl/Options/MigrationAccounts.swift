import ArgumentParser

/// The two accounts of a migration, the same in every command about one.
struct MigrationAccounts: ParsableArguments {
    @OptionGroup(title: "Source account") var source: SourceAccount
    @OptionGroup(title: "Target account") var target: TargetAccount

    @OptionGroup var trace: TraceOptions
}
