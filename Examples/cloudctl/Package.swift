// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "cloudctl",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "cloudctl", targets: ["cloudctl"])
    ],
    dependencies: [
        // Named, so that the folder of the clone may be called anything.
        .package(name: "cloud-containers", path: "../.."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        // What Hummingbird is made of, and fetches anyway.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // What AsyncHTTPClient is made of, and fetches anyway; its errors and its settings are theirs.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    ],
    targets: [
        // All of the tool is a library, so that tests run its commands without a process.
        .target(
            name: "CommandKit",
            dependencies: [
                .product(name: "CloudContainers", package: "cloud-containers"),
                .product(name: "ContainerDeployment", package: "cloud-containers"),
                .product(name: "ContainerMigration", package: "cloud-containers"),
                .product(name: "QoveryContainers", package: "cloud-containers"),
                .product(name: "QoverySimulator", package: "cloud-containers"),
                .product(name: "ScalewayContainers", package: "cloud-containers"),
                .product(name: "ScalewaySimulator", package: "cloud-containers"),
                .product(name: "SimulationKit", package: "cloud-containers"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/cloudctl"
        ),
        .executableTarget(name: "cloudctl", dependencies: ["CommandKit"], path: "Sources/Entry"),
        .testTarget(
            name: "cloudctlTests",
            dependencies: [
                "CommandKit",
                "cloudctl",
                .product(name: "CloudContainers", package: "cloud-containers"),
                .product(name: "CloudContainersTesting", package: "cloud-containers"),
                .product(name: "ContainerMigration", package: "cloud-containers"),
                .product(name: "QoveryContainers", package: "cloud-containers"),
                .product(name: "QoverySimulator", package: "cloud-containers"),
                .product(name: "ScalewayContainers", package: "cloud-containers"),
                .product(name: "ScalewaySimulator", package: "cloud-containers"),
                .product(name: "SimulationKit", package: "cloud-containers"),
                .product(name: "URLSessionTransport", package: "cloud-containers"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["Broken", "Golden"]
        ),
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
