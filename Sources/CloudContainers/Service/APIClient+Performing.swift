// What sending prepared requests has in common, whatever they change.
extension APIClient {
    /// The call that a prepared request becomes.
    ///
    /// - Throws: ``ContainerServiceError`` where nothing is known for a placeholder.
    func call(
        _ request: PreparedRequest,
        _ filling: RequestFilling,
        prefix: String
    ) throws(ContainerServiceError) -> APICall {
        APICall(
            HTTPMethod(rawValue: request.method),
            prefix + (try filling.path(of: request)),
            body: try filling.body(of: request),
            operation: request.purpose,
            secrets: filling.secrets
        )
    }

    /// Something was made, and the answer does not say what.
    func unclear(_ request: PreparedRequest, _ answer: APIAnswer?) -> ContainerServiceError {
        ContainerServiceError(
            .outcomeUnknown,
            "the answer of \(provider) to \(request.purpose) does not say what was made",
            provider: provider,
            operation: request.purpose,
            httpStatus: answer?.status,
            requestID: answer?.requestID
        )
    }

    /// A change was planned for something that is another by now.
    func changed(_ word: String, _ id: String) -> ContainerServiceError {
        ContainerServiceError(
            .conflict,
            "\(word) \(id) has changed since it was read; plan again",
            provider: provider
        )
    }

    /// What has the name of a creation is on its way out.
    package func leaving(_ word: String, _ name: String, _ id: String) -> ContainerServiceError {
        ContainerServiceError(
            .busy,
            "a \(word) \(name) (\(id)) is still being deleted",
            provider: provider,
            isRetryable: true
        )
    }

    /// A creation would make a second one of a name.
    package func taken(_ word: String, _ name: String, by id: String) -> ContainerServiceError {
        ContainerServiceError(.alreadyExists, "a \(word) \(name) exists already (\(id))", provider: provider)
    }
}
