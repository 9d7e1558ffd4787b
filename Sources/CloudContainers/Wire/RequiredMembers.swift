// What an answer of an API has to hold, whatever else is in it.
extension JSONValue {
    /// A member that has to be there.
    package func required(_ name: String) throws(WireError) -> JSONValue {
        guard let value = self[name], !value.isNull else {
            throw WireError(
                Diagnostic(problem: "a required field is missing", field: FieldPath.root.appending(name)),
                at: self
            )
        }
        return value
    }

    /// A text that has to be there, with something in it.
    package func requiredText(_ name: String) throws(WireError) -> String {
        let value = try required(name)
        guard let text = value.string, !text.isEmpty else {
            throw WireError.wrongType(value, expected: "a text").inside(FieldPath.root.appending(name))
        }
        return text
    }

    /// The elements of a list that has to be there, each read by a closure.
    package func requiredList<Element>(
        _ name: String,
        _ element: (JSONValue) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        let value = try required(name)
        guard let items = value.array else {
            throw WireError.wrongType(value, expected: "a list").inside(FieldPath.root.appending(name))
        }
        var elements: [Element] = []
        for (index, item) in items.enumerated() {
            do throws(WireError) {
                elements.append(try element(item))
            } catch {
                throw error.inside(FieldPath.root.appending(name).appending(index))
            }
        }
        return elements
    }
}
