import CloudContainers

extension ScalewayContainerService {
    /// A page of a list, and how many elements the whole list has.
    ///
    /// A token is the number of the page and how many elements stand before it.
    ///
    /// - Parameters:
    ///   - resource: The last step of the path, which is also the name of the list in the answer.
    ///   - filters: The items of the query; those without a value are left out.
    ///   - token: Where the page begins.
    ///   - base: What stands before the resource; `nil` for the API of containers.
    ///   - list: The member of the answer that holds the list; `nil` is the resource's own name.
    ///   - order: The order of the elements; `nil` is that of the API.
    ///   - element: Reads an element.
    /// - Returns: The page, with the mark of the next one unless it is the last.
    /// - Throws: `ContainerServiceError`; `CancellationError`.
    func page<Element: Sendable>(
        _ resource: String,
        _ filters: [(name: String, value: String?)],
        after token: PageToken?,
        below base: String? = nil,
        list: String? = nil,
        order: String? = "created_at_asc",
        _ element: (JSONValue) throws(WireError) -> Element
    ) async throws -> Page<Element> {
        let place = token?.rawValue.split(separator: ":").compactMap { Int($0) } ?? [1, 0]
        guard place.count == 2 else {
            throw ContainerServiceError(.invalidInput, "the mark of the next page is none of Scaleway's")
        }
        let (number, before) = (place[0], place[1])
        // These lists have no order of their own choice.
        let order = ["domains", "triggers"].contains(resource) ? nil : order
        var path = "\(base ?? prefix)/\(resource)?" + (order.map { "order_by=\($0)&" } ?? "")
        path += "page=\(number)&page_size=\(Self.pageSize)"
        for case (let name, let value?) in filters { path += "&\(name)=\(PercentCoding.encoded(value))" }
        let call = APICall(.get, path, operation: "list \(resource)")
        let answer = try await client.document(call)
        let (elements, total) = try client.read(answer, of: call) { json throws(WireError) in
            (try json.requiredList(list ?? resource, element), try Self.total(json))
        }
        let seen = before + elements.count
        // Without a count only an empty page is the end.
        let isLast = elements.isEmpty || total.map { seen >= $0 } ?? false
        return Page(elements, next: isLast ? nil : PageToken(rawValue: "\(number + 1):\(seen)"), total: total)
    }

    /// How many elements a list has, if the answer says so.
    private static func total(_ json: JSONValue) throws(WireError) -> Int? {
        guard let value = json["total_count"], !value.isNull else { return nil }
        guard let total = value.integer, total >= 0 else {
            throw WireError.wrongType(value, expected: "a number of elements").inside("total_count")
        }
        return total
    }

    /// All elements of a short list, such as the domains of a container, each once, as a closure reads them.
    func all<Element: Sendable>(
        _ resource: String,
        _ filters: [(name: String, value: String?)],
        below base: String? = nil,
        list: String? = nil,
        _ element: @escaping @Sendable (JSONValue) throws(WireError) -> Element
    ) async throws -> [Element] {
        let pages = Paginated<(id: String, element: Element)>(identifiedBy: { $0.id }) { token in
            try await page(resource, filters, after: token, below: base, list: list) { json throws(WireError) in
                (id: json["id"]?.string ?? json.text(.compact), element: try element(json))
            }
        }
        var result: [Element] = []
        for try await (_, element) in pages { result.append(element) }
        return result
    }

    static func namespace(_ json: JSONValue) throws(WireError) -> Namespace {
        let wire = try ScalewayNamespace(json: json)
        return Namespace(
            id: Namespace.ID(rawValue: try json.requiredText("id")),
            name: try json.requiredText("name"),
            isDeleting: wire.status.value == "deleting",
            isSettling: ["creating", "updating", "upgrading"].contains(wire.status.value)
        )
    }

    /// The container in a bundle.
    func container(_ bundle: JSONValue) throws(WireError) -> Container {
        let reader = try ScalewayReader.read(withoutLedger: bundle)
        let wire = reader.container
        guard let json = bundle["container"] else { throw .wrongType(bundle, expected: "a container") }
        let (id, namespace): (String, String)
        let status: ContainerStatus
        do throws(WireError) {
            (id, namespace) = (try json.requiredText("id"), try json.requiredText("namespace_id"))
            status = try Self.status(json, wire)
        } catch {
            throw error.inside("container")
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
            spec: reader.spec,
            status: status,
            endpoints: endpoints,
            createdAt: wire.createdAt.value.flatMap { try? Timestamp(parsing: $0) },
            updatedAt: wire.updatedAt.value.flatMap { try? Timestamp(parsing: $0) },
            bundle: JSONDocument(bundle)
        )
    }

    static func listedStatus(_ json: JSONValue) throws(WireError) -> (id: Container.ID, status: ContainerStatus) {
        (Container.ID(rawValue: try json.requiredText("id")), try status(json, try ScalewayContainer(json: json)))
    }

    private static func status(
        _ json: JSONValue,
        _ wire: ScalewayContainer
    ) throws(WireError) -> ContainerStatus {
        let word = try json.requiredText("status")
        let message = wire.errorMessage.value.flatMap { $0.isEmpty ? nil : $0.cut(to: 500) }
        return ContainerStatus(states[word] ?? .unknown, providerWord: word, message: message)
    }

    /// The provider's words (reference: the wait functions of the official SDKs).
    private static let states: [String: ContainerStatus.State] = [
        "ready": .ready, "creating": .updating, "updating": .updating, "upgrading": .updating, "locking": .updating,
        "deleting": .deleting, "error": .failed, "locked": .failed,
    ]
}
