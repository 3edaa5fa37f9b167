import ElementaryFunctions
import StochasticThermodynamics
import Validation

/// How the strength of the correlations is switched on: within some time, in proportion to time, and in the presence of a
/// constant hint.
public struct StrengthRamp: Sendable, Validated, Hashable {
  /// c at the end.
  public var strength: Double
  /// How long it takes, in 1/mobility; 0 is sudden.
  public var duration: Double
  /// b.
  public var hint: Double

  /// A ramp.
  ///
  /// - Precondition: all three are finite and not negative.
  public init(to strength: Double, within duration: Double = 0, hint: Double = 0) {
    (self.strength, self.duration, self.hint) = (strength, duration, hint)
    requireNoFlaw()
  }

  /// Strength and hint at a time.
  public func callAsFunction(_ time: Double) -> CorrelationLearning.Control {
    CorrelationLearning.Control(strength: time < duration ? strength * (time / duration) : strength, hint: hint)
  }

  /// Reads a ramp.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (strength, duration) = (try fields.read(.strength), try fields.read(.duration))
    hint = try fields.read(.hint)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    [strength, duration, hint].allSatisfy { $0 >= 0 && $0.isFinite }
      ? nil : "Strength, duration and hint of a ramp are finite and not negative."
  }
}

extension CorrelationLearning {
  /// What a student has learned until some time, and what that has cost, per weight.
  public struct Balance: Sendable, Codable, Hashable {
    /// ρ.
    public var overlap: Double
    /// The heat given to the bath, in k_B T.
    public var heat: Double
    /// ∫(dθ/dt)²dt/k = ∫(dρ/dt)²dt/[k(1 − ρ²)]: what of the heat is lost by haste, alignment and compression together.
    public var losses: Double
    /// By how much I(w_n:B_n) has grown, in nats.
    public var information: Double

    /// heat − information − losses: zero but for errors of integration.
    public var excess: Double { heat - information - losses }
  }

  /// I(w_n:B_n) = −½ ln(1 − ρ²).
  private func information(at overlap: Double) -> Double {
    -0.5 * Elementary.log((1 - overlap) * (1 + overlap))
  }

  /// The balance at these times.
  ///
  /// - Parameters:
  ///   - times: increasing and not negative, in 1/mobility.
  ///   - start: ρ at time 0. With n ≥ 2 and no hint, a student that starts at 0 stays there.
  ///   - kinks: times at which the control jumps or turns.
  ///   - tolerance: the local error allowed per step.
  ///   - control: strength and hint at a time.
  public func path(
    at times: [Double], from start: Double = 0, kinks: [Double] = [], tolerance: Double = 1e-11,
    control: (Double) -> Control
  ) throws(InvalidInput) -> [Balance] {
    require(times.allSatisfy { $0 >= 0 } && abs(start) < 1, "Learning starts at time 0, between two directions.")
    let last = times.max() ?? 0
    let stops = ([0] + kinks.filter { $0 > 0 && $0 < last } + times).sorted()
    let solution = try DormandPrince(tolerance: tolerance).solution(from: [start, 0, 0], at: stops) { time, y in
      // A trial step may lie beyond ρ = 1 by its error.
      let overlap = min(max(y[0], -1 + 1e-15), 1 - 1e-15)
      let control = control(time)
      let velocity = velocity(at: overlap, control)
      return [
        velocity, pull(at: overlap, control) * velocity,
        velocity * velocity / (stiffness * (1 - overlap) * (1 + overlap)),
      ]
    }
    return times.map { time in
      let y = solution[stops.firstIndex(of: time) ?? 0]
      return Balance(
        overlap: y[0], heat: y[1], losses: y[2], information: information(at: y[0]) - information(at: start))
    }
  }

  /// The balance at these times of a ramp that a student goes through from rest in the hint.
  public func path(at times: [Double], along ramp: StrengthRamp, tolerance: Double = 1e-11) throws(InvalidInput)
    -> [Balance]
  {
    try path(
      at: times, from: restingOverlap(inHint: ramp.hint), kinks: [ramp.duration], tolerance: tolerance
    ) { ramp($0) }
  }

  /// The balance when the student has come to rest after a ramp, t → ∞, from rest in the hint.
  ///
  /// Only the ramp is integrated: at constant control the heat is what the potential loses.
  public func settled(after ramp: StrengthRamp, tolerance: Double = 1e-11) throws(InvalidInput) -> Balance {
    let start = restingOverlap(inHint: ramp.hint)
    var balance =
      ramp.duration > 0
      ? try path(at: [ramp.duration], along: ramp, tolerance: tolerance)[0]
      : Balance(overlap: start, heat: 0, losses: 0, information: 0)
    let control = ramp(ramp.duration)
    let rest = restingOverlap(from: balance.overlap, control)
    balance.heat += gain(at: rest, control) - gain(at: balance.overlap, control)
    balance.overlap = rest
    balance.information = information(at: rest) - information(at: start)
    balance.losses = balance.heat - balance.information
    return balance
  }

