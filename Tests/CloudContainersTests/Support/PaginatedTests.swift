import CloudContainers
import Testing

@Suite("Paginated lists")
struct PaginatedTests {
    /// Pages by token, and how often each was asked for.
    private actor Pages {
        private let pages: [String: Page<Int>]
        private(set) var asked: [String] = []

        init(_ pages: [String: Page<Int>]) { self.pages = pages }

        func page(_ token: PageToken?) throws -> Page<Int> {
            let name = token?.rawValue ?? "first"
            asked.append(name)
            guard let page = pages[name] else { throw ContainerServiceError(.notFound, "no page \(name)") }
            return page
        }
    }

    private static func page(_ elements: [Int], _ next: String?) -> Page<Int> {
        Page(elements, next: next.map { PageToken(rawValue: $0) })
    }

    private func read(_ pages: Pages) async throws -> [Int] {
        var elements: [Int] = []
        for try await element in Paginated({ try await pages.page($0) }) { elements.append(element) }
        return elements
    }

    @Test func goThroughAllPages() async throws {
        let pages = Pages([
            "first": Self.page([1, 2], "b"), "b": Self.page([3], "c"), "c": Self.page([4, 5], nil),
        ])
        #expect(try await read(pages) == [1, 2, 3, 4, 5])
        #expect(await pages.asked == ["first", "b", "c"])
    }

    @Test func anEmptyPageInTheMiddleIsNotTheEnd() async throws {
        let pages = Pages([
            "first": Self.page([], "b"), "b": Self.page([1], "c"), "c": Self.page([], "d"), "d": Self.page([2], nil),
        ])
        #expect(try await read(pages) == [1, 2])
    }

    @Test func nothingIsNothing() async throws {
        #expect(try await read(Pages(["first": Self.page([], nil)])) == [])
    }

    @Test func aRepeatedTokenEndsTheList() async throws {
        let circle = Pages(["first": Self.page([1], "b"), "b": Self.page([2], "c"), "c": Self.page([3], "b")])
        #expect(try await read(circle) == [1, 2, 3])
        let stuck = Pages(["first": Self.page([], "b"), "b": Self.page([], "b")])
        #expect(try await read(stuck) == [])
        #expect(await stuck.asked == ["first", "b"])
    }

    @Test func pagesAreFetchedOnlyWhenTheyAreNeeded() async throws {
        let pages = Pages(["first": Self.page([1, 2], "b"), "b": Self.page([3], nil)])
        var iterator = Paginated { try await pages.page($0) }.makeAsyncIterator()
        #expect(await pages.asked.isEmpty)
        #expect(try await iterator.next() == 1)
        #expect(try await iterator.next() == 2)
        #expect(await pages.asked == ["first"])
        #expect(try await iterator.next() == 3)
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
        #expect(await pages.asked == ["first", "b"])
    }

    @Test func anErrorPassesThrough() async throws {
        let pages = Pages(["first": Self.page([1], "gone")])
        var seen: [Int] = []
        await #expect(throws: ContainerServiceError(.notFound, "no page gone")) {
            for try await element in Paginated({ try await pages.page($0) }) { seen.append(element) }
        }
        #expect(seen == [1])
    }

    @Test func anErrorIsTheEnd() async throws {
        let pages = Pages(["first": Self.page([1], "gone")])
        var iterator = Paginated { try await pages.page($0) }.makeAsyncIterator()
        #expect(try await iterator.next() == 1)
        do {
            _ = try await iterator.next()
            Issue.record("no error")
        } catch {
            // The contract of an asynchronous iterator: after an error there is nothing.
            #expect(try await iterator.next() == nil)
        }
        #expect(await pages.asked == ["first", "gone"])
    }

    @Test func theCancellationOfAFetchPassesThrough() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            for try await _ in Paginated<Int>({ _ in
                try Task.checkCancellation()
                return Page([1])
            }) {}
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func aCancelledTaskFetchesNoPage() async throws {
        let pages = Pages(["first": Self.page([1], nil)])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            for try await _ in Paginated({ try await pages.page($0) }) {}
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await pages.asked.isEmpty)
    }
}
