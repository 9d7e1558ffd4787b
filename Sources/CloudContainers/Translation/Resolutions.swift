/// What the caller has decided: consent to losses, and answers to what a translation cannot decide by itself.
///
/// All commands and all functions that translate take the same ones.
public struct Resolutions: Sendable, Hashable {
    /// A bound of the target that a value may be cut down to.
    public enum Clamp: String, Sendable, Hashable, CaseIterable {
        /// The share of a CPU.
        case cpu
        /// The memory.
        case memory
        /// The scratch disk.
        case disk
    }

    /// Who may call a service that was reachable inside its cluster only.
    public enum Privacy: String, Sendable, Hashable, CaseIterable {
        /// Callers with a token.
        case `private`
        /// Everybody.
        case `public`
    }

    /// Which proxy a Qovery cluster runs; it decides where time-outs are written.
    public enum Ingress: String, Sendable, Hashable, CaseIterable {
        /// The NGINX ingress controller.
        case nginx
        /// The Envoy gateway.
        case gateway
    }

    /// The part of an image reference to replace and what to put in its place.
    public struct ImageMapping: Sendable, Hashable {
        /// The start of the reference: a registry, or a registry and a part of the path.
        public var from: String
        /// What replaces it.
        public var to: String

        /// Makes a mapping.
        public init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// Whether everything that is not exact needs consent.
    public var isStrict = false
    /// Whether all codes are consented to.
    public var allowsAll = false
    /// The codes that are consented to.
    public var allowedCodes: Set<FindingCode> = []
    /// The id of the Qovery registry for each registry host.
    public var registries: [String: String] = [:]
    /// Images that lie elsewhere for the target; the first that fits is used.
    public var imageMap: [ImageMapping] = []
    /// Services that may lose their volumes.
    public var withoutVolumes: Set<String> = []
    /// Amounts that may be cut down to the target's maximum.
    public var clamps: Set<Clamp> = []
    /// Who may call a service with private ports only, by service.
    public var privacy: [String: Privacy] = [:]
    /// Services protected by a token that may become reachable by everybody.
    public var exposed: Set<String> = []
    /// The names of the secrets whose values the caller has.
    public var secretNames: Set<String> = []
    /// The secrets of a live job whose stored values are replaced by those that the caller has.
    public var renewedSecrets: Set<String> = []
    /// Values for variables that refer to something that does not move.
    public var values: [String: String] = [:]
    /// The instances of a service, where its own bounds cannot be carried.
    public var instances: [String: ClosedRange<InstanceCount>] = [:]
    /// What becomes of schedules that call a service, by the service's name, or by `SERVICE/TRIGGER` for one of them.
    public var cronTriggers: [String: CronTriggerChoice] = [:]
    /// The proxy of the Qovery cluster, if known.
    public var ingress: Ingress?
    /// The host names of services that move together, in lower case: a reference to one of them is read as that name.
    package var movingHosts: Set<String> = []

    /// Makes resolutions that decide nothing.
    public init() {}

    /// Whether the code is consented to.
    public func allows(_ code: FindingCode) -> Bool { allowsAll || allowedCodes.contains(code) }

    /// The image's place for the target.
    package func mapped(_ image: ImageReference) -> ImageReference? {
        for mapping in imageMap {
            for text in [image.description, image.familiar] where text.hasPrefix(mapping.from) {
                let rest = text.dropFirst(mapping.from.count)
                let isWhole = rest.first.map { "/:@".contains($0) } ?? true
                if isWhole || mapping.from.hasSuffix("/"),
                    let result = try? ImageReference(parsing: mapping.to + rest)
                {
                    return result
                }
            }
        }
        return nil
    }
}

extension Resolutions {
    /// The needed input for a secret whose value nobody has; empty if it is known where the value comes from.
    package func missingSecret(_ name: String, _ reference: SecretReference) -> [Finding] {
        guard reference == .provided, !secretNames.contains(name) else { return [] }
        return [Finding(.secretValue, .needsInput, subject: name, resolution: "--secrets FILE")]
    }

    /// The value of a variable, which the caller may have given in place of the service's own, and what is said of that.
    package func value(of name: String, _ own: String) -> (text: String, findings: [Finding]) {
        guard let value = values[name], value != own else { return (own, []) }
        return (value, [Finding(.variableGiven, .noted, subject: name)])
    }

    /// What is said of bounds of a service that the caller gave in place of its own.
    package func instancesGiven(to spec: ContainerSpec) -> (minimum: [Finding], maximum: [Finding]) {
        guard let range = instances[spec.name] else { return ([], []) }
        func note(_ own: InstanceLimit?, _ given: InstanceCount) -> [Finding] {
            let limit = InstanceLimit.instances(given)
            if own == limit { return [] }
            let before = own.map(LedgerValue.instances) ?? .none
            return [Finding(.instancesGiven, .noted, before: before, after: .instances(limit))]
        }
        let minimum = spec.scaling.minimum.map(InstanceLimit.instances)
        return (note(minimum, range.lowerBound), note(spec.scaling.maximum, range.upperBound))
    }
}

extension Finding {
    /// The note that an image is pulled from another place, with the command that copies it there.
    package static func movedImage(from old: ImageReference, to new: ImageReference) -> Finding {
        Finding(
            .imageMapped,
            .noted,
            before: .text(old.familiar),
            after: .text(new.familiar),
            detail: "copy it first: skopeo copy docker://\(old) docker://\(new)"
        )
    }
}
