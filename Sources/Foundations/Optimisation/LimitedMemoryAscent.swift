import Matrices

/// The maximum of a smooth concave function of many variables, by the limited-memory method of Broyden, Fletcher, Goldfarb
/// and Shanno: gradients of the last steps stand in for the curvature.
///
/// Only sums, products and square roots: the same bits on every processor.
/// Source: D. C. Liu and J. Nocedal, Math. Program. 45, 503 (1989); J. Nocedal and S. J. Wright, Numerical Optimization
/// (Springer, 2006), algorithm 7.4, with Armijo's rule for the length of a step.
package struct LimitedMemoryAscent {
  /// How many steps are remembered.
  static let memory = 12

  /// The largest derivative at which the search ends, and after how many steps it ends in any case.
  let tolerance: Double, limit: Int

  package init(tolerance: Double, limit: Int) { (self.tolerance, self.limit) = (tolerance, limit) }

  /// The point where the search ends.
  ///
  /// - Parameter slope: value and gradient; the gradient is written to the second argument.
  package func maximum(from start: [Double], _ slope: ([Double], inout [Double]) -> Double) -> [Double] {
    var (point, gradient) = (start, start.map { _ in 0.0 })
    var value = slope(point, &gradient)
    var (moves, bends): ([[Double]], [[Double]]) = ([], [])
    for step in 0..<limit {
      let steepest = gradient.reduce(0) { max($0, abs($1)) }
      guard steepest > tolerance else { break }
      let direction = Self.direction(gradient, moves, bends)
      var length = step == 0 ? min(1, 1 / steepest) : 1.0
      let rise = product(gradient, direction)
      var (next, nextGradient, nextValue) = (point, gradient, -Double.infinity)
      while length > 1e-10 {
        for n in point.indices { next[n] = point[n] + length * direction[n] }
        nextValue = slope(next, &nextGradient)
        if nextValue >= value + 1e-4 * length * rise { break }
        length *= 0.5
      }
      // Rounding leaves no step that rises.
      guard nextValue >= value, length > 1e-10 else { break }
      let move = zip(next, point).map { $0 - $1 }
      let bend = zip(gradient, nextGradient).map { $0 - $1 }
      if product(move, bend) > 1e-14 * product(bend, bend) {
        if moves.count == Self.memory { (_, _) = (moves.removeFirst(), bends.removeFirst()) }
        moves.append(move)
        bends.append(bend)
      }
      (point, gradient, value) = (next, nextGradient, nextValue)
    }
    return point
  }

  /// The gradient times an estimate of the inverse curvature, by two loops over the last steps.
  private static func direction(_ gradient: [Double], _ moves: [[Double]], _ bends: [[Double]]) -> [Double] {
    var result = gradient
    var shares = moves.map { _ in 0.0 }
    for n in moves.indices.reversed() {
      shares[n] = product(moves[n], result) / product(moves[n], bends[n])
      add(bends[n], times: -shares[n], to: &result)
    }
    if let move = moves.last, let bend = bends.last {
      let scale = product(move, bend) / product(bend, bend)
      for n in result.indices { result[n] *= scale }
    }
    for n in moves.indices {
      let share = product(bends[n], result) / product(moves[n], bends[n])
      add(moves[n], times: shares[n] - share, to: &result)
    }
    return result
  }
}
