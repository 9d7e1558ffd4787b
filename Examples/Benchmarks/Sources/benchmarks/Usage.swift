import Foundation

/// What a process has used so far.
struct Usage {
    /// The time of the CPU, in seconds, of the process and in the kernel for it.
    var cpuSeconds: Double
    /// The most memory that was held at once, in megabytes.
    var peakMegabytes: Double

    /// This process.
    static var own: Usage { of(RUSAGE_SELF) }
    /// The processes that this one has started and that have ended; the peak is that of the largest.
    static var children: Usage { of(RUSAGE_CHILDREN) }

    #if canImport(Glibc)
        private static func of(_ who: __rusage_who) -> Usage { usage { getrusage(__rusage_who_t(who.rawValue), &$0) } }
        private static let bytesPerUnit = 1024.0
    #else
        private static func of(_ who: Int32) -> Usage { usage { getrusage(who, &$0) } }
        private static let bytesPerUnit = 1.0
    #endif

    private static func usage(_ read: (inout rusage) -> Int32) -> Usage {
        var usage = rusage()
        _ = read(&usage)
        let times = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
        return Usage(
            cpuSeconds: times.reduce(0, +),
            peakMegabytes: Double(usage.ru_maxrss) * bytesPerUnit / 1e6
        )
    }
}
