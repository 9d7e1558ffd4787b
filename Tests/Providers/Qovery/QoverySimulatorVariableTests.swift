import CloudContainers
import QoverySimulator
import Testing

@Suite("Qovery simulator, variables") struct QoverySimulatorVariableTests {
    private struct Place {
        let client: QoverySimulatorClient
        let environment: String
        let container: String

        func create(
            _ key: String,
            _ value: String = "value",
            _ scope: String = "CONTAINER",
            isSecret: Bool = false,
            more members: JSONObject = [:]
        ) async throws -> QoverySimulatorClient.Reply {
            var body: JSONObject = [
                "key": .string(key), "value": .string(value), "is_secret": .bool(isSecret),
                "variable_scope": .string(scope), "variable_parent_id": .string(parent(scope)),
            ]
            for member in members { body.set(member.name, member.value) }
            return try await client.post("/variable", .object(body))
        }

        func parent(_ scope: String) -> String {
            switch scope {
            case "PROJECT": client.configuration.project.id
            case "ENVIRONMENT": environment
            default: container
            }
        }

        func list(_ scope: String = "CONTAINER", _ more: String = "") async throws -> [JSONValue] {
            try await client.get("/variable?parent_id=\(parent(scope))&scope=\(scope)\(more)").results
        }

        func alias(_ id: String, _ key: String, _ scope: String = "CONTAINER") async throws
            -> QoverySimulatorClient.Reply
        {
            try await client.post(
                "/variable/\(id)/alias",
                ["key": .string(key), "alias_scope": .string(scope), "alias_parent_id": .string(parent(scope))]
            )
        }

        func override(
            _ id: String,
            _ value: String,
            _ scope: String = "CONTAINER"
        ) async throws -> QoverySimulatorClient.Reply {
            try await client.post(
                "/variable/\(id)/override",
                [
                    "value": .string(value), "override_scope": .string(scope),
                    "override_parent_id": .string(parent(scope)),
                ]
            )
        }
    }

    private func place() async throws -> Place {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        return Place(
            client: client,
            environment: environment,
            container: try await client.makeContainer(in: environment)
        )
    }

