import Cells
import Estimation
import Randomness
import StochasticThermodynamics
import Validation

/// A ring of states with constant rates, in units of k₀.
package struct StateRing: Sendable, Validated, Hashable {
  /// The rates of each edge onwards and back, from the edge 0 → 1 on.
  package var onwards, back: [Double]

  /// A ring.
  ///
  /// - Precondition: there is a rate back for each one onwards.
  package init(onwards: [Double], back: [Double]) {
    (self.onwards, self.back) = (onwards, back)
    requireNoFlaw()
  }

  /// The rates from state to state.
  package var matrix: RateMatrix {
    get throws(InvalidInput) {
      try RateMatrix(
        stateCount: onwards.count,
        edges: onwards.indices.map {
          .init(from: $0, to: ($0 + 1) % onwards.count, forward: onwards[$0], backward: back[$0])
        })
    }
  }
}

/// A process that produces entropy.
package enum EntropyProducer: Sendable, Validated, Hashable {
  /// The steady state of a ring.
  case steady(StateRing)
  /// A ring that relaxes from a distribution.
  case relaxing(StateRing, from: [Double])
  /// A molecule under its ramp.
  case driven(TwoStateMolecule)

  private var network: DrivenNetwork<Double> {
    get throws(InvalidInput) {
      switch self {
      case .steady(let ring), .relaxing(let ring, _): try DrivenNetwork(ring.matrix)
      case .driven(let molecule): try molecule.network
      }
    }
  }

  private func drive(until time: Double) throws(InvalidInput) -> Drive<Double> {
    if case .driven(let molecule) = self { return try molecule.drive.part(from: 0, to: time) }
    return try .holding(0, for: time)
  }

  private var start: [Double] {
    get throws(InvalidInput) {
      switch self {
      case .steady(let ring): try ring.matrix.stationary
      case .relaxing(_, let p): p
      case .driven(let molecule): try molecule.network.equilibrium(at: molecule.start)
      }
    }
  }

  /// ⟨exp(−u s)⟩ of the total entropy s, and of the heat alone, by the tilted generator.
  func averages(at u: Double, until time: Double) throws(InvalidInput) -> (total: Double, heat: Double) {
    let (network, drive, p) = try (network, drive(until: time), start)
    let heat = CountedQuantity.heat(of: network)
    let total = try heat.addingSystemEntropy(from: p, to: network.evolve(p, under: drive))
    return try (
      network.generatingFunction(of: total, at: u, from: p, under: drive),
      network.generatingFunction(of: heat, at: u, from: p, under: drive)
    )
  }

  /// Adds the entropies of `count` trajectories to copies of an average or a tally.
  func sample<Part: Codable & Mergeable & Sendable>(
    _ count: Int, until time: Double, _ random: RandomStream, into empty: Part,
    _ add: (inout Part, Double) -> Void
  ) throws(InvalidInput) -> EntropyPair<Part> {
    let (network, drive, p) = try (network, drive(until: time), start)
    let end = try network.evolve(p, under: drive)
    let bounds = try RateBounds(of: network, under: drive)
    var entropies = EntropyPair(total: empty, heat: empty)
    for trajectory in 0..<count {
      let sojourns = DrivenTrajectory(
        network, under: drive, within: bounds, startingIn: p, random: random[trajectory])
      let entropy = TrajectoryEntropy(of: sojourns, from: p, to: end)
      add(&entropies.total, entropy.total)
      add(&entropies.heat, entropy.reservoir)
    }
    return entropies
  }
}

/// A statistic of the total entropy of a trajectory, with the boundary term ln p(first state)/p(last state), and of the heat alone.
package struct EntropyPair<Part: Codable & Mergeable & Sendable>: Codable, Mergeable, Sendable {
  /// Of the total entropy, and of the heat.
  package var total, heat: Part

  /// Merges both statistics.
  package mutating func merge(_ other: EntropyPair) {
    total.merge(other.total)
    heat.merge(other.heat)
  }
}

// MARK: - Cells

/// Sampled ⟨exp(−s)⟩.
package struct SampledEntropy: Cell {
  /// The process.
  package var process: EntropyProducer
  /// How long it is observed, in 1/k₀.
  package var time: Double
  /// How many trajectories are drawn.
  package var count: Int

  /// Trajectories of a process.
  package init(process: EntropyProducer, time: Double, count: Int) {
    (self.process, self.time, self.count) = (process, time, count)
  }

  /// The averages over the trajectories.
  package func compute(_ random: RandomStream) throws -> EntropyPair<ExponentialAverage> {
    try process.sample(count, until: time, random, into: ExponentialAverage()) { $0.add($1) }
  }
}

