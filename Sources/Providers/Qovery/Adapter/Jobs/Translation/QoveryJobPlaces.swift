import CloudContainers

/// Where a job has what it shares with a container.
enum QoveryJobPlaces {
    /// Members of a container that a job has in the image of its source.
    private static let imageMembers: [FieldPath] = [
        "container.image_name", "container.tag", "container.registry_id", "container.registry",
    ]

    /// The place of a job for that of a container, on either side.
    static func place(of path: FieldPath) -> FieldPath {
        if FieldPath("probes").contains(path) { return path.prefixed(by: "providers.qovery") }
        guard FieldPath("container").contains(path) else { return path }
        let isOfImage = imageMembers.contains { $0.contains(path) }
        return path.moved(from: "container", to: isOfImage ? "job.source.image" : "job")
    }

    /// The place of a command, of which a job has one at its schedule and one at each event.
    static func place(of path: FieldPath, portable: FieldPath, wire: FieldPath) -> FieldPath {
        FieldPath("container").contains(path) ? path.moved(from: "container", to: wire) : path.prefixed(by: portable)
    }

    /// Runs a translator of the parts that are shared, whose errors speak of a container.
    static func reading<Value>(_ body: () throws(WireError) -> Value) throws(WireError) -> Value {
        do throws(WireError) {
            return try body()
        } catch {
            var error = error
            error.diagnostic.field = error.diagnostic.field.map(place)
            throw error
        }
    }
}

extension FieldPath {
    /// The path with another place for one above it.
    fileprivate func moved(from old: FieldPath, to new: FieldPath) -> FieldPath {
        FieldPath(new.description + description.dropFirst(old.description.count))
    }
}