  /// ρ at rest in a hint alone, where ρ = b(1 − ρ²).
  public func restingOverlap(inHint hint: Double) -> Double { 2 * hint / (1 + (1 + 4 * hint * hint).squareRoot()) }

  /// Where a student comes to rest at a constant control: the root of dρ/dt that is next to a start on the side to which it moves.
  ///
  /// - Precondition: the start is not negative, nor are strength and hint.
  public func restingOverlap(from start: Double, _ control: Control) -> Double {
    require(start >= 0 && control.strength >= 0 && control.hint >= 0, "Rest is sought between 0 and 1.")
    let direction = velocity(at: start, control)
    guard direction != 0 else { return start }
    let end = direction > 0 ? 1.0 : 0.0
    // Roots closer to one another than a thousandth of the way are passed over.
    let points = 1000
    var before = start
    for point in 1...points {
      let next = point == points ? end : start + (end - start) * Double(point) / Double(points)
      if velocity(at: next, control) * direction <= 0 {
        return Elementary.bisection(from: before, to: next) { velocity(at: $0, control) * direction > 0 }.inside
      }
      before = next
    }
    return end
  }

  /// kτ times the losses of a ramp of the strength from 0 in a hint, from rest to rest, as τ → ∞: c∫(dθ/dc)²dc along the states of rest.
  /// Nil where these states have a gap, which no ramp is slow enough for; infinite for n = 2 without a hint.
  ///
  /// - Parameters:
  ///   - strength: the strength c at the end of the ramp; positive.
  ///   - hint: b, the hint in which the ramp takes place; not negative.
  ///   - points: how many steps of the integral there are.
  public func slowLosses(to strength: Double, hint: Double, points: Int = 20_000) -> Double? {
    require(strength > 0 && hint >= 0 && points > 1, "A slow ramp goes up to a positive strength.")
    if hint == 0, order > 1 { return order == 2 ? .infinity : nil }
    let first = restingOverlap(inHint: hint)
    let last = restingOverlap(from: first, Control(strength: strength, hint: hint))
    let n = Double(order)
    /// dc/dρ along the states of rest, where ncρⁿ⁻¹ = ρ/(1 − ρ²) − b.
    func slope(_ s: Double) -> Double {
      let room = (1 - s) * (1 + s)
      let pull = s / room - hint
      return ((1 + s * s) / (room * room) * s - (n - 1) * pull) / (n * power(s, order))
    }
    // Equal steps of ρ, or of its logarithm where it begins at a small hint; midpoints.
    let from = order == 1 ? first : Elementary.log(first)
    let to = order == 1 ? last : Elementary.log(last)
    let step = (to - from) / Double(points)
    var sum = 0.0
    for place in 0..<points {
      let middle = from + (Double(place) + 0.5) * step
      let s = order == 1 ? middle : Elementary.exp(middle)
      let rise = slope(s)
      guard rise > 0 else { return nil }
      sum += (order == 1 ? 1 : s) / ((1 - s) * (1 + s) * rise)
    }
    return strength * sum * step
  }

  // MARK: - The best protocol

  /// c at which a student at an angle turns at this speed: k⁻¹dθ/dt = −tan θ + cos θ · ncρⁿ⁻¹.
  ///
  /// With a constant speed ω = (θ − θ₀)/τ the losses are (θ − θ₀)²/(kτ), the least that is possible; for n = 1 c(t) = (ω/k cos θ + sin
  /// θ)/cos²θ.
  ///
  /// - Parameters:
  ///   - angle: θ, in radians, from 0 to π/2; positive for n ≥ 2.
  ///   - speed: dθ/dt.
  public func strength(turning angle: Double, at speed: Double) -> Double {
    let (sine, cosine) = Elementary.sineAndCosine(ofTurns: angle / (2 * Double.pi))
    return (speed / stiffness * cosine + sine) / (cosine * cosine * Double(order) * power(sine, order - 1))
  }

  /// The balance of a student that turns at constant speed, integrated with the strength that makes it do so.
  ///
  /// - Parameters:
  ///   - direction: where it arrives.
  ///   - duration: how long it takes, positive.
  ///   - start: where it begins; ρ = 0 is possible for n = 1 only.
  public func turned(
    to direction: LearnedDirection, within duration: Double, from start: LearnedDirection = LearnedDirection(ratio: 0)
  ) throws(InvalidInput) -> Balance {
    require(duration > 0 && (order == 1 || start.ratio > 0), "A turn takes time, and begins where there is a force.")
    let (from, speed) = (start.angle, (direction.angle - start.angle) / duration)
    return try path(at: [duration], from: start.overlap) { time in
      Control(strength: strength(turning: from + speed * time, at: speed))
    }[0]
  }
}
