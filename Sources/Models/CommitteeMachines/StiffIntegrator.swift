import ElementaryFunctions
import LinearAlgebra
import Matrices
import Validation

/// Stiff ordinary differential equations dy/dt = f(t, y) of a few variables, by the implicit Runge–Kutta method Radau IIA of three stages
/// and order 5, which chooses its own step, and integrals along the solution.
///
///     let decay = try StiffIntegrator().solution(from: [1], at: [0, 1e6]) { _, y in [-1e3 * (y[0] - 1)] }
///
/// What relaxes fast stays where it is, however long a step. Integrals are sums over the stages, of order 5 as the solution: they are
/// no variables, and do not bound the step. Newton's iteration goes on to rounding, so that the slope of what hardly moves
/// is known, too.
///
/// Source: E. Hairer and G. Wanner, Solving Ordinary Differential Equations II, 2nd ed., Springer (1996), Sec. IV.8.
public struct StiffIntegrator: Sendable {
  /// The local error allowed per step, of an estimate of order 3, relative to 1 + |y|.
  public let tolerance: Double

  /// An integrator.
  ///
  /// - Precondition: the tolerance is positive.
  public init(tolerance: Double = 1e-10) {
    require(tolerance > 0, "An integrator needs a positive tolerance.")
    self.tolerance = tolerance
  }

  /// The solution at a time.
  public struct Point: Sendable {
    /// y.
    public var value: [Double]

    /// The integrals from the first of the times.
    public var integrals: [Double]
  }

  /// The solution at these times.
  ///
  /// - Parameters:
  ///   - start: y at the first of the times; at most ten variables.
  ///   - times: ascending, at least one. A time at which f has a kink is best among them.
  ///   - firstStep: how long the first step may be after each of the times.
  ///   - derivative: f(t, y), as long as y.
  ///   - integrand: what is integrated along the solution, of t, y and dy/dt; always equally many numbers.
  /// - Throws: `InvalidInput` where the times are not in their order, or f is not finite and smooth along the solution.
  public func solution(
    from start: [Double], at times: [Double], firstStep: Double = 1e-4, derivative: (Double, [Double]) -> [Double],
    integrand: (Double, [Double], [Double]) -> [Double] = { _, _, _ in [] }
  ) throws(InvalidInput) -> [Point] {
    require((1...10).contains(start.count), "A stiff equation has at most ten variables here.")
    try demand(
      !times.isEmpty && times.allSatisfy(\.isFinite) && zip(times, times.dropFirst()).allSatisfy(<=),
      "Times are finite and given in their order.")
    var time = times[0]
    var point = Point(value: start, integrals: [])
    var points: [Point] = []
    var steps = 0
    for end in times {
      var step = firstStep
      while time < end {
        steps += 1
        try demand(steps < 1_000_000, "The stiff equation is rough: after many steps it has come to t = \(time) only.")
        let isLast = time + step >= end
        let length = isLast ? end - time : step
        guard let trial = trial(length, time, point.value, derivative), trial.error <= 1 else {
          step = 0.3 * length
          try demand(time + step > time, "The stiff equation has no smooth solution at t = \(time).")
          continue
        }
        for (stage, weight) in Self.weights.enumerated() {
          let numbers = integrand(time + Self.nodes[stage] * length, trial.stages[stage], trial.slopes[stage])
          if point.integrals.isEmpty { point.integrals = numbers.map { _ in 0 } }
          for (place, number) in numbers.enumerated() { point.integrals[place] += weight * length * number }
        }
        (time, point.value) = (isLast ? end : time + length, trial.stages[2])
        // 0.9 times the error to the power of −1/4.
        let factor = 0.9 * Elementary.exp(-0.25 * Elementary.log(max(trial.error, 1e-8)))
        step = max(isLast ? step : 0, length * min(5, max(0.3, factor)))
      }
      if point.integrals.isEmpty {
        point.integrals = integrand(time, point.value, derivative(time, point.value)).map { _ in 0 }
      }
      points.append(point)
    }
    return points
  }

  private struct Trial {
    /// y and dy/dt at the three stages, the last of which is the end of the step.
    var stages, slopes: [[Double]]
    /// The estimated error in units of the tolerance.
    var error: Double
  }

