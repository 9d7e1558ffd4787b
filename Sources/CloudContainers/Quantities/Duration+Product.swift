extension Duration {
    /// The time so many times over; where that is more than can be held, the longest whole number of seconds.
    package func saturatingProduct(_ factor: Int) -> Duration {
        let limit = Int64.max / 2
        guard factor > 0, components.seconds > 0 else { return self * max(factor, 0) }
        let (seconds, overflows) = (components.seconds + 1).multipliedReportingOverflow(by: Int64(clamping: factor))
        return overflows || seconds > limit ? .seconds(limit) : self * factor
    }
}
