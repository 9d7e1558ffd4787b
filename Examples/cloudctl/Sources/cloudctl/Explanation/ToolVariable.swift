import QoveryContainers
import ScalewayContainers

/// A variable of the environment that the tool heeds.
struct ToolVariable {
    /// Its names; the first that is set counts.
    let names: [String]
    /// What its value is.
    let meaning: String

    /// The name to use.
    var name: String { names.first ?? "" }

    /// What it says, as `cloudctl explain environment-variables` and the manual print it.
    var text: String {
        let others = names.dropFirst()
        return others.isEmpty ? meaning : "\(meaning) (also \(others.joined(separator: ", ")))"
    }

    /// All of them.
    static let all: [ToolVariable] =
        [Self([ProviderOptions.variable], "the provider, where --provider is left out")]
        + QoveryProfile.Value.allCases.map { Self($0.variableNames, meaning(of: $0)) }
        + ScalewayProfile.Value.allCases.map { Self($0.variableNames, meaning(of: $0)) }
        + [
            Self(
                [UserSettings.folderVariable],
                "the folder of config.yaml, else cloudctl in XDG_CONFIG_HOME or ~/.config"
            ),
            Self([UserSettings.profileVariable], "the profile of that file, where --profile is left out"),
            Self(["SCW_PROFILE"], "the profile of Scaleway's file, where --profile is left out"),
            Self(["SCW_CONFIG_PATH"], "where Scaleway's file is, else scw/config.yaml in XDG_CONFIG_HOME or ~/.config"),
            Self(ProxyEnvironment.encryptedNames, "the proxy for https"),
            Self(ProxyEnvironment.plainNames([:]), "the proxy for http"),
            Self(ProxyEnvironment.sparedNames, "the hosts that are asked without a proxy"),
            Self([CertificateAuthorities.variable], "a file of certificate authorities in place of the system's (PEM)"),
            Self(["NO_COLOR"], "no colours, where it is set and --color is left out"),
            Self(["CLICOLOR_FORCE", "FORCE_COLOR"], "colours in files and pipes too, where it is 1"),
            Self(["CLICOLOR"], "no colours, where it is 0"),
            Self(["XDG_CONFIG_HOME"], "the folder whose cloudctl and scw hold configuration, else ~/.config"),
            Self(["XDG_STATE_HOME"], "the folder whose cloudctl holds locks and journals, else ~/.local/state"),
            Self(["XDG_CACHE_HOME"], "the folder whose cloudctl holds names for completion, else ~/.cache"),
            Self([TraceOptions.variable], "each request is logged, as with --verbose, unless it is empty, 0 or false"),
            Self(["HOME", "USERPROFILE"], "the home folder, where these files and folders are else"),
            Self(["SCW_INSECURE", "SCW_TLSVERIFY"], "no effect, which is said: certificates are always checked"),
            Self(["TERM"], "no colours and no lines that are drawn anew, where it is dumb"),
            Self(["TMPDIR"], "where demo leaves its reports"),
            Self(["PATH"], "where commands that give secrets are looked for"),
            Self(["CI"], "nobody is asked anything, unless it is empty, 0 or false"),
            Self(["GITHUB_ACTIONS"], "where it is true, problems become annotations of the run"),
            Self(["GITHUB_STEP_SUMMARY"], "the file of the page of a run, which gets a summary"),
            Self(["GITHUB_WORKSPACE"], "the folder that paths in annotations begin in"),
        ]

    private init(_ names: [String], _ meaning: String) {
        self.names = names
        self.meaning = meaning
    }

    private static func meaning(of value: QoveryProfile.Value) -> String {
        switch value {
        case .token: "the token for Qovery, else that in ~/.qovery/context.json"
        case .organizationID: "the organization at Qovery, where --organization is left out"
        case .projectID: "the project at Qovery, where --project is left out"
        case .clusterID: "the cluster at Qovery, where --cluster is left out"
        case .apiURL: "another address of Qovery's API"
        }
    }

    private static func meaning(of value: ScalewayProfile.Value) -> String {
        switch value {
        case .accessKey: "the access key for Scaleway, which is checked and never sent"
        case .secretKey: "the secret key for Scaleway, else that of the profile"
        case .projectID: "the project at Scaleway, where --project is left out"
        case .organizationID: "the organization at Scaleway, where --organization is left out"
        case .region: "the region at Scaleway, where --region is left out"
        case .zone: "a zone at Scaleway, whose region counts where there is none"
        case .apiURL: "another address of Scaleway's API"
        }
    }
}
