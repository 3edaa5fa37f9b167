import Validation

/// A control as a function of time, λ(t) for 0 ≤ t ≤ duration: how an experimenter acts on a system.
///
///     let drive = try Drive(over: 2) { t in HarmonicTrap.Control(center: 0.5 * t) }
///     drive(1.5).center                     // 0.75
///     drive.reversed(0).center              // 1.0
///
/// A control may jump or turn at some times. Those are its breakpoints, and whoever follows a drive goes from one to the next;
/// in between it is taken for smooth. What is not named and lasts less than about a hundredth of the drive can be missed:
///
///     let pulse = try Drive(over: 1, breakpoints: [0.35, 0.4]) { t in 0.35 <= t && t < 0.4 ? 3.0 : 0 }
public struct Drive<Control: Sendable>: Sendable {
  private let schedule: @Sendable (Double) -> Control
  // The times of the schedule between which it is run through, forwards or backwards.
  private let first, last: Double

  /// The times within the drive at which the control jumps or turns, ascending.
  public let breakpoints: [Double]

  /// The longest time over which the control is taken for smooth without a look; nil where nothing was said.
  public let largestStep: Double?

  /// A drive from a schedule.
  ///
  /// - Parameters:
  ///   - duration: how long it lasts, in units of time.
  ///   - breakpoints: the times at which the control jumps or turns, in any order. At a jump the schedule gives the control
  ///     after it.
  ///   - largestStep: a time over which the control is smooth; by default a thirty-second of the drive.
  ///   - schedule: the control at a time between 0 and the duration.
  /// - Throws: `InvalidInput` where the duration or the step is not positive and finite, or a breakpoint lies outside.
  public init(
    over duration: Double, breakpoints: [Double] = [], largestStep: Double? = nil,
    schedule: @escaping @Sendable (_ time: Double) -> Control
  ) throws(InvalidInput) {
    try demand(duration > 0 && duration.isFinite, "A drive lasts a positive, finite time, and not \(duration).")
    for time in breakpoints {
      try demand(
        time >= 0 && time <= duration,
        "A breakpoint lies within the drive, from 0 to \(duration), and \(time) does not.")
    }
    if let step = largestStep {
      try demand(step > 0 && step.isFinite, "The largest step of a drive is positive and finite, and not \(step).")
    }
    self.init(from: 0, to: duration, breakpoints.sorted(), largestStep, schedule)
  }

  private init(
    from first: Double, to last: Double, _ breakpoints: [Double], _ largestStep: Double?,
    _ schedule: @escaping @Sendable (Double) -> Control
  ) {
    (self.first, self.last, self.schedule, self.largestStep) = (first, last, schedule, largestStep)
    let duration = abs(last - first)
    var inside: [Double] = []
    for time in breakpoints where time > 0 && time < duration && time != inside.last { inside.append(time) }
    self.breakpoints = inside
  }

  /// A control that is held for some time.
  ///
  /// - Throws: `InvalidInput` where the time is not positive and finite.
  public static func holding(_ control: Control, for duration: Double) throws(InvalidInput) -> Drive {
    try Drive(over: duration) { _ in control }
  }

  /// How long the drive lasts.
  public var duration: Double { abs(last - first) }

  /// The control at a time. Before the beginning it is that of the beginning, after the end that of the end.
  public func callAsFunction(_ time: Double) -> Control {
    if !(time > 0) { return schedule(first) }
    if time >= duration { return schedule(last) }
    return schedule(first < last ? first + time : first - time)
  }

  /// The same controls in the opposite order of time, λ(duration − t). Reversed twice, it is the drive itself, to the bit but for
  /// the rounding of breakpoints.
  public var reversed: Drive {
    Drive(from: last, to: first, breakpoints.reversed().map { duration - $0 }, largestStep, schedule)
  }

  /// What the drive does between two of its times, as a drive of its own that starts at time 0.
  ///
  /// - Throws: `InvalidInput` unless 0 ≤ start < end ≤ duration.
  public func part(from start: Double, to end: Double) throws(InvalidInput) -> Drive {
    try demand(
      0 <= start && start < end && end <= duration,
      "A part of a drive lies within the drive, from 0 to \(duration), and not from \(start) to \(end).")
    return sound(from: start, to: end)
  }

  private func sound(from start: Double, to end: Double) -> Drive {
    let direction = first < last ? 1.0 : -1
    return Drive(
      from: first + direction * start, to: end == duration ? last : first + direction * end,
      breakpoints.map { $0 - start }, largestStep, schedule)
  }

  /// The drive cut at its breakpoints; itself where it has none.
  @usableFromInline
  package var parts: [Drive] {
    breakpoints.isEmpty ? [self] : stretches.map { sound(from: $0.lowerBound, to: $0.upperBound) }
  }

  // MARK: - Between breakpoints

  /// The times between breakpoints, in their order.
  @usableFromInline
  package var stretches: [ClosedRange<Double>] {
    zip([0] + breakpoints, breakpoints + [duration]).map { $0...$1 }
  }

  /// The times between breakpoints that lie in a range, and are not empty.
  package func stretches(in range: ClosedRange<Double>) -> [(times: ClosedRange<Double>, stretch: ClosedRange<Double>)]
  {
    stretches.compactMap { stretch in
      let (start, end) = (max(stretch.lowerBound, range.lowerBound), min(stretch.upperBound, range.upperBound))
      return start < end ? (start...end, stretch) : nil
    }
  }

  /// The control within a stretch between breakpoints; at its ends, what it is just inside of it.
  @usableFromInline
  package func callAsFunction(_ time: Double, within stretch: ClosedRange<Double>) -> Control {
    // A time that is run through backwards is a difference, and rounded.
    let inset = 4 * max(abs(first), abs(last)).ulp
    var time = time
    if stretch.lowerBound > 0 { time = max(time, stretch.lowerBound + inset) }
    if stretch.upperBound < duration { time = min(time, stretch.upperBound - inset) }
    return self(time)
  }

  /// Over what time a solution may step: what was said, or a part of the drive.
  @usableFromInline
  package var solverStep: Double { largestStep ?? duration / 32 }
}
