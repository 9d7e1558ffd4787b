import CloudContainers
import SimulationKit

extension DeclaredWorld {
    /// Reads a world from a file, as YAML or JSON.
    ///
    /// ```yaml
    /// images:
    ///   docker.io/library/nginx:1.29: {port: 80, paths: [/, /health]}
    ///   docker.io/shop/broken:1: {starts: false}
    ///   docker.io/shop/nightly:1: {run: {length: 90s, exitCode: 1, failures: 2, memory: 512MiB, output: [begun]}}
    /// otherImages: null
    /// aliases:
    ///   shop.example.org: web.example.net
    /// ```
    ///
    /// What a file leaves out is as in a world where every image works; `null` for `otherImages` is one where no other exists.
    ///
    /// - Throws: ``Failure`` for a file that cannot be read, and with the place of what is not known in it.
    init(file argument: String, on console: Console) throws {
        let file = try InputFile.read(argument, on: console)
        let documents = try InputDocument.read(file)
        do throws(ContainerServiceError) {
            guard documents.count == 1, let document = documents.first else {
                throw .invalidInput(Diagnostic(problem: "a world is one document", source: file.name))
            }
            self = try WorldReader(document: document, name: file.name).world()
        } catch {
            throw Failure(error)
        }
    }
}

/// Reads the members of a world strictly.
private struct WorldReader {
    let document: JSONDocument
    let name: String

    func world() throws(ContainerServiceError) -> DeclaredWorld {
        var world = DeclaredWorld()
        for member in try object(document.root, at: .root) {
            let path = FieldPath.root.appending(member.name)
            switch member.name {
            case "images":
                for image in try object(member.value, at: path) {
                    world.images[image.name] = try self.image(image.value, at: path.appending(image.name))
                }
            case "otherImages": world.otherImages = member.value.isNull ? nil : try image(member.value, at: path)
            case "aliases":
                for alias in try object(member.value, at: path) {
                    let place = path.appending(alias.name)
                    world.aliases[alias.name] = try fitting(alias.value, alias.value.string, "a host name", at: place)
                }
            default: throw refusal("the member is not known", member.value, "images, otherImages, aliases", at: path)
            }
        }
        return world
    }

    private func image(_ value: JSONValue, at path: FieldPath) throws(ContainerServiceError) -> DeclaredWorld.Image {
        var image = DeclaredWorld.Image()
        for member in try object(value, at: path) {
            let path = path.appending(member.name)
            let value = member.value
            switch member.name {
            case "port":
                let port = value.integer.flatMap { try? PortNumber($0) }
                image.port = try fitting(value, port, "a port from 1 to 65535", at: path)
            case "paths":
                let paths = value.array?.compactMap(\.string)
                let areTexts = paths?.count == value.array?.count
                image.paths = Set(try fitting(value, areTexts ? paths : nil, "a list of paths", at: path))
            case "starts": image.starts = try bool(value, at: path)
            case "run": image.run = try run(value, at: path)
            default: throw refusal("the member is not known", value, "port, paths, starts, run", at: path)
            }
        }
        return image
    }

    private func bool(_ value: JSONValue, at path: FieldPath) throws(ContainerServiceError) -> Bool {
        try fitting(value, value.bool, "true or false", at: path)
    }

    /// How a job's run of an image goes.
    private func run(_ value: JSONValue, at path: FieldPath) throws(ContainerServiceError) -> DeclaredWorld.Run {
        var run = DeclaredWorld.Run()
        for member in try object(value, at: path) {
            let path = path.appending(member.name)
            let value = member.value
            func bytes() throws(ContainerServiceError) -> ByteCount {
                let bytes = value.string.flatMap { try? ByteCount(parsing: $0) }
                return try fitting(value, bytes, "an amount such as 512MiB", at: path)
            }
            switch member.name {
            case "length":
                let length = value.string.flatMap { try? Duration(parsingSeconds: $0) }
                run.length = try fitting(value, length, "seconds such as 90s", at: path)
            case "exitCode":
                let code = value.integer.flatMap { (0...255).contains($0) ? $0 : nil }
                run.exitCode = try fitting(value, code, "an exit code from 0 to 255", at: path)
            case "failures":
                let failures = value.integer.flatMap { $0 >= 0 ? $0 : nil }
                run.failures = try fitting(value, failures, "a number of attempts", at: path)
            case "memory": run.memory = try bytes()
            case "storage": run.storage = try bytes()
            case "output":
                let lines = value.array?.compactMap(\.string)
                let areTexts = lines?.count == value.array?.count
                run.output = try fitting(value, areTexts ? lines : nil, "a list of lines", at: path)
            default:
                let allowed = "length, exitCode, failures, memory, storage, output"
                throw refusal("the member is not known", value, allowed, at: path)
            }
        }
        return run
    }

    private func object(_ value: JSONValue, at path: FieldPath) throws(ContainerServiceError) -> JSONObject {
        // An image of which nothing is said works.
        if value.isNull { return JSONObject() }
        return try fitting(value, value.object, "an object", at: path)
    }

    private func fitting<Value>(
        _ value: JSONValue,
        _ found: Value?,
        _ form: String,
        at path: FieldPath
    ) throws(ContainerServiceError) -> Value {
        guard let found else { throw refusal("the value is \(value.typeName)", value, form, at: path) }
        return found
    }

    private func refusal(
        _ problem: String,
        _ value: JSONValue,
        _ allowed: String,
        at path: FieldPath
    ) -> ContainerServiceError {
        let diagnostic = Diagnostic(problem: problem, field: path, allowed: allowed, source: name)
        return .invalidInput(document.located(diagnostic, at: value.offset))
    }
}
