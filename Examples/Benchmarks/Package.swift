// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v14)],
    dependencies: [
        // Named, so that the folder of the clone may be called anything.
        .package(name: "cloud-containers", path: "../.."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // Only weighed, never run.
        .executableTarget(
            name: "smallest-user",
            dependencies: ["CloudContainers", "QoveryContainers", "ScalewayContainers"].map {
                .product(name: $0, package: "cloud-containers")
            }
        ),
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "CloudContainers", "ContainerMigration", "QoveryContainers", "QoverySimulator", "ScalewayContainers",
                "ScalewaySimulator", "SimulationKit", "URLSessionTransport",
            ].map { .product(name: $0, package: "cloud-containers") } + [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ]
        ),
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
