// swift-tools-version: 6.2

import PackageDescription

/// The programs; each is one file that can be copied and changed.
let programs = ["qovery-to-scaleway", "scaleway-to-qovery"]

let package = Package(
    name: "migrations",
    platforms: [.macOS(.v14)],
    dependencies: [
        // Named, so that the folder of the clone may be called anything.
        .package(name: "cloud-containers", path: "../..")
    ],
    targets: [
        // What is on the simulators before anything moves; a program for real accounts does without.
        .target(name: "SampleShop", dependencies: [.product(name: "CloudContainers", package: "cloud-containers")]),
        // A migration that kills its own process, for the check that starts it at every point.
        .executableTarget(
            name: "dying-migration",
            dependencies: [
                "CloudContainers", "ContainerMigration", "QoveryContainers", "ScalewayContainers", "SimulationKit",
                "URLSessionTransport",
            ].map { .product(name: $0, package: "cloud-containers") }
        ),
    ]
        + programs.map { name in
            .executableTarget(
                name: name,
                dependencies: [
                    "CloudContainers", "ContainerMigration", "QoveryContainers", "QoverySimulator",
                    "ScalewayContainers", "ScalewaySimulator", "SimulationKit", "URLSessionTransport",
                ].map { .product(name: $0, package: "cloud-containers") } + ["SampleShop"]
            )
        }
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
