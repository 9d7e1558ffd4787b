import CloudContainers

/// When colours are used.
enum ColorChoice: String, CaseIterable {
    /// On a terminal, unless the environment says otherwise.
    case auto
    /// Always.
    case always
    /// Never.
    case never
}

/// Colours, or none: colour is never the only sign of anything.
struct Style {
    /// How a piece of text stands out.
    enum Emphasis {
        /// Not at all.
        case plain
        /// A heading.
        case strong
        /// Something less important.
        case faint
        /// Something that stops the work.
        case bad
        /// Something that needs a decision.
        case warning
        /// Something worth knowing.
        case notice
        /// All is well.
        case good

        fileprivate var code: String? {
            switch self {
            case .plain: nil
            case .strong: "1"
            case .faint: "2"
            case .bad: "31"
            case .warning: "33"
            case .notice: "36"
            case .good: "32"
            }
        }
    }

    /// Whether colours are used.
    var hasColor: Bool
    /// Whether GitHub Actions reads the lines, and takes some for commands.
    let isReadByRunner: Bool

    /// Decides for one stream: the flag, then `NO_COLOR`, then `CLICOLOR_FORCE` and `FORCE_COLOR`, then `CLICOLOR`, then
    /// whether it is a terminal that knows colours.
    init(_ choice: ColorChoice, for output: Console.Output, _ environment: [String: String]) {
        isReadByRunner = Workflow.isRunner(environment)
        func isOn(_ name: String) -> Bool {
            guard let value = environment[name], !value.isEmpty else { return false }
            return value != "0" && value.lowercased() != "false"
        }
        switch choice {
        case .always: hasColor = true
        case .never: hasColor = false
        case .auto:
            if environment["NO_COLOR"]?.isEmpty == false {
                hasColor = false
            } else if isOn("CLICOLOR_FORCE") || isOn("FORCE_COLOR") {
                hasColor = true
            } else if environment["CLICOLOR"] == "0" {
                hasColor = false
            } else {
                hasColor = output.terminalColumns != nil && environment["TERM"] != "dumb"
            }
        }
    }

    /// Whole lines, in which none is a command to GitHub Actions where that reads them.
    func harmless(_ lines: String) -> String { isReadByRunner ? Workflow.harmless(lines) : lines }

    /// The text with its colour.
    func paint(_ text: some StringProtocol, _ emphasis: Emphasis) -> String {
        guard hasColor, let code = emphasis.code, !text.isEmpty else { return String(text) }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

extension Style.Emphasis {
    /// How an outcome stands out.
    init(_ outcome: Outcome) {
        switch outcome.demand {
        case .resolution: self = .bad
        case .consent: self = .warning
        case .nothing: self = outcome.isExact ? .good : .notice
        }
    }
}
