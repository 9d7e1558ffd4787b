public import CloudContainers

/// What is so outside of a provider's API: which images exist, how their containers behave, where names lead.
///
/// A simulator asks it, so that nothing depends on names with a hidden meaning.
public struct DeclaredWorld: Sendable, Hashable {
    /// How a container of an image behaves.
    public struct Image: Sendable, Hashable {
        /// The port that it listens on; `nil` listens on whichever port it is told.
        public var port: PortNumber?
        /// The paths that answer with a success; `nil` where all do.
        public var paths: Set<String>?
        /// Whether it starts at all.
        public var starts: Bool
        /// How it goes when a job runs it.
        public var run: Run

        /// Makes an image's behaviour; without arguments one that works.
        public init(port: PortNumber? = nil, paths: Set<String>? = nil, starts: Bool = true, run: Run = Run()) {
            self.port = port
            self.paths = paths
            self.starts = starts
            self.run = run
        }

        /// Whether it answers on a port, and on a path where one is asked for.
        public func answers(on port: PortNumber?, path: String? = nil) -> Bool {
            guard starts else { return false }
            if let own = self.port, let port, own != port { return false }
            guard let path, let paths else { return true }
            return paths.contains(path)
        }
    }

    /// How a run of a job goes that starts.
    public struct Run: Sendable, Hashable {
        /// How long it takes; `nil` leaves that to the simulator.
        public var length: Duration?
        /// The exit code of its program.
        public var exitCode: Int
        /// How many attempts end with ``exitCode`` before one ends well; `nil` where all do.
        public var failures: Int?
        /// How much memory it needs, where that matters; only Scaleway's simulator asks.
        public var memory: ByteCount?
        /// How much scratch disk it needs, where that matters; only Scaleway's simulator asks.
        public var storage: ByteCount?
        /// The lines that each attempt writes; only Scaleway's simulator asks.
        public var output: [String]

        /// Makes a run; without arguments one that ends well and writes nothing.
        public init(
            length: Duration? = nil,
            exitCode: Int = 0,
            failures: Int? = nil,
            memory: ByteCount? = nil,
            storage: ByteCount? = nil,
            output: [String] = []
        ) {
            self.length = length
            self.exitCode = exitCode
            self.failures = failures
            self.memory = memory
            self.storage = storage
            self.output = output
        }
    }

    /// The images by their reference, such as `docker.io/library/nginx:1.27`.
    public var images: [String: Image]
    /// What holds for every image that ``images`` does not name; `nil` where it does not exist.
    public var otherImages: Image?
    /// Where host names lead, as a CNAME does.
    public var aliases: [String: String]

    /// Makes a world; without arguments one where every image exists and works, and no host name leads anywhere.
    public init(images: [String: Image] = [:], otherImages: Image? = Image(), aliases: [String: String] = [:]) {
        self.images = images
        self.otherImages = otherImages
        self.aliases = aliases
    }

    /// How an image behaves; `nil` where it does not exist.
    public func image(_ reference: String) -> Image? {
        if let image = images[reference] { return image }
        guard let wanted = try? ImageReference(parsing: reference) else { return nil }
        // The same image can be spelled in several ways.
        for (name, image) in images where (try? ImageReference(parsing: name)) == wanted { return image }
        return otherImages
    }
}
