/// The identifiers that a provider has once answered for, so that a later refusal can be read rightly.
package actor KnownObjects {
    private var ids: Set<String> = []

    package init() {}

    package func insert(_ id: String) { ids.insert(id) }
    package func insert(_ others: some Sequence<String> & Sendable) { ids.formUnion(others) }
    package func contains(_ id: String) -> Bool { ids.contains(id) }
}
