import CloudContainers

extension ScalewayContainerService {
    /// A page of a list, and how many elements the whole list has.
    ///
    /// A token is the number of the page and how many elements stand before it.
    func page<Element: Sendable>(
        _ resource: String,
        _ filters: [(name: String, value: String?)],
        after token: PageToken?,
        _ element: (JSONValue) throws(WireError) -> Element
    ) async throws -> (page: Page<Element>, total: Int) {
        let place = token?.rawValue.split(separator: ":").compactMap { Int($0) } ?? [1, 0]
        guard place.count == 2 else {
            throw ContainerServiceError(.invalidInput, "the mark of the next page is none of Scaleway's")
        }
        let (number, before) = (place[0], place[1])
        var path = "\(prefix)/\(resource)?order_by=created_at_asc&page=\(number)&page_size=\(Self.pageSize)"
        if resource == "domains" || resource == "triggers" {
            path = path.replacing("order_by=created_at_asc&", with: "")
        }
        for case (let name, let value?) in filters { path += "&\(name)=\(PercentCoding.encoded(value))" }
        let call = APICall(.get, path, operation: "list \(resource)")
        let document = try await client.document(call)
        let (elements, total) = try client.read(document, of: call) { json throws(WireError) in
            guard let items = json[resource]?.array else {
                throw .wrongType(json[resource] ?? json, expected: "an answer with the list \(resource)")
            }
            var elements: [Element] = []
            for (index, item) in items.enumerated() {
                do throws(WireError) {
                    elements.append(try element(item))
                } catch {
                    throw error.inside(FieldPath(resource).appending(index))
                }
            }
            return (elements, json["total_count"]?.integer ?? before + items.count)
        }
        let seen = before + elements.count
        let next = elements.isEmpty || seen >= total ? nil : PageToken(rawValue: "\(number + 1):\(seen)")
        return (Page(elements, next: next, total: total), total)
    }

    /// All elements of a short list, such as the domains of a container.
    func all(_ resource: String, _ filters: [(name: String, value: String?)]) async throws -> [JSONValue] {
        var result: [JSONValue] = []
        var token: PageToken?
        repeat {
            let (page, _) = try await page(resource, filters, after: token) { $0 }
            result += page.elements
            token = page.next
        } while token != nil
        return result
    }

    static func namespace(_ json: JSONValue) throws(WireError) -> Namespace {
        let wire = try ScalewayNamespace(json: json)
        guard let id = wire.id.value else { throw .wrongType(json, expected: "a namespace with an id") }
        return Namespace(
            id: Namespace.ID(rawValue: id),
            name: wire.name.value ?? "",
            isDeleting: wire.status.value == "deleting"
        )
    }

    /// The container in a bundle.
    func container(_ bundle: JSONValue) throws(WireError) -> Container {
        let translation = try ScalewayReader.read(bundle, Resolutions())
        guard let json = bundle["container"] else { throw .wrongType(bundle, expected: "a container") }
        let wire = try ScalewayContainer(json: json)
        guard let id = wire.id.value, let namespace = wire.namespaceID.value else {
            throw .wrongType(json, expected: "a container with its id and namespace_id")
        }
        var endpoints = (wire.publicEndpoint.value).flatMap { $0.isEmpty ? nil : [Container.Endpoint(url: $0)] } ?? []
        for domain in bundle["domains"]?.array ?? [] {
            if let host = domain["hostname"]?.string {
                endpoints.append(Container.Endpoint(url: "https://\(host)", isCustomDomain: true))
            }
        }
        return Container(
            id: Container.ID(rawValue: id),
            namespace: Namespace.ID(rawValue: namespace),
            spec: translation.value,
            ledger: translation.ledger,
            status: Self.status(wire),
            endpoints: endpoints,
            createdAt: wire.createdAt.value.flatMap { try? Timestamp(parsing: $0) },
            updatedAt: wire.updatedAt.value.flatMap { try? Timestamp(parsing: $0) },
            bundle: JSONDocument(bundle)
        )
    }

    static func listedStatus(_ json: JSONValue) throws(WireError) -> (id: Container.ID, status: ContainerStatus) {
        guard let id = json["id"]?.string else { throw .wrongType(json, expected: "a container with its id") }
        return (Container.ID(rawValue: id), status(try ScalewayContainer(json: json)))
    }

    static func status(_ wire: ScalewayContainer) -> ContainerStatus {
        let word = wire.status.value ?? "unknown_status"
        let message = wire.errorMessage.value.flatMap { $0.isEmpty ? nil : $0.escapedForTerminal(limit: 500) }
        return ContainerStatus(states[word] ?? .unknown, providerWord: word, message: message)
    }

    /// The provider's words (reference: the wait functions of the official SDKs).
    private static let states: [String: ContainerStatus.State] = [
        "ready": .ready, "creating": .updating, "updating": .updating, "upgrading": .updating, "locking": .updating,
        "deleting": .deleting, "error": .failed, "locked": .failed,
    ]
}
