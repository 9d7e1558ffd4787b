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

    /// Decides for one stream: the flag, then `NO_COLOR`, then `CLICOLOR_FORCE`, then whether it is a terminal.
    init(_ choice: ColorChoice, for output: Console.Output, _ environment: [String: String]) {
        switch choice {
        case .always: hasColor = true
        case .never: hasColor = false
        case .auto:
            if environment["NO_COLOR"]?.isEmpty == false {
                hasColor = false
            } else if let force = environment["CLICOLOR_FORCE"], !force.isEmpty, force != "0" {
                hasColor = true
            } else {
                hasColor = output.terminalColumns != nil && environment["TERM"] != "dumb"
            }
        }
    }

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
