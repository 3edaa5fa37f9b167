import ElementaryFunctions
import Validation

/// The inputs that a system reads, with their probabilities: an enumerated data set, or a quadrature of a density.
public struct InputEnsemble<Input: Sendable>: Sendable {
  /// The inputs.
  public let inputs: [Input]

  /// Their probabilities, adding up to 1.
  public let weights: [Double]

  /// Inputs with weights, which are normalised.
  ///
  /// - Precondition: there is one finite weight per input, none is negative and one is positive.
  public init(_ inputs: [Input], weights: [Double]) {
    require(inputs.count == weights.count, "There must be one weight per input.")
    let total = weights.reduce(0, +)
    require(
      weights.allSatisfy { $0 >= 0 } && total > 0 && total.isFinite,
      "Weights must be finite and not negative, and one of them positive.")
    self.inputs = inputs
    self.weights = weights.map { $0 / total }
  }

  /// A data set, each datum with the same weight.
  public init(_ data: [Input]) {
    self.init(data, weights: Array(repeating: 1, count: data.count))
  }

  /// The average of a function of the input.
  public func average(_ value: (Input) -> Double) -> Double {
    zip(inputs, weights).reduce(0) { $0 + $1.1 * value($1.0) }
  }
}

extension InputEnsemble<SIMD2<Double>> {
  /// Two Gaussian inputs of mean 0, variance 1 and correlation ρ, as a quadrature.
  ///
  /// The trapezoid rule on whitened coordinates z ∈ [−cutoff, cutoff]², u = √((1+ρ)/2) z₁, v = √((1−ρ)/2) z₂,
  /// x = (u+v, u−v). For smooth integrands it converges faster than any power of the step (L. N. Trefethen and
  /// J. A. C. Weideman, SIAM Rev. 56, 385 (2014)). Where ρ = ±1 the grid is one line.
  ///
  /// - Parameters:
  ///   - correlation: ρ in −1...1.
  ///   - step: the spacing in units of a standard deviation.
  ///   - cutoff: where the grid ends, in standard deviations.
  public static func gaussian(correlation: Double, step: Double = 0.1, cutoff: Double = 6) -> Self {
    require(abs(correlation) <= 1, "A correlation lies between −1 and 1.")
    require(step > 0 && cutoff >= step, "A quadrature needs a positive step below its cutoff.")
    let half = Int((cutoff / step).rounded())
    let nodes = (-half...half).map { Double($0) * step }
    let common = ((1 + correlation) / 2).squareRoot()
    let difference = ((1 - correlation) / 2).squareRoot()
    var inputs: [SIMD2<Double>] = []
    var weights: [Double] = []
    for z1 in common > 0 ? nodes : [0] {
      for z2 in difference > 0 ? nodes : [0] {
        let u = common * z1
        let v = difference * z2
        inputs.append(SIMD2(u + v, u - v))
        weights.append(Elementary.exp(-0.5 * (z1 * z1 + z2 * z2)))
      }
    }
    return InputEnsemble(inputs, weights: weights)
  }
}
