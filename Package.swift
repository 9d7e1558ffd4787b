// swift-tools-version: 6.2

import PackageDescription

/// The products and targets of one provider; a new provider is one more name in `providers`.
let providers = ["Qovery", "Scaleway"]

let package = Package(
    name: "cloud-containers",
    platforms: [.macOS(.v14)],
    products: [
        .library(name: "CloudContainers", targets: ["CloudContainers"]),
        .library(name: "InMemoryContainers", targets: ["InMemoryContainers"]),
        .library(name: "CloudContainersTesting", targets: ["CloudContainersTesting"]),
        .library(name: "SimulationKit", targets: ["SimulationKit"]),
        .library(name: "ContainerDeployment", targets: ["ContainerDeployment"]),
        .library(name: "ContainerMigration", targets: ["ContainerMigration"]),
        .library(name: "URLSessionTransport", targets: ["URLSessionTransport"]),
    ]
        + providers.flatMap { name -> [Product] in
            [
                .library(name: "\(name)Containers", targets: ["\(name)Containers"]),
                .library(name: "\(name)Simulator", targets: ["\(name)Simulator"]),
            ]
        },
    targets: [
        .target(name: "CloudContainers"),
        .target(
            name: "InMemoryContainers",
            dependencies: ["CloudContainers"],
            path: "Sources/Providers/InMemory"
        ),
        .target(name: "CloudContainersTesting", dependencies: ["CloudContainers", "SimulationKit"]),
        .target(name: "SimulationKit", dependencies: ["CloudContainers"]),
        .target(name: "ContainerDeployment", dependencies: ["CloudContainers"]),
        .target(name: "ContainerMigration", dependencies: ["CloudContainers"]),
        // The only target that links FoundationNetworking, and so libcurl.
        .target(name: "URLSessionTransport", dependencies: ["CloudContainers"]),
        // RFC 9106, only to verify and to simulate the hashes that services answer in place of secrets.
        .target(name: "Argon2"),
        .target(name: "TestSupport", dependencies: ["CloudContainers"], path: "Tests/TestSupport"),
        .testTarget(
            name: "CloudContainersTests",
            dependencies: [
                "CloudContainers", "CloudContainersTesting", "InMemoryContainers", "SimulationKit", "TestSupport",
            ]
        ),
        .testTarget(name: "Argon2Tests", dependencies: ["Argon2", "TestSupport"]),
        .testTarget(
            name: "TransportTests",
            dependencies: [
                "CloudContainers", "CloudContainersTesting", "SimulationKit", "TestSupport", "URLSessionTransport",
            ]
        ),
    ]
        + providers.flatMap { name -> [Target] in
            [
                .target(
                    name: "\(name)Containers",
                    dependencies: ["CloudContainers"] + (name == "Scaleway" ? ["Argon2"] : []),
                    path: "Sources/Providers/\(name)/Adapter"
                ),
                .target(
                    name: "\(name)Simulator",
                    dependencies: ["CloudContainers", "SimulationKit"] + (name == "Scaleway" ? ["Argon2"] : []),
                    path: "Sources/Providers/\(name)/Simulator"
                ),
            ]
        }
        + [
            .testTarget(
                name: "ProvidersTests",
                dependencies: [
                    "CloudContainers", "CloudContainersTesting", "ContainerDeployment", "ContainerMigration",
                    "InMemoryContainers", "QoveryContainers", "QoverySimulator", "ScalewayContainers",
                    "ScalewaySimulator", "SimulationKit",
                    "TestSupport",
                ],
                path: "Tests/Providers",
                resources: [.copy("../../Fixtures/qovery"), .copy("../../Fixtures/scaleway")]
            )
        ]
)

let isStrict = Context.environment["CLOUD_CONTAINERS_STRICT"] != nil

for target in package.targets {
    var settings = target.swiftSettings ?? []
    settings += [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
    if isStrict {
        settings += [
            .treatAllWarnings(as: .error),
            .treatWarning("ExplicitSendable", as: .error),
        ]
    }
    target.swiftSettings = settings
}
