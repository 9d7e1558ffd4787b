public import CloudContainers

/// A field of a service that is not as its manifest says.
public struct FieldDifference: Sendable, Hashable {
    /// Where a difference comes from.
    @nonexhaustive
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        /// The manifest says something else than when it was applied last.
        case manifest
        /// Somebody changed the service since then, past the manifest.
        case drift
        /// Nobody had said it, so that the provider's default was in force.
        case providerDefault = "default"
        /// The provider holds the nearest amount that it can; nothing is changed.
        case rounding
    }

    /// The field, in the words of a manifest.
    public var field: FieldPath
    /// What is there; `nil` for nothing, or for a value that is not shown.
    public var live: JSONValue?
    /// What will be there; `nil` for nothing, or for a value that is not shown.
    public var wanted: JSONValue?
    /// Where it comes from.
    public var cause: Cause
    /// Whether the field is the value of a variable, which is not shown.
    public var isHidden: Bool
    /// Whether the field is there now, and will be.
    public var presence: Presence

    /// Whether a field is there before and after.
    public enum Presence: String, Sendable, Hashable, CaseIterable {
        /// It is new.
        case added
        /// It is there and becomes another one.
        case changed
        /// It goes.
        case removed
    }

    /// Makes a difference of two values; those of variables are left out.
    init(_ field: FieldPath, _ live: JSONValue?, _ wanted: JSONValue?, _ cause: Cause) {
        self.field = field
        self.cause = cause
        presence = live == nil ? .added : wanted == nil ? .removed : .changed
        isHidden = ContainerSpec.variableMaps.contains(field.keys.first ?? "")
        self.live = isHidden ? nil : live
        self.wanted = isHidden ? nil : wanted
    }
}

extension FieldDifference.Cause: ClosedWord {}
extension FieldDifference.Presence: ClosedWord {}

extension FieldDifference: WireObject {
    package init() { self.init(.root, nil, nil, .manifest) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var field = self.field.description
        try visitor.required("field", &field)
        try visitor.optional("live", &live)
        try visitor.optional("wanted", &wanted)
        try visitor.required("cause", &cause)
        try visitor.required("hidden", &isHidden)
        try visitor.required("presence", &presence)
        self.field = FieldPath(field)
    }
}
