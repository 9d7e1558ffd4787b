import CloudContainers

extension Session {
    /// Waits for containers of several namespaces at the same time, and shows how far they come.
    ///
    /// - Parameters:
    ///   - targets: The containers.
    ///   - goal: What is waited for.
    ///   - deployments: What was asked of each namespace.
    ///   - limit: The longest wait; `nil` for what the provider needs at most, which is said.
    ///   - interval: The time between two looks; `nil` for one that grows.
    ///   - output: Gets each change as a line for programs.
    /// - Returns: How it ended for each container, in the order of the targets.
    /// - Throws: `CancellationError`.
    func wait(
        for targets: [LocatedContainer],
        until goal: WaitGoal,
        after deployments: [Namespace.ID: Deployment],
        limit: Duration?,
        every interval: Duration? = nil,
        changesTo output: Console.Output? = nil
    ) async throws -> [OperationResult] {
        let board = ProgressBoard(targets, until: goal, on: screen, time)
        let provider = provider.name
        let service = service
        let longest = WaitLimit(limit, for: targets.map(\.container.spec), until: goal, of: self.provider)
        var options = WaitOptions(limit: longest.duration, time: time, randomness: randomness)
        if let interval { (options.shortestDelay, options.longestDelay) = (interval, interval) }
        let waiting = options
        if let words = longest.words, !targets.isEmpty { await screen.progress(words, .faint) }
        await board.draw()
        do {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                let namespaces = Dictionary(grouping: targets, by: \.namespace.id)
                for (namespace, targets) in namespaces {
                    let ids = targets.map(\.container.id)
                    let deployment = deployments[namespace]
                    group.addTask {
                        do {
                            let progress = service.progress(
                                of: ids,
                                in: namespace,
                                until: goal,
                                after: deployment,
                                waiting
                            )
                            for try await event in progress {
                                if let output { try ProgressBoard.write(event, of: targets, provider, to: output) }
                                await board.take(event)
                            }
                        } catch let error as ContainerServiceError {
                            await board.take(error, for: ids, after: longest.duration)
                        }
                        return true
                    }
                }
                if screen.isLive, let interval = console.refreshInterval {
                    group.addTask {
                        while !Task.isCancelled {
                            try await ContinuousClock().sleep(for: interval)
                            await board.draw()
                        }
                        return false
                    }
                }
                if !screen.isLive, hasClock {
                    let time = time
                    group.addTask {
                        await board.remind()
                        while !Task.isCancelled {
                            try await time.sleep(for: ProgressBoard.reminderInterval)
                            await board.remind()
                        }
                        return false
                    }
                }
                var open = namespaces.count
                do {
                    while open > 0, let isWait = try await group.next() { open -= isWait ? 1 : 0 }
                } catch {
                    group.cancelAll()
                    throw error
                }
                // Only the drawing is left, whose end is no news.
                group.cancelAll()
                while let result = await group.nextResult() { _ = result }
            }
        } catch {
            await screen.settle()
            throw error
        }
        await screen.settle()
        var results: [OperationResult] = []
        for target in targets {
            let (ending, after) = await board.ending(of: target.container.id)
            switch ending {
            case .reached: results.append(OperationResult(target, .done, after: after))
            case .failed(let error):
                results.append(
                    OperationResult(target, error.code == .timedOut ? .timedOut : .failed, after: after, error: error)
                )
            case nil: results.append(OperationResult(target, .asked))
            }
        }
        return results
    }
}
