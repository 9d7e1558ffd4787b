import CloudContainers

extension ScalewaySettings {
    /// What a manifest's schema says about each field.
    static let fieldTexts: [String: SchemaScope.FieldText] = [
        "sandbox": .init("The kind of isolation: v1 or v2.", "v2"),
        "tags": .init("Your tags."),
        "privateNetworkID": .init("The private network that instances can reach."),
        "triggers": .init("What calls the service, without its credentials."),
        "triggers[].name": .init("The name."),
        "triggers[].description": .init("What it is for."),
        "triggers[].tags": .init("Its tags."),
        "triggers[].path": .init("The path of its requests."),
        "triggers[].method": .init("The verb of its requests, in lower case.", "post"),
        "triggers[].cron": .init("A schedule."),
        "triggers[].cron.schedule": .init("The schedule, five fields.", "0 3 * * *"),
        "triggers[].cron.timezone": .init("The time zone's name.", "Europe/Paris"),
        "triggers[].cron.body": .init("The body of the request."),
        "triggers[].cron.headers": .init("The headers of the request."),
        "triggers[].sqs": .init("A queue of Scaleway Messaging."),
        "triggers[].sqs.queueURL": .init("The address of the queue."),
        "triggers[].sqs.region": .init("The region of the queue."),
        "triggers[].sqs.endpoint": .init("The address of the service."),
        "triggers[].sqs.accessKeyID": .init("The public half of the credentials."),
        "triggers[].nats": .init("A NATS subject."),
        "triggers[].nats.subject": .init("The subject."),
        "triggers[].nats.serverURLs": .init("The addresses of the servers."),
    ]
}
