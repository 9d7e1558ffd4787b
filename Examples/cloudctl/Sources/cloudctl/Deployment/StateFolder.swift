/// The folder for what the tool keeps on a machine: its locks, and the journals of migrations.
struct StateFolder {
    /// The path.
    let path: String
    /// The variable that it follows from.
    let variable: String

    /// Finds the folder: below `XDG_STATE_HOME`, or else below `.local/state` in the home folder; `nil` where neither is known.
    init?(_ environment: [String: String]) {
        // What is relative is to be ignored, by the specification of these folders.
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") {
            (path, variable) = (base + "/cloudctl", "XDG_STATE_HOME")
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            (path, variable) = (home + "/.local/state/cloudctl", "HOME")
        } else {
            return nil
        }
    }
}
