import CloudContainers
import ContainerDeployment
import Foundation

/// The page of a run of GitHub Actions, to which commands add what they found or did.
struct JobSummary {
    private let path: String
    private let console: Console

    /// The page of the run; `nil` where there is none.
    init?(_ console: Console) {
        guard Workflow(console)?.isRunning == true, let path = console.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty
        else {
            return nil
        }
        self.path = console.absolute(path)
        self.console = console
    }

    /// Adds Markdown behind what is there.
    func append(_ markdown: String) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let reason = Descriptor.reason(errno)
            Workflow(console)?.annotate(.warning, "the job summary cannot be written: \(reason)", title: "cloudctl")
            return
        }
        defer { close(descriptor) }
        // The work is done, whether its page can be written or not.
        try? Descriptor(descriptor, name: path).write(Array((markdown + "\n").utf8))
    }

    /// A table in Markdown, with cells that stand for themselves.
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        let lines =
            [header, header.map { _ in "---" }] + rows.map { $0.map(MarkdownReport.escaped) }
        return lines.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n") + "\n"
    }
}

extension DeploymentReport {
    /// The plan for the page of a run.
    var markdown: String {
        var text = "## \(MarkdownReport.escaped(plan.application)) in \(MarkdownReport.escaped(plan.namespace))"
        text += " on \(plan.provider)\n\n\(MarkdownReport.escaped(summary))\n"
        let rows = plan.services.filter { $0.isChange || $0.obstacle != nil }
        if !rows.isEmpty {
            text += "\n" + JobSummary.table(["Service", "Action", "Fields"], rows.map(Self.cells))
        }
        if !isExecutable { text += "\n**The plan cannot be applied.**\n" }
        return text
    }

    private static func cells(_ service: ServicePlan) -> [String] {
        let fields = service.differences.filter { $0.cause != .rounding }.map(\.field.description)
        let obstacle = service.obstacle.map { text(of: $0) }
        return [service.name, service.action.rawValue, obstacle ?? fields.joined(separator: ", ")]
    }
}
