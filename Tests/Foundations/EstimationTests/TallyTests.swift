import Estimation
import Foundation
import Randomness
import Testing

@Suite struct TallyTests {
  @Test func valuesThatDifferByRoundingAreOne() {
    var tally = Tally()
    tally.add(0.1 + 0.2)
    tally.add(0.3, count: 2)
    tally.add(-0.3)
    #expect(tally.total == 4 && tally.count(of: 0.3) == 3 && tally.count(of: 0.4) == 0)
    #expect(tally.values.count == 2 && abs(tally.values[1] - 0.3) < 1e-6)
    var other = Tally()
    other.add(0.3)
    other.add(1)
    tally.merge(other)
    #expect(tally.total == 6 && tally.count(of: 0.3) == 4 && tally.count(of: 1) == 1)
  }

  /// Values 0.7 and 2.1 with P(s)/P(−s) = exp(s). Negative control: half of the entropy.
  @Test func detailedTheoremAtEveryValue() {
    func tally(_ factor: Double) -> Tally {
      var random = RandomStream(seed: 13)["tally"]
      var result = Tally()
      for _ in 0..<40_000 {
        let s = random.uniform() < 0.5 ? 0.7 : 2.1
        result.add(factor * (random.uniform() < 1 / (1 + exp(-s)) ? s : -s))
      }
      return result
    }
    let right = tally(1).logRatiosUnderReflection()
    #expect(right.count == 2)
    #expect(right.allSatisfy { $0.logarithm.isConsistent(with: $0.center, sigmas: 4.5) })
    #expect(LogRatio.slope(of: right).isConsistent(with: 1, sigmas: 4.5))
    #expect(LogRatio.slope(of: tally(0.5).logRatiosUnderReflection()).deviation(from: 1) > 10)
    #expect(tally(1).logRatiosUnderReflection(minimumCount: 1e6).isEmpty)
  }

  /// Σ y s/e² over Σ s²/e², at the two values 1 and 2.
  @Test func slopeIsThatOfLeastSquares() {
    var histogram = Histogram(in: -2.5...2.5, bins: 5)
    for (value, count) in [(1.0, 30), (-1, 10), (2, 200), (-2, 25)] { for _ in 0..<count { histogram.add(value) } }
    let points = histogram.logRatiosUnderReflection(minimumCount: 1)
    let errors = points.map { 1 / ($0.logarithm.standardError * $0.logarithm.standardError) }
    let (product, square) = (
      errors[0] * points[0].logarithm.value + 2 * errors[1] * points[1].logarithm.value, errors[0] + 4 * errors[1]
    )
    let slope = LogRatio.slope(of: points)
    #expect(abs(slope.value - product / square) < 1e-14 && abs(slope.standardError - 1 / square.squareRoot()) < 1e-14)
  }
}

@Suite struct HistogramPartsTests {
  @Test func partsMergeAndBinsGroup() {
    var random = RandomStream(seed: 14)["histogram"]
    let samples = (0..<500).map { _ in random.normal() }
    func histogram(_ samples: ArraySlice<Double>, bins: Int) -> Histogram {
      var result = Histogram(in: -1.5...1.5, bins: bins)
      for sample in samples { result.add(sample) }
      return result
    }
    var merged = histogram(samples[..<200], bins: 12)
    merged.merge(histogram(samples[200...], bins: 12))
    #expect(merged == histogram(samples[...], bins: 12))
    #expect(merged.coarsened(by: 3) == histogram(samples[...], bins: 4) && merged.coarsened(by: 1) == merged)
    #expect(merged.range(of: 0) == -1.5 ... -1.25 && merged.range(of: 11).upperBound == 1.5)
  }
}
