import ElementaryFunctions

/// A noisy exclusive-or (up to the naming of the answer) of the signs of two rotated inputs: y = 1 with probability sigmoid(η (R^φ x)₁ (R^φ x)₂), else y = 0.
///
/// R^φ = [[cos φ, −sin φ], [sin φ, cos φ]], so that (R^φ x)₁ (R^φ x)₂ = ½ sin 2φ (x₁² − x₂²) + cos 2φ x₁x₂. At φ = 45°
/// the rule is odd under the exchange of the two inputs.
public struct StochasticParityGate: Sendable, Codable, Hashable {
  /// The rotation φ in degrees.
  public var angle: Double

  /// η, how sharply the sign of the product decides.
  public var sharpness: Double

  /// A gate.
  public init(angle: Double, sharpness: Double) {
    self.angle = angle
    self.sharpness = sharpness
  }

  /// Whether the answer is odd under the exchange of the two inputs: at 45° and at every quarter
  /// turn from there.
  ///
  /// A complex in equilibrium is even and has no information on such an answer, and none is the
  /// best. Out of equilibrium there are two optima, which the exchange of the couplings turns into
  /// each other.
  public var isOdd: Bool { (angle - 45).truncatingRemainder(dividingBy: 90) == 0 }

  /// p(y = 1|x).
  ///
  /// Written with the signs of x₁² − x₂² and x₁x₂ explicit, and exact where sin 2φ or cos 2φ vanish, so that the
  /// symmetry at φ = 45° holds to the last bit.
  public func probabilityOfOne(reading x: SIMD2<Double>) -> Double {
    let turns = angle / 180
    let (sine, cosine) = Elementary.sineAndCosine(ofTurns: turns - turns.rounded(.down))
    return Elementary.logistic(sharpness * (0.5 * sine * (x.x - x.y) * (x.x + x.y) + cosine * x.x * x.y))
  }
}
