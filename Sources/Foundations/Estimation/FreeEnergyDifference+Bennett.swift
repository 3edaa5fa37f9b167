import ElementaryFunctions
import Validation

/// A free energy difference from works in both directions, with the evidence for it.
public struct BennettEstimate: Sendable, Hashable {
  /// ΔF, in k_B T. The error is not a number where the ``overlap`` is below 1.
  public let difference: Estimate

  /// How many samples lie where both processes can be, Σ_F f = Σ_R f: the samples on which the error rests.
  ///
  /// For Gaussian work the root mean square of what is off is, in units of the error of the formula: from an overlap of 5 on
  /// within 2 % of 1; between 2 and 5, 1.06; between 1 and 2, 1.09; between 0.1 and 1, 1.4; below, 2 and more.
  public let overlap: Double

  /// The slope of ln P_F(W)/P_R(−W) over W, by maximum likelihood, which Crooks' theorem says is 1. Where it is not, by several
  /// standard errors, works or their units are not what they should be: a system that did not start in equilibrium, a reverse
  /// drive that is not the reverse, a sign. Nil where the works do not tell.
  public let slope: Estimate?
}

extension FreeEnergyDifference {
  /// Bennett's acceptance ratio: of all estimates from work in both directions the one with the smallest asymptotic error.
  ///
  /// With f(x) = 1/(1 + eˣ) and C = ln(n_F/n_R), ΔF solves Σ_F f(C + W − ΔF) = Σ_R f(−C + W + ΔF). The left side rises and
  /// the right side falls with ΔF, so that there is one solution, found by bisection to the last bit that matters.
  /// The error is Var(f)/⟨f⟩²/n summed over both directions. It is given where it holds: where at least one sample's worth lies in
  /// what W and the reverse −W have in common (``BennettEstimate/overlap``). Without it the formula would give an error, two or
  /// more times too small.
  ///
  /// Source: C. H. Bennett, J. Comput. Phys. 22, 245 (1976); for work: G. E. Crooks, Phys. Rev. E 61, 2361
  /// (2000); as maximum likelihood: M. R. Shirts, E. Bair, G. Hooker and V. S. Pande, Phys. Rev. Lett. 91, 140601 (2003).
  ///
  /// - Parameters:
  ///   - forward: the works of the forward process, in k_B T.
  ///   - reverse: the works done on the system in the reverse process, with their own sign.
  /// - Throws: `InvalidInput` where there is no work in a direction, none of both is finite, or one is −∞ or not a number. A
  ///   work of +∞ counts with the weight 0.
  public static func bennett(forward: [Double], reverse: [Double]) throws(InvalidInput) -> BennettEstimate {
    try demandWorks(forward)
    try demandWorks(reverse)
    let (n, m) = (Double(forward.count), Double(reverse.count))
    let c = Elementary.log(n / m)
    func acceptances(_ difference: Double) -> (forward: Average, reverse: Average) {
      (
        Average(forward.lazy.map { Elementary.logistic(difference - c - $0) }),
        Average(reverse.lazy.map { Elementary.logistic(c - difference - $0) })
      )
    }
    // Here every single term on the left, times n/m, is at most one on the right, and at the upper end at least.
    let works = (forward + reverse.map { -$0 }).filter(\.isFinite)
    try demand(!works.isEmpty, "Bennett's acceptance ratio needs a finite work.")
    var low = works.reduce(.infinity, min) - abs(c)
    var high = works.reduce(-.infinity, max) + abs(c)
    while true {
      let middle = low + 0.5 * (high - low)
      guard low < middle, middle < high, high - low > 1e-14 * max(1, abs(low) + abs(high)) else { break }
      let both = acceptances(middle)
      if n * both.forward.mean < m * both.reverse.mean { low = middle } else { high = middle }
    }
    let difference = low + 0.5 * (high - low)
    let both = acceptances(difference)
    func relative(_ f: Average) -> Double { f.variance / (Double(f.count) * f.mean * f.mean) }
    let overlap = min(n * both.forward.mean, m * both.reverse.mean)
    let error = (relative(both.forward) + relative(both.reverse)).squareRoot()
    return BennettEstimate(
      difference: Estimate(difference, standardError: overlap >= leastOverlap ? error : .nan), overlap: overlap,
      slope: overlap >= leastOverlap ? slope(forward, reverse) : nil)
  }

  /// From how many samples in common on an error is given.
  private static let leastOverlap = 1.0

  /// The slope of the log ratio of both densities, from all works.
  private static func slope(_ forward: [Double], _ reverse: [Double]) -> Estimate? {
    let (yes, no) = (forward.filter(\.isFinite), reverse.filter(\.isFinite).map { -$0 })
    let works = yes + no
    let origin = works.reduce(0, +) / Double(works.count)
    let points =
      yes.map { LogisticPoint(x: $0 - origin, yes: 1, no: 0) } + no.map { LogisticPoint(x: $0 - origin, yes: 0, no: 1) }
    // Where one work divides both kinds there is no slope: any larger one would be better.
    guard let (least, most) = works.extent, least < most, let above = no.max(), let below = yes.min(), below < above,
      let highest = yes.max(), let lowest = no.min(), lowest < highest,
      let (_, slope, information) = LogisticPoint.fit(
        points, offset: Elementary.log(Double(yes.count) / Double(no.count)))
    else { return nil }
    let determinant = information.aa * information.bb - information.ab * information.ab
    let error = (information.aa / determinant).squareRoot()
    return error.isFinite && error > 0 ? Estimate(slope, standardError: error) : nil
  }
}

extension [Double] {
  /// The least and the greatest number; nil where there is none.
  fileprivate var extent: (Double, Double)? {
    guard let least = self.min(), let most = self.max() else { return nil }
    return (least, most)
  }
}
