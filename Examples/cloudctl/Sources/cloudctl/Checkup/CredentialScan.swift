import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers

/// A search for the credentials that commands would use in files that somebody wants to give away.
struct CredentialScan {
    /// A credential at a place where it should not be.
    struct Finding {
        let file: String
        let line: Int
        /// What it is, without any part of it.
        let credential: String
        /// How it is written there.
        let form: String

        var json: JSONValue {
            [
                "file": .string(file), "line": .number(line), "credential": .string(credential), "form": .string(form),
            ]
        }
    }

    /// What is looked for, without its value.
    let names: [String]
    private let patterns: [(name: String, form: String, bytes: Data)]

    /// Shorter ones stand in every text.
    private static let shortest = 8

    /// Loads all credentials that there are: those of every variable, and those that the files of the providers' tools hold.
    init(_ options: ProviderOptions, on console: Console) async {
        var found: [(name: String, value: String)] = []
        func add(_ name: String, _ value: String?) {
            guard let value, value.utf8.count >= Self.shortest, !found.contains(where: { $0.value == value }) else {
                return
            }
            found.append((name, value))
        }
        for name in QoveryProfile.Value.token.variableNames + ScalewayProfile.Value.secretKey.variableNames {
            add("the credential in \(name)", console.environment[name])
        }
        // A file that is broken holds none that a command would use.
        var choice = options.choice
        choice.options = [:]
        let qovery = try? await QoverySources(choice, on: console).profile
        add("the token from \(qovery?.place(of: .token) ?? "")", qovery?.token)
        let scaleway = try? await ScalewaySources(choice, on: console).profile
        add("the secret key from \(scaleway?.place(of: .secretKey) ?? "")", scaleway?.secretKey)
        names = found.map(\.name)
        patterns = found.flatMap { name, value in Self.forms(of: value).map { (name, $0, $1) } }
    }

    /// The ways in which a secret is written, each with a text that is there whatever stands around it.
    private static func forms(of value: String) -> [(String, Data)] {
        var forms = [("as it is", Data(value.utf8))]
        let escaped = value.utf8.map { byte -> String in
            let isPlain =
                byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
            return isPlain || "-._~".utf8.contains(byte)
                ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        for text in Set([escaped, escaped.uppercasedEscapes]) where text != value {
            forms.append(("URL-escaped", Data(text.utf8)))
        }
        // Where it begins inside of a longer text decides about the letters of Base64; those at the ends hold bits of others.
        for shift in 0..<3 {
            let bytes = Data(repeating: 0, count: shift) + Data(value.utf8)
            let text = bytes.base64EncodedString()
            let first = (shift * 8 + 5) / 6
            let whole = bytes.count * 8 / 6
            let middle = String(text.prefix(whole).dropFirst(first))
            for form in Set([middle, middle.replacing("+", with: "-").replacing("/", with: "_")]) {
                forms.append(("Base64", Data(form.utf8)))
            }
        }
        return forms
    }

    /// Looks through a file.
    ///
    /// - Throws: ``Failure`` where it cannot be read.
    func findings(in path: String, on console: Console) throws -> [Finding] {
        let file = try InputFile.read(path, on: console)
        let data = Data(file.bytes)
        var findings: [Finding] = []
        for pattern in patterns {
            var rest = data.startIndex..<data.endIndex
            while let place = data.range(of: pattern.bytes, in: rest) {
                let line = data[..<place.lowerBound].count { $0 == UInt8(ascii: "\n") } + 1
                findings.append(Finding(file: file.name, line: line, credential: pattern.name, form: pattern.form))
                rest = place.upperBound..<data.endIndex
            }
        }
        return findings.sorted { $0.line < $1.line }
    }
}

extension String {
    /// The same with the letters of escapes as capitals.
    fileprivate var uppercasedEscapes: String {
        replacing(#/%[0-9a-f]{2}/#) { $0.output.uppercased() }
    }
}
