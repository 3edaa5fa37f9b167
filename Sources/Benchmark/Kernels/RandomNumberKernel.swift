import Companion
import Estimation
import Randomness

/// Random numbers by the thousand, added up; an event is a number.
struct RandomNumberKernel: Kernel {
  enum Distribution: String, CaseIterable { case uniform, exponential, normal }

  let distribution: Distribution

  var name: String { "random numbers" }
  var variant: String { distribution.rawValue }
  var size: String { "Double" }
  var unit: String { "number" }

  func input() {}

  func run(_ events: Int, on input: Void) -> Outcome {
    var lanes = RandomLanes(RandomStream(seed: 2))
    var (sum, squares) = (SIMD8<Double>(), SIMD8<Double>())
    func add(_ values: SIMD8<Double>) {
      sum += values
      squares += values * values
    }
    let passes = events / 16 + 1
    switch distribution {
    case .uniform: for _ in 0..<2 * passes { add(lanes.uniform()) }
    case .exponential: for _ in 0..<2 * passes { add(lanes.exponential()) }
    case .normal:
      for _ in 0..<passes {
        let pair = lanes.normals()
        add(pair.0)
        add(pair.1)
      }
    }
    return outcome(16 * passes, sum.sum(), squares.sum())
  }

  func runNaively(_ events: Int, on input: Void) -> Outcome {
    var random = PlainRandomNumbers(seed: 3)
    var (sum, squares) = (0.0, 0.0)
    func add(_ value: Double) {
      sum += value
      squares += value * value
    }
    let count = 16 * (events / 16 + 1)
    switch distribution {
    case .uniform: for _ in 0..<count { add(random.uniform()) }
    case .exponential: for _ in 0..<count { add(random.exponential()) }
    case .normal: for _ in 0..<count { add(random.normal()) }
    }
    return outcome(count, sum, squares)
  }

  /// The mean and the mean square, with the errors that the distributions have: var x and var x² are 1/12 and 4/45 for a
  /// uniform number, 1 and 20 for an exponential, 1 and 2 for a normal one.
  private func outcome(_ count: Int, _ sum: Double, _ squares: Double) -> Outcome {
    let variances: (Double, Double) =
      switch distribution {
      case .uniform: (1.0 / 12, 4.0 / 45)
      case .exponential: (1, 20)
      case .normal: (1, 2)
      }
    let n = Double(count)
    return Outcome(
      events: count,
      quantities: [
        Estimate(sum / n, standardError: (variances.0 / n).squareRoot()),
        Estimate(squares / n, standardError: (variances.1 / n).squareRoot()),
      ])
  }

  func comparison(on input: Void) -> PythonJob? {
    PythonJob(function: "random_numbers", arguments: ["distribution": .text(distribution.rawValue)])
  }
}
