import CloudContainers
import SimulationKit

/// What a saved state holds one by one.
///
/// The public part is the answer that the API gives, read back by the rules that requests are read by; what no answer tells
/// stands beside it. A resource that would be answered in another way than it was saved is refused.
protocol SavedResource: ListedResource {
    /// Adds what the answer does not tell.
    func save(_ object: inout JSONObject)
    /// Reads the resource.
    ///
    /// - Parameters:
    ///   - answer: The members of the answer.
    ///   - reader: What stands beside the answer.
    /// - Throws: An error with the code `invalidInput` that names the place of what is missing or of another type.
    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError)
}

extension SavedResource {
    var stateJSON: JSONValue {
        var object: JSONObject = ["answer": json, "sequence": .number(sequence)]
        save(&object)
        return .object(object)
    }

    init(state: StateReader) throws(ContainerServiceError) {
        var state = state
        var answer = AnswerReader(try state.reader("answer"))
        try self.init(&answer, &state)
        try state.finish()
        try answer.check()
        guard json == .object(answer.reader.object) else {
            throw StateReader.refusal(
                "the answer is none that the simulator gives",
                at: answer.reader.path,
                allowed: "an answer as it was saved"
            )
        }
    }

    /// All resources of a kind in the order of their creation.
    static func stateJSON(of resources: [String: Self]) -> JSONValue {
        let sorted = resources.values.sorted { ($0.sequence, $0.id) < ($1.sequence, $1.id) }
        return .array(sorted.map(\.stateJSON))
    }

    static func resources(
        _ name: String,
        in reader: inout StateReader
    ) throws(ContainerServiceError) -> [String: Self] {
        var resources: [String: Self] = [:]
        for inner in try reader.readers(name) {
            let resource = try Self(state: inner)
            guard resources.updateValue(resource, forKey: resource.id) == nil else {
                throw StateReader.refusal("the identifier is there twice", at: inner.path)
            }
        }
        return resources
    }
}

/// Reads a saved answer, both as a state and by the rules for arguments.
struct AnswerReader {
    var reader: StateReader
    /// The members as arguments of a request.
    var arguments: ArgumentReader
    var problems = ArgumentProblems()

    init(_ reader: StateReader) {
        self.reader = reader
        arguments = ArgumentReader(reader.object)
    }

    mutating func id(_ name: String = "id") throws(ContainerServiceError) -> String {
        let id = try reader.text(name)
        if ArgumentReader.isUUID(id) { return id }
        throw StateReader.refusal("the identifier is no UUID", at: reader.path.appending(name))
    }

    /// The variables; the values of secrets are hashes.
    mutating func variables() throws(ContainerServiceError) -> Variables {
        var variables = Variables()
        variables.plain = try reader.texts("environment_variables")
        for (name, hash) in try reader.texts("secret_environment_variables") {
            variables.secrets[name] = try StoredSecret(state: hash, at: reader.path.appending(name))
        }
        return variables
    }

    /// Refuses what the rules for arguments refuse.
    func check() throws(ContainerServiceError) {
        guard let problem = problems.arguments.first else { return }
        throw StateReader.refusal(problem.help, at: reader.path.appending(problem.name))
    }
}

extension StoredSecret {
    init(state hash: String, at path: FieldPath) throws(ContainerServiceError) {
        guard SecretHash.isHash(hash) else {
            throw StateReader.refusal("the text is no hash", at: path, allowed: "a hash of Argon2id")
        }
        self.init(hash: hash)
    }
}

extension Lifecycle {
    var stateJSON: JSONValue {
        var object: JSONObject = ["status": .string(status.rawValue)]
        if !errorMessage.isEmpty { object.set("error_message", .string(errorMessage)) }
        guard let passage else { return .object(object) }
        object.set("due", .string(passage.due.secondsText))
        switch passage.end {
        case .ready: object.set("end", "ready")
        case .gone: object.set("end", "gone")
        case .failed(let message):
            object.set("end", "failed")
            object.set("failure", .string(message))
        }
        return .object(object)
    }

    init(state: StateReader) throws(ContainerServiceError) {
        var state = state
        let word = try state.text("status")
        guard let status = Status(rawValue: word) else {
            throw StateReader.refusal("the status is not known", at: state.path.appending("status"))
        }
        let message = try state.textIfPresent("error_message") ?? ""
        if state.object["due"] == nil {
            self.init(settled: status, errorMessage: message)
        } else {
            let due = try state.duration("due")
            switch try state.text("end") {
            case "ready": self.init(status, until: due, then: .ready)
            case "gone": self.init(status, until: due, then: .gone)
            case "failed": self.init(status, until: due, then: .failed(try state.text("failure")))
            default: throw StateReader.refusal("the end is not known", at: state.path.appending("end"))
            }
        }
        try state.finish()
    }
}
