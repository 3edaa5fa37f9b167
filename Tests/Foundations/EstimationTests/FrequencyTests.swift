import Estimation
import Randomness
import Testing

@Suite struct FrequencyTests {
  /// A frequency of 0.55 among 100 tosses is one standard error of √(0.25/100) = 0.05 above 1/2; below np(1 − p) = 25 nothing is said.
  @Test func closedForm() throws {
    #expect(abs(try #require(Estimate.deviation(ofFrequency: 0.55, from: 0.5, among: 100)) - 1) < 1e-12)
    #expect(Estimate.deviation(ofFrequency: 0.55, from: 0.5, among: 99) == nil)
    #expect(Estimate.deviation(ofFrequency: 0, from: 0, among: 1e6) == nil)
  }

  /// Uniform samples in ten bins: ⟨z²⟩ = 1, over 2000 histograms within 4.5 of its standard errors √(2/20 000) (bins are
  /// anticorrelated by 1/9, which changes the variance of the sum by 1/9). A probability a tenth off is found.
  @Test func binsScatterAsTheyShould() {
    var random = RandomStream(seed: 41)
    var squares = Average()
    var whole: [Histogram] = []
    for _ in 0..<2000 {
      var histogram = Histogram(in: 0...1, bins: 10)
      for _ in 0..<400 { histogram.add(random.uniform()) }
      for deviation in histogram.deviations(from: Array(repeating: 0.1, count: 10)).compactMap({ $0 }) {
        squares.add(deviation * deviation)
      }
      whole.append(histogram)
    }
    #expect(squares.count == 20_000)
    let error = (2.0 / 20_000 * (10.0 / 9)).squareRoot()
    #expect(abs(squares.mean - 1) < 4.5 * error)
    let all = whole.merged
    #expect(all.total == 800_000)
    let probabilities = [0.11, 0.09] + Array(repeating: 0.1, count: 8)
    let wrong = all.deviations(from: probabilities).compactMap { $0 }
    #expect(wrong[0] < -10)
    #expect(wrong[1] > 10)
    #expect(wrong[2...].allSatisfy { abs($0) < 4.5 })
  }
}
