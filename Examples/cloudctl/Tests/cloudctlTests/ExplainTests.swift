import CloudContainers
import Foundation
import Testing

/// `cloudctl explain`: what it says about every field and every code.
struct ExplainTests {
    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        terminal.outputColumns = 80
        terminal.errorColumns = 80
        terminal.environment["NO_COLOR"] = "1"
    }

    @Test func looksAsBefore() async throws {
        var text = ""
        for command in [
            ["explain", "scaling.max"], ["explain", "services.web.resources.memory"], ["explain", "volumes"],
            ["explain", "imageManagedBy"], ["explain", "CC-MEM-ROUNDED"], ["explain", "exit-codes"],
            ["explain", "environment-variables"],
            ["explain", "scaling.maximum", "-o", "json"], ["explain", "scalign.maximum"], ["explain", "cpu"],
            ["explain", "CC-MEM-RUONDED"], ["explain", "weather"], ["explain"],
        ] {
            let result = await terminal.run(command)
            text +=
                "$ cloudctl \(command.joined(separator: " "))\n\(result.output)\(result.error)[\(result.status)]\n\n"
        }
        try Golden.expect(text, matches: "explain.txt")
    }

    @Test func helpShowsCodesAndPagesToo() async {
        for subject in ["CC-MEM-ROUNDED", "cc-mem-rounded", "exit-codes", "environment-variables"] {
            let page = await terminal.run("explain", subject)
            let help = await terminal.run("help", subject)
            #expect(help.status == 0 && help.output == page.output && !page.output.isEmpty, "\(help.everything)")
        }
        let near = await terminal.run("help", "CC-MEM-RUONDED")
        #expect(near.status == 66 && near.error.contains("CC-MEM-ROUNDED"), "\(near.everything)")
        for words in [["help", "lst"], ["help", "migrate", "stauts"], ["help", "help", "lst"]] {
            let wrong = await terminal.run(words)
            #expect(wrong.status == 64 && wrong.output.isEmpty, "\(words): \(wrong.everything)")
            #expect(wrong.error.contains("Did you mean "), "\(wrong.error)")
        }
        for words in [["help"], ["help", "list"], ["help", "migrate", "status"]] {
            #expect(await terminal.run(words).output.contains("USAGE: cloudctl"), "\(words)")
        }
    }

    /// The sources name each variable that they read.
    @Test func everyVariableThatIsReadIsExplained() async throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var names: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            names.formUnion(text.matches(of: #/environment\["([A-Z_]+)"\]/#).map { String($0.1) })
        }
        #expect(names.count > 10, "\(names)")
        let json = await terminal.run("explain", "environment-variables", "-o", "json").output
        let known =
            try JSONDocument(parsing: json).root["variables"]?.array?
            .flatMap { $0["names"]?.array ?? [] }.compactMap(\.string) ?? []
        // What a web server is told, and heeds a proxy less for.
        #expect(names.subtracting(known).subtracting(["REQUEST_METHOD"]).isEmpty, "\(names.subtracting(known))")
    }

    /// The fields of a schema, found here in another way than the tool finds them.
    private static func fields(_ schema: JSONValue, _ path: String) -> [String] {
        let own = (schema["properties"]?.object?.members ?? []).flatMap { member in
            let path = path.isEmpty ? member.name : "\(path).\(member.name)"
            return [path] + fields(member.value, path)
        }
        let inner = [("[]", schema["items"]), (".*", schema["additionalProperties"])].flatMap { step, part in
            part.map { fields($0, path + step) } ?? []
        }
        return own + inner
    }

    @Test func everyFieldOfTheSchemaIsExplained() async throws {
        let schema = try JSONDocument(parsing: await terminal.run("schema").output).root
        let service = Self.fields(schema["definitions"]?["service"] ?? [:], "")
        let target = Self.fields(schema["definitions"]?["target"] ?? [:], "target")
        let whole = (schema["properties"]?.object?.names ?? [])
        #expect(service.count > 80)
        for field in whole + target + service + service.map({ "services.*.\($0)" }) {
            let result = await terminal.run("explain", field, "-o", "json")
            #expect(result.status == 0, "\(field): \(result.error)")
            guard result.status == 0 else { continue }
            let page = try JSONDocument(parsing: result.output).root
            #expect(page["path"]?.string?.hasSuffix(field) == true, "\(field) gives \(page["path"]?.string ?? "")")
            #expect(page["summary"]?.string?.isEmpty == false, "\(field)")
            #expect(page["value"]?.string?.isEmpty == false, "\(field)")
        }
    }

    @Test func everyFieldThatIsMappedTellsTheRulesOfEachProvider() async throws {
        for name in ["qovery", "scaleway"] {
            let json = try JSONDocument(parsing: await terminal.run("providers", name, "-o", "json").output).root
            for rule in json["providers"]?.array?.first?["rules"]?.array ?? [] {
                // The name of a service is no field of it, but the key above.
                guard let portable = rule["portable"]?.string, portable != "name" else { continue }
                let field = portable.hasSuffix(".*") ? String(portable.dropLast(2)) : portable
                let result = await terminal.run("explain", field, "-o", "json")
                #expect(result.status == 0, "\(portable): \(result.error)")
                guard result.status == 0 else { continue }
                let providers = try JSONDocument(parsing: result.output).root["providers"]?.array ?? []
                let rules = providers.first { $0["name"]?.string == name }?["rules"]?.array ?? []
                #expect(rules.contains(rule), "\(portable) of \(name)")
            }
        }
    }

    @Test func everyCodeIsExplained() async {
        for page in FindingPage.all {
            for spelling in [page.code.rawValue, page.code.rawValue.lowercased()] {
                let result = await terminal.run("explain", spelling)
                #expect(result.status == 0, "\(result.error)")
                #expect(result.output.hasPrefix("\(page.code) \(page.title)\n"))
            }
        }
    }

    @Test func everyTopicOfTheListFitsTheColumnsAndCanBeAskedFor() async {
        let names = await terminal.run("explain", "-o", "name").output.split(separator: "\n").map(String.init)
        #expect(names.count > FindingPage.all.count + 80)
        for name in names {
            let result = await terminal.run("explain", name)
            #expect(result.status == 0, "\(name): \(result.error)")
            let wide = result.output.split(separator: "\n").filter { $0.unicodeScalars.count > 80 }
            #expect(wide.isEmpty, "\(wide)")
        }
    }

    static let spellings = [
        ("scaling.max", "scaling.maximum"), ("services.web.scaling.max", "scaling.maximum"),
        ("environments.staging.services.web.scaling.maximum", "scaling.maximum"),
        ("SCALING.Maximum", "scaling.maximum"), ("ports[0].number", "ports[].number"),
        ("ports.number", "ports[].number"), ("ephemeralStorage", "resources.ephemeralStorage"),
        ("environment.LOG_LEVEL", "environment"), ("files.config.path", "files.*.path"),
        ("secrets.API_KEY.env", "secrets.*.env"), ("target.region", "target.region"),
    ]

    @Test(arguments: spellings)
    func fieldsAreFoundAsPeopleWriteThem(_ spelling: String, _ name: String) async {
        let result = await terminal.run("explain", spelling, "-o", "name")
        #expect(result.output == name + "\n", "\(result.error)")
    }

    @Test func whatIsNotThereIsSuggested() async {
        let field = await terminal.run("explain", "scalign.maximum")
        #expect(field.status == 66)
        #expect(field.error.contains("Did you mean scaling.maximum?"))
        let word = await terminal.run("explain", "maxmum")
        #expect(word.error.contains("Did you mean scaling.maximum?"))
        let begun = await terminal.run("explain", "scalng.max")
        #expect(begun.error.contains("Did you mean scaling.maximum?"))
        let code = await terminal.run("explain", "CC-MEM-RUONDED")
        #expect(code.error.contains("CC-MEM-ROUNDED"))
        let several = await terminal.run("explain", "cpu")
        #expect(several.status == 66)
        #expect(several.error.contains("resources.cpu, scaling.cpu"))
        // A name that would paint the terminal does not.
        #expect(!(await terminal.run("explain", "\u{1B}[31m").error.contains("\u{1B}")))
    }

    @Test func theStatusesAreThoseOfTheHelp() async {
        let help = await terminal.run("--help").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let lines = await terminal.run("explain", "exit-codes").output.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        #expect(lines.count > 15)
        // A long one goes on in the next line, which begins with no number.
        var statuses: [String] = []
        for line in lines {
            if line.first?.isNumber == true {
                statuses.append(line)
            } else {
                statuses[statuses.count - 1] += " " + line
            }
        }
        for status in statuses { #expect(help.contains(status), "\(status)") }
    }

    @Test func theVariablesThatHelpNamesAreExplained() async throws {
        let page = await terminal.run("explain", "environment-variables", "-o", "json")
        let list = try JSONDocument(parsing: page.output, named: "page").root["variables"]?.array ?? []
        let explained = Set(list.flatMap { $0["names"]?.array ?? [] }.compactMap(\.string))
        #expect(explained.isSuperset(of: ["QOVERY_API_TOKEN", "SCW_DEFAULT_ZONE", "https_proxy", "NO_COLOR"]))
        var named: Set<String> = []
        for command in [["list"], ["config"], ["doctor"], ["completions"], ["apply"], ["migrate", "run"]] {
            let help = await terminal.run(command + ["--help"]).output
            named.formUnion(help.matches(of: /(SCW|QOVERY|Q_CLI|CLOUDCTL|XDG)_[A-Z_]+/).map { String($0.output.0) })
        }
        #expect(named.count > 7)
        for name in named.subtracting(explained) { Issue.record("\(name) is not explained") }
    }
}
