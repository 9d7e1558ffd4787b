/// A mark that says where the next page of a list begins; only the service that made it can read it.
public struct PageToken: RawRepresentable, Sendable, Hashable {
    /// The service's text.
    public let rawValue: String

    /// Makes a token from the service's text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// Some elements of a list, and where the next ones begin.
public struct Page<Element: Sendable>: Sendable {
    /// The elements.
    public var elements: [Element]
    /// Where the next page begins, or `nil` after the last.
    public var next: PageToken?
    /// How many elements the whole list has, where the provider says so.
    public var total: Int?

    /// Makes a page.
    public init(_ elements: [Element], next: PageToken? = nil, total: Int? = nil) {
        self.elements = elements
        self.next = next
        self.total = total
    }
}

/// A list that is fetched page by page while it is read.
public struct Paginated<Element: Sendable>: AsyncSequence, Sendable {
    private let page: @Sendable (PageToken?) async throws -> Page<Element>
    private let identity: (@Sendable (Element) -> String)?

    /// Makes a sequence over a function that fetches one page.
    ///
    /// - Parameters:
    ///   - identity: What tells elements apart; one that was seen is left out, as happens when the list changes while it is
    ///     read. `nil` gives every element.
    ///   - page: Fetches a page.
    public init(
        identifiedBy identity: (@Sendable (Element) -> String)? = nil,
        _ page: @escaping @Sendable (PageToken?) async throws -> Page<Element>
    ) {
        self.page = page
        self.identity = identity
    }

    /// Begins at the first page.
    public func makeAsyncIterator() -> Iterator { Iterator(page: page, identity: identity) }

    /// Walks through the pages; a page whose mark was seen before, or with nothing new in it, ends the list, so that no server
    /// can make it endless.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let page: @Sendable (PageToken?) async throws -> Page<Element>
        fileprivate let identity: (@Sendable (Element) -> String)?
        private var identities: Set<String> = []
        /// What was fetched and not yet given, the next one at the end, where taking it moves nothing else.
        private var buffer: [Element] = []
        private var next: PageToken?
        private var seen: Set<PageToken> = []
        private var isFinished = false

        fileprivate init(
            page: @escaping @Sendable (PageToken?) async throws -> Page<Element>,
            identity: (@Sendable (Element) -> String)?
        ) {
            self.page = page
            self.identity = identity
        }

        /// The next element, or `nil` after the last one and after an error.
        ///
        /// - Throws: What fetching a page throws; `CancellationError` instead of fetching one in a cancelled task.
        public mutating func next() async throws -> Element? {
            while buffer.isEmpty {
                if isFinished { return nil }
                // Stays so if one of the two throws.
                isFinished = true
                try Task.checkCancellation()
                let fetched = try await page(next)
                var elements = fetched.elements
                if let identity { elements.removeAll { !identities.insert(identity($0)).inserted } }
                elements.reverse()
                buffer = elements
                next = fetched.next
                // A server that repeats a page would go on for ever.
                if elements.isEmpty, !fetched.elements.isEmpty { return nil }
                if let token = fetched.next { isFinished = !seen.insert(token).inserted }
            }
            return buffer.popLast()
        }
    }
}

// One iteration belongs to one task.
@available(*, unavailable)
extension Paginated.Iterator: Sendable {}
