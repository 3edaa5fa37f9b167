/// How the learning rate is switched on: ν(t) = ν t/τ up to the time τ, and ν from then on.
public struct LearningRateRamp: Sendable, Codable, Hashable {
  /// ν, the rate in the end.
  public var rate: Double

  /// τ; 0 for a sudden start.
  public var duration: Double

  /// A ramp.
  ///
  /// - Precondition: the duration is finite and not negative.
  public init(to rate: Double, within duration: Double) {
    precondition(rate.isFinite, "A learning rate is finite.")
    precondition(duration >= 0 && duration.isFinite, "A ramp takes a finite time.")
    self.rate = rate
    self.duration = duration
  }

  /// A start at full rate.
  public static func sudden(_ rate: Double) -> LearningRateRamp { LearningRateRamp(to: rate, within: 0) }

  /// ν at a time t ≥ 0.
  public func callAsFunction(_ time: Double) -> Double { time < duration ? rate * (time / duration) : rate }
}
