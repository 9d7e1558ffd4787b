import CloudContainers
import Foundation
import ScalewayContainers

/// The configuration file of Scaleway's own tools; it is read and never written.
enum ScalewayConfigurationFile {
    /// The values by their names in the file.
    private static let fields: [(ScalewayProfile.Value, String)] = [
        (.accessKey, "access_key"), (.secretKey, "secret_key"), (.projectID, "default_project_id"),
        (.organizationID, "default_organization_id"), (.region, "default_region"), (.zone, "default_zone"),
        (.apiURL, "api_url"),
    ]

    /// The name of the profile that stands at the root of the file.
    private static let rootName = "default"

    /// What was found in the file.
    struct Finding {
        /// The values of the profile, or what says where they were looked for if there is no file.
        var values: ScalewayProfile
        /// The path of the file; `nil` where there is none.
        var path: String?
        /// The name of the profile.
        var profile = rootName
        /// Whether the file names the profile itself.
        var choosesItself = false
    }

    /// The values of the profile that is chosen: by its name, by the file, or at the file's root.
    ///
    /// - Parameters:
    ///   - name: The profile that somebody asks for; `nil` leaves it to the file.
    ///   - above: The values that count more; where they are all there is to know, a broken file does no harm.
    ///   - console: The console.
    ///   - warnings: Gets what somebody should know.
    /// - Returns: What was found; `nil` for a broken file that does no harm.
    /// - Throws: ``Failure`` where the file is broken or has no such profile.
    static func profile(
        _ name: String?,
        below above: ScalewayProfile,
        on console: Console,
        _ warnings: inout [String]
    ) throws -> Finding? {
        let places = places(console.environment)
        guard let path = places.first(where: { FileManager.default.fileExists(atPath: console.absolute($0)) }) else {
            if let name, name != rootName {
                throw Failure(
                    .wrongConfiguration,
                    "there is no file with the profile \(Diagnostic.quoted(name)) of Scaleway",
                    advice: "Looked for \(places.joined(separator: ", then ")). Run scw init, or leave the profile out."
                )
            }
            let origins = places.isEmpty ? ["no file, since HOME is not set"] : places
            return Finding(values: ScalewayProfile(origins: origins), path: nil)
        }
        let needsFile = name != nil || !above.isComplete
        do {
            let root = try root(path, on: console, &warnings)
            return try profile(name, of: root, at: path, &warnings)
        } catch let failure as Failure {
            if needsFile { throw failure }
            warnings.append("\(path) is broken and not used, since the environment says everything")
            return nil
        }
    }

    /// Where the file may be, the first that exists counts.
    static func places(_ environment: [String: String]) -> [String] {
        if let path = environment["SCW_CONFIG_PATH"], !path.isEmpty { return [path] }
        let folder: String
        if let base = environment["XDG_CONFIG_HOME"], !base.isEmpty {
            folder = base
        } else if let home = environment["HOME"] ?? environment["USERPROFILE"], !home.isEmpty {
            folder = home + "/.config"
        } else {
            return []
        }
        return ["\(folder)/scw/config.yaml", "\(folder)/scw/config.yml"]
    }

    /// The object at the root of the file.
    private static func root(_ path: String, on console: Console, _ warnings: inout [String]) throws -> JSONDocument {
        do {
            let file = try InputFile.read(path, on: console)
            if let mode = file.looseMode(on: console) {
                warnings.append("\(path) holds a secret key and others can use it (mode \(mode)); run chmod 600 on it")
            }
            if file.bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return JSONDocument([:]) }
            let documents = try YAMLDocument.read(file.bytes, named: path)
            guard let document = documents.first, document.root.object != nil else {
                throw Failure(.wrongConfiguration, "this is no configuration of Scaleway: it is no map", source: path)
            }
            return document
        } catch let error as ContainerServiceError {
            throw Failure(.wrongConfiguration, error.diagnostics.map(\.withoutContent))
        } catch var failure as Failure {
            failure.status = .wrongConfiguration
            throw failure
        }
    }

    private static func profile(
        _ name: String?,
        of document: JSONDocument,
        at path: String,
        _ warnings: inout [String]
    ) throws -> Finding {
        let root = document.root
        let base = try values(of: root, in: document, at: .root, origin: path)
        let active = try name ?? text("active_profile", of: root, in: document, at: .root)
        guard let active, active != rootName else {
            warn(of: root, path, &warnings)
            return Finding(values: base, path: path, choosesItself: name == nil && active != nil)
        }
        let profiles = root["profiles"]?.object ?? JSONObject()
        guard let profile = profiles[active] else {
            let known = [rootName] + profiles.names
            let nearest = Suggestion(for: active, among: known).ending
            throw Failure(
                .wrongConfiguration,
                "there is no profile \(Diagnostic.quoted(active))",
                source: path,
                advice: "There are \(known.map(Diagnostic.shortened).joined(separator: ", ")).\(nearest)"
            )
        }
        let place = FieldPath("profiles").appending(active)
        warn(of: profile, path, &warnings)
        let own = try values(of: profile, in: document, at: place, origin: "profile \(active) of \(path)")
        return Finding(values: own.over(base), path: path, profile: active, choosesItself: name == nil)
    }

    private static func values(
        of value: JSONValue,
        in document: JSONDocument,
        at place: FieldPath,
        origin: String
    ) throws -> ScalewayProfile {
        if value.object == nil, !value.isNull { throw failure("a profile is no map", value, in: document, at: place) }
        var profile = ScalewayProfile(origins: [origin])
        for (field, name) in fields {
            profile.set(
                field,
                to: try text(name, of: value, in: document, at: place),
                from: "\(name) in \(origin)"
            )
        }
        return profile
    }

    private static func text(
        _ name: String,
        of value: JSONValue,
        in document: JSONDocument,
        at place: FieldPath
    ) throws -> String? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let text = member.string else {
            throw failure("a text is needed, not \(member.typeName)", member, in: document, at: place.appending(name))
        }
        return text
    }

    private static func failure(
        _ problem: String,
        _ value: JSONValue,
        in document: JSONDocument,
        at place: FieldPath
    ) -> Failure {
        let diagnostic = Diagnostic(problem: problem, field: place, advice: "Write it between quotes.")
        return Failure(.wrongConfiguration, [document.located(diagnostic, at: value.offset).withoutContent])
    }

    private static func warn(of profile: JSONValue, _ path: String, _ warnings: inout [String]) {
        if profile["insecure"]?.bool == true {
            warnings.append("insecure in \(path) has no effect: certificates are always checked")
        }
    }
}

extension ScalewayProfile {
    /// Whether nothing of the file would be used.
    fileprivate var isComplete: Bool { secretKey != nil && projectID != nil && (region != nil || zone != nil) }
}

extension Diagnostic {
    /// The diagnostic without anything of the file, in which any line may hold a secret key.
    var withoutContent: Diagnostic {
        var result = self
        result.line = nil
        result.value = nil
        return result
    }
}
