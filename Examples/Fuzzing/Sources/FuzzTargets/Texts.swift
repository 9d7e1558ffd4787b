import CloudContainers

func readQuantity(_ text: String) throws(ContainerServiceError) {
    // The first character chooses, so that one corpus serves all.
    let rest = String(text.dropFirst())
    func isStable(_ canonical: (String) throws(ContainerServiceError) -> String) throws(ContainerServiceError) {
        let once = try canonical(rest)
        let twice = try canonical(once)
        require(once == twice, "\(rest.debugDescription) is \(once), and that is \(twice)")
    }
    switch text.first {
    case "c": try isStable { text throws(ContainerServiceError) in try CPU(parsing: text).description }
    case "b": try isStable { text throws(ContainerServiceError) in try ByteCount(parsing: text).description }
    case "p": try isStable { text throws(ContainerServiceError) in try Percentage(parsing: text).description }
    case "i": try isStable { text throws(ContainerServiceError) in try InstanceLimit(parsing: text).description }
    case "d": try isStable { text throws(ContainerServiceError) in try Duration(parsingText: text).text }
    case "s": try isStable { text throws(ContainerServiceError) in try Duration(parsingSeconds: text).secondsText }
    case "u": try isStable { text throws(ContainerServiceError) in try HTTPBaseURL(parsing: text).description }
    default: try isStable { text throws(ContainerServiceError) in try CronTriggerChoice(parsing: text).description }
    }
}

func readImage(_ text: String) throws(ContainerServiceError) {
    let image = try ImageReference(parsing: text)
    let again = try ImageReference(parsing: image.description)
    require(again == image, "\(image) is read as \(again)")
    let familiar = try ImageReference(parsing: image.familiar)
    require(familiar == image, "\(image.familiar) of \(image) is read as \(familiar)")
}

func readCron(_ text: String) throws(ContainerServiceError) {
    let cron = try CronExpression(parsing: text)
    require(try CronExpression(parsing: cron.description) == cron, "\(cron) is read as another one")
    require(!cron.explanation.isEmpty, "\(cron) has no explanation")
    let start = Timestamp(seconds: 1_767_225_600)
    let next = cron.nextRun(after: start) { _ in .utc }
    require((next != nil) == cron.hasRuns, "\(cron): the next run is \(String(describing: next))")
    if let next { require(next > start, "\(cron) runs in the past: \(next)") }
}

func readDate(_ text: String) throws(ContainerServiceError) {
    if let date = HTTPDate(parsing: text) {
        require(HTTPDate(parsing: date.description) == date, "\(text.debugDescription) is \(date)")
    }
    let time = try Timestamp(parsing: text)
    require(try Timestamp(parsing: time.description) == time, "\(text.debugDescription) is \(time)")
}
