extension CronExpression {
    /// Whether there is any day at all on which the job runs; on 30 February there is none.
    public var hasRuns: Bool {
        guard values(.dayOfMonth).hasStar || values(.dayOfWeek).hasStar else { return true }
        guard !values(.dayOfMonth).hasStar else { return true }
        // A year that has the leap day.
        return values(.month).list.contains { month in
            let length = CivilDate(year: 2000, month: Int64(month), day: 1).lengthOfMonth
            return values(.dayOfMonth).list.contains { $0 <= length }
        }
    }

    /// The first run after a point in time.
    ///
    /// A run is due whenever the local clock shows a time that the expression names. So, as with Kubernetes, what is due in
    /// an hour that the clock skips does not run that day, and what is due in an hour that the clock shows twice runs twice.
    ///
    /// - Parameters:
    ///   - start: The point in time; a run at this very time is not the answer.
    ///   - offset: The offset from UTC of the job's time zone at a point in time. It is taken to change once a day at most.
    /// - Returns: The time of the run, or `nil` if there is none in the following 12 years or before the year 10000.
    public func nextRun(after start: Timestamp, offset: (Timestamp) -> UTCOffset) -> Timestamp? {
        // The years 0001 to 9999.
        let known: Range<Int64> = -62_135_596_800..<253_402_300_800
        guard known.contains(start.seconds), hasRuns else { return nil }
        func ahead(_ instant: Int64) -> Int64 { offset(Timestamp(seconds: instant)).seconds }
        let end = min(known.upperBound, start.seconds + 12 * 366 * Self.day)
        var instant = start.seconds + 1
        while instant < end {
            let ahead = ahead(instant)
            let wait = secondsWithoutRun(from: instant + ahead)
            if wait == 0 { return Timestamp(seconds: instant) }
            instant = firstChange(from: instant, to: instant + wait, of: ahead, in: ahead(_:))
        }
        return nil
    }

    private static let day: Int64 = 86_400

    /// How long no run is due from a time of the local clock on, in steps of a day, an hour or a minute; 0 if one is due.
    private func secondsWithoutRun(from local: Int64) -> Int64 {
        let rest = local % Self.day
        let second = rest < 0 ? rest + Self.day : rest
        if !isDue(onDay: (local - second) / Self.day) { return Self.day - second }
        if !values(.hour).contains(second / 3600) { return 3600 - second % 3600 }
        if second % 60 != 0 || !values(.minute).contains(second / 60 % 60) { return 60 - second % 60 }
        return 0
    }

    private func isDue(onDay number: Int64) -> Bool {
        let date = CivilDate(day: number)
        guard values(.month).contains(date.month) else { return false }
        // 1970-01-01 was a Thursday.
        let weekday = ((number + 4) % 7 + 7) % 7
        let (month, week) = (values(.dayOfMonth), values(.dayOfWeek))
        let (isInMonth, isInWeek) = (month.contains(date.day), week.contains(weekday))
        return month.hasStar || week.hasStar ? isInMonth && isInWeek : isInMonth || isInWeek
    }

    /// The end of a wait, or the point within it at which the local clock is set to another offset.
    private func firstChange(
        from start: Int64,
        to end: Int64,
        of offset: Int64,
        in ahead: (Int64) -> Int64
    ) -> Int64 {
        guard ahead(end) != offset else { return end }
        var (before, after) = (start, end)
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if ahead(middle) == offset { before = middle } else { after = middle }
        }
        return after
    }
}
