import CloudContainers

extension QoveryDialect {
    static let volumeRules: [FieldRule] = [
        FieldRule(
            "container.storage[].id",
            nil,
            .both,
            "A fact of the source; an update keeps it, and deletes the disk of a volume that is not wanted any more.",
            [.volumeDeleted]
        ),
        FieldRule("container.storage[].type", "volumes[].kind", .both, "FAST_SSD; an unknown word is kept.", [.volume]),
        FieldRule(
            "container.storage[].size",
            "volumes[].size",
            .both,
            "A whole number of GiB, which the API calls GB, rounded up.",
            [.volume, .diskRounded]
        ),
        FieldRule("container.storage[].mount_point", "volumes[].mountPath", .both, "An absolute path.", [.volume]),
    ]
}

extension QoveryReader {
    mutating func readVolumes() throws(WireError) {
        for (index, wire) in (container.storage.value ?? []).enumerated() {
            let path = FieldPath("container.storage").appending(index)
            let target = FieldPath("volumes").appending(index)
            let size = try amount(wire.size, path.appending("size"), ByteCount.init(wireGibibytes:)) ?? .zero
            spec.volumes.append(Volume(mountPath: wire.mountPoint.value ?? "", size: size, kind: wire.type.value))
            ledger.record([path.appending("id")], to: [], .noted)
            ledger.record([path.appending("type")], to: [target.appending("kind")])
            ledger.record([path.appending("size")], to: [target.appending("size")], .converted)
            ledger.record([path.appending("mount_point")], to: [target.appending("mountPath")])
        }
        ledger.record(["container.storage"], to: [])
    }
}

extension QoveryWriter {
    mutating func writeVolumes() {
        guard !spec.volumes.isEmpty else { return }
        var wires: [QoveryStorage] = []
        for (index, volume) in spec.volumes.enumerated() {
            let path = FieldPath("volumes").appending(index)
            let target = FieldPath("container.storage").appending(index)
            var wire = QoveryStorage()
            wire.type = .value(volume.kind ?? "FAST_SSD")
            wire.size = .value(volume.size.gibibytesRoundingUp)
            wire.mountPoint = .value(volume.mountPath)
            wires.append(wire)
            let fitted = ByteCount(roundingUp: volume.size, toMultipleOf: .gibibytes(1))
            let rounded = Finding(
                .diskRounded,
                .roundedUp,
                subject: volume.mountPath,
                before: .bytes(volume.size),
                after: .bytes(fitted)
            )
            record([path.appending("kind")], to: [target.appending("type")])
            record(
                [path.appending("size")],
                to: [target.appending("size")],
                .converted,
                fitted == volume.size ? [] : [rounded]
            )
            record([path.appending("mountPath")], to: [target.appending("mount_point")])
        }
        container.storage = .value(wires)
    }
}
