import Companion
import Estimation
import Randomness

/// Random numbers by the thousand, into memory; an event is a number.
struct RandomNumberKernel: Kernel {
  enum Distribution: String, CaseIterable { case uniform, exponential, normal }

  let distribution: Distribution

  var name: String { "random numbers" }
  var variant: String { distribution.rawValue }
  var size: String { "Double" }
  var unit: String { "number" }

  func input() {}

  func run(_ events: Int, on input: Void) -> Outcome {
    var values = Array(repeating: SIMD8<Double>(), count: 128)
    let passes = events / 1024 + 1
    values.withUnsafeMutableBufferPointer { values in
      var lanes = RandomLanes(RandomStream(seed: 2))
      guard let memory = values.baseAddress else { return }
      switch distribution {
      case .uniform: for _ in 0..<passes { for i in 0..<128 { values[i] = lanes.uniform() } }
      case .exponential: for _ in 0..<passes { lanes.storeExponentials(memory, count: 128) }
      case .normal: for _ in 0..<passes { lanes.storeNormals(memory, count: 128) }
      }
    }
    return outcome(1024 * passes, values.flatMap { vector in (0..<8).map { vector[$0] } })
  }

  func runNaively(_ events: Int, on input: Void) -> Outcome {
    var random = PlainRandomNumbers(seed: 3)
    var values = Array(repeating: 0.0, count: 1024)
    let passes = events / 1024 + 1
    switch distribution {
    case .uniform: for _ in 0..<passes { for i in 0..<1024 { values[i] = random.uniform() } }
    case .exponential: for _ in 0..<passes { for i in 0..<1024 { values[i] = random.exponential() } }
    case .normal: for _ in 0..<passes { for i in 0..<1024 { values[i] = random.normal() } }
    }
    return outcome(1024 * passes, values)
  }

  /// The mean and the mean square of the last thousand, with the errors that the distributions have: var x and var x² are
  /// 1/12 and 4/45 for a uniform number, 1 and 20 for an exponential, 1 and 2 for a normal one.
  private func outcome(_ events: Int, _ values: [Double]) -> Outcome {
    let variances: (Double, Double) =
      switch distribution {
      case .uniform: (1.0 / 12, 4.0 / 45)
      case .exponential: (1, 20)
      case .normal: (1, 2)
      }
    let n = Double(values.count)
    return Outcome(
      events: events,
      quantities: [
        Estimate(values.reduce(0, +) / n, standardError: (variances.0 / n).squareRoot()),
        Estimate(values.reduce(0) { $0 + $1 * $1 } / n, standardError: (variances.1 / n).squareRoot()),
      ])
  }

  func comparison(on input: Void) -> PythonJob? {
    PythonJob(function: "random_numbers", arguments: ["distribution": .text(distribution.rawValue)])
  }
}
