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

    @Test func aWrongValueOfScalewayNamesTheVariableItCameFrom() {
        for value in ScalewayProfile.Value.allCases {
            for name in value.variableNames {
                let text = refusal {
                    _ = try ScalewayConfiguration(
                        ScalewayProfile(
                            environment: ["SCW_SECRET_KEY": Self.secret].merging([name: "no such thing"]) { $1 }
                        )
                    )
                }
                // A new name is heeded before a former one.
                #expect(text.hasPrefix("\(name): ") || (value == .secretKey && name != "SCW_SECRET_KEY"), "\(text)")
            }
        }
    }

    @Test func aWrongValueOfQoveryNamesTheVariableItCameFrom() {
        for value in QoveryProfile.Value.allCases {
            for name in value.variableNames {
                let text = refusal {
                    let base = value == .token ? [:] : ["QOVERY_API_TOKEN": "qov_a"]
                    _ = try QoveryConfiguration(environment: base.merging([name: "no such thing"]) { $1 })
                }
                #expect(text.hasPrefix("\(name): "), "\(text)")
            }
        }
    }

    @Test func valuesKeepTheirPlacesBelowOthers() {
        var given = ScalewayProfile()
        given.set(.region, to: "nl-ams", from: "--region")
        let base = ScalewayProfile(environment: ["SCW_REGION": "fr-par", "SCW_TOKEN": Self.secret])
        var profile = given.over(base)
        #expect(profile.region == "nl-ams")
        #expect(profile.place(of: .region) == "--region")
        #expect(profile.place(of: .secretKey) == "SCW_TOKEN")
        #expect(profile.place(of: .zone) == nil)
        profile.region = "pl-waw"
        #expect(profile.place(of: .region) == nil)
    }

    @Test func aFingerprintIsThatOfTheTextWithoutItsSpaces() throws {
        // The first digits of what sha256sum prints for abc.
        #expect(try Credential(" abc\n").fingerprint == "ba7816")
        #expect(try Credential("abd").fingerprint != "ba7816")
    }
}
