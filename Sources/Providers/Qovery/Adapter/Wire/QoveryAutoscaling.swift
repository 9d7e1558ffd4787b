package import CloudContainers

/// A KEDA policy.
package struct QoveryAutoscaling: OpenWireObject {
    package var id: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var serviceID: Member<String> = .absent
    package var mode: Member<String> = .absent
    package var pollingIntervalSeconds: Member<Int> = .absent
    package var cooldownPeriodSeconds: Member<Int> = .absent
    package var scalers: Member<[QoveryScaler]> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("service_id", &serviceID)
        try visitor.member("mode", &mode)
        try visitor.member("polling_interval_seconds", &pollingIntervalSeconds)
        try visitor.member("cooldown_period_seconds", &cooldownPeriodSeconds)
        try visitor.member("scalers", &scalers)
    }
}

/// A source of events that a KEDA policy watches.
package struct QoveryScaler: OpenWireObject {
    package var id: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var scalerType: Member<String> = .absent
    package var enabled: Member<Bool> = .absent
    package var role: Member<String> = .absent
    package var configJson: Member<JSONValue> = .absent
    package var configYaml: Member<String> = .absent
    package var triggerAuthentication: Member<QoveryTriggerAuthentication> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("scaler_type", &scalerType)
        try visitor.member("enabled", &enabled)
        try visitor.member("role", &role)
        try visitor.member("config_json", &configJson)
        try visitor.member("config_yaml", &configYaml)
        try visitor.member("trigger_authentication", &triggerAuthentication)
    }
}

/// How a scaler authenticates.
package struct QoveryTriggerAuthentication: OpenWireObject {
    package var id: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var organizationID: Member<String> = .absent
    package var name: Member<String> = .absent
    package var configYaml: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("organization_id", &organizationID)
        try visitor.member("name", &name)
        try visitor.member("config_yaml", &configYaml)
    }
}
