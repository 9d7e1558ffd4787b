import CloudContainers
import Foundation
import ScalewaySimulator
import SimulationKit

/// A recorded conversation that is held again with the simulator.
struct ScalewayReplay {
    private let recording: ScalewayRecording
    private let account: SimulatedScaleway
    private let disguise: Disguise
    private var world = DeclaredWorld()
    /// The simulator's identifier for each recorded one.
    private var identifiers: [String: String] = [:]
    private var strangers: ScalewayStrangers
    /// The address of the log service and the key for it, once they are known.
    private var logs = (address: "", key: "")
    private(set) var comparisons: [ScalewayComparison] = []

    init(_ recording: ScalewayRecording, seed: UInt64) {
        self.recording = recording
        disguise = Disguise(seed: seed)
        var configuration = ScalewaySimulator.Configuration()
        let lines = recording.lines
        let owned = lines.first { $0.answer["organization_id"] != nil }?.answer
        configuration.organizationID = owned?["organization_id"]?.string ?? configuration.organizationID
        let project = owned?["project_id"] ?? lines.compactMap { $0.body["project_id"] }.first
        configuration.projectID = project?.string ?? configuration.projectID
        let start = lines.compactMap { $0.answer["created_at"]?.string }.first.flatMap { try? Timestamp(parsing: $0) }
        account = SimulatedScaleway(
            configuration: configuration,
            startingAt: start ?? Timestamp(seconds: 1_767_225_600),
            seed: seed
        )
        strangers = ScalewayStrangers(of: recording)
        // Nothing exists that the recording does not show.
        world.otherImages = nil
    }

    mutating func run() async throws {
        let networks = recording.lines.compactMap { $0.body["private_network_id"]?.string }.filter(\.isUUID)
        await account.simulator.declarePrivateNetworks(Set(networks))
        for (index, line) in recording.lines.enumerated() {
            try await strangers.appear(before: line, in: account, disguise, &identifiers)
            if line.method == .get, !line.jobRuns.isEmpty {
                try await waitForJobRuns(of: line)
            } else if line.method == .get, line.product != "serverless-jobs/v1alpha2",
                !line.isTransient || line.status == 404
            {
                // Somebody waited here.
                await account.time.advance(by: .seconds(600))
            }
            try await prepareWorld(for: line, followedBy: recording.lines[(index + 1)...])
            let answer = try await send(line)
            if line.method == .post, let id = line.answer["id"]?.string { identifiers[id] = answer.id }
            for (old, new) in zip(line.answer["job_runs"]?.array ?? [], answer["job_runs"].array ?? []) {
                if let id = old["id"]?.string { identifiers[id] = new["id"]?.string }
            }
            if let key = answer["secret_key"].string { logs.key = key }
            if let url = answer["data_sources"].array?.first?["url"]?.string { logs.address = url }
            var comparison = ScalewayComparison(of: line, in: recording, identifiers)
            comparison.compare(with: answer, expected: disguise.value(line.answer))
            identifiers = comparison.identifiers
            comparisons.append(comparison)
        }
    }

    /// Lets time pass until runs have come to the states in which they were recorded, which they have to pass through.
    private func waitForJobRuns(of line: ScalewayRecording.Line) async throws {
        for run in line.jobRuns {
            let path = "/serverless-jobs/v1alpha2/regions/fr-par/job-runs/\(mapped(run.id))"
            for _ in 0..<600 {
                let answer = try await account.send(.get, path)
                if answer["state"].string == run.state || answer.status != 200 { break }
                await account.time.advance(by: .milliseconds(100))
            }
        }
    }

    private func send(_ line: ScalewayRecording.Line) async throws -> SimulatedScaleway.Answer {
        var path = mapped(line.path)
        if line.product.hasPrefix("containers/") || line.steps.first == "namespaces" {
            path = path.replacing(#/([?&]name=)([^&]*)/#) { "\($0.1)\(disguise.text(String($0.2)))" }
        }
        let body = line.body.isNull ? nil : mapped(disguise.value(line.body))
        if line.product == "loki/api" {
            return try await account.send(line.method, path, body, to: logs.address, token: nil, key: logs.key)
        }
        return try await account.send(line.method, path, body, to: line.base)
    }

    /// Declares what the rest of the recording shows of the world.
    private mutating func prepareWorld(
        for line: ScalewayRecording.Line,
        followedBy rest: ArraySlice<ScalewayRecording.Line>
    ) async throws {
        if line.method == .post, let host = line.body["hostname"]?.string, let id = line.body["container_id"]?.string {
            let endpoint = try await account.send(.get, "containers/\(mapped(id))")["public_endpoint"].string ?? ""
            world.aliases[disguise.text(host)] = String(endpoint.dropFirst("https://".count))
        }
        if let image = line.answer["image_uri"]?.string { world.images[image] = DeclaredWorld.Image() }
        if let image = line.answer["image"]?.string ?? line.answer["registry_image"]?.string, line.method != .get {
            let end = rest.first { $0.answer["id"] == line.answer["id"] && !$0.isTransient }
            let message = end?.answer["error_message"]?.string ?? ""
            declare(disguise.image(image), message, line)
            if message.hasPrefix("An internal error"), line.method == .patch {
                let id = mapped(line.answer["id"]?.string ?? "")
                await account.simulator.declareFailure(message, ofNextDeploymentOf: id)
            }
        }
        if let streams = line.answer["data"]?["result"]?.array,
            let id = streams.first?["stream"]?["resource_id"]?.string
        {
            let lines = streams.flatMap { ScalewayComparison.lines(of: $0) }.sorted { $0.time < $1.time }
            await account.simulator.declareLogs(lines, of: mapped(id))
        }
        await account.simulator.declare(world)
    }

    private mutating func declare(_ image: String, _ message: String, _ line: ScalewayRecording.Line) {
        if message.hasPrefix("Image was not found") {
            world.images[image] = nil
        } else if message.contains(" and path ") {
            let probe = line.answer["startup_probe"]?["tcp"] ?? line.answer["liveness_probe"]?["tcp"]
            world.images[image] = DeclaredWorld.Image(paths: probe == nil ? nil : [], starts: probe != nil)
        } else {
            world.images[image] = DeclaredWorld.Image(starts: !message.hasPrefix("Container is unable to start"))
        }
    }

    private func mapped(_ text: String) -> String {
        identifiers.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
    }

    private func mapped(_ value: JSONValue) -> JSONValue {
        switch value.content {
        case .string(let text): .string(mapped(text))
        case .array(let elements): .array(elements.map(mapped))
        case .object(let object):
            .object(JSONObject(object.map { JSONObject.Member(name: $0.name, value: mapped($0.value)) }))
        default: value
        }
    }
}
