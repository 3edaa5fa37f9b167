/// A control as a function of time, λ(t) for 0 ≤ t ≤ duration: what an experimenter does to a system.
///
///     let drive = Drive(over: 2) { t in HarmonicTrap.Control(center: 0.5 * t) }
///     drive(1.5).center                     // 0.75
///     drive.reversed(0).center              // 1.0
public struct Drive<Control: Sendable>: Sendable {
  private let schedule: @Sendable (Double) -> Control
  // The times of the schedule between which it is run through, forwards or backwards.
  private let first, last: Double

  /// A drive from a schedule.
  ///
  /// - Parameters:
  ///   - duration: how long it lasts, in units of time.
  ///   - schedule: the control at a time between 0 and the duration.
  /// - Precondition: the duration is positive and finite.
  public init(over duration: Double, schedule: @escaping @Sendable (_ time: Double) -> Control) {
    self.init(from: 0, to: duration, schedule)
  }

  private init(from first: Double, to last: Double, _ schedule: @escaping @Sendable (Double) -> Control) {
    precondition(first != last && (last - first).isFinite, "A drive lasts a positive, finite time.")
    (self.first, self.last, self.schedule) = (first, last, schedule)
  }

  /// A control that is held for some time.
  public static func holding(_ control: Control, for duration: Double) -> Drive {
    Drive(over: duration) { _ in control }
  }

  /// How long the drive lasts.
  public var duration: Double { abs(last - first) }

  /// The control at a time. Before the beginning it is that of the beginning, after the end that of the end.
  public func callAsFunction(_ time: Double) -> Control {
    if !(time > 0) { return schedule(first) }
    if time >= duration { return schedule(last) }
    return schedule(first < last ? first + time : first - time)
  }

  /// The same controls in the opposite order of time, λ(duration − t). Reversed twice, it is the drive itself, to the bit.
  public var reversed: Drive { Drive(from: last, to: first, schedule) }

  /// What the drive does between two of its times, as a drive of its own that starts at time 0.
  ///
  /// - Precondition: 0 ≤ start < end ≤ duration.
  public func part(from start: Double, to end: Double) -> Drive {
    precondition(0 <= start && start < end && end <= duration, "A part of a drive lies within the drive.")
    let direction = first < last ? 1.0 : -1
    return Drive(
      from: first + direction * start, to: end == duration ? last : first + direction * end, schedule)
  }
}
