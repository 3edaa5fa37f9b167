import Companion
import ElementaryFunctions
import Estimation
import LearningDevices
import Randomness
import StochasticThermodynamics

extension LearningTradeoff {
  // MARK: - Model

  /// A process with a current.
  enum System: Codable {
    /// The chosen device, and one drawn at random: what counts is the acquired information.
    case bit(flipRate: Double, rate: Double, drive: Double)
    case drawn(LearningDevice.Family, number: Int, seed: Int)
    /// A ring of states: what counts is how often its first edge is crossed.
    case ring(affinities: [Double], attempts: [Double])

    /// Three to six states. With a spread between 0.03 and 1, affinities have a Gaussian scatter of so many times their mean, and
    /// the logarithms of attempt rates one of so much.
    static func drawnRing(number: Int, seed: Int) -> System {
      var random = RandomStream(seed: UInt64(seed))["learning-tradeoff"]["ring"][number]
      let (count, mean) = (3 + random.index(below: 4), 0.2 * Elementary.exp(random.uniform() * Elementary.log(60.0)))
      let spread = Elementary.exp(-3.5 * random.uniform())
      let affinities = (0..<count).map { _ in mean * (1 + spread * random.normal()) }
      let attempts = (0..<count).map { _ in Elementary.exp(spread * random.normal()) }
      return .ring(affinities: affinities, attempts: attempts)
    }

    var device: LearningDevice? {
      switch self {
      case .bit(let flipRate, let rate, let drive): .bit(flipRate: flipRate, rate: rate, drive: drive)
      case .drawn(let family, let number, let seed):
        .drawn(from: family, random: RandomStream(seed: UInt64(seed))["learning-tradeoff"][family.rawValue][number])
      case .ring: nil
      }
    }

    var process: (matrix: RateMatrix, weights: [Double]) {
      if let device { return (device.process, device.informationPerCrossing) }
      guard case .ring(let affinities, let attempts) = self else { preconditionFailure("What is no device is a ring.") }
      let edges = affinities.indices.map { place in
        RateMatrix.Edge(
          from: place, to: (place + 1) % affinities.count, entropyFlow: affinities[place], law: .exponential,
          attemptRate: attempts[place])
      }
      return (
        RateMatrix(stateCount: affinities.count, edges: edges), affinities.indices.map { $0 == 0 ? 1 : 0 }
      )
    }

    /// Of a ring.
    var affinityPerEdge: Double {
      guard case .ring(let affinities, _) = self else { return 0 }
      return abs(affinities.reduce(0, +)) / Double(affinities.count)
    }

    /// The least uncertainty ratio of a ring, (x/2) coth(x/2) with x the affinity per edge.
    var ringBound: Double { 0.5 * affinityPerEdge / Elementary.tanh(0.5 * affinityPerEdge) }
  }

  /// What a system does, exactly.
  struct Exact: Codable {
    /// Of a ring, what crosses its first edge takes the place of the acquired information.
    var performance: LearningPerformance
    /// The probability that the memory stands in the state of the number of the hidden one; 0 for a ring.
    var match: Double

    init(_ system: System) {
      let (matrix, weights) = system.process
      performance =
        system.device?.performance
        ?? LearningPerformance(
          information: 0, acquired: matrix.statistics(ofCurrent: weights),
          entropyProductionRate: matrix.entropyProductionRate(matrix.stationary))
      let joint = system.device?.joint
      match = joint?.enumerated().reduce(0) { $0 + ($1.offset < $1.element.count ? $1.element[$1.offset] : 0) } ?? 0
    }

    var current: CurrentStatistics { performance.acquired }
    var sigma: Double { performance.entropyProductionRate }
    var information: Double { performance.information }
    var efficiency: Double { performance.efficiency }
    var tightness: Double { performance.tightness }
  }

  /// Mean, variance and entropy production of one sampled trajectory, per unit time.
  struct Sampled: Codable { var mean, variance, sigma: Double }

  /// The replicas of a sampled system, and what they should have found.
  struct Point {
    var exact: Exact
    var replicas: [Sampled]

    private func estimate(_ function: (_ mean: Double, _ variance: Double, _ sigma: Double) -> Double) -> Estimate {
      Estimate.jackknife(replicas.map { [$0.mean, $0.variance, $0.sigma] }) { function($0[0], $0[1], $0[2]) }
    }
    var mean: Estimate { estimate { mean, _, _ in mean } }
    var variance: Estimate { estimate { _, variance, _ in variance } }
    var sigma: Estimate { estimate { _, _, sigma in sigma } }
    var precision: Estimate { estimate { mean, variance, _ in mean * mean / variance } }
    var tightness: Estimate { estimate { mean, variance, sigma in 2 * mean * mean / (variance * sigma) } }
    var ratio: Estimate { estimate { mean, variance, sigma in 0.5 * variance * sigma / (mean * mean) } }

    var deviations: [Double] {
      [
        mean.deviation(from: exact.current.mean), variance.deviation(from: exact.current.variance),
        sigma.deviation(from: exact.sigma), precision.deviation(from: exact.current.precision),
        ratio.deviation(from: 1 / exact.tightness),
      ]
    }
  }
}
