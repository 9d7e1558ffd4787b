import CommandKit
import SimulationKit

/// Whoever waits moves it on at once.
extension VirtualTime: StandingTime {}
