import StochasticThermodynamics

/// What a network that computes an answer from its input achieves, and what it keeps of the input.
public struct ComputationOutcome: DissipativeOutcome {
  /// I(s, y) in bits and Σ in nats per unit time.
  public var performance: Performance
  /// I(s, x) in bits.
  public var inputInformation: Double

  /// An outcome.
  public init(performance: Performance, inputInformation: Double) {
    (self.performance, self.inputInformation) = (performance, inputInformation)
  }

  /// I(s, y) in bits.
  public var information: Double { performance.relevantInformation }
  /// Σ in nats per unit time.
  public var sigma: Double { performance.entropyProductionRate }
  /// I(s, y) in nats.
  public var benefit: Double { information / bitsPerNat }
  /// Σ in nats per unit time.
  public var dissipation: Double { sigma }
}
