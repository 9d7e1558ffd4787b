/// Codes about images and how they start.
extension FindingCode {
    /// Registry host needed.
    public static let imageHost = FindingCode(rawValue: "CC-IMAGE-HOST")
    /// Registry id needed.
    public static let imageRegistry = FindingCode(rawValue: "CC-IMAGE-REGISTRY")
    /// Image taken from elsewhere.
    public static let imageMapped = FindingCode(rawValue: "CC-IMAGE-MAPPED")
    /// Registry needs credentials.
    public static let imageCredentials = FindingCode(rawValue: "CC-IMAGE-CREDENTIALS")
    /// Registry access unknown.
    public static let imageAccessUnknown = FindingCode(rawValue: "CC-IMAGE-ACCESS-UNKNOWN")
    /// Image reference too long.
    public static let imageLong = FindingCode(rawValue: "CC-IMAGE-LONG")
    /// Tag missing.
    public static let imageTagMissing = FindingCode(rawValue: "CC-IMAGE-TAG-MISSING")
    /// Tag that moves.
    public static let imageMutable = FindingCode(rawValue: "CC-IMAGE-MUTABLE")
    /// Tag of a scheduled job.
    public static let imageLatest = FindingCode(rawValue: "CC-IMAGE-LATEST")
    /// Digest without tag.
    public static let imageDigestOnly = FindingCode(rawValue: "CC-IMAGE-DIGEST-ONLY")
    /// Digest dropped.
    public static let imageDigestDropped = FindingCode(rawValue: "CC-IMAGE-DIGEST-DROPPED")
    /// Blank in the command.
    public static let commandBlank = FindingCode(rawValue: "CC-COMMAND-BLANK")
}

extension FindingPage {
    /// The pages about images and how they start.
    static let images: [FindingPage] = [
        FindingPage(
            .imageHost,
            title: "Registry host needed",
            summary: "The image's registry is known by its id only, so its host has to be given.",
            meaning: """
                The bundle holds no registry address; without a host the image cannot be named outside of Qovery.
                """,
            reason: """
                A Qovery container names a registry of the organization by UUID, and some answers leave its address \
                out (Qovery API document).
                """,
            advice: "Give `--registry HOST=UUID` with the host of that registry, or add the registry to the bundle."
        ),
        FindingPage(
            .imageRegistry,
            title: "Registry id needed",
            summary: """
                Qovery pulls only from registries of the organization, so the id of this image's registry has to be \
                given.
                """,
            meaning: "No id is known for the registry host of the image, and without one there is no valid payload.",
            reason: """
                `registry_id` is required in a Qovery container (Qovery API document), and only registries that the \
                organization has registered work.
                """,
            advice: "Register the registry in Qovery and give `--registry HOST=UUID`."
        ),
        FindingPage(
            .imageMapped,
            title: "Image taken from elsewhere",
            summary: "The target takes the image from the place that was given; copy it there first.",
            meaning: "A mapping replaced the start of the image reference; the copy command stands beside the finding.",
            reason: "The translation only rewrites the reference, it moves no image.",
            advice: """
                Run the copy command before the deployment, for the same platform, linux/amd64 where the target is \
                Scaleway.
                """
        ),
        FindingPage(
            .imageCredentials,
            title: "Registry needs credentials",
            summary: "The image lies in a registry that needs credentials, which Scaleway cannot use.",
            meaning: "The registry of the source is protected, and it is not Scaleway's own.",
            reason: """
                Scaleway pulls only from public registries and from its own (Scaleway documentation), and Qovery's \
                answers leave registry credentials out.
                """,
            advice: "Copy the image to a registry that Scaleway can read and give `--image-map FROM=TO`."
        ),
        FindingPage(
            .imageAccessUnknown,
            title: "Registry access unknown",
            summary: "The bundle does not say whether the image's registry needs credentials.",
            meaning: """
                The kind of the registry decides nothing and its configuration is not in the bundle, so the image is \
                taken to be public.
                """,
            reason: "Kinds such as Docker Hub can be used with and without credentials (Qovery API document).",
            advice: """
                Pull the image without logging in; if that fails, give `--image-map FROM=TO`, or add the registry to \
                the bundle.
                """
        ),
        FindingPage(
            .imageLong,
            title: "Image reference too long",
            summary: "The image reference is longer than the 255 characters that Scaleway accepts.",
            meaning: "Registry, repository and tag or digest together have more than 255 characters.",
            reason: "The bound is that of Scaleway's API validation rules.",
            advice: "Copy the image to a shorter place and give `--image-map FROM=TO`."
        ),
        FindingPage(
            .imageTagMissing,
            title: "Tag missing",
            summary: "The image has neither tag nor digest, so latest is used.",
            meaning: "The reference names a repository only, which every registry reads as the tag `latest`.",
            reason: "Qovery requires a tag (Qovery API document); saying `latest` plainly keeps both sides equal.",
            advice: "Name a tag that does not move; strict mode asks for `--allow CC-IMAGE-TAG-MISSING`."
        ),
        FindingPage(
            .imageMutable,
            title: "Tag that moves",
            summary: "The tag can point to a new image later, and Qovery does not pull it again once it is mirrored.",
            meaning: """
                Tags such as `latest`, `main` or `stable` are usually overwritten; a later deployment may run the old \
                image.
                """,
            reason: """
                Qovery mirrors images into the cluster's registry and does not refresh a tag that it already has \
                (Qovery documentation).
                """,
            advice: "Deploy a tag that names one build, such as a version or a commit."
        ),
        FindingPage(
            .imageLatest,
            title: "Tag of a scheduled job",
            summary: "A job on a schedule has the image tag latest, which Qovery does not support.",
            meaning: "The image is named with the tag `latest`, or without any tag, which means the same.",
            reason: "Qovery's documentation says so; what a run does then is not published.",
            advice: """
                Give the image a tag that names one build, and name it with `--image-map FROM=TO`, or consent with `--allow \
                CC-IMAGE-LATEST`.
                """
        ),
        FindingPage(
            .imageDigestOnly,
            title: "Digest without tag",
            summary: "The image is named by its digest alone, which Qovery cannot express.",
            meaning: "There is no tag to write, and the digest has no field.",
            reason: "A Qovery container has `image_name` and `tag` only (Qovery API document).",
            advice: "Give the image a tag in its registry and name it with `--image-map FROM=TO`."
        ),
        FindingPage(
            .imageDigestDropped,
            title: "Digest dropped",
            summary: "Qovery cannot pin the digest, so the tag alone decides which image runs.",
            meaning: "The reference has a tag and a digest; only the tag is written.",
            reason: "A Qovery container has no field for a digest (Qovery API document).",
            advice: """
                Make sure that the tag points to the same digest and does not move, then consent with `--allow \
                CC-IMAGE-DIGEST-DROPPED`.
                """
        ),
        FindingPage(
            .commandBlank,
            title: "Blank in the command",
            summary: "The first word of the command holds a blank and is passed as one word, not split.",
            meaning: """
                A program name with a blank in it is rarely meant; it works only if a file of exactly that name \
                exists.
                """,
            reason: "Qovery passes `entrypoint` unsplit as a list of one element (Qovery engine).",
            advice: """
                If several words are meant, put the first into the entrypoint and the rest at the beginning of the \
                arguments.
                """
        ),
    ]
}
