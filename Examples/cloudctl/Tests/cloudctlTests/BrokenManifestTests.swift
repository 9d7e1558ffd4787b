import CloudContainers
import CommandKit
import Foundation
import QoveryContainers
import ScalewayContainers
import Testing

/// Manifests of the folder `Broken`, each wrong in one way, and what the tool says about each, byte by byte.
struct BrokenManifestTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Broken")

    /// The variables of the environment in which the manifests are read.
    private static let environment = ["SHOP_TAG": "1.27"]

    static var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    private func problems(_ text: String, _ name: String) throws -> [Diagnostic] {
        let format = ManifestFormat(
            providers: [QoveryDialect(), ScalewayDialect()],
            targets: ["qovery", "scaleway", "qovery-simulator", "scaleway-simulator"]
        )
        let documents = try YAMLDocument.read(Array(text.utf8), named: name)
        return format.application(of: documents, environment: Self.environment).problems
    }

    @Test func thereAreTwentyOfThem() { #expect(Self.names.count >= 20) }

    @Test(arguments: names)
    func saysWhatIsWrong(_ name: String) async throws {
        let terminal = try Terminal()
        terminal.environment = Self.environment
        let text = try Self.text("\(name).yaml")
        try terminal.file("\(name).yaml", text)
        let result = await terminal.run("check", "\(name).yaml")
        #expect(result.status == 65)
        #expect(result.output.isEmpty)
        #expect(result.error.contains(try Regex("error: \(name)\\.yaml:[0-9]+:[0-9]+: ")))
        #expect(result.error.contains("\n  allowed: "))
        #expect(!result.everything.contains("hunter2"))
        try Golden.expect(result.error, matches: "\(name).txt", in: "Broken")
    }

    @Test(arguments: names)
    func takesTheReplacement(_ name: String) throws {
        let text = try Self.text("\(name).yaml")
        let problem = try #require(try problems(text, name).first)
        #expect(problem.allowed != nil)
        let isUnanswerable = [
            "port-out-of-range", "literal-secret-in-a-map", "two-checks", "text-for-a-truth-value",
            "variable-in-two-maps", "service-in-two-documents",
        ].contains(String(name.dropFirst(3)))
        #expect((problem.replacement == nil) == isUnanswerable)
        guard let replacement = problem.replacement, let location = problem.location else { return }
        let source = SourceText(Array(text.utf8))
        let start = try #require(source.offset(of: location))
        let end = Self.end(of: start, in: source.bytes)
        let corrected = source.bytes[..<start] + Array(replacement.utf8) + source.bytes[end...]
        let left = try problems(String(decoding: corrected, as: UTF8.self), name)
        #expect(left.isEmpty, "\(String(decoding: corrected, as: UTF8.self))")
    }

    /// Where the key or the plain value that begins at a byte ends.
    private static func end(of start: Int, in bytes: [UInt8]) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
            let next = index + 1 < bytes.count ? bytes[index + 1] : UInt8(ascii: "\n")
            if bytes[index] == UInt8(ascii: ":"), next <= UInt8(ascii: " ") { return index }
            if bytes[index] == UInt8(ascii: ","), next == UInt8(ascii: " ") { return index }
            index += 1
        }
        return index
    }
}