  /// A step; nil where Newton's iteration does not converge.
  private func trial(
    _ h: Double, _ time: Double, _ y: [Double], _ f: (Double, [Double]) -> [Double]
  ) -> Trial? {
    let count = y.count
    let slope = f(time, y)
    guard slope.allSatisfy(\.isFinite) else { return nil }
    let jacobian = jacobian(time, y, slope, f)
    guard jacobian.entries.allSatisfy(\.isFinite) else { return nil }
    // The matrix of the simplified Newton iteration, 1 − hA⊗J.
    let system = Matrix(rows: 3 * count, columns: 3 * count) { row, column in
      (row == column ? 1 : 0)
        - h * Self.matrix[row / count][column / count] * jacobian[row % count, column % count]
    }
    guard let inverse = try? system.inverse else { return nil }
    // Stages less y, the first one after the other.
    var shifts = Array(repeating: 0.0, count: 3 * count)
    var stages = [y, y, y]
    var slopes: [[Double]] = []
    var last = Double.infinity
    for iteration in 0..<12 {
      slopes = (0..<3).map { f(time + Self.nodes[$0] * h, stages[$0]) }
      var residual = shifts
      for stage in 0..<3 {
        for i in 0..<count {
          for other in 0..<3 { residual[stage * count + i] -= h * Self.matrix[stage][other] * slopes[other][i] }
        }
      }
      guard residual.allSatisfy(\.isFinite) else { return nil }
      let correction = inverse * residual
      var change = 0.0
      for place in shifts.indices {
        shifts[place] -= correction[place]
        change = max(change, abs(correction[place]) / (1 + abs(y[place % count])))
      }
      stages = (0..<3).map { stage in (0..<count).map { y[$0] + shifts[stage * count + $0] } }
      if change < 3e-16 { break }
      // Rounding is reached where the change no longer shrinks.
      if change > 0.5 * last && iteration > 0 {
        guard change < 1e-3 * tolerance else { return nil }
        break
      }
      last = change
      if iteration == 11 && change > 1e-3 * tolerance { return nil }
    }
    slopes = (0..<3).map { f(time + Self.nodes[$0] * h, stages[$0]) }
    // The error estimate of Hairer and Wanner, Eq. (8.20).
    let right = (0..<count).map { i in
      var sum = slope[i]
      for stage in 0..<3 { sum += Self.errorWeights[stage] * shifts[stage * count + i] / h }
      return sum
    }
    let filter = Matrix(rows: count, columns: count) { ($0 == $1 ? Self.realRoot / h : 0) - jacobian[$0, $1] }
    guard let errors = try? filter.solve(right) else { return nil }
    var error = 0.0
    for i in 0..<count {
      let scaled = abs(errors[i]) / (tolerance * (1 + max(abs(y[i]), abs(stages[2][i]))))
      error = max(error, scaled.isFinite ? scaled : .infinity)
    }
    return Trial(stages: stages, slopes: slopes, error: error)
  }

  /// ∂f_i/∂y_j by differences, to about eight digits, which is enough for Newton's iteration.
  private func jacobian(
    _ time: Double, _ y: [Double], _ slope: [Double], _ f: (Double, [Double]) -> [Double]
  ) -> Matrix {
    var matrix = Matrix.zeros(y.count, y.count)
    for j in y.indices {
      var moved = y
      moved[j] += 1.5e-8 * max(abs(y[j]), 1e-3)
      let distance = moved[j] - y[j]
      for (i, value) in f(time, moved).enumerated() { matrix[i, j] = (value - slope[i]) / distance }
    }
    return matrix
  }

  private static let root = 6.0.squareRoot()
  private static let nodes: [Double] = [(4 - root) / 10, (4 + root) / 10, 1]
  private static let matrix: [[Double]] = [
    [(88 - 7 * root) / 360, (296 - 169 * root) / 1800, (-2 + 3 * root) / 225],
    [(296 + 169 * root) / 1800, (88 + 7 * root) / 360, (-2 - 3 * root) / 225],
    [(16 - root) / 36, (16 + root) / 36, 1.0 / 9],
  ]
  private static let weights = matrix[2]
  private static let errorWeights: [Double] = [-(13 + 7 * root) / 3, (-13 + 7 * root) / 3, -1.0 / 3]
  /// The real eigenvalue of the inverse of the matrix, 30/(6 + 81^(1/3) − 9^(1/3)).
  private static let realRoot = 3.637834252744496
}
