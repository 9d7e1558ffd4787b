import CloudContainers

extension QoverySettings {
    /// What a manifest's schema says about each field.
    static let fieldTexts: [String: SchemaScope.FieldText] = [
        "registryID": .init("The id of the registry in the organization."),
        "registryHost": .init("The host of the registry that registryID names."),
        "iconURI": .init("The service's picture."),
        "autoPreview": .init("Whether a preview environment takes the service along."),
        "autoDeploy": .init("Whether a new tag, told to Qovery, is deployed by itself."),
        "labelsGroups": .init("The ids of the label groups."),
        "annotationsGroups": .init("The ids of the annotation groups."),
        "autoscaling": .init("A KEDA policy: instances follow sources of events."),
        "autoscaling.mode": .init("The word for the kind of policy.", "KEDA"),
        "autoscaling.pollingInterval": .init("How often the sources are asked.", "30s"),
        "autoscaling.cooldown": .init("How long to wait before instances go.", "5m"),
        "autoscaling.scalers": .init("The sources of events."),
        "autoscaling.scalers[].type": .init("KEDA's name of the kind of source."),
        "autoscaling.scalers[].role": .init("PRIMARY or SAFETY."),
        "autoscaling.scalers[].enabled": .init("Whether the source is in use."),
        "autoscaling.scalers[].configuration": .init("The configuration as an object."),
        "autoscaling.scalers[].configurationText": .init("The configuration as YAML text."),
        "autoscaling.scalers[].authentication": .init("The name of the object that authenticates it."),
        "stickySession": .init("Whether a caller stays with one instance."),
        "advancedSettings": .init("Advanced settings without a portable counterpart, by their dotted keys."),
    ]
}
