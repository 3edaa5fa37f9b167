import ElementaryFunctions

extension FreeEnergyDifference {
  /// Bennett's acceptance ratio: of all estimates from work in both directions the one with the smallest asymptotic error.
  ///
  /// With f(x) = 1/(1 + eˣ) and C = ln(n_F/n_R), ΔF solves Σ_F f(C + W − ΔF) = Σ_R f(−C + W + ΔF). The left side rises and
  /// the right side falls with ΔF, so that there is one solution, found by bisection to the last bit that matters.
  /// The error is Var(f)/⟨f⟩²/n summed over both directions. Both are good to O(1/n) where the work distributions of W and of
  /// the reverse −W overlap in many samples, say Σ_F f ≥ 100.
  ///
  /// Source: C. H. Bennett, J. Comput. Phys. 22, 245 (1976); for work: G. E. Crooks, Phys. Rev. E 61, 2361
  /// (2000); as maximum likelihood: M. R. Shirts, E. Bair, G. Hooker and V. S. Pande, Phys. Rev. Lett. 91, 140601 (2003).
  ///
  /// - Parameters:
  ///   - forward: the works of the forward process, in k_B T.
  ///   - reverse: the works done on the system in the reverse process, with their own sign.
  /// - Precondition: both are finite, with at least two samples each.
  public static func bennett(forward: [Double], reverse: [Double]) -> Estimate {
    precondition(forward.count > 1 && reverse.count > 1, "Bennett's acceptance ratio needs samples in both directions.")
    precondition(
      forward.allSatisfy(\.isFinite) && reverse.allSatisfy(\.isFinite), "Bennett's acceptance ratio needs finite works."
    )
    let (n, m) = (Double(forward.count), Double(reverse.count))
    let c = Elementary.log(n / m)
    func acceptances(_ difference: Double) -> (forward: Average, reverse: Average) {
      (
        Average(forward.lazy.map { Elementary.logistic(difference - c - $0) }),
        Average(reverse.lazy.map { Elementary.logistic(c - difference - $0) })
      )
    }
    // Here every single term on the left, times n/m, is at most one on the right, and at the upper end at least.
    let works = forward + reverse.map { -$0 }
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
    return Estimate(difference, standardError: (relative(both.forward) + relative(both.reverse)).squareRoot())
  }
}
