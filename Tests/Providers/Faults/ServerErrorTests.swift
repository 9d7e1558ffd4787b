import CloudContainers
import SimulationKit
import Testing

/// What a service says about a provider that is down or wants fewer requests, and what it never says.
@Suite("Errors of servers") struct ServerErrorTests {
    private static let page = "<!DOCTYPE html><html><title>Oops</title>the server is ill</html>"

    /// Everything of an error that somebody can see.
    private static func shown(_ error: ContainerServiceError?) -> String {
        guard let error else { return "" }
        var text = "\(error) \(error.message) \(error.providerMessage ?? "") \(error.details) \(error.diagnostics)"
        dump(error, to: &text)
        return text
    }

    @Test("row 5: each status from 500 to 599 for each kind of call, without its page", arguments: Provider.allCases)
    func serverErrors(_ provider: Provider) async throws {
        let shop = try await Workshop(provider)
        let update = try await shop.update()
        let (method, creation) = (HTTPMethod.post, try shop.creation())
        let bodies = [Self.page, "\u{FEFF}\(Self.page)", "error\n\(Self.page)", "", "upstream"]
        for status in 500...599 {
            for (index, body) in bodies.enumerated() where index == 0 || [500, 501, 502, 504].contains(status) {
                await shop.account.faults.removeRules()
                var response = HTTPResponse(status: status, body: Array(body.utf8))
                response.headers["X-Request-Id"] = "request-9"
                for write in [method, .put, .patch, .delete] {
                    await shop.account.faults.add(FaultRule(.answer(response), method: write))
                }
                let before = await shop.account.faults.faultCount
                let created = try await failure { try await shop.perform(creation, on: nil) }
                let updated = try await failure { try await shop.perform(update, on: shop.container) }
                let started = try await failure { try await Operation.deploy.run(shop, nil) }
                #expect(await shop.account.faults.faultCount - before == 3)
                let isLasting = status == 501
                #expect(created?.code == (isLasting ? .unsupported : .outcomeUnknown), "\(status)")
                #expect(started?.code == (isLasting ? .unsupported : .outcomeUnknown), "\(status)")
                #expect(updated?.code == (isLasting ? .unsupported : .unavailable), "\(status)")
                #expect(created?.isRetryable == false && started?.isRetryable == false)
                #expect(updated?.isRetryable == !isLasting)
                for error in [created, updated, started] {
                    let text = Self.shown(error)
                    #expect(!text.contains("ill") && !text.contains("<"), "\(status): \(text)")
                    #expect(error?.httpStatus == status && error?.requestID == "request-9")
                    #expect(error?.message.contains("\(status)") == true && text.contains("upstream") == (index == 4))
                }
            }
        }
    }

    @Test("row 4: a refusal for too many requests says when the next may come", arguments: Asked.all)
    func rateLimited(_ asked: Asked) async throws {
        let bodies: [(HTTPResponse, String?)] = [
            (HTTPResponse(status: 429), nil),
            (HTTPResponse(status: 429, headers: ["Retry-After": "37"]), "37"),
            (
                HTTPResponse(
                    429,
                    json: ["type": "too_many_requests", "message": "slow down", "reset_seconds": 37, "detail": "37 s"]
                ), "37"
            ),
        ]
        for (response, words) in bodies {
            let shop = try await Workshop(asked.provider)
            let change = try await asked.operation.prepare(shop)
            await shop.account.faults.add(FaultRule(.answer(response)))
            let began = await shop.account.time.now()
            let error = try await failure { try await asked.operation.run(shop, change) }
            #expect(error?.code == .rateLimited && error?.isRetryable == true && error?.httpStatus == 429)
            if let words { #expect(error?.message.contains(words) == true, "\(error?.message ?? "")") }
            guard asked.operation != .wait else { continue }
            #expect(await shop.account.time.now() == began)
            // A change that is to be applied looks once what became of it.
            let most = asked.operation == .apply || asked.operation == .container ? 7 : 2
            #expect(await shop.account.faults.faultCount <= most)
        }
    }

    private static let secret = #"hunter2-"quoted"/&é-secret"#

    @Test(
        "row 19: a secret that the provider quotes is in no error, in whichever spelling",
        arguments: Provider.allCases
    )
    func hidesSecrets(_ provider: Provider) async throws {
        let json = JSONValue.string(Self.secret).text(.compact)
        let spellings = [
            Self.secret, String(json.dropFirst().dropLast()), PercentCoding.encoded(Self.secret),
            "5ca1ab1e-0000-4000-8000-000000005ca1", "qov_sample-token-of-the-simulator",
        ]
        for spelling in spellings {
            for status in [400, 401, 403, 404, 409, 422, 500] {
                for shape in 0..<5 {
                    let text = "the value \(spelling) of TOKEN is wrong"
                    let body: String =
                        switch shape {
                        case 0: JSONValue.object(["message": .string(text), "detail": .string(text)]).text(.compact)
                        case 1: text
                        // Cut in the middle of the secret.
                        case 2: String(repeating: "x", count: 180) + spelling
                        case 3: String(repeating: "x", count: 490) + spelling
                        default:
                            JSONValue.object([
                                "type": "invalid_arguments", "code": .string(spelling), "path": .string("/\(spelling)"),
                                "details": [
                                    [
                                        "argument_name": .string(spelling), "reason": .string(spelling),
                                        "help_message": .string(text),
                                    ]
                                ],
                            ]).text(.compact)
                        }
                    let shop = try Workshop(Account(provider), "n", "c")
                    var spec = try Workshop.spec("web")
                    spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
                    var given = shop.account.given
                    given.secretNames.insert("TOKEN")
                    let change = try #require(try shop.dialect.prepare(.create(spec), given).value)
                    let empty = #"{"results":[],"containers":[],"total_count":0}"#
                    await shop.account.faults.add(
                        FaultRule(.answer(HTTPResponse(status: 200, body: Array(empty.utf8))), method: .get)
                    )
                    let made = HTTPResponse(200, json: ["id": "made"])
                    if provider == .qovery {
                        await shop.account.faults.add(
                            FaultRule(.answer(made), method: .post, path: "/environment/")
                        )
                        await shop.account.faults.add(FaultRule(.answer(made), method: .put))
                    }
                    await shop.account.faults.add(
                        FaultRule(.answer(HTTPResponse(status: status, body: Array(body.utf8))), method: .post)
                    )
                    let error = try await failure {
                        _ = try await shop.service.perform(
                            change,
                            in: shop.namespace,
                            container: nil,
                            secrets: SecretValues(["TOKEN": Self.secret])
                        ) { _ in }
                    }
                    let isOwnToken = !spelling.contains("-token-of-") && !spelling.hasPrefix("5ca1")
                    guard isOwnToken || shop.account.isCredential(spelling) else { continue }
                    let seen = Self.shown(error)
                    #expect(error?.httpStatus == status)
                    #expect(!seen.contains(spelling.prefix(5)), "\(status) \(shape): \(seen)")
                }
            }
        }
    }
}

extension Account {
    /// Whether a text is the token that this account sends.
    fileprivate func isCredential(_ text: String) -> Bool { text.hasPrefix("qov") == (provider == .qovery) }
}
