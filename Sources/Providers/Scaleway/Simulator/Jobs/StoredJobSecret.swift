import CloudContainers
import SimulationKit

/// Where a job finds a secret of Secret Manager.
struct StoredJobSecret: SavedResource {
    static let kind = "secret"

    /// How a run gets it.
    enum Place: Sendable, Hashable {
        case variable(String)
        case file(String)
    }

    let id: String
    let jobDefinitionID: String
    let sequence: Int
    let managerID: String
    /// `latest` or a number.
    var version: String
    var place: Place

    var label: String { id }

    var json: JSONValue {
        var object: JSONObject = [
            "secret_id": .string(id), "secret_manager_id": .string(managerID),
            "secret_manager_version": .string(version), "job_definition_id": .string(jobDefinitionID),
        ]
        switch place {
        case .variable(let name): object.set("env_var", ["name": .string(name)])
        case .file(let path): object.set("file", ["path": .string(path)])
        }
        return .object(object)
    }

    func save(_ object: inout JSONObject) {}
}

extension StoredJobSecret {
    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        let place: Place
        if var variable = try answer.reader.readerIfPresent("env_var") {
            place = .variable(try variable.text("name"))
        } else {
            var file = try answer.reader.reader("file")
            place = .file(try file.text("path"))
        }
        self.init(
            id: try answer.id("secret_id"),
            jobDefinitionID: try answer.reader.text("job_definition_id"),
            sequence: try reader.integer("sequence"),
            managerID: try answer.reader.text("secret_manager_id"),
            version: try answer.reader.text("secret_manager_version"),
            place: place
        )
    }
}
