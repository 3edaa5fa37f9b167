import Validation

/// How the learning rate of a committee changes: ν(t) goes from one knot to the next along straight lines, and is constant after the last.
///
///     LearningCourse.sudden(80)                                  // 80 from the beginning
///     LearningCourse.ramp(to: 150, within: 1e4)                  // from 0
///     LearningCourse(times: [0, 10, 20], rates: [0, 150, 0])     // up and down
public struct LearningCourse: Sendable, Validated, Hashable {
  /// When the knots are, ascending from 0; in units of the inverse mobility.
  public let times: [Double]

  /// ν at the knots, not negative.
  public let rates: [Double]

  /// A course.
  ///
  /// - Precondition: the times ascend from 0, and there is one finite rate, not negative, per time.
  public init(times: [Double], rates: [Double]) {
    (self.times, self.rates) = (times, rates)
    requireNoFlaw()
  }

  /// A rate that is switched on at once.
  public static func sudden(_ rate: Double) -> LearningCourse { LearningCourse(times: [0], rates: [rate]) }

  /// A rate that grows from 0 at a constant pace.
  ///
  /// - Parameters:
  ///   - rate: ν in the end.
  ///   - duration: τ; a sudden start where it is 0.
  public static func ramp(to rate: Double, within duration: Double) -> LearningCourse {
    duration > 0 ? LearningCourse(times: [0, duration], rates: [0, rate]) : .sudden(rate)
  }

  /// The time of the last knot.
  public var duration: Double { times[times.count - 1] }

  /// ν after the last knot.
  public var finalRate: Double { rates[rates.count - 1] }

  /// ν at a time.
  public func callAsFunction(_ time: Double) -> Double {
    guard let next = times.firstIndex(where: { $0 > time }) else { return finalRate }
    guard next > 0 else { return rates[0] }
    let part = (time - times[next - 1]) / (times[next] - times[next - 1])
    return rates[next - 1] + part * (rates[next] - rates[next - 1])
  }
}

extension LearningCourse {
  /// Reads a course.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    times = try fields.read(.times)
    rates = try fields.read(.rates)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if times.first != 0 || !zip(times, times.dropFirst()).allSatisfy(<) || !times.allSatisfy(\.isFinite) {
      return "The times of a course ascend from 0."
    }
    return rates.count == times.count && rates.allSatisfy { $0 >= 0 && $0.isFinite }
      ? nil : "A course has one finite rate, not negative, per time."
  }
}
