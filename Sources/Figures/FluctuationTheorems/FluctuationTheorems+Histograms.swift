import Companion
import ElementaryFunctions
import Estimation

extension FluctuationTheorems {
  // MARK: - Histograms

  /// Forward works and negated reverse works: finely for fits, coarsely for the eye.
  struct Histograms: Codable, Mergeable {
    /// Fine bins to a coarse one; odd, so that the middle of a coarse bin is that of a fine one.
    private static let refinement = 5

    var forward, reverse: Histogram

    /// Empty, with so many coarse bins.
    init(in range: ClosedRange<Double>, bins: Int) {
      forward = Histogram(in: range, bins: Self.refinement * bins)
      reverse = forward
    }

    mutating func merge(_ other: Histograms) {
      forward.merge(other.forward)
      reverse.merge(other.reverse)
    }

    private init(_ forward: Histogram, _ reverse: Histogram) { (self.forward, self.reverse) = (forward, reverse) }

    /// The coarse bins.
    var coarse: Histograms {
      Histograms(forward.coarsened(by: Self.refinement), reverse.coarsened(by: Self.refinement))
    }

    /// Whether the forward works overlap with the negated reverse ones, so that there is a crossing.
    var overlap: Bool {
      func reach(_ histogram: Histogram) -> (Int, Int)? {
        let bins = histogram.weights.indices.filter { histogram.weights[$0] > 0 }
        return bins.isEmpty ? nil : (bins[0], bins[bins.count - 1])
      }
      guard let a = reach(forward), let b = reach(reverse) else { return false }
      return a.0 < b.1 && b.0 < a.1
    }

    /// Densities that are constant in each bin, between its two ends.
    func staircase(of exact: Bins) -> (works: [Double], densities: Bins) {
      let ranges = forward.weights.indices.map(forward.range)
      func steps(_ values: [Double]) -> [Double] { values.flatMap { [$0 / forward.binWidth, $0 / forward.binWidth] } }
      return (
        ranges.flatMap { [$0.lowerBound, $0.upperBound] },
        Bins(forward: steps(exact.forward), reverse: steps(exact.reverse))
      )
    }

    /// The exact probabilities of the bins, of Gaussian work.
    func probabilities(of work: GaussianWork) -> Bins {
      Bins(
        forward: forward.weights.indices.map { work.probability(of: forward.range(of: $0), .forward) },
        reverse: reverse.weights.indices.map { work.probability(of: reverse.range(of: $0), .negatedReverse) })
    }
  }

  /// Probabilities of bins, forward and negated reverse.
  struct Bins: Codable { var forward, reverse: [Double] }

  /// Records sampled works and where they cross; how many standard errors the bins are off.
  static func record(_ histograms: Histograms, as name: String, expecting exact: Bins, _ run: Run) throws -> [Double] {
    guard histograms.overlap else {
      throw Complaint("Forward and reverse works of '\(name)' do not overlap: take more works or longer times.")
    }
    let crossing = FreeEnergyDifference.crossing(forward: histograms.forward, negatedReverse: histograms.reverse)
    run.number("\(name)-crossing", crossing.difference, unit: "kT")
    run.number("\(name)-slope", crossing.slope)
    let coarse = histograms.coarse
    return [("forward", coarse.forward, exact.forward), ("reverse", coarse.reverse, exact.reverse)].flatMap {
      direction, histogram, exact in
      let count = histogram.total
      let shown = exact.indices.filter { count * exact[$0] >= 10 }
      run.series(
        "sampled-\(name)-\(direction)", ["work": shown.map(histogram.center)],
        estimates: ["density": shown.map(histogram.density)])
      return histogram.deviations(from: exact).compactMap { $0 }
    }
  }

  /// Records the sampled density of the work, and that of the negated reverse work times exp(w − ΔF), which Crooks'
  /// theorem makes the same: in turn at every other bin, so that neither hides the other.
  ///
  /// The last bin shows forward works, the first one reverse works: the work of a trajectory without a jump is the most
  /// frequent there.
  static func recordTogether(
    _ coarse: Histograms, as name: String, expecting exact: Bins, difference: Double, _ run: Run
  ) {
    let last = exact.forward.count - 1
    func shown(_ expected: [Double], _ total: Double, _ isForward: Bool) -> [Int] {
      expected.indices.filter {
        total * expected[$0] >= 10 && ($0 > 0 && (last - $0).isMultiple(of: 2)) == isForward
      }
    }
    let forward = shown(exact.forward, coarse.forward.total, true)
    run.series(
      "shown-\(name)-forward", ["work": forward.map(coarse.forward.center)],
      estimates: ["density": forward.map(coarse.forward.density)])
    let reverse = shown(exact.reverse, coarse.reverse.total, false)
    run.series(
      "shown-\(name)-reverse", ["work": reverse.map(coarse.reverse.center)],
      estimates: [
        "density": reverse.map {
          Elementary.exp(coarse.reverse.center(of: $0) - difference) * coarse.reverse.density(at: $0)
        }
      ])
  }

  /// A range of works around ΔF that holds all but some 10⁻⁴ of them.
  static func workRange(of pulls: [Pull]) -> ClosedRange<Double> {
    let works = pulls.map(\.exactWork)
    let reach = works.map { 0.5 * $0.variance + 3.6 * $0.variance.squareRoot() }.max() ?? 1
    return works[0].difference - reach...works[0].difference + reach
  }
}
