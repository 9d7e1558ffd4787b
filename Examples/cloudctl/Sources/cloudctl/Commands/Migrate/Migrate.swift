import ArgumentParser

/// The commands that move services from one account to another.
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Move services from one account to another: plan, run, verify, and take back.",
        discussion: """
            First look: inventory and plan only read. Then run makes the services on the target, one step after another, and \
            notes each step in a journal, so that whatever ends it, resume goes on from there: nothing is lost and nothing \
            is made twice. verify reads everything back. rollback removes what was made, and nothing else. The source is \
            only ever read, until retire stops or deletes it.

              cloudctl migrate plan --from qovery --to scaleway --out shop.plan.json
              cloudctl migrate run shop.plan.json --rehearse
              cloudctl migrate run shop.plan.json --secrets shop.env

            The journal of a saved FILE.plan.json is FILE.jsonl beside it. Others are kept in $XDG_STATE_HOME/cloudctl/migrations, \
            else ~/.local/state/cloudctl/migrations, by a name such as shop-1, which status lists and the other commands take; \
            --journal FILE puts one elsewhere. The plan is kept beside the journal as NAME.plan.json. Neither holds a secret; the plan holds the plain variables of the services. \
            Only their owner can read them.

            Domains move in a stage of their own: domains says which record to set, and adds them on the target.

            Try it without an account: --from qovery-simulator --to scaleway-simulator. As a source a simulator holds a \
            small shop, as a target nothing, and both forget everything when the command ends.
            """,
        subcommands: [
            MigrateInventory.self, MigratePlan.self, MigrateRun.self, MigrateResume.self, MigrateStatus.self,
            MigrateVerify.self, MigrateDomains.self, MigrateRollback.self, MigrateRetire.self,
        ]
    )
}

/// What the help of several commands about migrations says.
enum MigrateHelp {
    /// The statuses and the JSON of a run.
    static let running = """
        Ctrl-C once finishes the requests under way, notes them, and says how to go on; twice stops at once, and what is \
        noted is still true. The status is 0 when everything is moved and as planned, 3 when a part is done and resume can \
        go on, 4 when consent, a decision or a secret is missing, 75 when another process works on the journal, 130 when \
        interrupted. With -o json standard output has an object a line while it runs: MigrationEvent (event, service, and \
        what belongs to the event), and at last MigrationResult (result, and services with name, targetName, targetID, step, \
        error); the other forms print that alone. The names are those of what is on the target.
        """
}
