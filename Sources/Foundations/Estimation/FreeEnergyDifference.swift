import Validation

/// Estimates of ΔF = F(end) − F(beginning) from the work, in k_B T, done on a system that starts in equilibrium.
///
///     try FreeEnergyDifference.jarzynski(works)                                  // from one direction: needs rare samples
///     try FreeEnergyDifference.bennett(forward: works, reverse: worksBackwards)  // from both: the smallest error
///
/// Where the samples do not hold what an error is computed from, because works of one process were not found in the other, there is
/// a value and no error: it is not a number.
///
/// The reverse process starts in the equilibrium of the end and is driven by the same controls in the opposite order. Work is
/// always that done on the system: reverse works scatter around −ΔF. Samples are independent.
public enum FreeEnergyDifference {
  /// −ln⟨exp(−W)⟩, valid for every drive, less its leading bias.
  ///
  /// Source: C. Jarzynski, Phys. Rev. Lett. 78, 2690 (1997); error, its licence and bias as of ``ExponentialAverage``. With one
  /// work, that work, with an unknown error.
  ///
  /// - Parameter works: in k_B T. A work of +∞ is one that never happens backwards, and counts with the weight 0.
  /// - Throws: `InvalidInput` where there is no work, or one is −∞ or not a number.
  public static func jarzynski(_ works: some Sequence<Double>) throws(InvalidInput) -> Estimate {
    let works = Array(works)
    try demandWorks(works)
    let average = ExponentialAverage(works)
    let raw = average.freeEnergy
    let bias = average.bias
    return Estimate(
      bias.isFinite ? raw.value - bias : raw.value, standardError: raw.standardError,
      degreesOfFreedom: raw.degreesOfFreedom)
  }

  /// Requires works that an average of exponentials can take.
  static func demandWorks(_ works: [Double]) throws(InvalidInput) {
    try demand(!works.isEmpty, "A free energy difference needs at least one work.")
    for (place, work) in works.enumerated() {
      try demand(work > -.infinity, "A work is a number, or +∞ where it cannot be done, and work \(place) is \(work).")
    }
  }

  /// ⟨W⟩ − Var(W)/2, right for Gaussian work and, to second order in the dissipation, for slow drives; otherwise it lacks the
  /// higher cumulants, whatever its error.
  ///
  /// The error is that of the sample, [μ₂ − μ₃ + (μ₄ − μ₂²)/4]/n with central moments μ, for work of any distribution.
  /// Source: C. Jarzynski, Phys. Rev. Lett. 78, 2690 (1997), on the cumulant expansion.
  ///
  /// - Throws: `InvalidInput` where there are not two works, or one is not finite.
  public static func cumulants(_ works: [Double]) throws(InvalidInput) -> Estimate {
    try demand(works.count > 1, "A variance needs at least two works, and there are \(works.count).")
    try demand(works.allSatisfy(\.isFinite), "Cumulants need finite works.")
    let n = Double(works.count)
    let mean = works.reduce(0, +) / n
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for work in works {
      let d = work - mean
      second += d * d / n
      third += d * d * d / n
      fourth += d * d * d * d / n
    }
    let variance = second - third + 0.25 * (fourth - second * second)
    return Estimate(mean - 0.5 * second * n / (n - 1), standardError: (notNegative(variance) / n).squareRoot())
  }
}
