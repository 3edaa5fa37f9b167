import Cells
import Companion
import ElementaryFunctions
import Randomness
import StochasticThermodynamics

extension LearningTradeoff {
  // MARK: - Cells

  /// Exact statistics.
  struct Solve: Cell {
    var systems: [System]

    func compute(_ random: RandomStream) -> [Exact] { systems.map(Exact.init) }
  }

  /// A window so long that the variance of the current over two windows is twice that over one, up to what the covariance
  /// of neighbours says, to 2·10⁻⁴; and the mean number of jumps in it.
  struct ChooseWindow: Cell {
    var system: System

    struct Result: Codable { var length, jumps: Double }

    func compute(_ random: RandomStream) -> Result {
      let (matrix, weights) = system.process
      let (p, quantity) = (matrix.stationary, CountedQuantity<Void>.current(weights, stateCount: matrix.stateCount))
      let limit = matrix.statistics(ofCurrent: weights).variance
      let ones = weights.map { _ in 1.0 }
      let activity = matrix.statistics(counting: ones, back: ones).mean
      var length = 4 / activity
      var variance = matrix.moments(of: quantity, from: p, for: length).variance
      // The difference halves with every doubling, so that this ends long before; a variance that is no number ends it too.
      for _ in 0..<60 {
        let twice = matrix.moments(of: quantity, from: p, for: 2 * length).variance
        if abs((twice - variance) / length - limit) <= 2e-4 * limit { break }
        (length, variance) = (2 * length, twice)
      }
      return Result(length: length, jumps: activity * length)
    }
  }

  /// One sampled trajectory.
  struct Simulate: Cell {
    var system: System
    var window: Double
    var windows: Int

    func compute(_ random: RandomStream) -> Sampled {
      let (matrix, weights) = system.process
      let crossings = matrix.crossings(startingIn: matrix.stationary, windows: windows, each: window, random: random)
      let flows = matrix.edges.map { Elementary.log($0.forward / $0.backward) }
      let current = crossings.statistics(ofCurrent: weights)
      return Sampled(
        mean: current.mean, variance: current.variance, sigma: crossings.statistics(ofCurrent: flows).mean)
    }
  }
}
