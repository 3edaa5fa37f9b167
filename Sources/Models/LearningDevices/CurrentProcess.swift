import Cells
import ElementaryFunctions
import Randomness
import StochasticThermodynamics
import Validation

/// A process in a steady state, and the current in it whose precision is asked for.
package enum CurrentProcess: Validated, Sendable {
  /// The two-state device, and a device drawn at random: the current is the acquired information.
  case bit(flipRate: Double, rate: Double, drive: Double)
  case drawn(LearningDevice.Family, number: Int, seed: Int)
  /// A ring of states: the current is that over its first edge. There is one affinity per edge, in
  /// k_B T, and one attempt rate, per unit time.
  case ring(affinities: [Double], attempts: [Double])

  /// Ring `number` of a series drawn at random.
  ///
  /// It has three to six states. Affinities have a mean between 0.2 and 12 k_B T and a standard
  /// deviation of a spread between 0.03 and 1 times their mean, the logarithms of attempt rates one of
  /// that spread. Mean and spread are drawn log-uniformly.
  package static func drawnRing(number: Int, seed: Int) -> CurrentProcess {
    var random = RandomStream(seed: UInt64(seed))["learning-tradeoff"]["ring"][number]
    let (count, mean) = (3 + random.index(below: 4), 0.2 * Elementary.exp(random.uniform() * Elementary.log(60.0)))
    let spread = Elementary.exp(-3.5 * random.uniform())
    let affinities = (0..<count).map { _ in mean * (1 + spread * random.normal()) }
    let attempts = (0..<count).map { _ in Elementary.exp(spread * random.normal()) }
    return .ring(affinities: affinities, attempts: attempts)
  }

  /// The device; nil for a ring.
  package var device: LearningDevice? {
    get throws(InvalidInput) {
      switch self {
      case .bit(let flipRate, let rate, let drive): try .bit(flipRate: flipRate, rate: rate, drive: drive)
      case .drawn(let family, let number, let seed):
        try .drawn(
          from: family, random: RandomStream(seed: UInt64(seed))["learning-tradeoff"][family.rawValue][number])
      case .ring: nil
      }
    }
  }

  /// The rates, and what each edge adds to the current from → to.
  package var current: (rates: RateMatrix, perCrossing: [Double]) {
    get throws(InvalidInput) {
      switch self {
      case .ring(let affinities, let attempts):
        let edges = affinities.indices.map { place in
          RateMatrix.Edge(
            from: place, to: (place + 1) % affinities.count, entropyFlow: affinities[place], law: .exponential,
            attemptRate: attempts[place])
        }
        return (
          try RateMatrix(stateCount: affinities.count, edges: edges), affinities.indices.map { $0 == 0 ? 1 : 0 }
        )
      case .bit, .drawn:
        guard let device = try device else { fatalError("What is no ring is a device.") }
        return (device.process, try device.informationPerCrossing)
      }
    }
  }

  /// The mean affinity per edge of a ring, in k_B T, without its sign; 0 for a device.
  package var affinityPerEdge: Double {
    guard case .ring(let affinities, _) = self else { return 0 }
    return abs(affinities.reduce(0, +)) / Double(affinities.count)
  }

  /// The least uncertainty ratio of a ring, (x/2) coth(x/2) with x the affinity per edge.
  package var ringBound: Double { 0.5 * affinityPerEdge / Elementary.tanh(0.5 * affinityPerEdge) }
}

// MARK: - Exact

/// The exact statistics of a ``CurrentProcess``. In nats, per unit time.
package struct CurrentSolution: Codable, Sendable {
  /// Of a ring, what crosses its first edge takes the place of the acquired information.
  package var performance: LearningPerformance
  /// The probability that the memory stands in the state of the number of the hidden one; 0 for a ring.
  package var match: Double

  /// The statistics of a process.
  package init(_ process: CurrentProcess) throws(InvalidInput) {
    let (rates, perCrossing) = try process.current
    if let device = try process.device {
      performance = try device.performance
      match = try device.joint.enumerated().reduce(0) {
        $0 + ($1.offset < $1.element.count ? $1.element[$1.offset] : 0)
      }
    } else {
      performance = LearningPerformance(
        information: 0, acquired: try rates.statistics(ofCurrent: perCrossing),
        entropyProductionRate: rates.entropyProductionRate(try rates.stationary))
      match = 0
    }
  }

  /// Mean and variance of the current.
  package var current: CurrentStatistics { performance.acquired }
  /// σ, the entropy production rate.
  package var sigma: Double { performance.entropyProductionRate }
  /// I(y : w), what the memory knows at any time.
  package var information: Double { performance.information }
  /// v/σ.
  package var efficiency: Double { performance.efficiency }
  /// R v²/(σ/2), at most 1.
  package var tightness: Double { performance.tightness }
}

/// The exact statistics of several processes.
package struct SolvedCurrents: Cell {
  /// The processes.
  package var systems: [CurrentProcess]

  /// Processes.
  package init(systems: [CurrentProcess]) { self.systems = systems }

  /// One solution per process.
  package func compute(_ random: RandomStream) throws -> [CurrentSolution] {
    try systems.map(CurrentSolution.init)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [CurrentSolution]) -> String? {
    result.count == systems.count ? nil : "There is not one solution per system."
  }
}

extension CurrentProcess {
  /// Reads a process.
  package init(from decoder: any Decoder) throws {
    let kinds = try decoder.container(keyedBy: CodingKeys.self)
    switch try decoder.only(of: kinds.allKeys) {
    case .bit:
      let fields = try kinds.nestedContainer(keyedBy: BitCodingKeys.self, forKey: .bit)
      self = .bit(
        flipRate: try fields.read(.flipRate), rate: try fields.read(.rate), drive: try fields.read(.drive))
    case .drawn:
      let fields = try kinds.nestedContainer(keyedBy: DrawnCodingKeys.self, forKey: .drawn)
      self = .drawn(try fields.read(._0), number: try fields.read(.number), seed: try fields.read(.seed))
    case .ring:
      let fields = try kinds.nestedContainer(keyedBy: RingCodingKeys.self, forKey: .ring)
      self = .ring(affinities: try fields.read(.affinities), attempts: try fields.read(.attempts))
    }
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the process; nil where nothing is.
  package var flaw: String? {
    switch self {
    case .bit(let flipRate, let rate, _):
      flipRate > 0 && rate > 0 ? nil : "The rates of a bit are positive."
    case .drawn(_, _, let seed): seed >= 0 ? nil : "A seed is not negative."
    case .ring(let affinities, let attempts):
      affinities.count > 2 && affinities.count == attempts.count && attempts.allSatisfy { $0 > 0 }
        ? nil : "A ring has at least three edges, each with an affinity and a positive attempt rate."
    }
  }
}
