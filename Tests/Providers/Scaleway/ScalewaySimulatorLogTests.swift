import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// Logs are read as official tools read them: a data source, a token, and the log service with it.
@Suite("Scaleway simulator: logs") struct ScalewaySimulatorLogTests {
    private static let cockpit = "/cockpit/v1/regions/fr-par"
    /// The begin of the simulator's time.
    private static let start: Int64 = 1_767_225_600

    /// An account with a container that wrote 130 lines, every tenth as an error, a second apart.
    private struct Scene {
        let account = SimulatedScaleway()
        let id: String
        let address: String
        let key: String

        init(scopes: JSONValue = ["read_only_logs"]) async throws {
            id = try await account.readyContainer()
            let lines = (0..<130).map { (number: Int) -> ScalewayLogLine in
                let isError = number % 10 == 0
                return ScalewayLogLine(
                    "line \(number)",
                    at: Timestamp(seconds: ScalewaySimulatorLogTests.start + Int64(number)),
                    level: isError ? "error" : "info",
                    stream: isError ? .standardError : .standardOutput
                )
            }
            await account.simulator.declareLogs(lines, of: id)
            await account.time.advance(by: .seconds(300))
            let source = try await account.send(.get, "\(cockpit)/data-sources?origin=scaleway&types=logs")
            address = source["data_sources"].array?.first?["url"]?.string ?? ""
            let token = try await account.send(
                .post,
                "\(cockpit)/tokens",
                ["project_id": account.project, "name": "reader", "token_scopes": scopes]
            )
            try #require(token.status == 200, "\(token)")
            key = token["secret_key"].string ?? ""
        }

        func query(_ more: String = "", of other: String? = nil, key other2: String? = nil) async throws
            -> SimulatedScaleway.Answer
        {
            let labels = "%7Bresource_type%3D%22serverless_container%22%2C+resource_id%3D%22\(other ?? id)%22%7D"
            let path = "/loki/api/v1/query_range?query=\(labels)\(more)"
            return try await account.send(.get, path, to: address, token: nil, key: other2 ?? key)
        }

        /// The messages of all streams, the latest first.
        static func messages(_ answer: SimulatedScaleway.Answer) -> [String] {
            let values = (answer["data"]["result"]?.array ?? []).flatMap { $0["values"]?.array ?? [] }
            let sorted = values.sorted { ($0.array?.first?.string ?? "") > ($1.array?.first?.string ?? "") }
            return sorted.compactMap { value in
                let text = value.array?.last?.string ?? ""
                return (try? JSONDocument(parsing: text))?.root["message"]?.string
            }
        }
    }

    @Test func linesComeInAStreamForEachLevelTheNewestFirst() async throws {
        let scene = try await Scene()
        let answer = try await scene.query()
        #expect(answer.status == 200 && answer["status"] == "success")
        let streams = try #require(answer["data"]["result"]?.array)
        #expect(Set(streams.compactMap { $0["stream"]?["detected_level"]?.string }) == ["info", "error"])
        #expect(streams.allSatisfy { $0["stream"]?["resource_id"]?.string == scene.id })
        // A hundred unless it is told otherwise.
        #expect(Scene.messages(answer) == (30..<130).reversed().map { "line \($0)" })
        let first = streams.first?["values"]?.array?.first
        #expect(first?.array?.first == .string("\(Self.start + 129)000000000"))
        #expect(
            first?.array?.last == #"{"resource_instance":"instance-0","stream":"stdout","message":"line 129"}"#
        )
    }

    @Test(arguments: [
        ("&limit=3", ["line 129", "line 128", "line 127"]),
        ("&limit=2&direction=forward", ["line 1", "line 0"]),
        ("&start=2026-01-01T00:00:05Z&end=2026-01-01T00:00:08Z", ["line 7", "line 6", "line 5"]),
        ("&start=2026-01-01T02:00:05%2B02:00&end=1767225607", ["line 6", "line 5"]),
        ("&start=1767225601000000000&end=1767225602000000000", ["line 1"]),
    ]) func theLinesThatAreAskedForAreAnswered(_ more: String, _ messages: [String]) async throws {
        #expect(Scene.messages(try await Scene().query(more)) == messages)
    }

    @Test(arguments: [
        "&limit=0", "&limit=5001", "&direction=up", "&start=yesterday", "&start=1767225607&end=1767225601",
    ])
    func aQueryThatIsNoneIsRefusedInPlainText(_ more: String) async throws {
        let answer = try await Scene().query(more)
        #expect(answer.status == 400 && answer.headers["Content-Type"]?.hasPrefix("text/plain") == true)
    }

    @Test func onlyAKeyThatIsGoodIsTaken() async throws {
        let scene = try await Scene()
        #expect(try await scene.query(key: "other").status == 401)
        let list = try await scene.account.send(.get, "\(Self.cockpit)/tokens")
        #expect(list["total_count"] == 1 && list["tokens"].array?.first?["secret_key"] == .null)
        let id = list["tokens"].array?.first?["id"]?.string ?? ""
        let deleted = try await scene.account.send(.delete, "\(Self.cockpit)/tokens/\(id)")
        #expect(deleted.status == 204 && deleted.body.isEmpty)
        #expect(deleted.headers["Content-Type"] == "application/json")
        #expect(try await scene.query().status == 401)
        #expect(try await scene.account.send(.delete, "\(Self.cockpit)/tokens/\(id)").status == 404)
        #expect(try await Scene(scopes: ["read_only_metrics"]).query().status == 403)
    }

    @Test func linesAreKeptForSevenDays() async throws {
        let scene = try await Scene()
        await scene.account.time.advance(by: .seconds(7 * 86_400 - 370 + 60))
        let range = "&start=2026-01-01T00:00:00Z&end=2026-01-09T00:00:00Z&limit=1000"
        let count = Scene.messages(try await scene.query(range)).count
        #expect((1..<130).contains(count))
        await scene.account.time.advance(by: .seconds(300))
        #expect(Scene.messages(try await scene.query(range)).isEmpty)
    }

    @Test func anotherContainerWroteNothing() async throws {
        let scene = try await Scene()
        let answer = try await scene.query(of: "5ca1ab1e-0000-4000-8000-000000005ca1")
        #expect(answer.status == 200 && answer["data"]["result"] == [])
    }

    @Test func aServedSimulatorNamesItsOwnAddress() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.logsURL = "http://127.0.0.1:8080"
        let account = SimulatedScaleway(configuration: configuration)
        let source = try await account.send(.get, "\(Self.cockpit)/data-sources")
        #expect(source["data_sources"].array?.first?["url"] == "http://127.0.0.1:8080")
        let path = "/loki/api/v1/query_range?query=%7Ba%3D%22b%22%7D"
        #expect(try await account.send(.get, path, to: "http://127.0.0.1:8080", token: nil).status == 401)
    }
}
