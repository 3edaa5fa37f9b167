/// The performance of a system at a task, and its price.
public struct Performance: Sendable, Codable, Hashable {
  /// I(s, y): the information that the state has about the answer, in bits.
  public var relevantInformation: Double

  /// Σ: the entropy production rate averaged over the inputs, in nats per unit time of k0.
  public var entropyProductionRate: Double

  /// A performance.
  public init(relevantInformation: Double, entropyProductionRate: Double) {
    self.relevantInformation = relevantInformation
    self.entropyProductionRate = entropyProductionRate
  }
}