    @Test func listsOwnInheritedAndBuiltIn() async throws {
        let place = try await place()
        for (key, scope) in [("A", "PROJECT"), ("B", "ENVIRONMENT"), ("C", "CONTAINER")] {
            #expect(try await place.create(key, "v", scope).status == 201)
        }
        func keys(_ scope: String) async throws -> [JSONValue?] {
            try await place.list(scope).filter { $0["scope"] != "BUILT_IN" }.map { $0["key"] }
        }
        #expect(try await keys("CONTAINER") == ["A", "B", "C"])
        #expect(try await keys("ENVIRONMENT") == ["A", "B"])
        #expect(try await keys("PROJECT") == ["A"])
        let all = try await place.list()
        #expect(all.first { $0["key"] == "A" }?["scope"] == "PROJECT")
        let builtIn = all.filter { $0["scope"] == "BUILT_IN" }
        #expect(
            builtIn.allSatisfy { $0["key"]?.string?.hasPrefix("QOVERY_") == true && $0["variable_type"] == "BUILT_IN" }
        )
        #expect(builtIn.contains { $0["key"]?.string?.hasSuffix("_HOST_INTERNAL") == true })
    }

    @Test func aSecretComesBackWithoutItsValue() async throws {
        let place = try await place()
        let made = try await place.create("TOKEN", "hidden", isSecret: true)
        #expect(made["value"] == .null)
        #expect(made["is_secret"] == true)
        #expect(try await place.list("CONTAINER", "&is_secret=true").map { $0["value"] } == [.null])
        #expect(try await place.list("CONTAINER", "&is_secret=false").allSatisfy { $0["is_secret"] == false })
        let edited = try await place.client.put("/variable/\(made.id)", ["key": "TOKEN", "value": "other"])
        #expect(edited.status == 200)
        #expect(edited["value"] == .null)
        let alias = try await place.alias(made.id, "SAME")
        #expect(alias["value"] == .null)
        #expect(alias["aliased_variable"]?["value"] == .null)
    }

    @Test func makesFilesAndReferences() async throws {
        let place = try await place()
        let file = try await place.create("CONF", "x", more: ["mount_path": "/etc/conf", "description": "a file"])
        #expect(file["variable_type"] == "FILE")
        #expect(file["mount_path"] == "/etc/conf")
        #expect(try await place.create("BAD", "x", more: ["mount_path": "etc"]).status == 400)
        let access: JSONValue = "11111111-1111-4111-8111-111111111111"
        let external = try await place.create("OUT", "name", more: ["secret_manager_access_id": access])
        #expect(external["variable_type"] == "EXTERNAL_SECRET")
    }

    @Test func aKeyThatExistsIsTaken() async throws {
        let place = try await place()
        _ = try await place.create("A", "1", "PROJECT")
        _ = try await place.create("B", "1")
        #expect(try await place.create("A").status == 409)
        #expect(try await place.create("B").status == 409)
        // Further up the key is free as long as nothing there has it.
        #expect(try await place.create("B", "2", "ENVIRONMENT").status == 201)
        let other = try await place.create("C", "1")
        #expect(try await place.client.put("/variable/\(other.id)", ["key": "A", "value": "1"]).status == 409)
    }

    @Test(arguments: ["1A", "A-B", "", "QOVERY_A", "__A", "Ä"]) func refusesAKey(_ key: String) async throws {
        #expect(try await place().create(key).status == 400)
    }

    @Test func anOverrideHasTheKeyOfWhatItOverrides() async throws {
        let place = try await place()
        let project = try await place.create("A", "1", "PROJECT")
        let override = try await place.override(project.id, "2")
        #expect(override.status == 201)
        #expect(override["key"] == "A")
        #expect(override["value"] == "2")
        #expect(override["variable_type"] == "OVERRIDE")
        #expect(override["overridden_variable"]?["id"]?.string == project.id)
        #expect(try await place.override(project.id, "3").status == 409)
        #expect(try await place.override(project.id, "3", "PROJECT").status == 400)
        let path = "/variable/\(override.id)"
        #expect(try await place.client.put(path, ["key": "B", "value": "2"]).status == 400)
        #expect(try await place.client.put(path, ["key": "A", "value": "4"])["value"] == "4")
        let own = try await place.create("OWN", "1")
        #expect(try await place.override(own.id, "2", "ENVIRONMENT").status == 400)
    }

    @Test func anAliasHasTheValueOfItsOrigin() async throws {
        let place = try await place()
        let origin = try await place.create("A", "1", "ENVIRONMENT")
        let alias = try await place.alias(origin.id, "B")
        #expect(alias.status == 201)
        #expect(alias["variable_type"] == "ALIAS")
        #expect(alias["value"] == "1")
        #expect(alias["aliased_variable"]?["key"] == "A")
        #expect(try await place.alias(alias.id, "C").status == 400)
        #expect(try await place.alias(origin.id, "B").status == 409)
        #expect(try await place.alias(origin.id, "D", "PROJECT").status == 400)
        #expect(try await place.client.put("/variable/\(alias.id)", ["key": "B", "value": "9"]).status == 400)
        try await place.client.put("/variable/\(origin.id)", ["key": "A", "value": "5"])
        #expect(try await place.list().first { $0["key"] == "B" }?["value"] == "5")
    }

    @Test func deletesWhatIsMadeOfAVariableToo() async throws {
        let place = try await place()
        let origin = try await place.create("A", "1", "PROJECT")
        let override = try await place.override(origin.id, "2")
        _ = try await place.alias(override.id, "B")
        #expect(try await place.client.delete("/variable/\(origin.id)").status == 204)
        #expect(try await place.list().allSatisfy { $0["scope"] == "BUILT_IN" })
        #expect(try await place.client.delete("/variable/\(origin.id)").status == 403)
    }

    @Test func aBuiltInVariableStays() async throws {
        let place = try await place()
        let id = try #require(try await place.list().first { $0["scope"] == "BUILT_IN" }?["id"]?.string)
        #expect(try await place.client.delete("/variable/\(id)").status == 400)
        #expect(try await place.client.put("/variable/\(id)", ["key": "A", "value": "b"]).status == 400)
        #expect(try await place.override(id, "x").status == 400)
        #expect(try await place.alias(id, "HOST").status == 201)
    }

    @Test(arguments: [false, true]) func anImportMayBePartial(_ overwrites: Bool) async throws {
        let place = try await place()
        _ = try await place.create("OWN", "old")
        _ = try await place.create("ABOVE", "old", "PROJECT")
        func item(_ name: String, _ scope: String = "CONTAINER", isSecret: Bool = false) -> JSONValue {
            ["name": .string(name), "value": "new", "scope": .string(scope), "is_secret": .bool(isSecret)]
        }
        let reply = try await place.client.post(
            "/variable/import?service_id=\(place.container)&service_type=CONTAINER",
            [
                "overwrite": .bool(overwrites),
                "vars": [
                    item("OWN"), item("ABOVE"), item("NEW"), item("SECRET", isSecret: true),
                    item("WIDE", "ENVIRONMENT"), item("QOVERY_X"),
                ],
            ]
        )
        #expect(reply.status == 201)
        #expect(reply["total_variables_to_import"] == 6)
        let names = reply["successful_imported_variables"]?.array?.map { $0["name"] }
        #expect(names == (overwrites ? ["OWN", "ABOVE"] : []) + ["NEW", "SECRET", "WIDE"])
        let variables = try await place.list()
        #expect(variables.first { $0["key"] == "OWN" }?["value"] == (overwrites ? "new" : "old"))
        #expect(variables.contains { $0["variable_type"] == "OVERRIDE" } == overwrites)
        #expect(variables.first { $0["key"] == "WIDE" }?["scope"] == "ENVIRONMENT")
        #expect(variables.first { $0["key"] == "SECRET" }?["value"] == .null)
    }

    @Test func anImportHasToBeWhole() async throws {
        let place = try await place()
        let path = "/variable/import?service_id=\(place.container)"
        let empty: JSONValue = ["overwrite": false, "vars": []]
        #expect(try await place.client.post(path, empty).status == 400)
        #expect(try await place.client.post("\(path)&service_type=JOB", empty).status == 400)
        #expect(try await place.client.post("\(path)&service_type=CONTAINER", ["vars": []]).status == 400)
        #expect(try await place.client.post("\(path)&service_type=CONTAINER", empty).status == 201)
    }

    @Test func aContainerTakesItsVariablesAlong() async throws {
        let place = try await place()
        let own = try await place.create("A")
        try await place.client.delete("/container/\(place.container)")
        await place.client.pass(60)
        #expect(try await place.client.put("/variable/\(own.id)", ["key": "A"]).status == 403)
        #expect(try await place.client.get("/variable?parent_id=\(place.container)&scope=CONTAINER").status == 403)
        #expect(try await place.client.get("/variable?scope=CONTAINER").status == 400)
    }
}
