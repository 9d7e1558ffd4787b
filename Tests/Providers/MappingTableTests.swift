import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers
import Testing

/// The mapping tables of the documentation are those of the code.
@Suite("Mapping tables") struct MappingTableTests {
    static let pages: [(dialect: any ContainerDialect, title: String)] = [
        (QoveryDialect(), "Qovery"), (ScalewayDialect(), "Scaleway"),
    ]

    @Test(arguments: pages.indices) func thePageIsTheOneThatTheCodeMakes(_ index: Int) throws {
        let (dialect, title) = Self.pages[index]
        let page = """
            # Mapping of \(title)

            How each field of \(title)'s payloads is carried to and from the portable model.

            ## Overview

            This page is made from the rules of the code that maps. `[]` stands for any index, `*` for any key, `**` for
            everything inside. Findings are explained in the documentation of `CloudContainers`.

            \(MappingTable.markdown(of: dialect))
            """
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Sources/Providers/\(title)/Adapter/Documentation.docc/Mapping.md")
        if ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_UPDATE_DOCS"] != nil {
            try Data(page.utf8).write(to: file)
        }
        let written = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(written == page, "Run CLOUD_CONTAINERS_UPDATE_DOCS=1 swift test --filter MappingTableTests.")
    }

    @Test(arguments: pages.indices) func rulesOfJobsNameFieldsOnce(_ index: Int) {
        let rules = Self.pages[index].dialect.jobs?.rules ?? []
        let repeated = Dictionary(grouping: rules, by: \.field).filter { $0.value.count > 1 }.keys.sorted()
        #expect(repeated.isEmpty)
        for rule in rules {
            #expect(rule.rule.hasSuffix("."), "\(rule.field)")
            guard let portable = rule.portable else { continue }
            let first = portable.prefix { $0 != "." && $0 != "[" }
            #expect(JobSpec.memberNames.contains(String(first)), "\(rule.field) → \(portable)")
        }
    }

    @Test(arguments: pages.indices) func rulesNameFieldsOnce(_ index: Int) {
        let rules = Self.pages[index].dialect.rules
        let repeated = Dictionary(grouping: rules, by: \.field).filter { $0.value.count > 1 }.keys.sorted()
        #expect(repeated.isEmpty)
        for rule in rules { #expect(rule.rule.hasSuffix("."), "\(rule.field)") }
    }

    @Test(arguments: pages.indices) func rulesNameRealFieldsOfTheModel(_ index: Int) {
        let known = ContainerSpec.memberNames
        for rule in Self.pages[index].dialect.rules {
            guard let portable = rule.portable else { continue }
            let first = portable.prefix { $0 != "." && $0 != "[" }
            #expect(known.contains(String(first)), "\(rule.field) → \(portable)")
        }
    }
}
