/// Runs a closure for each element, a number of them at a time, and gives the results in the order of the elements.
///
/// The first error ends the others.
package func concurrently<Element: Sendable, Result: Sendable>(
    _ elements: [Element],
    atMost limit: Int,
    _ body: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var results = [Result?](repeating: nil, count: elements.count)
        var next = 0
        func start() {
            guard next < elements.count else { return }
            let (index, element) = (next, elements[next])
            next += 1
            group.addTask { (index, try await body(element)) }
        }
        for _ in 0..<max(limit, 1) { start() }
        while let (index, result) = try await group.next() {
            results[index] = result
            start()
        }
        return results.compactMap { $0 }
    }
}

/// Runs closures beside one another, and gives the results in the order of the closures.
///
/// The first error in that order is thrown, and ends the closures behind it: which of several it is does not depend on which
/// answer was faster.
///
/// This is in the place of `async let`, whose tasks optimized builds of the compilers 6.1 to 6.3 can take down while they
/// still run (swiftlang/swift#81771, #87481).
package func together<Value: Sendable>(
    _ works: [@Sendable () async throws -> Value]
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Result<Value, any Error>).self) { group in
        for (index, work) in works.enumerated() {
            group.addTask {
                do {
                    return (index, .success(try await work()))
                } catch {
                    return (index, .failure(error))
                }
            }
        }
        var ended = [Result<Value, any Error>?](repeating: nil, count: works.count)
        var values: [Value] = []
        while let (index, result) = try await group.next() {
            ended[index] = result
            while values.count < ended.count, let next = ended[values.count] { values.append(try next.get()) }
        }
        return values
    }
}
