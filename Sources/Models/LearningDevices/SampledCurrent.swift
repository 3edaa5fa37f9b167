import Cells
import ElementaryFunctions
import Estimation
import Randomness
import StochasticThermodynamics

/// A window so long that the variance of the current over two windows is twice that over one, up to what the covariance
/// of neighbours says, to 2·10⁻⁴.
package struct CountingWindow: Cell {
  /// The process.
  package var system: CurrentProcess

  /// A process.
  package init(system: CurrentProcess) { self.system = system }

  /// The window.
  package struct Result: Codable, Sendable {
    /// Its length, in units of time, and the mean number of jumps in it.
    package var length, jumps: Double
  }

  package func compute(_ random: RandomStream) throws -> Result {
    let (rates, perCrossing) = try system.current
    let (p, quantity) = (try rates.stationary, CountedQuantity<Void>.current(perCrossing, stateCount: rates.stateCount))
    let limit = try rates.statistics(ofCurrent: perCrossing).variance
    let ones = perCrossing.map { _ in 1.0 }
    let activity = try rates.statistics(counting: ones, back: ones).mean
    var length = 4 / activity
    var variance = try rates.moments(of: quantity, from: p, for: length).variance
    // The difference halves with every doubling, so that this ends long before; a variance that is no number ends it too.
    for _ in 0..<60 {
      let twice = try rates.moments(of: quantity, from: p, for: 2 * length).variance
      if abs((twice - variance) / length - limit) <= 2e-4 * limit { break }
      (length, variance) = (2 * length, twice)
    }
    return Result(length: length, jumps: activity * length)
  }
}

/// One sampled trajectory of a process.
package struct SampledCurrent: Cell {
  /// The process.
  package var system: CurrentProcess
  /// The length of a window, in units of time.
  package var window: Double
  /// How many windows the trajectory has.
  package var windows: Int

  /// A trajectory.
  package init(system: CurrentProcess, window: Double, windows: Int) {
    (self.system, self.window, self.windows) = (system, window, windows)
  }

  /// What was found along it, per unit time.
  package struct Result: Codable, Sendable {
    /// Mean and variance of the current, and the entropy production rate σ.
    package var mean, variance, sigma: Double
  }

  package func compute(_ random: RandomStream) throws -> Result {
    let (rates, perCrossing) = try system.current
    let crossings = try rates.crossings(startingIn: rates.stationary, windows: windows, each: window, random: random)
    let flows = rates.edges.map { Elementary.log($0.forward / $0.backward) }
    let current = crossings.statistics(ofCurrent: perCrossing)
    return Result(mean: current.mean, variance: current.variance, sigma: crossings.statistics(ofCurrent: flows).mean)
  }
}

/// The statistics of the current of a process from independent trajectories, in nats per unit time.
package struct CurrentEstimate: Sendable {
  /// Mean v and variance 1/R of the current, and the entropy production rate σ.
  package let mean, variance, sigma: Estimate
  /// The precision R v².
  package let precision: Estimate
  /// R v²/(σ/2), and its inverse.
  package let tightness, ratio: Estimate

  /// From at least two trajectories.
  package init(_ replicas: [SampledCurrent.Result]) {
    let rows = replicas.map { [$0.mean, $0.variance, $0.sigma] }
    func estimate(_ function: (_ mean: Double, _ variance: Double, _ sigma: Double) -> Double) -> Estimate {
      Estimate.jackknife(rows) { function($0[0], $0[1], $0[2]) }
    }
    mean = estimate { mean, _, _ in mean }
    variance = estimate { _, variance, _ in variance }
    sigma = estimate { _, _, sigma in sigma }
    precision = estimate { mean, variance, _ in mean * mean / variance }
    tightness = estimate { mean, variance, sigma in 2 * mean * mean / (variance * sigma) }
    ratio = estimate { mean, variance, sigma in 0.5 * variance * sigma / (mean * mean) }
  }

  /// How far mean, variance, entropy production rate, precision and uncertainty ratio lie above the
  /// exact ones, in standard errors.
  package func deviations(from exact: CurrentSolution) -> [Double] {
    [
      mean.deviation(from: exact.current.mean), variance.deviation(from: exact.current.variance),
      sigma.deviation(from: exact.sigma), precision.deviation(from: exact.current.precision),
      ratio.deviation(from: 1 / exact.tightness),
    ]
  }
}
