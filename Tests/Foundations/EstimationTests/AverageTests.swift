import Estimation
import Foundation
import Randomness
import Testing

@Suite struct AverageTests {
  @Test func exactSmallSample() {
    let average = Average([1, 2, 3, 4])
    #expect(average.mean == 2.5)
    #expect(abs(average.variance - 5.0 / 3) < 1e-15)
    #expect(abs(average.estimate.standardError - (5.0 / 12).squareRoot()) < 1e-15)
  }

  @Test func nothingCancelsOnALargeOffset() {
    let average = Average([1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4])
    #expect(abs(average.variance - 5.0 / 3) < 1e-6)
  }

  @Test func mergingIsAddingAll() {
    var random = RandomStream(seed: 4)
    let samples = (0..<101).map { _ in random.normal() }
    var merged = Average(samples.prefix(37))
    merged.merge(Average(samples.dropFirst(37)))
    merged.merge(Average())
    let whole = Average(samples)
    #expect(merged.count == whole.count)
    #expect(abs(merged.mean - whole.mean) < 1e-14 && abs(merged.variance - whole.variance) < 1e-13)
  }

  @Test func tooFewSamplesHaveNoError() {
    #expect(Average([1]).estimate.standardError.isNaN)
    #expect(BlockingAverage([1]).estimate.standardError.isNaN)
    var weighted = WeightedAverage()
    weighted.add(1, weight: 1)
    #expect(weighted.estimate.value == 1 && weighted.estimate.standardError.isNaN)
  }

  /// Equal weights are no weights.
  @Test func weightedAverageOfEqualWeights() {
    var weighted = WeightedAverage()
    let samples = [3.0, 1, 4, 1, 5]
    for sample in samples { weighted.add(sample, weight: 2) }
    let plain = Average(samples).estimate
    #expect(abs(weighted.estimate.value - plain.value) < 1e-15)
    #expect(abs(weighted.estimate.standardError - plain.standardError) < 1e-15)
    #expect(weighted.effectiveCount == 5)
  }

  /// Flyvbjerg and Petersen: for x′ = φx + ξ the exact error of the mean is √((1+φ)/(1−φ)) times the naive one.
  @Test func blockingFindsTheCorrelationTime() {
    var random = RandomStream(seed: 6)
    let phi = 0.8
    var x = 0.0
    let series = (0..<200_000).map { _ in
      x = phi * x + random.normal()
      return x
    }
    let blocking = BlockingAverage(series)
    let ratio = blocking.estimate.standardError / Average(series).estimate.standardError
    #expect(abs(ratio / 3 - 1) < 0.1, "ratio \(ratio), exact 3")
    #expect((blocking.blockLength ?? 0) > 16)
    #expect(abs(blocking.estimate.value - Average(series).mean) < 1e-12)
  }

  @Test func aSeriesShorterThanItsCorrelationsHasNoError() {
    let blocking = BlockingAverage((0..<16).map { Double($0) })
    #expect(blocking.estimate.standardError.isNaN && blocking.blockLength == nil)
  }

  @Test func aConstantSeriesIsExact() {
    #expect(BlockingAverage(Array(repeating: 2, count: 10)).estimate == Estimate(exact: 2))
  }

  @Test func histogram() {
    var histogram = Histogram(in: 0...1, bins: 4)
    for sample in [0, 0.3, 0.3, 1, -1, 2, 2] { histogram.add(sample) }
    #expect(histogram.weights == [1, 2, 0, 1])
    #expect(histogram.below == 1 && histogram.above == 2 && histogram.total == 7)
    let p = histogram.probability(of: 1)
    #expect(abs(p.value - 2.0 / 7) < 1e-15)
    #expect(abs(p.standardError - (2.0 / 7 * 5 / 7 / 7).squareRoot()) < 1e-15)
    #expect(abs(histogram.density(at: 1).value - 8.0 / 7) < 1e-15)
    #expect(histogram.center(of: 3) == 0.875)
  }

  /// θ = μ² from n samples is biased by s²/n: the extrapolation removes it exactly, as there is no higher order.
  @Test func extrapolationRemovesTheBiasOfASquare() {
    var corrected = Average()
    var plain = Average()
    for seed in 0..<4000 {
      var random = RandomStream(seed: 5)[seed]
      let halves = (0..<2).map { _ in (0..<10).reduce(0.0) { sum, _ in sum + random.normal() } / 10 }
      let whole = (halves[0] + halves[1]) / 2
      corrected.add(extrapolated(whole: whole * whole, halves: halves[0] * halves[0], halves[1] * halves[1]))
      plain.add(whole * whole)
    }
    #expect(corrected.estimate.isConsistent(with: 0, sigmas: 4.5))
    // Negative control: without it the bias 1/20 is found.
    #expect(!plain.estimate.isConsistent(with: 0, sigmas: 4.5))
    #expect(plain.estimate.isConsistent(with: 0.05, sigmas: 4.5))
  }
}
