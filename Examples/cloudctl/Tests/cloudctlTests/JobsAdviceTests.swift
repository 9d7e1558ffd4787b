import Testing

/// The commands that messages about jobs name can be typed as they stand.
struct JobsAdviceTests {
    let terminal: Terminal

    init() throws { terminal = try Terminal() }

    @Test(arguments: ["scaleway-simulator", "qovery-simulator"])
    func theNextCommandLeadsToTheSameAccount(_ provider: String) async {
        for (line, next) in [
            ("run import --wait", "cloudctl jobs logs import"),
            ("run import --wait --namespace shop", "cloudctl jobs logs import --namespace shop"),
            ("run shop/import --wait", "cloudctl jobs logs shop/import"),
            ("logs nightly nothing", "cloudctl jobs runs nightly"),
            ("stop nightly nothing --namespace shop", "cloudctl jobs runs nightly --namespace shop"),
        ] {
            let words = ["jobs"] + line.split(separator: " ").map(String.init)
            let result = await terminal.run(words + ["--provider", provider])
            #expect(result.status != 0)
            // Long lines are broken.
            let error = result.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(error.contains("help: \(next) --provider \(provider) shows"), "\(error)")
        }
    }
}
