import Cells
import Estimation
import LangevinDynamics
import Randomness
import StochasticThermodynamics
import Validation

/// A particle in a harmonic trap of stiffness 1, pulled by a force that grows from 0: its work is Gaussian.
///
/// Energies are in units of k_B T, lengths in the width of the particle's distribution in the trap, times in its relaxation time.
package struct PulledParticle: Sendable, Codable, Hashable {
  /// The force at the end.
  package var force: Double
  /// The duration of the pull.
  package var time: Double

  /// A pull.
  package init(force: Double, time: Double) { (self.force, self.time) = (force, time) }

  private var drive: Drive<HarmonicTrap.Control> {
    get throws(InvalidInput) { try .forceRamp(to: force, over: time) }
  }

  /// The distribution of the work.
  package var exactWork: GaussianWork {
    GaussianWork(
      difference: -0.5 * force * force, variance: 2 * HarmonicTrap.forceRampDissipation(to: force, over: time))
  }

  /// The works of particles that start in equilibrium; those of the reverse pull with their own sign.
  func works(
    _ count: Int, _ direction: GaussianWork.Direction, timeStep: Double, _ random: RandomStream
  ) throws -> [Double] {
    let drive = try direction == .forward ? drive : drive.reversed
    var ensemble = try LangevinEnsemble(
      HarmonicTrap(), inEquilibriumAt: drive(0), count: count, random: random[direction.rawValue])
    try ensemble.run(drive, timeStep: timeStep, integrator: .exactOrnsteinUhlenbeck)
    return ensemble.works
  }

  /// A range of works around ΔF that holds all but some 10⁻⁴ of those of each pull.
  package static func workRange(of pulls: [PulledParticle]) -> ClosedRange<Double> {
    let works = pulls.map(\.exactWork)
    let reach = works.map { 0.5 * $0.variance + 3.6 * $0.variance.squareRoot() }.max() ?? 1
    return works[0].difference - reach...works[0].difference + reach
  }
}

// MARK: - Cells

/// Sampled works of pulls and of reverse pulls.
package struct SampledPulls: Cell {
  /// The pull.
  package var pull: PulledParticle
  /// The largest time step, in relaxation times.
  package var timeStep: Double
  /// How many pulls there are in each direction.
  package var count: Int
  /// How many coarse bins the histograms have.
  package var bins: Int
  /// The works of the bins, in k_B T.
  package var range: ClosedRange<Double>

  /// Pulls in both directions.
  package init(pull: PulledParticle, timeStep: Double, count: Int, bins: Int, range: ClosedRange<Double>) {
    (self.pull, self.timeStep, self.count, self.bins, self.range) = (pull, timeStep, count, bins, range)
  }

  /// The histograms of the works.
  package func compute(_ random: RandomStream) throws -> WorkHistograms {
    var result = WorkHistograms(in: range, bins: bins)
    for work in try pull.works(count, .forward, timeStep: timeStep, random) { result.forward.add(work) }
    for work in try pull.works(count, .negatedReverse, timeStep: timeStep, random) { result.reverse.add(-work) }
    return result
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: WorkHistograms) -> String? {
    result.flaw(in: range, bins: bins)
  }
}

/// Many estimates of ΔF, each from a few pulls: Bennett's has half of its works from either direction.
package struct FreeEnergyEstimates: Cell {
  /// The pull.
  package var pull: PulledParticle
  /// The largest time step, in relaxation times.
  package var timeStep: Double
  /// How many works there are to an estimate.
  package var works: Int
  /// How many estimates are made by each method.
  package var repetitions: Int

  /// Estimates from pulls in both directions.
  package init(pull: PulledParticle, timeStep: Double, works: Int, repetitions: Int) {
    (self.pull, self.timeStep, self.works, self.repetitions) = (pull, timeStep, works, repetitions)
  }

  /// The scatter of the estimates: by Jarzynski's equality from forward and from reverse works, and by Bennett's method.
  package struct Result: Codable, Sendable, Mergeable {
    /// One for each kind of estimate.
    package var forward = EstimateScatter(), reverse = EstimateScatter(), bennett = EstimateScatter()

    /// Adds the estimates of another result.
    package mutating func merge(_ other: Result) {
      forward.merge(other.forward)
      reverse.merge(other.reverse)
      bennett.merge(other.bennett)
    }
  }

  /// The scatter of the estimates about ΔF.
  package func compute(_ random: RandomStream) throws -> Result {
    let exact = pull.exactWork.difference
    let forward = try pull.works(works * repetitions, .forward, timeStep: timeStep, random)
    let reverse = try pull.works(works * repetitions, .negatedReverse, timeStep: timeStep, random)
    var result = Result()
    for first in stride(from: 0, to: forward.count, by: works) {
      let (half, all) = (first..<first + works / 2, first..<first + works)
      result.forward.add(ExponentialAverage(forward[all]).freeEnergy.value - exact)
      result.reverse.add(-ExponentialAverage(reverse[all]).freeEnergy.value - exact)
      let bennett = try FreeEnergyDifference.bennett(forward: Array(forward[half]), reverse: Array(reverse[half]))
      result.bennett.add(bennett.difference.value - exact)
    }
    return result
  }
}

/// How estimates scatter about an exact value.
package struct EstimateScatter: Sendable, Codable, Hashable, Mergeable {
  private var deviation = Average(), square = Average()

  /// Adds the deviation of an estimate from the exact value.
  mutating func add(_ value: Double) {
    deviation.add(value)
    square.add(value * value)
  }

  /// Adds all estimates of another scatter.
  package mutating func merge(_ other: EstimateScatter) {
    deviation.merge(other.deviation)
    square.merge(other.square)
  }

  /// The mean deviation.
  package var bias: Estimate { deviation.estimate }

  /// The root of the mean squared deviation.
  package var error: Estimate {
    let value = square.mean.squareRoot()
    return Estimate(value, standardError: square.estimate.standardError / (2 * value))
  }
}
