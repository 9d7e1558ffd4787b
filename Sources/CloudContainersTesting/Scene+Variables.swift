import CloudContainers

extension Scene {
    /// A namespace with a container, and the part that is looked at.
    private typealias Shop = (service: any VariableService, namespace: Namespace, id: Container.ID)

    private func shop() async throws -> Shop {
        guard let variables = service.variables else {
            throw ConformanceFailure(check: check.rawValue, expected: "variables", seen: "a service without")
        }
        let namespace = try await service.createNamespace(named: "shop")
        return (variables, namespace, try await create(try sample("web"), in: namespace))
    }

    private func plain(_ name: String, _ text: String) -> EnvironmentVariable {
        EnvironmentVariable(name: name, value: .plain(text))
    }

    private func secret(_ name: String) -> EnvironmentVariable {
        EnvironmentVariable(name: name, value: .secret(.provided))
    }

    /// A variable in words: what a check compares and shows.
    private func words(_ variable: ScopedVariable?) -> String {
        guard let variable else { return "nothing" }
        var words = "\(variable.variable.name)="
        switch variable.resolution {
        case .plain(let text): words += text
        case .secret: words += "(secret)"
        case .unresolved(let name): words += "(needs \(name))"
        }
        words += " of the \(variable.scope.rawValue)"
        switch variable.origin {
        case .value: break
        case .alias(let other): words += ", alias of \(other)"
        case .override(let scope): words += ", override of the \(scope.rawValue)"
        }
        return variable.isInEffect ? words : words + ", hidden"
    }

    /// Compares the variables with these names to what is expected of them.
    private func expect(_ expected: [String], in seen: [ScopedVariable], named names: Set<String>) throws {
        let seen = seen.filter { names.contains($0.variable.name) }.map(words)
        try expect(seen == expected, "\(expected)", saw: "\(seen)")
    }

    func listsVariables() async throws {
        let (variables, namespace, id) = try await shop()
        try await variables.setVariables(
            [plain("REGION", "north")],
            in: .namespace(namespace.id),
            secrets: SecretValues()
        )
        let names: Set = ["GREETING", "REGION"]
        let container = "GREETING=hello of the container"
        let inherited = "REGION=north of the namespace"
        try expect([container, inherited], in: try await variables.variables(of: id), named: names)
        try expect([container], in: try await variables.variables(in: .container(id)), named: names)
        let own = try await variables.variables(in: .namespace(namespace.id))
        try expect([inherited], in: own, named: names)
        try await remove(id, from: namespace)
        try await expect(.notFound) { _ = try await variables.variables(of: id) }
    }

    func inheritsVariables() async throws {
        let (variables, namespace, id) = try await shop()
        let other = try await service.createNamespace(named: "other")
        let stranger = try await create(try sample("web"), in: other)
        let place = VariablePlace.namespace(namespace.id)
        try await variables.setVariables([plain("REGION", "north")], in: place, secrets: SecretValues())
        let late = try await create(try sample("late"), in: namespace)
        for id in [id, late] {
            let seen = try await variables.variables(of: id)
            try expect(["REGION=north of the namespace"], in: seen, named: ["REGION"])
        }
        try expect([], in: try await variables.variables(of: stranger), named: ["REGION"])
    }

    func narrowsVariables() async throws {
        let (variables, namespace, id) = try await shop()
        let none = SecretValues()
        try await variables.setVariables([plain("REGION", "north")], in: .namespace(namespace.id), secrets: none)
        try await variables.setVariables([plain("REGION", "south")], in: .container(id), secrets: none)
        let wide = "REGION=north of the namespace"
        let narrow = "REGION=south of the container, override of the namespace"
        try expect([wide + ", hidden", narrow], in: try await variables.variables(of: id), named: ["REGION"])
        let outer = try await variables.variables(in: .namespace(namespace.id))
        try expect([wide], in: outer, named: ["REGION"])
        // An override is a variable of its own: changed without its origin, and removed without it.
        try await variables.setVariables([plain("REGION", "east")], in: .container(id), secrets: none)
        let changed = narrow.replacing("south", with: "east")
        try expect([wide + ", hidden", changed], in: try await variables.variables(of: id), named: ["REGION"])
        try await variables.removeVariables(named: ["REGION"], from: .container(id))
        try expect([wide], in: try await variables.variables(of: id), named: ["REGION"])
    }

