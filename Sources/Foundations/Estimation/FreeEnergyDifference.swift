/// Estimates of ΔF = F(end) − F(beginning) from the work, in k_B T, done on a system that starts in equilibrium.
///
///     FreeEnergyDifference.jarzynski(works)                                    // from one direction: needs rare samples
///     FreeEnergyDifference.bennett(forward: works, reverse: worksBackwards)    // from both: the smallest error
///
/// The reverse process starts in the equilibrium of the end and is driven by the same controls in the opposite order. Work is
/// always that done on the system: reverse works scatter around −ΔF. Samples are independent.
public enum FreeEnergyDifference {
  /// −ln⟨exp(−W)⟩, valid for every drive, less its leading bias.
  ///
  /// Source: C. Jarzynski, Phys. Rev. Lett. 78, 2690 (1997); error and bias as of ``ExponentialAverage``.
  public static func jarzynski(_ works: some Sequence<Double>) -> Estimate {
    let average = ExponentialAverage(works)
    let raw = average.freeEnergy
    return Estimate(raw.value - average.bias, standardError: raw.standardError)
  }

  /// ⟨W⟩ − Var(W)/2, right for Gaussian work and, to second order in the dissipation, for slow drives; otherwise it lacks the
  /// higher cumulants, whatever its error.
  ///
  /// The error is that of the sample, [μ₂ − μ₃ + (μ₄ − μ₂²)/4]/n with central moments μ, for work of any distribution.
  /// Source: C. Jarzynski, Phys. Rev. Lett. 78, 2690 (1997), on the cumulant expansion.
  ///
  /// - Precondition: there are at least two works.
  public static func cumulants(_ works: [Double]) -> Estimate {
    precondition(works.count > 1, "A variance needs at least two samples.")
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
    return Estimate(mean - 0.5 * second * n / (n - 1), standardError: (max(0, variance) / n).squareRoot())
  }
}
