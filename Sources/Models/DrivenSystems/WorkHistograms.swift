import Estimation
import Validation

/// Histograms of forward works and of negated reverse works with the same bins: fine ones for fits, coarse ones for the eye.
///
/// By Crooks' theorem both densities cross at the free energy difference.
package struct WorkHistograms: Sendable, Validated, Hashable, Mergeable {
  /// Fine bins to a coarse one; odd, so that the middle of a coarse bin is that of a fine one.
  private static let refinement = 5

  /// The works, in k_B T.
  package var forward, reverse: Histogram

  /// Empty histograms.
  ///
  /// - Parameters:
  ///   - range: the works of the bins, in k_B T.
  ///   - bins: how many coarse bins there are.
  package init(in range: ClosedRange<Double>, bins: Int) {
    forward = Histogram(in: range, bins: Self.refinement * bins)
    reverse = forward
  }

  private init(forward: Histogram, reverse: Histogram) { (self.forward, self.reverse) = (forward, reverse) }

  /// Adds all works of other histograms.
  package mutating func merge(_ other: WorkHistograms) {
    forward.merge(other.forward)
    reverse.merge(other.reverse)
  }

  /// The coarse bins.
  package var coarse: WorkHistograms {
    WorkHistograms(
      forward: forward.coarsened(by: Self.refinement), reverse: reverse.coarsened(by: Self.refinement))
  }

  /// Whether the forward works overlap with the negated reverse ones, so that there is a crossing.
  package var overlap: Bool {
    func reach(_ histogram: Histogram) -> (low: Int, high: Int)? {
      let bins = histogram.weights.indices.filter { histogram.weights[$0] > 0 }
      return bins.isEmpty ? nil : (bins[0], bins[bins.count - 1])
    }
    guard let forward = reach(forward), let reverse = reach(reverse) else { return false }
    return forward.low < reverse.high && reverse.low < forward.high
  }

  /// Densities that are constant in each bin: two points per bin, at its ends.
  ///
  /// - Parameter exact: the probabilities of the bins.
  package func staircase(of exact: WorkProbabilities) -> (works: [Double], densities: WorkProbabilities) {
    let ranges = forward.weights.indices.map(forward.range)
    func steps(_ values: [Double]) -> [Double] { values.flatMap { [$0 / forward.binWidth, $0 / forward.binWidth] } }
    return (
      ranges.flatMap { [$0.lowerBound, $0.upperBound] },
      WorkProbabilities(forward: steps(exact.forward), reverse: steps(exact.reverse))
    )
  }

  /// The exact probabilities of the bins, of Gaussian work.
  package func probabilities(of work: GaussianWork) -> WorkProbabilities {
    WorkProbabilities(
      forward: forward.weights.indices.map { work.probability(of: forward.range(of: $0), .forward) },
      reverse: reverse.weights.indices.map { work.probability(of: reverse.range(of: $0), .negatedReverse) })
  }
}

/// Probabilities, or densities, of forward works and of negated reverse works, one per bin.
package struct WorkProbabilities: Sendable, Validated, Hashable {
  /// One per bin.
  package var forward, reverse: [Double]
}

extension WorkHistograms {
  /// What is wrong with the histograms of a cell with these bins; nil where nothing is.
  func flaw(in range: ClosedRange<Double>, bins: Int) -> String? {
    forward.hasBins(of: WorkHistograms(in: range, bins: bins).forward)
      ? nil : "The works are not counted in the bins of the cell."
  }

  /// Reads histograms.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    forward = try fields.read(.forward)
    reverse = try fields.read(.reverse)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with them; nil where nothing is.
  package var flaw: String? {
    forward.hasBins(of: reverse) ? nil : "Works forwards and backwards are counted in the same bins."
  }
}

extension WorkProbabilities {
  /// Reads probabilities.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    forward = try fields.read(.forward)
    reverse = try fields.read(.reverse)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with them; nil where nothing is.
  package var flaw: String? {
    forward.count == reverse.count ? nil : "Every bin has a probability forwards and backwards."
  }
}
