import CloudContainers

extension ScalewayWriter {
    mutating func writeVolumes() {
        for (index, volume) in spec.volumes.enumerated() {
            let path = FieldPath("volumes").appending(index)
            let isAllowed = given.withoutVolumes.contains(spec.name)
            let finding =
                isAllowed
                ? Finding(.volumeLeft, .noted, subject: volume.mountPath, before: .bytes(volume.size))
                : Finding(
                    .volume,
                    .blocked,
                    subject: volume.mountPath,
                    before: .bytes(volume.size),
                    resolution: "--without-volume \(spec.name)"
                )
            record([path], to: [], .exact, [finding])
        }
    }
}
