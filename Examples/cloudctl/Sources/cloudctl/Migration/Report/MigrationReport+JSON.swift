import CloudContainers

extension MigrationReport {
    /// The same for programs.
    var json: JSONDocument {
        func facts(_ facts: [Fact]) -> JSONValue {
            .array(facts.map { ["name": .string($0.name), "value": .string($0.value)] })
        }
        func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
        return JSONDocument([
            "apiVersion": JSONReport.apiVersion, "kind": "MigrationReport", "title": .string(title),
            "way": .string(way),
            "verdict": .string(verdict), "explanation": .string(explanation), "summary": facts(summary),
            "needed": texts(needed), "estimate": texts(estimate), "raises": texts(raises), "staying": texts(staying),
            "results": .array(
                results.map {
                    [
                        "name": .string($0.name), "target": .string($0.target), "state": .string($0.state),
                        "time": .string($0.time), "reason": .string($0.reason),
                    ]
                }
            ),
            "timings": facts(timings),
            "timeline": .array(
                timeline.map { ["name": .string($0.name), "begin": .string($0.begin), "end": .string($0.end)] }
            ),
            "services": .array(services.map(Self.json)),
        ])
    }

    private static func json(_ service: Service) -> JSONValue {
        [
            "title": .string(service.title),
            "facts": .array(service.facts.map { ["name": .string($0.name), "value": .string($0.value)] }),
            "changes": .array(
                service.changes.map {
                    [
                        "outcome": .string($0.outcome), "code": .string($0.code), "field": .string($0.field),
                        "before": .string($0.before), "targetField": .string($0.targetField),
                        "after": .string($0.after),
                        "meaning": .string($0.meaning), "advice": .string($0.advice),
                    ]
                }
            ),
            "fields": .array(
                service.fields.map {
                    [
                        "field": .string($0.field), "value": .string($0.value), "targetField": .string($0.targetField),
                        "targetValue": .string($0.targetValue), "outcome": .string($0.outcome),
                    ]
                }
            ),
            "requests": .array(
                service.requests.map {
                    ["method": .string($0.method), "path": .string($0.path), "purpose": .string($0.purpose)]
                }
            ),
        ]
    }
}
