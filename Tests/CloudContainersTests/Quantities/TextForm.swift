import CloudContainers
import Testing

/// Each text form that this folder and the image folder test, read and written again.
enum TextForm: String, CaseIterable, Sendable {
    case cpu, size, percentage, instanceLimit, duration, seconds, image

    /// The canonical text of the value that a text stands for.
    func canonical(_ text: String) throws(ContainerServiceError) -> String {
        switch self {
        case .cpu: try CPU(parsing: text).description
        case .size: try ByteCount(parsing: text).description
        case .percentage: try Percentage(parsing: text).description
        case .instanceLimit: try InstanceLimit(parsing: text).description
        case .duration: try Duration(parsingText: text).text
        case .seconds: try Duration(parsingSeconds: text).secondsText
        case .image: try ImageReference(parsing: text).description
        }
    }

    /// The one diagnostic of the error that a text causes, or `nil` if the text is accepted.
    func diagnostic(_ text: String) -> Diagnostic? {
        Self.diagnostic { () throws(ContainerServiceError) in _ = try canonical(text) }
    }

    /// The one diagnostic of the error that an action throws, or `nil` if it throws none.
    static func diagnostic(of action: () throws(ContainerServiceError) -> Void) -> Diagnostic? {
        do {
            try action()
            return nil
        } catch {
            return error.code == .invalidInput && error.diagnostics.count == 1 ? error.diagnostics.first : nil
        }
    }
}

/// A text that is refused, why, and what stands in its place.
struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let problem: String
    let replacement: String?

    init(_ text: String, _ problem: String, _ replacement: String?) {
        self.text = text
        self.problem = problem
        self.replacement = replacement
    }

    var testDescription: String { "\"\(text.prefix(80))\"" }
}
