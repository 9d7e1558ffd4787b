extension QoverySimulator {
    /// What is there at first, and how the API behaves where that may differ.
    public struct Configuration: Sendable, Hashable {
        /// An id with a name.
        public struct Named: Sendable, Hashable {
            /// The id, a UUID.
            public var id: String
            /// The name.
            public var name: String

            /// Makes a pair of id and name.
            public init(id: String, name: String) {
                self.id = id
                self.name = name
            }
        }

        /// What happens to a deployment that is asked for while another one of the environment is under way.
        public enum SecondDeployment: Sendable, Hashable {
            /// It waits, as the service does.
            case queued
            /// It is refused with 409, as the API's document says.
            case refused
        }

        /// The token of the organization, sent as `Authorization: Token …`; a sample that opens nothing.
        public var token = "qov_sample-token-of-the-simulator"
        /// The token of a person, sent as `Authorization: Bearer …`; a sample that opens nothing.
        public var userToken = "header.payload.signature"
        /// The token of somebody who may only read, sent as `Authorization: Token …`; `nil` for nobody.
        public var readersToken: String?
        /// The organization.
        public var organization = Named(id: "5d1f6e0a-8a3b-4c57-9d0e-2f6b1c7a9e10", name: "Sample organization")
        /// The project.
        public var project = Named(id: "0b6a4f3c-2c9d-4e1b-8a75-6d3e9f1c2b20", name: "Sample project")
        /// The cluster.
        public var cluster = Cluster()
        /// The registries.
        public var registries = [
            Registry(
                id: "9e2d7c41-6f0b-4a8e-b3c5-1a2b3c4d5e30",
                name: "Docker Hub",
                kind: "DOCKER_HUB",
                url: "https://docker.io"
            ),
            Registry(
                id: "c4a1b8e6-3d5f-4b27-8e90-7f6e5d4c3b40",
                name: "Scaleway registry",
                kind: "SCALEWAY_CR",
                url: "https://rg.fr-par.scw.cloud"
            ),
        ]
        /// The groups of annotations that services can be in.
        public var annotationsGroups: [AnnotationsGroup] = []
        /// The groups of labels that services can be in.
        public var labelsGroups: [LabelsGroup] = []
        /// How long things take.
        public var durations = Durations()
        /// What happens to a deployment while another one is under way.
        public var secondDeployment = SecondDeployment.queued
        /// Whether deployments that wait and do the same become one.
        public var mergesWaitingDeployments = true
        /// How many requests an hour are answered; `nil` counts none and sends no headers about it.
        public var requestsPerHour: Int?
        /// The status for an id that never existed, mostly 404, or 403.
        public var unknownIDStatus = 404
        /// The status for an id that is deleted, mostly 403, or 404.
        public var deletedIDStatus = 403
        /// Whether the ports of a container come in another order each time.
        public var shufflesPorts = true
        /// Whether the first deployment of a container has to name a tag.
        public var requiresTagForFirstDeployment = false
        /// The least millicores of a container.
        public var minimumCPU = 10
        /// The least mebibytes of memory of a container.
        public var minimumMemory = 1
        /// The least gibibytes of a storage.
        public var minimumStorage = 1

        /// Makes a configuration of samples; every part can be changed.
        public init() {}
    }
}

extension QoverySimulator.Configuration {
    /// The cluster that containers run on.
    public struct Cluster: Sendable, Hashable {
        /// The id, a UUID.
        public var id = "3f8c2a95-7b4e-4d61-a0c9-8e7d6c5b4a50"
        /// The name.
        public var name = "sample-cluster"
        /// The cloud, in the API's word, such as `AWS` or `SCW`.
        public var cloudProvider = "AWS"
        /// The region, in the cloud's word.
        public var region = "eu-west-3"
        /// The domain below which containers get their host names.
        public var domain = "z3f8c2a95.jvm.world"
        /// The most millicores of a container.
        public var maximumCPU = 16_000
        /// The most mebibytes of memory of a container.
        public var maximumMemory = 32_768
        /// The most GPUs of a container.
        public var maximumGPU = 0
        /// Whether it scales by events (KEDA), and so to zero.
        public var hasKEDA = true

        /// Makes a sample; every part can be changed.
        public init() {}
    }

    /// A registry that images can be taken from.
    public struct Registry: Sendable, Hashable {
        /// The id, a UUID.
        public var id: String
        /// The name.
        public var name: String
        /// The kind, in the API's word, such as `DOCKER_HUB`.
        public var kind: String
        /// The address; only its host counts.
        public var url: String

        /// Makes a registry.
        public init(id: String, name: String, kind: String, url: String) {
            self.id = id
            self.name = name
            self.kind = kind
            self.url = url
        }
    }

    /// How long things take; where there is a range, the seed draws from it.
    public struct Durations: Sendable, Hashable {
        /// How long a deployment waits although nothing is before it.
        public var queue = Duration.seconds(3)
        /// A deployment of a container.
        public var deployment = Duration.seconds(30)...Duration.seconds(90)
        /// One run of a job, which may begin again when it fails.
        public var run = Duration.seconds(5)...Duration.seconds(40)
        /// A stop.
        public var stop = Duration.seconds(10)...Duration.seconds(30)
        /// A restart.
        public var restart = Duration.seconds(15)...Duration.seconds(45)
        /// A deletion, and the removal of what runs.
        public var deletion = Duration.seconds(10)...Duration.seconds(40)
        /// The end of what is cancelled.
        public var cancellation = Duration.seconds(3)...Duration.seconds(8)
        /// The least time until a container that does not answer its probes counts as failed.
        public var patience = Duration.seconds(600)
        /// How long a status still shows what was before a request that started something; zero for not at all.
        public var staleStatus = Duration.seconds(2)

        /// Makes durations as the service has them; every one can be changed.
        public init() {}
    }
}
