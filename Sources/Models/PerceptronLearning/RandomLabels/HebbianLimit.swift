import ElementaryFunctions
import Validation

/// Hebbian learning of P = αN random labels in the limit N → ∞, where stabilities and weights are normal numbers.
///
///     HebbianLimit(load: 1, rate: 1).efficiency(rampDuration: 0)       // 0.073954…
///
/// The weights have the variance 1 + αν² over labels and noise, and the stability of a label is N(ν, 1 + αν²): the label's own
/// pull ν, the noise of the weights and that of the other labels.
/// Source: S. Goldt and U. Seifert, Phys. Rev. Lett. 118, 010601 (2017).
public struct HebbianLimit: Sendable {
  /// The load α = P/N: labels per weight.
  public let load: Double
  /// The learning rate ν.
  public let rate: Double
  /// How labels are predicted.
  public let readout: LabelReadout

  /// A load and a learning rate.
  ///
  /// - Precondition: neither is negative.
  public init(load: Double, rate: Double, readout: LabelReadout = .logistic) {
    require(load >= 0 && rate >= 0, "Load and learning rate are not negative.")
    (self.load, self.rate, self.readout) = (load, rate, readout)
  }

  /// ⟨w_n²⟩ = 1 + αν².
  public var norm: Double { 1 + load * rate * rate }

  /// The probability that a label is predicted.
  public var agreement: Double { readout.probability(mean: rate, deviation: norm.squareRoot()) }

  /// I(σ_T : σ) of a label, in nats.
  public var information: Double { labelInformation(agreement: agreement) }

  /// ΔS of a weight, ½ ln(1 + αν²), in nats.
  public var entropyChange: Double { 0.5 * Elementary.log(norm) }

  /// ΔQ of a weight for a ramp of the duration τ, in nats: αν²/2 if it is sudden, 0 for τ = ∞.
  public func heat(rampDuration τ: Double) -> Double {
    load * rate * rate * HebbianLabels.heatFraction(rampDuration: τ)
  }

  /// η̃ = αI/(ΔS + ΔQ).
  public func efficiency(rampDuration τ: Double) -> Double {
    load * information / (entropyChange + heat(rampDuration: τ))
  }
}
