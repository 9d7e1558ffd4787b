extension QoverySimulator {
    /// The operations of the API's document that the simulator answers: verb and path, where a star stands for an identifier.
    public static let operations: [String] = Endpoint.all.map { $0.route.replacing("~", with: "*") }
}
