package import CloudContainers

/// Gets the values of an application's secrets from where its manifest says they are.
package struct SecretResolution {
    /// The values that the user gives, by the name of the variable; they win over what the manifest says.
    package var given = SecretValues()
    /// How long a command may take.
    package var commandLimit = Duration.seconds(30)
    private let console: Console

    /// Makes a resolution.
    package init(given: SecretValues = SecretValues(), on console: Console) {
        self.given = given
        self.console = console
    }

    /// The values for each service, by the service's name.
    ///
    /// A secret that the manifest leaves to the caller, `{}`, and that nobody gives, is not among them: the live value is
    /// kept.
    ///
    /// - Throws: ``Failure`` with every value that is missing, each with its place in the manifest and without any value.
    package func values(for services: [Application.Service]) async throws -> [String: SecretValues] {
        try await values(of: services.map { ($0.name, $0.secrets) })
    }

    /// The values of secrets, by the service's name.
    ///
    /// - Throws: ``Failure`` with every value that is missing.
    func values(of services: [(name: String, secrets: [Application.Secret])]) async throws -> [String: SecretValues] {
        var result: [String: SecretValues] = [:]
        var problems: [Diagnostic] = []
        var known: [SecretReference: String] = [:]
        for service in services {
            var values = SecretValues()
            for secret in service.secrets {
                if let value = given.withValue(of: secret.variable, { $0 }) {
                    values.set(value, for: secret.variable)
                    continue
                }
                if secret.reference == .provided { continue }
                do {
                    let value: String
                    if let found = known[secret.reference] {
                        value = found
                    } else {
                        value = try await self.value(of: secret.reference)
                        known[secret.reference] = value
                    }
                    values.set(value, for: secret.variable)
                } catch let reason as Reason {
                    problems.append(reason.diagnostic(for: secret, of: service.name))
                }
            }
            result[service.name] = values
        }
        if problems.isEmpty { return result }
        throw Failure(.notFound, problems)
    }

    /// The secrets that nobody gives a value for: without a live value their services cannot be made.
    package func kept(of service: Application.Service) -> [String] {
        service.secrets.filter { $0.reference == .provided && !given.contains($0.variable) }.map(\.variable)
    }

    /// The value of one reference.
    ///
    /// - Throws: ``Reason`` where there is none.
    func value(of reference: SecretReference) async throws -> String {
        let value = try await found(reference)
        console.mask(value)
        return value
    }

    private func found(_ reference: SecretReference) async throws -> String {
        switch reference {
        case .provided: return ""
        case .environment(let name):
            guard let value = console.environment[name] else {
                throw Reason(
                    problem: "the variable \(Diagnostic.quoted(name)) is not set",
                    advice: "Set and export it, or give the value in a file with --secrets."
                )
            }
            return value
        case .file(let path):
            do {
                return try Self.text(try InputFile.read(path, on: console).bytes)
            } catch let failure as Failure {
                let problem = failure.diagnostics.first
                throw Reason(
                    problem: "\(Diagnostic.quoted(path)): \(problem?.problem ?? "the file cannot be read")",
                    advice: problem?.advice
                )
            }
        case .command(let words):
            return try Self.text(try await SecretCommand(words, limit: commandLimit, on: console).output())
        }
    }

    /// The text of a value; editors and commands end it with a line break that nobody means.
    private static func text(_ bytes: [UInt8]) throws(Reason) -> String {
        guard UTF8Check.firstInvalidByte(of: bytes) == nil else {
            throw Reason(problem: "the value is not UTF-8", advice: "Encode it, for instance as Base64.")
        }
        var bytes = bytes[...]
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Why there is no value.
    struct Reason: Error {
        var problem: String
        var advice: String?

        fileprivate func diagnostic(for secret: Application.Secret, of service: String) -> Diagnostic {
            Diagnostic(
                problem: "the secret \(Diagnostic.quoted(secret.variable)) of \(Diagnostic.quoted(service)) "
                    + "has no value: \(problem)",
                advice: advice,
                source: secret.place.source,
                location: secret.place.location
            )
        }
    }
}
