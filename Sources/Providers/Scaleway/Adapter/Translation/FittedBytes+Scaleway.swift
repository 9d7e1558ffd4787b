import CloudContainers

/// How an amount of bytes is brought into a unit and the bounds of an API: never less, unless the caller says so.
struct FittedBytes {
    /// What stands between the amounts that can be written.
    var unit: ByteCount
    var bounds: ClosedRange<ByteCount>
    /// What allows to cut down to the maximum.
    var clamp: Resolutions.Clamp
    var rounded: FindingCode
    var raised: FindingCode
    var clamped: FindingCode
    var maximum: FindingCode

    static func memory(unit: ByteCount, _ bounds: ClosedRange<ByteCount>) -> FittedBytes {
        FittedBytes(
            unit: unit,
            bounds: bounds,
            clamp: .memory,
            rounded: .memoryRounded,
            raised: .memoryRaised,
            clamped: .memoryClamped,
            maximum: .memoryMaximum
        )
    }

    static func disk(unit: ByteCount, _ bounds: ClosedRange<ByteCount>) -> FittedBytes {
        FittedBytes(
            unit: unit,
            bounds: bounds,
            clamp: .disk,
            rounded: .diskRounded,
            raised: .diskRaised,
            clamped: .diskClamped,
            maximum: .diskMaximum
        )
    }

    /// The amount to write, over the maximum where that is blocked, and what is to be said of it.
    func fit(_ wanted: ByteCount, _ given: Resolutions) -> (fitted: ByteCount, findings: [Finding]) {
        var fitted = max(ByteCount(roundingUp: wanted, toMultipleOf: unit), bounds.lowerBound)
        var findings: [Finding] = []
        if fitted > bounds.upperBound {
            let most = LedgerValue.bytes(bounds.upperBound)
            if given.clamps.contains(clamp) {
                fitted = bounds.upperBound
                findings.append(Finding(clamped, .reduced, before: .bytes(wanted), after: most))
            } else {
                let flag = "--clamp \(clamp.rawValue)"
                findings.append(
                    Finding(maximum, .blocked, before: .bytes(wanted), after: most, resolution: flag)
                )
            }
        }
        if ByteCount(roundingUp: wanted, toMultipleOf: unit) < bounds.lowerBound {
            findings.append(Finding(raised, .raised, before: .bytes(wanted), after: .bytes(fitted)))
        } else if fitted > wanted {
            findings.append(Finding(rounded, .roundedUp, before: .bytes(wanted), after: .bytes(fitted)))
        }
        return (fitted, findings)
    }
}
