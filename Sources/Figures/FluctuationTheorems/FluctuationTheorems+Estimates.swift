import Cells
import Companion
import Estimation
import Randomness

extension FluctuationTheorems {
  // MARK: - Estimates of ΔF

  /// Many estimates of ΔF, each from a few pulls: Bennett's has half of its works from either direction.
  struct Estimates: Cell {
    var pull: Pull
    var timeStep: Double
    var works, repetitions: Int

    struct Result: Codable, Mergeable {
      var forward = Scatter(), reverse = Scatter(), bennett = Scatter()

      mutating func merge(_ other: Result) {
        forward.merge(other.forward)
        reverse.merge(other.reverse)
        bennett.merge(other.bennett)
      }
    }

    /// How estimates scatter about the exact value.
    struct Scatter: Codable, Mergeable {
      private var deviation = Average(), square = Average()

      mutating func add(_ value: Double) {
        deviation.add(value)
        square.add(value * value)
      }

      mutating func merge(_ other: Scatter) {
        deviation.merge(other.deviation)
        square.merge(other.square)
      }

      /// The mean deviation.
      var bias: Estimate { deviation.estimate }

      /// The root of the mean squared deviation.
      var error: Estimate {
        let value = square.mean.squareRoot()
        return Estimate(value, standardError: square.estimate.standardError / (2 * value))
      }
    }

    func compute(_ random: RandomStream) throws -> Result {
      let exact = pull.exactWork.difference
      let forward = try pull.works(works * repetitions, .forward, timeStep: timeStep, random)
      let reverse = try pull.works(works * repetitions, .negatedReverse, timeStep: timeStep, random)
      var result = Result()
      for first in stride(from: 0, to: forward.count, by: works) {
        let (half, all) = (first..<first + works / 2, first..<first + works)
        result.forward.add(ExponentialAverage(forward[all]).freeEnergy.value - exact)
        result.reverse.add(-ExponentialAverage(reverse[all]).freeEnergy.value - exact)
        result.bennett.add(
          FreeEnergyDifference.bennett(forward: Array(forward[half]), reverse: Array(reverse[half])).value - exact)
      }
      return result
    }
  }
}
