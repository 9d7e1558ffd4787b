extension [EnvironmentVariable] {
    /// Visits the three members that hold variables; see ``ContainerSpec/variableMaps``.
    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var environment = OrderedMap<PlainText>()
        var secrets = OrderedMap<SecretReference>()
        var files = OrderedMap<VariableFile>()
        for variable in visitor.isReading ? [] : self {
            switch (variable.mountPath, variable.value) {
            case (nil, .plain(let text)): environment[variable.name] = PlainText(text)
            case (nil, .secret(let reference)): secrets[variable.name] = reference
            case (let path?, .plain(let text)):
                files[variable.name] = VariableFile(path: path, content: PlainText(text), secret: nil)
            case (let path?, .secret(let reference)):
                files[variable.name] = VariableFile(path: path, content: nil, secret: reference)
            }
        }
        try visitor.collection("environment", &environment)
        try visitor.collection("secrets", &secrets)
        try visitor.collection("files", &files)
        guard visitor.isReading else { return }
        self =
            environment.map { EnvironmentVariable(name: $0.key, value: .plain($0.value.text)) }
            + secrets.map { EnvironmentVariable(name: $0.key, value: .secret($0.value)) }
            + files.map { entry in
                EnvironmentVariable(
                    name: entry.key,
                    value: entry.value.secret.map(EnvironmentVariable.Value.secret)
                        ?? .plain(entry.value.content?.text ?? ""),
                    mountPath: entry.value.path
                )
            }
    }
}
