import ElementaryFunctions
import StochasticThermodynamics
import Validation

/// What a network of spins is asked about its inputs, before any choice of couplings or quadrature.
///
/// N spins with exponential rates k0 exp(−β s_i h_i) and local fields h_i = Σ_j W_ij s_j + b_i + g_i q + (input). Spin 1 reads
/// x₁ and spin 2 reads x₂ with gain 1; a single spin reads x₁ + x₂. The last spin is the readout o. The query q = ±1 is
/// equally likely and clamped. The answer is y = 1 with probability sigmoid(η·…), else y = 0.
public struct AttentionModel: Sendable, Validated, Hashable {
  /// Which answer is right.
  public enum Rule: String, Sendable, Codable, Hashable, CaseIterable {
    /// sigmoid(η x₁) for the query +1, sigmoid(η x₂) for −1: the query decides which input counts.
    case selection
    /// sigmoid(η x₁ x₂), up to the naming of the answers an exclusive-or; without a query.
    case exclusiveOr
    /// sigmoid(η x₁) of the only input, which spin 1 reads; without a query: nothing is to be chosen.
    case single
  }

  /// Which answer is right.
  public var rule: Rule
  /// The number of spins N.
  public var spins: Int
  /// The inverse temperature β.
  public var beta: Double
  /// η, how sharply the sign decides.
  public var sharpness: Double
  /// The correlation ρ of the two Gaussian inputs, whose variance is 1.
  public var correlation: Double
  /// Whether there are constant biases b_i.
  public var hasBiases: Bool

  /// A model.
  ///
  /// - Precondition: 1 to 6 spins, at least 2 for an exclusive-or; β and η are positive, |ρ| < 1.
  public init(
    _ rule: Rule, spins: Int, beta: Double, sharpness: Double, correlation: Double = 0, hasBiases: Bool = true
  ) {
    (self.rule, self.spins, self.beta, self.sharpness) = (rule, spins, beta, sharpness)
    (self.correlation, self.hasBiases) = (correlation, hasBiases)
    requireNoFlaw()
  }

  /// Reads a model.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (rule, spins, beta) = (try fields.read(.rule), try fields.read(.spins), try fields.read(.beta))
    (sharpness, correlation) = (try fields.read(.sharpness), try fields.read(.correlation))
    hasBiases = try fields.read(.hasBiases)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the model; nil where nothing is.
  public var flaw: String? {
    if !((rule == .exclusiveOr ? 2 : 1)...6).contains(spins) {
      return "A choice needs 1 to 6 spins, and an exclusive-or at least 2."
    }
    return beta > 0 && beta.isFinite && sharpness > 0 && sharpness.isFinite && abs(correlation) < 1
      ? nil : "β and η are positive, and |ρ| is below 1."
  }

  /// The queries that occur: ±1, or 0 where nothing is asked.
  public var queries: [Double] { rule == .selection ? [1, -1] : [0] }

  /// How many spins read an input.
  public var sensors: Int { rule == .single ? 1 : min(spins, 2) }

  /// p(y = 1|x, q).
  public func probabilityOfOne(reading x: SIMD2<Double>, query: Double) -> Double {
    switch rule {
    case .selection: Elementary.logistic(sharpness * (query > 0 ? x.x : x.y))
    case .exclusiveOr: Elementary.logistic(sharpness * x.x * x.y)
    case .single: Elementary.logistic(sharpness * x.x)
    }
  }

  /// The fields of the sensors in an input.
  public func fields(reading x: SIMD2<Double>) -> [Double] {
    sensors == 2 ? [x.x, x.y] : rule == .single ? [x.x] : [x.x + x.y]
  }

  /// The inputs on the quadrature of `InputEnsemble.gaussian(correlation:step:cutoff:)`, without the corners beyond the cutoff. A single
  /// input is one line.
  public func inputs(step: Double, cutoff: Double = 5.75) -> InputEnsemble<SIMD2<Double>> {
    let square = InputEnsemble<SIMD2<Double>>.gaussian(
      correlation: rule == .single ? 1 : correlation, step: step, cutoff: cutoff)
    // Weights are exp(−z²/2) of the whitened coordinates, and largest at the origin.
    let least = Elementary.exp(-0.5 * cutoff * cutoff) * (square.weights.max() ?? 0) * (1 - 1e-9)
    let kept = square.inputs.indices.filter { square.weights[$0] >= least }
    return InputEnsemble(kept.map { square.inputs[$0] }, weights: kept.map { square.weights[$0] })
  }
}
