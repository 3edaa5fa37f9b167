import ElementaryFunctions
import SensoryComplexes
import StochasticThermodynamics
import Validation

/// A complex that is watched, and the question: the answer of the stochastic parity gate to a Gaussian input.
public struct WatchedTask: Sendable, Codable, Hashable {
  /// The gate.
  public var gate: StochasticParityGate

  /// The correlation ρ of the two inputs, whose variance is 1; below 1 in absolute value.
  public var correlation: Double

  /// The complex that is watched.
  public var complex: WatchedComplex

  /// A task.
  public init(gate: StochasticParityGate, correlation: Double, complex: WatchedComplex) {
    (self.gate, self.correlation, self.complex) = (gate, correlation, complex)
  }

  /// The inverse temperature β.
  public var beta: Double { complex.beta }

  /// The same for another complex.
  public func with(_ complex: WatchedComplex) -> WatchedTask {
    WatchedTask(gate: gate, correlation: correlation, complex: complex)
  }

  /// The inputs on a quadrature fine enough for the gate, and wide enough for averages that grow as exp(βx).
  var inputs: InputEnsemble<SIMD2<Double>> {
    .gaussian(correlation: correlation, step: min(0.03, 0.15 / gate.sharpness), cutoff: 6 + beta)
  }

  /// I(x; y) in nats, and p(y = 1).
  public var available: (information: Double, one: Double) {
    let inputs = InputEnsemble<SIMD2<Double>>.gaussian(
      correlation: correlation, step: min(0.05, 0.25 / gate.sharpness), cutoff: 6)
    let answers = inputs.inputs.map(gate.probabilityOfOne)
    return (
      mutualInformation(weights: inputs.weights, conditionals: answers.map { [$0, 1 - $0] }),
      zip(inputs.weights, answers).reduce(0) { $0 + $1.0 * $1.1 }
    )
  }

  /// ∂u/∂x, where p(y = 1|x) = sigmoid(ηu).
  func gateGradient(at x: SIMD2<Double>) -> SIMD2<Double> {
    let turns = gate.angle / 180
    let (sine, cosine) = Elementary.sineAndCosine(ofTurns: turns - turns.rounded(.down))
    return SIMD2(sine * x.x + cosine * x.y, cosine * x.x - sine * x.y)
  }
}
