extension APIClient {
    /// What a creation that cannot be carried out is refused for, if it is for lack of rights; with the advice how to get them.
    package func missingRight(
        to path: String,
        with body: JSONValue,
        _ what: String,
        advice: String
    ) async throws -> PreflightRemark? {
        do {
            _ = try await json(APICall(.post, path, json: body, operation: "look whether it may \(what)"))
            return nil
        } catch let error as ContainerServiceError {
            guard error.code == .permissionDenied else { return nil }
            return PreflightRemark(
                about: "rights",
                .refused,
                "the credential may not \(what)" + (error.providerMessage == nil ? "" : " (\(error.words))"),
                advice: advice
            )
        }
    }
}
