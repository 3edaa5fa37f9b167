import StochasticThermodynamics

/// Where a sensory complex lies in the information plane, and what it pays.
public struct PlanePoint: Sendable, Codable, Hashable {
  /// I(s, x) in bits.
  public var inputInformation: Double

  /// I(s₁s₂, x) in bits: the part of it that can be of use.
  public var parityInformation: Double

  /// I(s, y) in bits and Σ in nats per unit time of k0.
  public var performance: Performance
}

extension ParityGateTask {
  /// Both informations on the input, I(s, x) and I(s₁s₂, x), beside I(s, y) and Σ.
  ///
  /// Only the parity s₁s₂ knows anything about the answer. Nothing changes when all signs do: p(−x) = p(x),
  /// p(y|−x) = p(y|x) and p(−s|−x) = p(s|x), hence p(−s, y) = p(s, y). Given the parity, which of its two states the
  /// complex is in is a fair coin whatever y, so that I(s, y) = I(s₁s₂, y). The parity is itself a channel that reads x, with
  /// I(s₁s₂, x) ≤ I(s, x) and I(s₁s₂, x) ≤ 1 bit.
  public func planePoint(of couplings: Couplings) -> PlanePoint {
    let complex = SensoryComplex(couplings: couplings, beta: beta, law: law)
    let parities = ensemble.inputs.map { input -> [Double] in
      let even = complex.response(to: input).evenParity
      return [even, 1 - even]
    }
    return PlanePoint(
      inputInformation: inputInformation(of: couplings),
      parityInformation: bitsPerNat * mutualInformation(weights: ensemble.weights, conditionals: parities),
      performance: performance(of: couplings))
  }
}
