package import CloudContainers

/// When a job runs: either `cronjob` has a value, or one or several of the events.
package struct QoveryJobSchedule: OpenWireObject {
    package var cronjob: Member<QoveryCronJob> = .absent
    package var onStart: Member<QoveryJobCommand> = .absent
    package var onStop: Member<QoveryJobCommand> = .absent
    package var onDelete: Member<QoveryJobCommand> = .absent
    package var lifecycleType: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("cronjob", &cronjob)
        try visitor.member("on_start", &onStart)
        try visitor.member("on_stop", &onStop)
        try visitor.member("on_delete", &onDelete)
        try visitor.member("lifecycle_type", &lifecycleType)
    }
}

/// A time at which a job runs, and what it runs.
package struct QoveryCronJob: OpenWireObject {
    package var scheduledAt: Member<String> = .absent
    package var timezone: Member<String> = .absent
    package var entrypoint: Member<String> = .absent
    package var arguments: Member<[String]> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("scheduled_at", &scheduledAt)
        try visitor.member("timezone", &timezone)
        try visitor.member("entrypoint", &entrypoint)
        try visitor.member("arguments", &arguments)
    }
}

/// What a job runs at an event.
package struct QoveryJobCommand: OpenWireObject {
    package var entrypoint: Member<String> = .absent
    package var arguments: Member<[String]> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("entrypoint", &entrypoint)
        try visitor.member("arguments", &arguments)
    }
}