    func setsVariables() async throws {
        let (variables, namespace, id) = try await shop()
        for place in [VariablePlace.container(id), .namespace(namespace.id)] {
            let word = place.scope.rawValue
            try await variables.setVariables(
                [plain("ONE", "1"), secret("TOKEN"), plain("TWO", "2")],
                in: place,
                secrets: SecretValues(["TOKEN": "s3cret-value"])
            )
            try await variables.setVariables(
                [plain("TWO", "two {} = \"ü\""), plain("EMPTY", "")],
                in: place,
                secrets: SecretValues()
            )
            let expected = [
                "EMPTY= of the \(word)", "ONE=1 of the \(word)", "TOKEN=(secret) of the \(word)",
                "TWO=two {} = \"ü\" of the \(word)",
            ]
            let seen = try await variables.variables(in: place)
            try expect(expected, in: seen, named: ["EMPTY", "ONE", "TOKEN", "TWO"])
            // The next place is to override nothing.
            try await variables.removeVariables(named: ["EMPTY", "ONE", "TOKEN", "TWO"], from: place)
        }
        let spec = try await service.container(id).spec
        try expect(spec.variables.contains(plain("GREETING", "hello")), "GREETING as before", saw: "another or none")
    }

    func setsVariablesTwice() async throws {
        let (variables, namespace, id) = try await shop()
        for place in [VariablePlace.container(id), .namespace(namespace.id)] {
            let wish = [plain("ONE", "1"), secret("TOKEN"), plain("TWO", "2")]
            var first: [ScopedVariable] = []
            for _ in 1...2 {
                try await variables.setVariables(wish, in: place, secrets: SecretValues(["TOKEN": "s3cret-value"]))
                let seen = try await variables.variables(in: place)
                if first.isEmpty { first = seen }
                try expect(seen == first, "\(first.map(words))", saw: "\(seen.map(words))")
                let names = seen.map(\.variable.name)
                try expect(Set(names).count == names.count, "each name once", saw: "\(names)")
            }
        }
    }

    func hidesSecrets() async throws {
        let (variables, namespace, id) = try await shop()
        let value = "s3cret-value-1234"
        for place in [VariablePlace.namespace(namespace.id), .container(id)] {
            let name = place.scope == .namespace ? "WIDE" : "NARROW"
            try await variables.setVariables([secret(name)], in: place, secrets: SecretValues([name: value]))
        }
        let seen = try await variables.variables(of: id)
        let secrets = seen.filter { ["NARROW", "WIDE"].contains($0.variable.name) }
        let areHidden = secrets.allSatisfy { $0.variable.isSecret && $0.resolution == .secret }
        try expect(secrets.count == 2 && areHidden, "two secrets without values", saw: "\(secrets.map(words))")
        var text = ""
        dump(seen, to: &text)
        try expect(!text.contains(value), "no value anywhere", saw: "it")
    }

    func changesKinds() async throws {
        let (variables, namespace, id) = try await shop()
        for place in [VariablePlace.container(id), .namespace(namespace.id)] {
            let word = place.scope.rawValue
            for round in 1...2 {
                try await variables.setVariables([plain("KEY", "\(round)")], in: place, secrets: SecretValues())
                var seen = try await variables.variables(in: place)
                try expect(["KEY=\(round) of the \(word)"], in: seen, named: ["KEY"])
                let secrets = SecretValues(["KEY": "s3cret-value"])
                try await variables.setVariables([secret("KEY")], in: place, secrets: secrets)
                seen = try await variables.variables(in: place)
                try expect(["KEY=(secret) of the \(word)"], in: seen, named: ["KEY"])
            }
            try await variables.removeVariables(named: ["KEY"], from: place)
        }
    }

