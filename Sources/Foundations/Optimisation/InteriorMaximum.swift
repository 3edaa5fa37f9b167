/// The search for a local maximum of a smooth function in an open set that a barrier describes: an interior-point
/// method, for sets that no box describes.
///
/// f − μφ is maximised with gradients (the method of Broyden, Fletcher, Goldfarb and Shanno) while μ shrinks to 1e-10;
/// φ is smooth inside and grows to infinity at the edge. A maximum on the edge is approached from inside to about μ over
/// the slope there. A point at which the function is not defined counts as outside.
/// Sources: J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed., Springer (2006), Chs. 6 and 19; the line
/// search is that of A. S. Lewis and M. L. Overton, Math. Program. 141, 135 (2013).
package struct InteriorMaximum: Sendable {
  /// The function and the barrier at a point, with their gradients.
  package struct Evaluation {
    package var value: Double
    package var gradient: [Double]
    package var barrier: Double
    package var barrierGradient: [Double]

    package init(value: Double, gradient: [Double], barrier: Double, barrierGradient: [Double]) {
      (self.value, self.gradient) = (value, gradient)
      (self.barrier, self.barrierGradient) = (barrier, barrierGradient)
    }
  }

  /// The weights μ of the barrier, one after the other.
  var weights: [Double]

  /// The search whose barrier has the weight `first` to begin with.
  package init(first: Double = 0.02) {
    weights = sequence(first: first) { $0 > 3e-10 ? 0.5 * $0 : nil }.map { $0 }
  }

  /// The maximum that is reached from a start; nil where the start lies outside.
  package func climb(from start: [Double], _ evaluate: ([Double]) -> Evaluation?) -> Maximum? {
    guard var current = evaluate(start) else { return nil }
    var point = start
    var inverse = Self.identity(start.count)
    for weight in weights { ascend(&point, &current, &inverse, weight: weight, evaluate) }
    return Maximum(point: point, value: current.value)
  }

  /// Maximises f − μφ at one weight: quasi-Newton steps until the next would gain less than μ/1000.
  private func ascend(
    _ point: inout [Double], _ current: inout Evaluation, _ inverse: inout [Double], weight: Double,
    _ evaluate: ([Double]) -> Evaluation?
  ) {
    for _ in 0..<400 {
      let gradient = slope(current, weight)
      var direction = Self.product(inverse, gradient)
      if !(Self.dot(direction, gradient) > 0) {
        inverse = Self.identity(point.count)
        direction = gradient
      }
      guard Self.dot(direction, gradient) > 1e-3 * weight,
        let (next, reached) = lineSearch(point, current, direction, weight, evaluate)
      else { return }
      let step = zip(next, point).map { $0 - $1 }
      Self.update(&inverse, step: step, change: zip(gradient, slope(reached, weight)).map { $0 - $1 })
      (point, current) = (next, reached)
    }
  }

  private func slope(_ evaluation: Evaluation, _ weight: Double) -> [Double] {
    zip(evaluation.gradient, evaluation.barrierGradient).map { $0 - weight * $1 }
  }

  /// A step along the direction that gains enough and after which the slope is less, by bisection; nil where rounding
  /// hides the gain.
  private func lineSearch(
    _ point: [Double], _ current: Evaluation, _ direction: [Double], _ weight: Double,
    _ evaluate: ([Double]) -> Evaluation?
  ) -> (point: [Double], evaluation: Evaluation)? {
    let before = current.value - weight * current.barrier
    let gain = Self.dot(direction, slope(current, weight))
    var (low, high, length) = (0.0, Double.infinity, 1.0)
    for _ in 0..<60 {
      let next = zip(point, direction).map { $0 + length * $1 }
      if let there = evaluate(next), there.value - weight * there.barrier >= before + 1e-4 * length * gain {
        if Self.dot(direction, slope(there, weight)) <= 0.9 * gain { return (next, there) }
        low = length
      } else {
        high = length
      }
      length = high < .infinity ? 0.5 * (low + high) : 2 * length
    }
    return nil
  }

  // MARK: - Matrices, row by row

  private static func identity(_ order: Int) -> [Double] {
    (0..<order * order).map { $0 / order == $0 % order ? 1 : 0 }
  }

  private static func dot(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func product(_ matrix: [Double], _ vector: [Double]) -> [Double] {
    let n = vector.count
    return (0..<n).map { i in (0..<n).reduce(0) { $0 + matrix[i * n + $1] * vector[$1] } }
  }

  /// The inverse of minus the Hessian learns that this step changed minus the slope by so much.
  private static func update(_ inverse: inout [Double], step: [Double], change: [Double]) {
    let n = step.count
    let curvature = dot(step, change)
    guard curvature > 0 else { return }
    let turned = product(inverse, change)
    let factor = (1 + dot(change, turned) / curvature) / curvature
    for i in 0..<n {
      for j in 0..<n {
        inverse[i * n + j] +=
          factor * (step[i] * step[j]) - (turned[i] * step[j] + step[i] * turned[j]) / curvature
      }
    }
  }
}
