import CloudContainers

/// What reads an input, and what has to hold of what it reads.
enum FuzzTarget: String, CaseIterable {
    case answer, cron, date, image, job, journal, json, manifest, payload, plan, quantity

    /// Reads an input; a crash of the process is a fault that was found.
    func read(_ bytes: [UInt8]) {
        do throws(ContainerServiceError) {
            switch self {
            case .answer: readAnswer(bytes)
            case .cron: try readCron(String(decoding: bytes, as: UTF8.self))
            case .date: try readDate(String(decoding: bytes, as: UTF8.self))
            case .image: try readImage(String(decoding: bytes, as: UTF8.self))
            case .job: try readJob(bytes)
            case .journal: readJournal(bytes)
            case .json: try readJSON(bytes)
            case .manifest: try readManifest(bytes)
            case .payload: try readPayload(bytes)
            case .plan: try readPlan(bytes)
            case .quantity: try readQuantity(String(decoding: bytes, as: UTF8.self))
            }
        } catch {
            check(error)
        }
    }
}

/// Ends the process where something does not hold: a trap is how libFuzzer learns that an input is to be kept.
func require(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { fatalError(what()) }
}

/// A refusal is short, and harmless on a terminal.
func check(_ error: ContainerServiceError) {
    let text = error.description
    require(text.utf8.count < 4096, "a message of \(text.utf8.count) bytes: \(text.prefix(300))")
    let isPlain = text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }
    require(isPlain, "a control character in \(text.debugDescription)")
}
