public import CloudContainers

extension QoveryDialect {
    private static let stateMembers: Set<String> = [
        "updated_at", "status", "maximum_cpu", "maximum_memory", "maximum_gpu", "associated_services_count",
    ]

    /// The fingerprint of what is configured: the bundle without states, dates and the cluster's bounds, its lists in the
    /// order of their ids.
    ///
    /// Built-in variables are left out too: Qovery makes and changes them by itself.
    public func basis(of live: JSONDocument) -> String { Self.basis(of: live, .container) }

    /// The same of a bundle of any kind of service.
    static func basis(of live: JSONDocument, _ kind: QoveryServiceKind) -> String {
        let part = kind.rawValue
        let bundle = live.root[part] == nil ? .object(JSONObject([.init(name: part, value: live.root)])) : live.root
        let configured = (bundle.object?.members ?? []).filter { $0.name != "built_ins_of_others" }
        let parts = configured.map { part -> JSONObject.Member in
            var value = part.value
            if part.name == "variables", let items = value.array ?? value["results"]?.array {
                value = .array(items.filter { $0["scope"]?.string != "BUILT_IN" })
            }
            value = value.settled(without: stateMembers)
            if part.name == "container", var container = value.object {
                for list in ["ports", "storage"] {
                    if let items = container[list] { container.set(list, items.settled(without: [])) }
                }
                value = .object(container)
            }
            return JSONObject.Member(name: part.name, value: value)
        }
        return PreparedChange.fingerprint(of: JSONDocument(.object(JSONObject(parts))))
    }

    /// The host names inside the cluster and outside, which Qovery tells in built-in variables.
    public func hostNames(of live: JSONDocument) -> [String] {
        let id = live.root["container"]?["id"]?.string ?? ""
        let prefix = "QOVERY_CONTAINER_Z\(id.prefix(8).uppercased())_HOST_"
        let variables = live.root["variables"]
        return (variables?.array ?? variables?["results"]?.array ?? []).compactMap { item in
            item["key"]?.string?.hasPrefix(prefix) == true ? item["value"]?.string : nil
        }
    }
}
