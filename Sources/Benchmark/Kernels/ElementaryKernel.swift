import Companion
import ElementaryFunctions
import Estimation
import Foundation
import Randomness

/// A function of a thousand arguments, again and again; an event is a value.
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
    var values = arguments
    arguments.withUnsafeBufferPointer { x in
      values.withUnsafeMutableBufferPointer { y in
        switch function {
        case .exp: for _ in 0..<passes { for i in 0..<128 { y[i] = Elementary.exp(x[i]) } }
        case .log: for _ in 0..<passes { for i in 0..<128 { y[i] = Elementary.log(x[i]) } }
        case .tanh: for _ in 0..<passes { for i in 0..<128 { y[i] = Elementary.tanh(x[i]) } }
        }
      }
    }
    return outcome(passes, scalars(values))
  }

  func runNaively(_ events: Int, on arguments: [SIMD8<Double>]) -> Outcome {
    let passes = events / 1024 + 1
    let x = scalars(arguments)
    var y = x
    switch function {
    case .exp: for _ in 0..<passes { for i in 0..<1024 { y[i] = Foundation.exp(x[i]) } }
    case .log: for _ in 0..<passes { for i in 0..<1024 { y[i] = Foundation.log(x[i]) } }
    case .tanh: for _ in 0..<passes { for i in 0..<1024 { y[i] = Foundation.tanh(x[i]) } }
    }
    return outcome(passes, y)
  }

  private func scalars(_ vectors: [SIMD8<Double>]) -> [Double] { vectors.flatMap { x in (0..<8).map { x[$0] } } }

  /// The mean value; two libraries agree to rounding only.
  private func outcome(_ passes: Int, _ values: [Double]) -> Outcome {
    let mean = values.reduce(0, +) / 1024
    return Outcome(events: 1024 * passes, quantities: [Estimate(mean, standardError: 1e-15 * abs(mean))])
  }

  func comparison(on arguments: [SIMD8<Double>]) -> PythonJob? {
    PythonJob(
      function: "elementary", arguments: ["name": .text(function.rawValue), "values": .packed(scalars(arguments))])
  }
}