    func removesVariables() async throws {
        let (variables, namespace, id) = try await shop()
        for place in [VariablePlace.container(id), .namespace(namespace.id)] {
            let wish = [plain("ONE", "1"), secret("TOKEN"), plain("TWO", "2"), secret("OTHER")]
            let secrets = SecretValues(["TOKEN": "s3cret-value", "OTHER": "another-value"])
            try await variables.setVariables(wish, in: place, secrets: secrets)
            try await variables.removeVariables(named: ["ONE", "TOKEN"], from: place)
            let word = place.scope.rawValue
            try expect(
                ["OTHER=(secret) of the \(word)", "TWO=2 of the \(word)"],
                in: try await variables.variables(in: place),
                named: ["ONE", "OTHER", "TOKEN", "TWO"]
            )
            try await variables.removeVariables(named: ["OTHER", "TWO"], from: place)
        }
    }

    func missesVariable() async throws {
        let (variables, namespace, id) = try await shop()
        try await variables.setVariables(
            [plain("REGION", "north")],
            in: .namespace(namespace.id),
            secrets: SecretValues()
        )
        for name in ["NEVER", "REGION"] {
            // What is only inherited is not there either.
            try await expect(.notFound) {
                try await variables.removeVariables(named: ["GREETING", name], from: .container(id))
            }
        }
        let seen = try await variables.variables(of: id)
        try expect(
            ["GREETING=hello of the container", "REGION=north of the namespace"],
            in: seen,
            named: ["GREETING", "REGION"]
        )
    }

    func missesVariableValue() async throws {
        let (variables, namespace, id) = try await shop()
        for place in [VariablePlace.container(id), .namespace(namespace.id)] {
            try await expect(.secretMissing) {
                try await variables.setVariables(
                    [plain("ONE", "1"), secret("TOKEN"), secret("OTHER")],
                    in: place,
                    secrets: SecretValues(["OTHER": "s3cret-value"])
                )
            }
            let seen = try await variables.variables(in: place)
            try expect([], in: seen, named: ["ONE", "OTHER", "TOKEN"])
        }
    }

    func readsProjectVariables() async throws {
        let (variables, namespace, id) = try await shop()
        let place = VariablePlace.project(of: namespace.id)
        do {
            try await variables.setVariables([plain("REGION", "north")], in: place, secrets: SecretValues())
        } catch let error as ContainerServiceError where error.code == .unsupported {
            return try await expect(.unsupported) { _ = try await variables.variables(in: place) }
        }
        let wide = "REGION=north of the project"
        try expect([wide], in: try await variables.variables(in: place), named: ["REGION"])
        try expect([wide], in: try await variables.variables(of: id), named: ["REGION"])
        try await variables.setVariables(
            [plain("REGION", "east")],
            in: .namespace(namespace.id),
            secrets: SecretValues()
        )
        try await variables.setVariables([plain("REGION", "south")], in: .container(id), secrets: SecretValues())
        let seen = try await variables.variables(of: id)
        try expect(
            [
                wide + ", hidden", "REGION=east of the namespace, override of the project, hidden",
                "REGION=south of the container, override of the namespace",
            ],
            in: seen,
            named: ["REGION"]
        )
        // For the providers that delete what rests on it too, and for those that do not.
        try await variables.removeVariables(named: ["REGION"], from: .container(id))
        try await variables.removeVariables(named: ["REGION"], from: .namespace(namespace.id))
        try await variables.removeVariables(named: ["REGION"], from: place)
        try expect([], in: try await variables.variables(of: id), named: ["REGION"])
    }
}
