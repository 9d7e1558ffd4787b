import Foundation
import Testing

/// Stored output, compared byte by byte.
///
/// With `CLOUDCTL_RECORD_GOLDEN` set in the environment the files are written instead; look at the difference before it
/// is committed.
enum Golden {
    /// Where it is stored.
    static func file(_ name: String, in folder: String = "Golden") -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("\(folder)/\(name)")
    }

    static func expect(
        _ text: String,
        matches name: String,
        in folder: String = "Golden",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = file(name, in: folder)
        if ProcessInfo.processInfo.environment["CLOUDCTL_RECORD_GOLDEN"] != nil {
            try Data(text.utf8).write(to: file)
            return
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let difference = zip(lines, expectedLines).first { $0 != $1 }
        #expect(
            text == expected,
            """
            \(name) differs: \(difference.map { "\($0.0) instead of \($0.1)" } ?? "one is longer").
            Set CLOUDCTL_RECORD_GOLDEN=1 to store the new one.
            """,
            sourceLocation: sourceLocation
        )
    }
}
