/// The manifest that somebody begins with.
enum FirstManifest {
    /// What tells editors where the schema is: those with the YAML language server, and those of JetBrains.
    static let modelines = """
        # yaml-language-server: $schema=cloudctl.schema.json
        # $schema: cloudctl.schema.json

        """

    static let text =
        modelines + #"""
            #
            # The services of an application, for every provider that cloudctl knows.
            # The lines above let an editor help: cloudctl schema --out cloudctl.schema.json
            #
            #   cloudctl check cloudctl.yaml                        would it run, and where?
            #   cloudctl convert cloudctl.yaml --to scaleway        what would the provider get?
            #   cloudctl check cloudctl.yaml --overlay production   the same with the overlay below
            #   cloudctl diff -f cloudctl.yaml                      what would change at the target?
            #   cloudctl apply -f cloudctl.yaml                     deploys it, and waits until it runs
            #   cloudctl drift -f cloudctl.yaml                     what did somebody change past it?

            apiVersion: cloudctl/v1

            # The name of the application; its services are marked with it.
            application: shop

            # Where it goes unless a command says otherwise.
            # target:
            #   provider: scaleway
            #   namespace: shop

            services:
              # The key is the name of the service.
              web:
                # ${NAME} is a variable of your environment, :- comes before its default; $$ is a dollar sign.
                image: nginx:${WEB_TAG:-1.27}

                # What a pipeline deploys is then not set back:
                # imageManagedBy: ci

                # After renaming the key; where a name cannot change, apply --replace makes the service anew:
                # renamedFrom: frontend

                resources:
                  cpu: 500m        # millicores, or cores: 0.5
                  memory: 512Mi    # Ki, Mi, Gi are binary; k, M, G are decimal
                  ephemeralStorage: 1Gi

                scaling:
                  minimum: 1
                  maximum: 3

                ports:
                - number: 80
                  protocol: http      # http, h2c, grpc, tcp, udp
                  exposure: public    # cluster, token, public

                probes:
                  liveness:
                    http:
                      path: /
                    interval: 10s
                    timeout: 2s
                    failureThreshold: 3

                # Plain variables. A field that is left out stays as it is at the provider; null sets it back.
                environment:
                  LOG_LEVEL: info

                # Secrets are never written here, only where their values are:
                # secrets:
                #   API_KEY: {env: SHOP_API_KEY}
                #   DATABASE_URL: {file: secrets/database-url}
                #   PAYMENT_KEY: {command: [op, read, op://shop/payment/key]}
                #   KEPT: {}    # the live value

            # What is different in one environment; maps merge, values and lists replace, null resets.
            environments:
              production:
                services:
                  web:
                    scaling:
                      minimum: 2
                      maximum: 10
                    environment:
                      LOG_LEVEL: warning

            """#
}
