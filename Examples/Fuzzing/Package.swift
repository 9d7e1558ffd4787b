// swift-tools-version: 6.2

import PackageDescription

// Scripts/fuzz.sh builds it with libFuzzer, whose entry point no Swift executable links with: so the program is an empty C file.
let package = Package(
    name: "fuzzing",
    platforms: [.macOS(.v14)],
    dependencies: [
        // Named, so that the folder of the clone may be called anything.
        .package(name: "cloud-containers", path: "../..")
    ],
    targets: [
        .target(
            name: "FuzzTargets",
            dependencies: [
                "CloudContainers", "ContainerMigration", "QoveryContainers", "ScalewayContainers", "SimulationKit",
            ]
            .map { .product(name: $0, package: "cloud-containers") }
        ),
        .executableTarget(name: "fuzz", dependencies: ["FuzzTargets"]),
    ]
)

for target in package.targets where target.type == .regular {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
