// What a program links that converts services and brings a transport of its own; the benchmark of sizes weighs it.

import CloudContainers
import QoveryContainers
import ScalewayContainers

let document = try JSONDocument(parsing: CommandLine.arguments.dropFirst().first ?? "{}")
for read in try QoveryDialect().read(document, Resolutions()) {
    let written = ScalewayDialect().write(read.value, Resolutions())
    print(written.value?.root.text(.compact) ?? "stopped")
}
