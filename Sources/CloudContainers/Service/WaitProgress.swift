/// The events of a wait.
public struct WaitProgress: AsyncSequence, Sendable {
    let service: any ContainerService
    let ids: [Container.ID]
    let namespace: Namespace.ID
    let goal: WaitGoal
    let deployment: Deployment?
    let options: WaitOptions

    /// Begins to wait.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Takes a look whenever the events of the last one are used up.
    public struct Iterator: AsyncIteratorProtocol {
        private let wait: WaitProgress
        private var events: [WaitEvent] = []
        private var open: [Container.ID]
        private var last: [Container.ID: ContainerStatus] = [:]
        private var failures: [ContainerServiceError] = []
        /// When the status of each last changed, since the wait began.
        private var changes: [Container.ID: Duration] = [:]
        /// Those that were seen on their way.
        private var moved: Set<Container.ID> = []
        private var began: Duration?
        /// The limit, once it could be worked out.
        private var limit: Duration?
        private var delay: Duration
        private var unreadable = 0
        private var isFinished = false

        init(_ wait: WaitProgress) {
            self.wait = wait
            delay = wait.options.shortestDelay
            var seen: Set<Container.ID> = []
            open = wait.ids.filter { seen.insert($0).inserted }
        }

        /// The next event, or `nil` when every container has reached the goal.
        public mutating func next() async throws -> WaitEvent? {
            while events.isEmpty {
                if isFinished { return nil }
                // Stays so if something throws.
                isFinished = true
                if open.isEmpty {
                    guard let failure = failure() else { return nil }
                    throw failure
                }
                try await look()
                isFinished = false
            }
            return events.removeFirst()
        }

        /// What went wrong, in one error.
        private func failure() -> ContainerServiceError? {
            guard failures.count > 1, var failure = failures.first else { return failures.first }
            failure.message =
                "\(failures.count) of \(Set(wait.ids).count) failed: " + failures.map(\.message).joined(separator: "; ")
            return failure
        }

        private mutating func look() async throws {
            try Task.checkCancellation()
            let time = wait.options.time
            if let began {
                let limit = limit ?? wait.longest
                let elapsed = await time.now() - began
                guard elapsed < limit else { throw timeOut(limit) }
                // The last look is the one at the limit.
                try await time.sleep(for: Swift.min(try await nextDelay(), limit - elapsed))
            } else {
                began = await time.now()
            }
            let statuses: [Container.ID: ContainerStatus]
            do {
                if limit == nil { limit = try await wait.limit() }
                statuses = try await wait.service.statuses(of: open, in: wait.namespace, after: wait.deployment)
                unreadable = 0
            } catch let error as ContainerServiceError where error.isRetryable && unreadable < 5 {
                unreadable += 1
                events.append(.unreadable(error, after: await elapsed()))
                return
            }
            let elapsed = await elapsed()
            for id in open { try await judge(id, statuses[id], elapsed) }
        }

        private func elapsed() async -> Duration { await wait.options.time.now() - (began ?? .zero) }

        private mutating func nextDelay() async throws -> Duration {
            let half = delay / 2
            let result = half + (await wait.options.randomness.duration(upTo: delay - half))
            delay = Swift.min(delay * 3 / 2, wait.options.longestDelay)
            return Swift.max(result, .milliseconds(100))
        }

        private mutating func judge(_ id: Container.ID, _ status: ContainerStatus?, _ elapsed: Duration) async throws {
            guard let status else {
                if wait.goal == .gone { return close(id, .reached(id, after: elapsed)) }
                return fail(id, wait.deleted(id), elapsed)
            }
            if last[id] != status {
                events.append(.status(id, status, after: elapsed))
                changes[id] = elapsed
            }
            last[id] = status
            if [.updating, .deleting, .unknown].contains(status.state) { moved.insert(id) }
            // A failure from before shows for a moment after a deletion was asked for.
            var isOld = status.isOfEarlierDeployment || (status.state == .failed && wait.goal == .gone)
            // What is started was stopped, and shows it for a moment.
            if let deployment = wait.deployment, deployment.id == nil, status.state == .stopped, wait.goal == .ready {
                isOld = true
            }
            // Ours is not the one that is shown as long as others wait.
            if status.isOfEarlierDeployment, status.queuedDeployments != nil { return }
            let isNew = wait.deployment?.id == nil && moved.contains(id)
            if isOld, !isNew, elapsed - (changes[id] ?? .zero) < wait.options.staleGrace { return }
            switch (status.state, wait.goal) {
            case (.ready, .ready), (.stopped, .stopped): close(id, .reached(id, after: elapsed))
            case (.failed, _), (.stopped, .ready):
                let reason = try? await wait.service.failureReason(of: id, in: wait.namespace)
                fail(id, wait.failure(id, status, reason ?? nil), elapsed)
            default: break
            }
        }

        private mutating func close(_ id: Container.ID, _ event: WaitEvent) {
            open.removeAll { $0 == id }
            events.append(event)
        }

        private mutating func fail(_ id: Container.ID, _ error: ContainerServiceError, _ elapsed: Duration) {
            failures.append(error)
            close(id, .failed(id, error, after: elapsed))
        }

        private func timeOut(_ limit: Duration) -> ContainerServiceError {
            let states = open.map { id in
                let queue = last[id]?.queuedDeployments.map { ", \($0) deployments in the queue" } ?? ""
                return "\(id) is \(last[id]?.providerWord ?? "of unknown state")\(queue)"
            }
            return ContainerServiceError(
                .timedOut,
                "after \(limit) not all is \(wait.goal.rawValue): \(states.joined(separator: "; "))",
                provider: wait.service.dialect.provider,
                isRetryable: true
            )
        }
    }

    /// The caller's limit, or the longest that the provider's dialect gives for any service.
    fileprivate var longest: Duration { options.limit ?? service.dialect.deploymentLimit(of: nil) }

    /// The caller's limit, or the longest that the provider's dialect gives for the services.
    fileprivate func limit() async throws -> Duration {
        if options.limit != nil || goal != .ready { return longest }
        var limits: [Container.ID: Duration] = [:]
        do {
            for try await container in service.allContainers(in: namespace) where ids.contains(container.id) {
                limits[container.id] = service.dialect.deploymentLimit(of: container.spec)
                if limits.count == Set(ids).count { break }
            }
        } catch let error as ContainerServiceError where error.code == .notFound {
            // The look at the statuses tells what that means.
        }
        return limits.values.max() ?? longest
    }

    fileprivate func deleted(_ id: Container.ID) -> ContainerServiceError {
        ContainerServiceError(
            .notFound,
            "\(id) was deleted by someone else while it was waited for",
            provider: service.dialect.provider
        )
    }

    fileprivate func failure(_ id: Container.ID, _ status: ContainerStatus, _ reason: String?) -> ContainerServiceError
    {
        let words = [status.message, reason].compactMap { $0 }.filter { !$0.isEmpty }.map { $0.cut(to: 500) }
        // The provider's words stay as they are; a message quotes what is safe to print.
        let quoted = words.map { $0.escapedForTerminal(limit: .max, namesBreaks: true) }.joined(separator: "; ")
        let word = status.providerWord.escapedForTerminal(limit: 500)
        return ContainerServiceError(
            .deploymentFailed,
            "\(id) is \(word)" + (words.isEmpty ? "" : ": \(quoted)"),
            provider: service.dialect.provider,
            providerMessage: words.isEmpty ? nil : words.joined(separator: "; ")
        )
    }
}

// One wait belongs to one task.
@available(*, unavailable)
extension WaitProgress.Iterator: Sendable {}
