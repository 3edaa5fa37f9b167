import ElementaryFunctions
import Validation

extension FreeEnergyDifference {
  /// Where the histograms of the forward work and of the negated reverse work cross: ΔF, and the slope of ln P_F(w)/P_R(−w),
  /// which Crooks' theorem says is 1.
  ///
  /// A straight line a + b w is fitted to the log ratio by maximum likelihood: of the samples in a bin, a share is forward
  /// that is logistic in ln(n_F/n_R) + a + b w. Empty bins need no care, unlike in a fit to logarithms of counts. ΔF = −a/b.
  /// Errors are asymptotic, from the Fisher information with 1/n_F + 1/n_R taken off the variance of a, as both sample
  /// sizes are given. If the slope is 1 within its error, ``bennett(forward:reverse:)`` tells ΔF more precisely. For bins of
  /// the width h, a log ratio is biased by about (h²/12)(½ + d ln P_R(−w)/dw): take h well below 1.
  ///
  /// Source: G. E. Crooks, Phys. Rev. E 60, 2721 (1999); as a picture: D. Collin et al., Nature 437, 231 (2005); the
  /// likelihood: R. L. Prentice and R. Pyke, Biometrika 66, 403 (1979).
  ///
  /// - Precondition: samples were added with weight 1.
  /// - Throws: `InvalidInput` where the bins are not the same, or the histograms do not overlap in two bins or more.
  public static func crossing(
    forward: Histogram, negatedReverse reverse: Histogram
  ) throws(InvalidInput) -> (difference: Estimate, slope: Estimate) {
    try demand(
      forward.range == reverse.range && forward.weights.count == reverse.weights.count,
      "Histograms of forward and reverse works need the same bins.")
    let bins = forward.weights.indices.filter { forward.weights[$0] + reverse.weights[$0] > 0 }
    func isBelow(_ a: Histogram, _ b: Histogram) -> Bool {
      guard let first = bins.first(where: { a.weights[$0] > 0 }), let last = bins.last(where: { b.weights[$0] > 0 })
      else { return false }
      return first < last
    }
    try demand(
      isBelow(forward, reverse) && isBelow(reverse, forward),
      "Histograms that do not overlap have no slope at their crossing.")
    // All samples, those outside of the range too: the odds within it are relative to them.
    let (n, m) = (forward.total, reverse.total)
    // Work is counted from a point amid the samples, so that a and b are nearly independent.
    let origin = bins.reduce(0) { $0 + (forward.weights[$1] + reverse.weights[$1]) * forward.center(of: $1) } / (n + m)
    let points = bins.map {
      LogisticPoint(x: forward.center(of: $0) - origin, yes: forward.weights[$0], no: reverse.weights[$0])
    }
    let offset = Elementary.log(n / m)
    guard let (a, b, information) = LogisticPoint.fit(points, offset: offset) else {
      throw InvalidInput("Histograms that overlap so little have no slope at their crossing.")
    }
    let determinant = information.aa * information.bb - information.ab * information.ab
    let variance = (
      aa: information.bb / determinant - 1 / n - 1 / m, ab: -information.ab / determinant,
      bb: information.aa / determinant
    )
    let distance = -a / b
    let squared = notNegative(variance.aa + 2 * distance * variance.ab + distance * distance * variance.bb) / (b * b)
    return (
      Estimate(origin + distance, standardError: squared.squareRoot()),
      Estimate(b, standardError: variance.bb.squareRoot())
    )
  }
}

/// How many of the samples at x are of one kind and of the other.
struct LogisticPoint {
  let x, yes, no: Double

  /// The line a + b x that, with the offset, is the most likely logarithm of the odds; and its Fisher information.
  ///
  /// Newton's method on a concave function; a step that does not climb is halved. Nil where it does not converge, as there is no most
  /// likely line.
  static func fit(
    _ points: [LogisticPoint], offset: Double
  ) -> (a: Double, b: Double, information: (aa: Double, ab: Double, bb: Double))? {
    func likelihood(_ a: Double, _ b: Double) -> Double {
      points.reduce(0) { sum, point in
        let odds = offset + a + b * point.x
        // yes · ln p + no · ln(1 − p), both from ln(1 + exp(−|odds|)).
        let tail = Elementary.log(1 + Elementary.exp(-abs(odds)))
        return sum - point.yes * (tail + max(0, -odds)) - point.no * (tail + max(0, odds))
      }
    }
    var (a, b, last) = (-offset, 0.0, Double.infinity)
    var information = (aa: 0.0, ab: 0.0, bb: 0.0)
    for _ in 0..<100 {
      var gradient = (a: 0.0, b: 0.0)
      information = (0, 0, 0)
      for point in points {
        let p = Elementary.logistic(offset + a + b * point.x)
        let q = Elementary.logistic(-offset - a - b * point.x)
        let excess = point.yes * q - point.no * p
        let weight = (point.yes + point.no) * p * q
        gradient = (gradient.a + excess, gradient.b + excess * point.x)
        information.aa += weight
        information.ab += weight * point.x
        information.bb += weight * point.x * point.x
      }
      let determinant = information.aa * information.bb - information.ab * information.ab
      var step = (
        a: (information.bb * gradient.a - information.ab * gradient.b) / determinant,
        b: (information.aa * gradient.b - information.ab * gradient.a) / determinant
      )
      guard step.a.isFinite && step.b.isFinite else { return nil }
      last = (abs(step.a) + abs(step.b)) / (1 + abs(a) + abs(b))
      if last < 1e-12 { break }
      let before = likelihood(a, b)
      var halvings = 0
      while likelihood(a + step.a, b + step.b) < before, halvings < 40 {
        step = (0.5 * step.a, 0.5 * step.b)
        halvings += 1
      }
      (a, b) = (a + step.a, b + step.b)
    }
    return last < 1e-6 ? (a, b, information) : nil
  }
}