/// The exact mean and variance of exp(−s).
package struct ExactEntropy: Cell {
  /// The process.
  package var process: EntropyProducer
  /// How long it is observed, in 1/k₀.
  package var time: Double

  /// A process until a time.
  package init(process: EntropyProducer, time: Double) { (self.process, self.time) = (process, time) }

  /// Of the total entropy, and of the heat alone.
  package struct Result: Codable, Sendable {
    /// One for each.
    package var total, heat: Moments

    /// On how many rare trajectories the less certain of both means rests among so many; see
    /// ``Moments/rareTrajectories(among:)``.
    package func rareTrajectories(among count: Int) -> Double {
      min(total.rareTrajectories(among: count), heat.rareTrajectories(among: count))
    }
  }

  /// The moments of exp(−s).
  package struct Moments: Codable, Sendable {
    /// Of one trajectory; the third is that about the mean.
    package var mean, variance, third: Double

    /// On how many rare trajectories a mean over so many rests: it is as skewed as a count of 4n/γ² events, γ the skewness of one
    /// trajectory.
    package func rareTrajectories(among count: Int) -> Double {
      let events = 4 * Double(count) * (variance / third) * (variance / third) * variance
      return events.isNaN ? .infinity : events
    }

    /// A sampled mean with its exact error, which is not less than rounding. A mean that rests on few rare trajectories is not
    /// normal however well its error is known: it has as many degrees of freedom as they are.
    package func estimate(_ sampled: ExponentialAverage) -> Estimate {
      let events = rareTrajectories(among: sampled.count)
      return Estimate(
        sampled.mean.value, standardError: (max(variance, 1e-16) / Double(sampled.count)).squareRoot(),
        degreesOfFreedom: events < 1e6 ? max(1, events) : .infinity)
    }
  }

  /// The moments at the end.
  package func compute(_ random: RandomStream) throws -> Result {
    guard time > 0 else {
      let nothing = Moments(mean: 1, variance: 0, third: 0)
      return Result(total: nothing, heat: nothing)
    }
    let averages = try (1...3).map { try process.averages(at: Double($0), until: time) }
    return Result(total: Self.moments(averages.map(\.total)), heat: Self.moments(averages.map(\.heat)))
  }

  /// From the averages of exp(−s), exp(−2s) and exp(−3s).
  private static func moments(_ powers: [Double]) -> Moments {
    let mean = powers[0]
    return Moments(
      mean: mean, variance: powers[1] - mean * mean, third: powers[2] - 3 * mean * powers[1] + 2 * mean * mean * mean)
  }
}

/// How often values of s are found in the steady state of a ring.
package struct SteadyEntropyTally: Cell {
  /// The ring.
  package var ring: StateRing
  /// How long it is observed, in 1/k₀.
  package var time: Double
  /// How many trajectories are drawn.
  package var count: Int

  /// Trajectories in a steady state.
  package init(ring: StateRing, time: Double, count: Int) {
    (self.ring, self.time, self.count) = (ring, time, count)
  }

  /// The tallies of the trajectories.
  package func compute(_ random: RandomStream) throws -> EntropyPair<Tally> {
    try EntropyProducer.steady(ring).sample(count, until: time, random, into: Tally()) { $0.add($1) }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: EntropyPair<Tally>) -> String? {
    [result.total, result.heat].allSatisfy { $0.resolution == Tally().resolution }
      ? nil : "The values are not those of the resolution of the cell."
  }
}

extension StateRing {
  /// Reads a ring.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    onwards = try fields.read(.onwards)
    back = try fields.read(.back)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    onwards.count == back.count ? nil : "A ring has a rate back for each one onwards."
  }
}

extension EntropyProducer {
  /// Reads a process.
  package init(from decoder: any Decoder) throws {
    let kinds = try decoder.container(keyedBy: CodingKeys.self)
    switch try decoder.only(of: kinds.allKeys) {
    case .steady:
      let fields = try kinds.nestedContainer(keyedBy: SteadyCodingKeys.self, forKey: .steady)
      self = .steady(try fields.read(._0))
    case .relaxing:
      let fields = try kinds.nestedContainer(keyedBy: RelaxingCodingKeys.self, forKey: .relaxing)
      self = .relaxing(try fields.read(._0), from: try fields.read(.from))
    case .driven:
      let fields = try kinds.nestedContainer(keyedBy: DrivenCodingKeys.self, forKey: .driven)
      self = .driven(try fields.read(._0))
    }
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the process; nil where nothing is.
  package var flaw: String? {
    guard case .relaxing(let ring, let start) = self else { return nil }
    return start.count == ring.onwards.count ? nil : "A ring begins with a probability for every state."
  }
}
