import CloudContainers
import Foundation
import Testing

/// `cloudctl demo`: that it really moves the fleet there and back, and shows the whole mapping readably.
struct DemoTests {
    let terminal: Terminal
    let output: String

    /// The codes that no fleet held by the two providers can show, and those that would fill the screen.
    static let exceptions: [FindingCode: String] = [
        .diskRaised: "Qovery counts whole GiB, and one of them is more than Scaleway's least",
        .maximumNeeded: "Scaleway always has a maximum; only a manifest goes to Qovery without a limit",
        .maximumRaised: "both providers say a maximum of at least 1; only a manifest leaves it out",
        .scaleRange: "neither provider stores a minimum over the maximum",
        .timeoutRaised: "Qovery's idle time becomes at least 300 s, and Scaleway's least is 10 s",
        .resetImpossible: "only a manifest that is applied resets a field",
        .variableKind: "only a change of a service that is there meets the kind of an inherited variable",
        .variableEndpoint: "no variable of the sample holds the address of another service that moves",
        .triggerRefused: "Scaleway has taken each trigger that is there; only a manifest says a wrong one",
        .instancesGiven: "the demo is decided without other bounds",
        .imageLatest: "the sample's jobs have tags of one build",
        .triggerJob: "the sample has no trigger that becomes a job",
        .triggerAddress: "the sample has no trigger that becomes a job",
        .volumeDeleted: "only a service that is there has a volume that an update could delete",
        .replaced: "only a service that is there can be made anew",
        .olderAPI: "only a payload that was stored before version 1 of Scaleway's API has the form",
        .targetUnexplained: "a guard against our own faults",
        .imageLong: "an image reference of 256 characters would fill the screen",
        .domainCount: "51 domains would fill the screen",
        .variableCount: "201 variables would fill the screen",
    ]

    init() async throws {
        terminal = try Terminal()
        terminal.outputColumns = 80
        terminal.environment["NO_COLOR"] = "1"
        // The reports go with the folder of the terminal.
        terminal.environment["TMPDIR"] = terminal.folder
        output = await terminal.run("demo").output
    }

    private var shown: Set<String> {
        Set(output.matches(of: /CC-[A-Z]+(-[A-Z]+)*/).map { String($0.output.0) })
    }

    @Test func showsEveryCodeButTheExceptions() {
        // The sample has no jobs.
        let known = Set(FindingPage.all.map(\.code.rawValue).filter { !$0.hasPrefix("CC-JOB-") })
        #expect(known.subtracting(shown) == Set(Self.exceptions.keys.map(\.rawValue)))
    }

    @Test func showsNoCodeWithoutAPage() {
        #expect(shown.subtracting(FindingPage.all.map(\.code.rawValue)).isEmpty)
    }

    @Test func goesBothWaysAndTheSameEachTime() async throws {
        let result = await terminal.run("demo")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.isEmpty)
        #expect(Self.withoutFolder(result.output) == Self.withoutFolder(output))
        try Golden.expect(Self.withoutFolder(output), matches: "demo.txt")
        for text in ["Run and verify Qovery → Scaleway", "Run and verify Scaleway → Qovery", "Scaleway quota: "] {
            #expect(result.output.contains(text), "\(text) is missing")
        }
    }

    @Test func fitsATerminal() {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count < 130)
        // What is to be copied is not broken.
        let long = lines.filter { $0.unicodeScalars.count > 80 && !$0.contains("sha256:") && !$0.contains("/to-") }
        #expect(long == [])
    }

    @Test func writesBothReportsForTheirOwnerOnly() throws {
        let paths = output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0.hasSuffix(".html") }
        #expect(paths.count == 2)
        for path in paths {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains("Moved and verified"))
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test func everyServiceThatCanMoveIsVerifiedBothWays() {
        let verified = output.split(separator: "\n").filter { $0.hasSuffix("runs, verified") }
        // Eight go there, and come back with the three that began there.
        #expect(verified.count == 8 + 11)
        let same = output.split(separator: "\n").filter { $0.contains("the same") && $0.contains("storefront") }
        #expect(same.count == 1)
        #expect(same.first?.matches(of: /the same/).count == 3)
    }

    @Test func namesTheDecisionsAndWhatStays() {
        for flag in [
            "--instances invoice-batch=0-5", "--without-volume search-index", "--privacy loyalty=private",
            "--expose thumbnails", "--clamp cpu,memory,disk", "--secrets shop.env",
            "--image-map registry.shop.example=rg.fr-par.scw.cloud/shop", "--value DATABASE_HOST=db.shop.example",
        ] {
            #expect(output.contains(flag), "\(flag) is missing")
        }
        let flat = output.split { $0.isWhitespace }.joined(separator: " ")
        #expect(flat.contains("5 of 16 stayed behind: order-worker (No port), recommender (No GPU in the target, "))
        #expect(flat.contains("order-worker: stays, blocked by CC-PORT-NONE"))
    }

    private static func withoutFolder(_ text: String) -> String {
        text.replacing(/\/[^ \n]*cloudctl-demo-[0-9A-F]+/) { _ in "FOLDER" }
    }
}
