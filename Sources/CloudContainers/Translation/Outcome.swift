/// What became of a field, ordered by what it asks of the caller.
public enum Outcome: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Carried without a change.
    case exact
    /// The same amount in another unit or form.
    case converted
    /// Carried, or a plain fact of the source; there is something to know about it.
    case noted
    /// More than was asked, because the target has a higher minimum.
    case raised
    /// More than was asked, by less than one unit of the target.
    case roundedUp
    /// The source does not say; the named default holds.
    case defaulted
    /// Nearly the same behaviour.
    case approximated
    /// Less than was asked.
    case reduced
    /// Something else does the work.
    case replaced
    /// Not carried at all.
    case dropped
    /// The caller has to give something first.
    case needsInput
    /// Cannot be carried unless the caller says by name what to do.
    case blocked

    /// What an outcome asks of the caller before anything is written.
    public enum Demand: Sendable, Hashable, Comparable {
        /// Nothing.
        case nothing
        /// Consent to the finding's code.
        case consent
        /// A resolution of its own, named by the finding.
        case resolution
    }

    /// What the outcome asks of the caller.
    public var demand: Demand {
        switch self {
        case .exact, .converted, .noted, .raised, .roundedUp, .defaulted: .nothing
        case .approximated, .reduced, .replaced, .dropped: .consent
        case .needsInput, .blocked: .resolution
        }
    }

    /// Whether something changed that strict mode asks consent for.
    public var isExact: Bool { self == .exact || self == .converted || self == .noted }

    /// The outcome in words, as reports print it.
    public var title: String {
        switch self {
        case .roundedUp: "rounded up"
        case .needsInput: "needs input"
        default: rawValue
        }
    }

    /// Whether the first outcome asks less of the caller, or is less grave.
    public static func < (left: Outcome, right: Outcome) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .exact: 0
        case .converted: 1
        case .noted: 2
        case .raised: 3
        case .roundedUp: 4
        case .defaulted: 5
        case .approximated: 6
        case .reduced: 7
        case .replaced: 8
        case .dropped: 9
        case .needsInput: 10
        case .blocked: 11
        }
    }
}
