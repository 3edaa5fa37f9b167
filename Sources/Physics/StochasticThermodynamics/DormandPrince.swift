import ElementaryFunctions
import Validation

/// Ordinary differential equations dy/dt = f(t, y), integrated with an embedded Runge–Kutta pair of orders 5 and 4 that chooses
/// its own step.
///
///     let decay = try DormandPrince().solution(from: [1], at: [0, 1]) { _, y in [-y[0]] }
///     decay[1]                                       // [0.36787944…]
///
/// The error of a step is estimated by the difference of the two orders, and the result of order 5 is kept. For equations that
/// are not stiff. Jumps of f in time are stepped over with small steps where a step meets them; a drive's are named in its breakpoints.
///
/// Source: J. R. Dormand and P. J. Prince, J. Comput. Appl. Math. 6, 19 (1980), RK5(4)7M.
public struct DormandPrince: Sendable {
  /// The local error allowed per step, relative to 1 + |y| in every component.
  public let tolerance: Double

  /// Whether the largest component takes the place of the 1, as suits linear equations whose solution may be of any size.
  public let isRelative: Bool

  /// An integrator.
  ///
  /// - Precondition: the tolerance is positive.
  public init(tolerance: Double = 1e-10, isRelative: Bool = false) {
    require(tolerance > 0, "An integrator needs a positive tolerance.")
    (self.tolerance, self.isRelative) = (tolerance, isRelative)
  }

  /// The solution at these times.
  ///
  /// - Parameters:
  ///   - start: y at the first of the times.
  ///   - times: increasing, at least one.
  ///   - largestStep: the longest step, so that a short change of f is not missed where nothing else happens.
  ///   - derivative: f(t, y), as long as y.
  /// - Throws: `InvalidInput` where the times are not in their order, f is not finite along the solution, or not smooth
  ///   enough for steps that a `Double` can resolve, or the steps are so short that the end is not reached.
  public func solution(
    from start: [Double], at times: [Double], largestStep: Double = .infinity,
    derivative: (Double, [Double]) -> [Double]
  ) throws(InvalidInput) -> [[Double]] {
    try demand(
      !times.isEmpty && times.allSatisfy(\.isFinite) && zip(times, times.dropFirst()).allSatisfy(<=),
      "Times are finite and given in their order.")
    var (time, value) = (times[0], start)
    var slope = derivative(time, value)
    var step = 1e-3 * (times[times.count - 1] - time)
    var steps = 0
    var values: [[Double]] = []
    for end in times {
      while time < end {
        steps += 1
        try demand(
          steps < Self.mostSteps,
          "The differential equation is stiff or rough: after \(steps) steps the solution has come to t = \(time) only."
        )
        step = min(step, largestStep)
        let isLast = time + step >= end
        let length = isLast ? end - time : step
        let trial = self.step(length, from: time, value, slope, derivative)
        let isAccepted = trial.error <= 1
        // 0.9 times the error to the power of −1/5.
        let factor = 0.9 * Elementary.exp(-0.2 * Elementary.log(max(trial.error, isAccepted ? 1e-8 : 0)))
        if isAccepted {
          (time, value, slope) = (isLast ? end : time + length, trial.value, trial.slope)
          // A step cut short at the end of its interval says nothing against the length before.
          step = max(isLast ? step : 0, length * min(5, factor))
          try demand(
            isLast || time + min(step, largestStep) > time, "Steps of \(largestStep) are too short at t = \(time).")
        } else {
          step = length * (factor >= 0.2 ? factor : 0.2)
          try demand(time + step > time, "The differential equation has no smooth solution at t = \(time).")
        }
      }
      values.append(value)
    }
    return values
  }

  private static let mostSteps = 2_000_000

  /// One step: the value and slope at its end, and its error in units of the tolerance.
  private func step(
    _ h: Double, from time: Double, _ y: [Double], _ slope: [Double], _ f: (Double, [Double]) -> [Double]
  ) -> (value: [Double], slope: [Double], error: Double) {
    func moved(_ coefficients: [Double], _ slopes: [[Double]]) -> [Double] {
      y.indices.map { i in
        var sum = 0.0
        for (coefficient, slope) in zip(coefficients, slopes) { sum += coefficient * slope[i] }
        return y[i] + h * sum
      }
    }
    var slopes = [slope]
    for (node, row) in zip(Self.nodes, Self.matrix) { slopes.append(f(time + node * h, moved(row, slopes))) }
    // The last stage is the solution of order 5, and its slope the first of the next step.
    let value = moved(Self.matrix[5], slopes)
    // The largest error of a component; a number that is not finite is an error too large.
    var error = 0.0
    let scale = isRelative ? y.reduce(Double.leastNormalMagnitude) { max($0, abs($1)) } : 1
    for i in y.indices {
      var difference = 0.0
      for (weight, slope) in zip(Self.errorWeights, slopes) { difference += weight * slope[i] }
      let scaled = abs(h * difference) / (tolerance * (scale + max(abs(y[i]), abs(value[i]))))
      error = max(error, scaled.isFinite ? scaled : .infinity)
    }
    return (value, slopes[6], error)
  }

  private static let nodes: [Double] = [1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1]
  private static let matrix: [[Double]] = [
    [1.0 / 5],
    [3.0 / 40, 9.0 / 40],
    [44.0 / 45, -56.0 / 15, 32.0 / 9],
    [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
    [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
    [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
  ]
  /// The weights of order 5 less those of order 4.
  private static let errorWeights: [Double] = [
    71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40,
  ]
}
