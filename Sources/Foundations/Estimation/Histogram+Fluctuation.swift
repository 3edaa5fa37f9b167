import ElementaryFunctions
import Validation

/// The logarithm of a ratio of two probabilities, read off one pair of bins.
public struct LogRatio: Sendable, Codable, Hashable {
  /// The middle of the bin, or the value.
  public let center: Double
  /// The logarithm of the ratio, with its standard error.
  public let logarithm: Estimate

  /// The logarithm of the ratio of two counts, each with ½ added, plus an offset.
  static func logRatio(_ a: Double, _ b: Double, offset: Double) -> Estimate {
    Estimate(
      Elementary.log((a + 0.5) / (b + 0.5)) + offset, standardError: (1 / (a + 0.5) + 1 / (b + 0.5)).squareRoot())
  }

  /// The slope of the straight line through the origin that fits best, by least squares with weights 1/error²: 1 says the
  /// detailed fluctuation theorem of ``Histogram/logRatiosUnderReflection(minimumCount:)``.
  ///
  /// - Precondition: there is a ratio away from 0, and all have positive errors.
  public static func slope(of ratios: [LogRatio]) -> Estimate {
    let terms = ratios.map { ratio in
      let weight = 1 / (ratio.logarithm.standardError * ratio.logarithm.standardError)
      return (product: weight * ratio.center * ratio.logarithm.value, square: weight * ratio.center * ratio.center)
    }
    let square = terms.reduce(0) { $0 + $1.square }
    require(square > 0 && square.isFinite, "A slope needs a ratio away from 0 and positive errors.")
    return Estimate(terms.reduce(0) { $0 + $1.product } / square, standardError: (1 / square).squareRoot())
  }
}

extension Histogram {
  /// ln P(s)/P(−s) in each bin with s > 0: the detailed fluctuation theorem says s.
  ///
  ///     var entropy = Histogram(in: -4.1...4.1, bins: 41)        // an odd number: one bin is centred at 0
  ///     for point in entropy.logRatiosUnderReflection() { … }    // point.logarithm against point.center
  ///
  /// Bins in which either count is below `minimumCount` are left out, which picks by the data: where counts are near the
  /// minimum, ratios are biased towards 0, less so the larger it is. With ½ added to both counts the logarithm is biased by
  /// O(1/count²) only (F. J. Anscombe, Biometrika 43, 461 (1956)). Of a multinomial sample two counts are anticorrelated just
  /// so that the variance is 1/a + 1/b; different bins are independent to first order. The ratio of bins of the width h
  /// differs from that at their middles by about (h²/12)(½ + d ln P(−s)/ds); of values on a lattice it is exact if the
  /// lattice points are the middles.
  ///
  /// - Parameter minimumCount: the fewest samples in a bin that counts, at least 1.
  /// - Precondition: the range is symmetric about 0, and samples were added with weight 1.
  public func logRatiosUnderReflection(minimumCount: Double = 20) -> [LogRatio] {
    require(
      abs(range.lowerBound + range.upperBound) <= 1e-12 * range.upperBound,
      "A histogram is reflected only about the middle of its range.")
    require(minimumCount >= 1, "An empty bin has no logarithm.")
    return (weights.count - weights.count / 2..<weights.count).compactMap { bin in
      let (there, back) = (weights[bin], weights[weights.count - 1 - bin])
      guard there >= minimumCount, back >= minimumCount else { return nil }
      return LogRatio(center: center(of: bin), logarithm: LogRatio.logRatio(there, back, offset: 0))
    }
  }

  /// ln P(w)/P′(w) in each bin of two histograms: Crooks' theorem says w − ΔF if `other` holds the reverse works, negated.
  ///
  /// Bins are chosen and corrected as in ``logRatiosUnderReflection(minimumCount:)``. The errors are those of counts;
  /// the variance −1/n of the two normalisations, which all bins share, is left out.
  ///
  /// - Precondition: the bins are the same, and samples were added with weight 1.
  public func logRatios(to other: Histogram, minimumCount: Double = 20) -> [LogRatio] {
    require(hasBins(of: other), "Two histograms need the same bins.")
    require(minimumCount >= 1, "An empty bin has no logarithm.")
    let offset = Elementary.log(other.total / total)
    return weights.indices.compactMap { bin in
      let (there, back) = (weights[bin], other.weights[bin])
      guard there >= minimumCount, back >= minimumCount else { return nil }
      return LogRatio(center: center(of: bin), logarithm: LogRatio.logRatio(there, back, offset: offset))
    }
  }
}
