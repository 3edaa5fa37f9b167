import Companion
import ElementaryFunctions
import Estimation
import Foundation
import Randomness

/// A function of a thousand arguments again and again, its values added up; an event is a value.
struct ElementaryKernel: Kernel {
  enum Function: String, CaseIterable { case exp, log, tanh }

  let function: Function

  var name: String { "elementary functions" }
  var variant: String { function.rawValue }
  var size: String { "Double" }
  var unit: String { "value" }

  /// Between 0.01 and 4, in vectors.
  func input() -> [SIMD8<Double>] {
    var lanes = RandomLanes(RandomStream(seed: 1)["arguments"])
    return (0..<128).map { _ in 0.01 + 3.99 * lanes.uniform() }
  }

  func run(_ events: Int, on arguments: [SIMD8<Double>]) -> Outcome {
    let passes = events / 1024 + 1
    var sum = SIMD8<Double>()
    switch function {
    case .exp: for _ in 0..<passes { for x in arguments { sum += Elementary.exp(x) } }
    case .log: for _ in 0..<passes { for x in arguments { sum += Elementary.log(x) } }
    case .tanh: for _ in 0..<passes { for x in arguments { sum += Elementary.tanh(x) } }
    }
    return outcome(passes, sum.sum())
  }

  func runNaively(_ events: Int, on arguments: [SIMD8<Double>]) -> Outcome {
    let passes = events / 1024 + 1
    let values = scalars(arguments)
    var sum = 0.0
    switch function {
    case .exp: for _ in 0..<passes { for x in values { sum += Foundation.exp(x) } }
    case .log: for _ in 0..<passes { for x in values { sum += Foundation.log(x) } }
    case .tanh: for _ in 0..<passes { for x in values { sum += Foundation.tanh(x) } }
    }
    return outcome(passes, sum)
  }

  private func scalars(_ arguments: [SIMD8<Double>]) -> [Double] {
    arguments.flatMap { x in (0..<8).map { x[$0] } }
  }

  /// The mean value; sums of so many terms agree to rounding only.
  private func outcome(_ passes: Int, _ sum: Double) -> Outcome {
    let mean = sum / Double(1024 * passes)
    return Outcome(events: 1024 * passes, quantities: [Estimate(mean, standardError: 1e-12 * abs(mean))])
  }

  func comparison(on arguments: [SIMD8<Double>]) -> PythonJob? {
    PythonJob(
      function: "elementary", arguments: ["name": .text(function.rawValue), "values": .packed(scalars(arguments))])
  }
}
