import Foundation

/// One number that one run has measured.
struct Sample: Codable {
    var name: String
    var value: Double
    var unit: Unit
    var limit: Limit?
}

/// What a number counts.
enum Unit: String, Codable {
    case perSecond = "/s"
    case seconds = "s"
    case milliseconds = "ms"
    case microseconds = "µs"
    case megabytes = "MB"
    case megabytesPerSecond = "MB/s"
    case requests = "requests"
    case qoveryRequests = "requests to Qovery"

    /// A number with the unit; what is large needs no fraction.
    func text(_ value: Double) -> String {
        let digits = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
        let isCount = self == .requests || self == .qoveryRequests
        return String(format: "%.\(isCount ? 0 : digits)f", value) + " \(rawValue)"
    }
}

/// What a number is held against.
struct Limit: Codable {
    enum Kind: String, Codable {
        case atMost = "at most"
        case atLeast = "at least"
    }

    var kind: Kind
    var value: Double

    func holds(for number: Double) -> Bool { kind == .atMost ? number <= value : number >= value }
}

/// What all runs have measured of one thing.
struct Figure: Codable {
    var name: String
    var unit: Unit
    /// Smallest first.
    var values: [Double]
    var limit: Limit?

    /// The value in the middle: a run that was disturbed does not move it.
    var median: Double { values[values.count / 2] }

    /// Gathers the samples of all runs by their names, in the order in which they came first.
    static func figures(of samples: [Sample]) -> [Figure] {
        var figures: [Figure] = []
        for sample in samples {
            if let index = figures.firstIndex(where: { $0.name == sample.name && $0.unit == sample.unit }) {
                figures[index].values.append(sample.value)
            } else {
                figures.append(
                    Figure(name: sample.name, unit: sample.unit, values: [sample.value], limit: sample.limit)
                )
            }
        }
        for index in figures.indices { figures[index].values.sort() }
        return figures
    }
}
