// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v14)],
    dependencies: [
        // Named, so that the folder of the clone may be called anything.
        .package(name: "cloud-containers", path: "../..")
    ],
    targets: [
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "CloudContainers", "ContainerMigration", "QoveryContainers", "QoverySimulator", "ScalewayContainers",
                "ScalewaySimulator", "SimulationKit",
            ].map { .product(name: $0, package: "cloud-containers") }
        )
    ]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
