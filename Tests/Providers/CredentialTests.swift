import CloudContainers
import QoveryContainers
import ScalewayContainers
import Testing

/// A credential in the wrong place is not quoted.
@Suite("Credentials") struct CredentialTests {
    private static let secret = "deadbeef-cafe-4bad-8bad-c0ffeec0ffee"

    private func refusal(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func aSecretKeyOfScalewayInAnotherPlaceIsNotQuoted() {
        let places: [(inout ScalewayProfile) -> Void] = [
            { $0.accessKey = Self.secret }, { $0.region = Self.secret },
            { $0.apiURL = "https://api.example.org/?token=\(Self.secret)" },
            { $0.apiURL = "https://user:\(Self.secret)@api.example.org" },
        ]
        for place in places {
            var profile = ScalewayProfile()
            profile.secretKey = Self.secret
            place(&profile)
            let text = refusal { _ = try ScalewayConfiguration(profile) }
            #expect(!text.isEmpty && !text.contains(Self.secret), "\(text)")
        }
    }

    @Test func aTokenOfQoveryInAnotherPlaceIsNotQuoted() {
        for id in ["qov_another-token", "token-without-a-prefix"] {
            let text = refusal { _ = try QoveryConfiguration(token: "token-without-a-prefix", projectID: id) }
            #expect(!text.isEmpty && !text.contains(id), "\(text)")
        }
    }

    @Test func whatIsNoCredentialIsQuoted() {
        let text = refusal { _ = try QoveryConfiguration(token: "qov_a", projectID: "shop") }
        #expect(text.contains("shop"))
    }
}
