import Validation

/// How the learning rate is switched on: ν(t) = ν t/τ up to the time τ, and ν from then on.
public struct LearningRateRamp: Sendable, Validated, Hashable {
  /// ν, the rate in the end.
  public var rate: Double

  /// τ; 0 for a sudden start.
  public var duration: Double

  /// A ramp.
  ///
  /// - Precondition: the duration is finite and not negative.
  public init(to rate: Double, within duration: Double) {
    self.rate = rate
    self.duration = duration
    requireNoFlaw()
  }

  /// A start at full rate.
  public static func sudden(_ rate: Double) -> LearningRateRamp { LearningRateRamp(to: rate, within: 0) }

  /// ν at a time t ≥ 0.
  public func callAsFunction(_ time: Double) -> Double { time < duration ? rate * (time / duration) : rate }
}

extension LearningRateRamp {
  /// Reads a ramp.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    rate = try fields.read(.rate)
    duration = try fields.read(.duration)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !rate.isFinite { return "A learning rate is finite." }
    return duration >= 0 && duration.isFinite ? nil : "A ramp takes a finite time."
  }
}
