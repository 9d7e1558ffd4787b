public import CloudContainers

extension MigrationState {
    /// Where a domain stands.
    public enum DomainStep: String, Sendable, Hashable, CaseIterable {
        /// Nothing was done about it.
        case notMoved = "not moved"
        /// Its record was told, or adding it was begun.
        case begun
        /// It is on the target, which does not serve it yet.
        case added
        /// It leads to the target, and the target serves it.
        case moved
        /// It was taken back.
        case reverted
    }

    /// What is known of one domain.
    public struct Domain: Sendable, Hashable {
        /// Where it stands.
        public var step: DomainStep = .notMoved
        /// The target's identifier of it.
        public var id: AttachedDomain.ID?
        /// The record that leads to the target.
        public var record: AttachedDomain.Record?
        /// Whether this migration added it.
        public var isOwn = false
        /// When it was seen to work on the target.
        public var movedAt: Timestamp?
        /// The last failure, if nothing went well after it.
        public var failure: String?
        /// Whether adding it was begun and nobody noted its end.
        var isUncertain = false

        /// Whether this migration may have put it onto the target.
        var canBeOwn: Bool { isOwn || isUncertain }

        mutating func take(_ record: JournalRecord, _ host: String) {
            failure = record.event == .failed ? record.text : nil
            if let words = record.record?.split(separator: " ", maxSplits: 1), words.count == 2 {
                self.record = AttachedDomain.Record(kind: String(words[0]), name: host, value: String(words[1]))
            }
            switch record.event {
            case .domainBegun: begin()
            case .willSend where id == nil:
                begin()
                isUncertain = true
            // The provider has said that it sees no record yet, and so has added nothing.
            case .failed where record.code == ContainerServiceError.Code.conflict.rawValue: isUncertain = false
            case .domainAdded:
                step = .added
                id = record.id.map { AttachedDomain.ID(rawValue: $0) }
                isOwn = record.isOwn ?? false
                isUncertain = false
            case .domainMoved:
                step = .moved
                movedAt = record.time
            case .domainRemoved:
                step = .reverted
                (id, movedAt, isOwn, isUncertain) = (nil, nil, false, false)
            default: break
            }
        }

        private mutating func begin() {
            if step == .notMoved || step == .reverted { step = .begun }
        }
    }

    /// How the stage of domains notes the record of one.
    static func text(_ record: AttachedDomain.Record) -> String { "\(record.kind) \(record.value)" }
}
