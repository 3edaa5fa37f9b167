import Estimation

/// What was learned of random labels, and what it cost; in nats, summed over labels and weights.
///
/// The labels are independent coins, and the weights are driven by an algorithm that sees them. Whatever the algorithm,
///
///     Σ_μ I(σ_T^μ : σ^μ) ≤ I(σ_T : w) ≤ ΔS(w) + ΔQ ≤ Σ_n [ΔS(w_n) + ΔQ_n]:
///
/// the labels are independent and the predictions follow from w; the second law holds at fixed labels; and entropies of weights
/// that are independent at the beginning add up to no less than the entropy of all. S(w_n) is that of the marginal distribution, over labels
/// too, and the heat that of the whole force, ∫⟨F ∘ dw⟩.
/// Source: S. Goldt and U. Seifert, Phys. Rev. Lett. 118, 010601 (2017).
public struct LabelBalance: Sendable, Codable, Hashable {
  /// Σ_μ I(σ_T^μ : σ^μ).
  public var information: Double
  /// Σ_n ΔS(w_n).
  public var entropyChange: Double
  /// Σ_n ΔQ_n, positive where it flows into the bath.
  public var heat: Double

  /// A balance.
  public init(information: Double, entropyChange: Double, heat: Double) {
    (self.information, self.entropyChange, self.heat) = (information, entropyChange, heat)
  }

  /// ΔS + ΔQ.
  public var cost: Double { entropyChange + heat }

  /// Information over cost: between 0 and 1.
  public var efficiency: Double { information / cost }
}

/// The balance of learning random labels from independent repetitions of a simulation, in nats.
public struct SampledBalance: Sendable, Hashable {
  /// Σ_μ I(σ_T^μ : σ^μ), Σ_n ΔS(w_n), Σ_n ΔQ_n, and the sum of the last two.
  public let information, entropyChange, heat, cost: Estimate
  /// How far the information lies below the cost, in standard errors.
  public let margin: Double

  /// From at least two repetitions.
  public init(_ replicas: [LabelBalance]) {
    information = Average(replicas.map(\.information)).estimate
    entropyChange = Average(replicas.map(\.entropyChange)).estimate
    heat = Average(replicas.map(\.heat)).estimate
    cost = Average(replicas.map(\.cost)).estimate
    margin = Average(replicas.map { $0.cost - $0.information }).estimate.deviation(from: 0)
  }

  /// How far information, growth of entropy and heat lie above the exact ones, in standard errors.
  public func deviations(from exact: LabelBalance) -> [Double] {
    [
      information.deviation(from: exact.information), entropyChange.deviation(from: exact.entropyChange),
      heat.deviation(from: exact.heat),
    ]
  }
}
