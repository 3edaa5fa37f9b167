import Cells
import Estimation
import Randomness
import StochasticThermodynamics
import Validation

/// A ``CollapseProtocol`` and two distributions to run it on: that of a source, and the one that it is designed for.
package struct MismatchedCollapse: Sendable, Validated, Hashable {
  /// The map that is carried out, x → images[x].
  package var images: [Int]
  /// The distributions, one entry per state.
  package var source, design: [Double]
  /// By how much the energies rise, in k_B T.
  package var gap: Double

  /// A map and its distributions.
  package init(images: [Int], source: [Double], design: [Double], gap: Double) {
    (self.images, self.source, self.design, self.gap) = (images, source, design, gap)
    requireNoFlaw()
  }

  /// The step of an automaton that reads and erases independent bits, designed for equally probable joint states.
  ///
  /// - Parameters:
  ///   - bits: how many bits are read before the step.
  ///   - bias: the probability of a one.
  ///   - gap: by how much the energies rise, in k_B T.
  package init(stepOf automaton: FiniteAutomaton, afterBits bits: Int, bias: Double, gap: Double) {
    self.init(
      images: automaton.step(erasingInput: true),
      source: automaton.distributions(bias: bias, steps: bits + 1)[bits],
      design: automaton.uniformDistribution, gap: gap)
  }

  /// The protocol.
  var process: CollapseProtocol {
    get throws(InvalidInput) { try CollapseProtocol(images, designedFor: design, gap: gap) }
  }

  /// The entropy production of a slow protocol on the source, in nats.
  package var limit: Double {
    get throws(InvalidInput) { try process.map.mismatchCost(running: source, designedFor: design) }
  }
}

// MARK: - Cells

/// The entropy production of a protocol of finite duration, by the master equation.
package struct CollapseEntropyProduction: Cell {
  /// The protocol.
  package var collapse: MismatchedCollapse
  /// How long it lasts, in attempt times.
  package var duration: Double

  /// A protocol of a duration.
  package init(collapse: MismatchedCollapse, duration: Double) {
    (self.collapse, self.duration) = (collapse, duration)
  }

  /// Entropy productions, in nats.
  package struct Result: Codable, Sendable {
    /// Run on the source, and on the design.
    package var source, design: Double
  }

  /// The entropy production on the source and on the design.
  package func compute(_ random: RandomStream) throws -> Result {
    let process = try collapse.process
    let drive = try process.drive(over: duration)
    return try Result(
      source: process.entropyProduction(running: collapse.source, under: drive),
      design: process.entropyProduction(running: collapse.design, under: drive))
  }
}

/// The entropy production of a protocol on its source, from trajectories.
package struct SampledCollapse: Cell {
  /// The protocol.
  package var collapse: MismatchedCollapse
  /// How long it lasts, in attempt times.
  package var duration: Double
  /// How many trajectories are drawn.
  package var trajectories: Int

  /// Trajectories of a protocol of a duration.
  package init(collapse: MismatchedCollapse, duration: Double, trajectories: Int) {
    (self.collapse, self.duration, self.trajectories) = (collapse, duration, trajectories)
  }

  /// The average of the total entropy of a trajectory, in nats.
  package func compute(_ random: RandomStream) throws -> Average {
    let (network, drive) = try (collapse.process.network, collapse.process.drive(over: duration))
    let final = try network.evolve(collapse.source, under: drive)
    let bounds = try RateBounds(of: network, under: drive)
    var average = Average()
    for place in 0..<trajectories {
      let trajectory = DrivenTrajectory(
        network, under: drive, within: bounds, startingIn: collapse.source, random: random[place])
      average.add(TrajectoryEntropy(of: trajectory, from: collapse.source, to: final).total)
    }
    return average
  }
}

extension MismatchedCollapse {
  /// Reads a collapse.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    images = try fields.read(.images)
    source = try fields.read(.source)
    design = try fields.read(.design)
    gap = try fields.read(.gap)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    if source.count != images.count { return "A source has a probability for every state." }
    return CollapseProtocol.flaw(images, designedFor: design, gap: gap)
  }
}
