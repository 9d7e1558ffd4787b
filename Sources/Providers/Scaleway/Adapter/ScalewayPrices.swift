import CloudContainers

extension PriceList {
    /// What Scaleway charges for Serverless Containers, of any region.
    ///
    /// Its page prices 128 MB as an eighth of a "GB", so that one of those is 1,024 MB. Scratch disk costs nothing.
    static let scaleway = PriceList(
        coreSecond: .euros(0, billionths: 10_000),
        memorySecond: .euros(0, billionths: 1_000),
        per: .megabytes(1024),
        allowance: "200,000 vCPU-s and 400,000 GB-s an account",
        source: "https://www.scaleway.com/en/docs/serverless-containers/faq/",
        date: "2025-11-12"
    )
}
