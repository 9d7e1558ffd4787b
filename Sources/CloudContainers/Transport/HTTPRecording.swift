/// Exchanges in the order in which their requests were sent, with a form that can be saved.
public struct HTTPRecording: Sendable, Hashable {
    /// The exchanges.
    public var exchanges: [RecordedExchange]

    /// Makes a recording.
    public init(_ exchanges: [RecordedExchange]) { self.exchanges = exchanges }

    /// The recording as a document that can be saved.
    public var document: JSONDocument { JSONDocument(json) }

    /// Reads a saved recording.
    ///
    /// - Throws: ``ContainerServiceError`` with the place of what cannot be read.
    public init(document: JSONDocument) throws(ContainerServiceError) {
        try self.init(reading: document)
    }
}

extension HTTPRecording: WireObject {
    package init() { self.init([]) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("exchanges", &exchanges)
    }
}
