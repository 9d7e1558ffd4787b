extension FindingPage {
    /// The page as an article of the documentation, as it lies in `Documentation.docc/Findings`.
    package var markdown: String {
        """
        # \(title) (\(code))

        \(summary)

        ## What it says

        \(meaning)

        ## Why

        \(reason)

        ## What to do

        \(advice)

        """
    }

    /// The article that lists all codes, `Documentation.docc/FindingCodes.md`.
    package static var indexMarkdown: String {
        var lines = [
            "# Finding codes",
            "",
            "Every code that a ledger can hold, with the sentence that reports print.",
            "",
            "## Overview",
            "",
            "How findings, consent and resolutions work together stands in <doc:Findings>. A code keeps its meaning.",
            "",
            "| Code | What it says |",
            "| --- | --- |",
        ]
        lines += all.map { "| <doc:\($0.code)> | \($0.summary) |" }
        lines += ["", "## Topics"]
        for (title, pages) in groups {
            lines += ["", "### \(title)", ""]
            lines += pages.map { "- <doc:\($0.code)>" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
