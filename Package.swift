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
    ] + providers.map { .library(name: "\($0)Containers", targets: ["\($0)Containers"]) },
    targets: [
        .target(name: "CloudContainers"),
        .target(
            name: "InMemoryContainers",
            dependencies: ["CloudContainers"],
            path: "Sources/Providers/InMemory"
        ),
        .target(name: "CloudContainersTesting", dependencies: ["CloudContainers"]),
        .target(name: "TestSupport", dependencies: ["CloudContainers"], path: "Tests/TestSupport"),
        .testTarget(
            name: "CloudContainersTests",
            dependencies: ["CloudContainers", "CloudContainersTesting", "InMemoryContainers", "TestSupport"]
        ),
    ]
        + providers.map { name in
            .target(
                name: "\(name)Containers",
                dependencies: ["CloudContainers"],
                path: "Sources/Providers/\(name)/Adapter"
            )
        }
        + [
            .testTarget(
                name: "ProvidersTests",
                dependencies: [
                    "CloudContainers", "CloudContainersTesting", "InMemoryContainers", "QoveryContainers",
                    "ScalewayContainers", "TestSupport",
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
