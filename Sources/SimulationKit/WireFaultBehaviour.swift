import CloudContainers

/// One thing that a wire-fault server does with a connection after a request.
public enum WireFaultStep: Sendable, Hashable {
    /// Sends bytes.
    case send([UInt8])
    /// Sends bytes one by one.
    case drip([UInt8], every: Duration)
    /// Sends one byte so many times.
    case flood(UInt8, count: Int)
    /// Goes on only after ``WireFaultServer/release()``.
    case hold
    /// Ends the connection in order.
    case close
    /// Ends the connection with a reset.
    case reset
}

/// What a wire-fault server does with each request.
///
/// A behaviour is a function of the request, so that one server can have a fault for each path, or for the second request of a
/// connection only. Where the steps do not end the connection, it is kept for further requests.
public struct WireFaultBehaviour: Sendable {
    let steps: @Sendable (WireFaultRequest) -> [WireFaultStep]

    /// Makes a behaviour.
    public init(_ steps: @escaping @Sendable (WireFaultRequest) -> [WireFaultStep]) { self.steps = steps }

    /// Answers every request in order.
    public static func answering(_ answer: WireFaultAnswer) -> WireFaultBehaviour {
        WireFaultBehaviour { _ in
            answer.framing == .untilClose ? [.send(answer.bytes), .close] : [.send(answer.bytes)]
        }
    }

    /// Answers with a redirect.
    public static func redirecting(_ status: Int, to location: String) -> WireFaultBehaviour {
        answering(WireFaultAnswer(status, headers: ["Location": location], body: "gone elsewhere"))
    }

    /// Sends the first bytes of an answer and ends the connection; how many stands at the end of the path (`/cut/17`).
    public static func cutting(_ answer: WireFaultAnswer) -> WireFaultBehaviour {
        let bytes = answer.bytes
        return WireFaultBehaviour { request in
            let count = request.target.split(separator: "/").last.flatMap { Int($0) } ?? 0
            return [.send(Array(bytes.prefix(count))), .close]
        }
    }

    /// Sends the head of an answer at once and its body byte by byte.
    public static func drippingBody(of answer: WireFaultAnswer, every interval: Duration) -> WireFaultBehaviour {
        WireFaultBehaviour { _ in [.send(answer.head), .drip(answer.framedBody, every: interval)] }
    }

    /// Reads requests, and answers them only when it is told to.
    public static func holding(_ answer: WireFaultAnswer = WireFaultAnswer()) -> WireFaultBehaviour {
        WireFaultBehaviour { _ in [.hold, .send(answer.bytes)] }
    }

    /// Sends the head and half of the body, and the rest only when it is told to.
    public static func holdingHalfway(_ answer: WireFaultAnswer) -> WireFaultBehaviour {
        let body = answer.framedBody
        return WireFaultBehaviour { _ in
            [.send(answer.head + body.prefix(body.count / 2)), .hold, .send(Array(body.dropFirst(body.count / 2)))]
        }
    }

    /// Answers with a body of so many bytes, its length told before or not.
    public static func flooding(_ count: Int, tellsLength: Bool) -> WireFaultBehaviour {
        let length = tellsLength ? "Content-Length: \(count)" : "Connection: close"
        let head = Array("HTTP/1.1 200 OK\r\n\(length)\r\n\r\n".utf8)
        return WireFaultBehaviour { _ in
            [.send(head), .flood(UInt8(ascii: "x"), count: count)] + (tellsLength ? [] : [.close])
        }
    }

    /// Sends bytes, whatever they are, and ends the connection.
    public static func sending(_ text: String) -> WireFaultBehaviour {
        WireFaultBehaviour { _ in [.send(Array(text.utf8)), .close] }
    }

    /// Answers the first request of each connection, and ends the connection at the second without a word.
    public static func closingWhenReused(_ answer: WireFaultAnswer = WireFaultAnswer()) -> WireFaultBehaviour {
        WireFaultBehaviour { $0.numberOnConnection == 1 ? [.send(answer.bytes)] : [.close] }
    }

    /// Refuses what it is asked to pass on, as a proxy does that may not reach a host.
    public static let refusingProxy = WireFaultBehaviour { _ in
        [.send(WireFaultAnswer(502, headers: ["Connection": "close"], body: "no way there").bytes), .close]
    }
}
