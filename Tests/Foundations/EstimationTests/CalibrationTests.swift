import Estimation
import Foundation
import Randomness
import Testing

/// Is a standard error what it says? Over 200 seeds the exact mean must lie within one standard error in 68.27 % of the
/// cases, 136.5 ± 6.6 of 200, and within two in 95.45 %, 190.9 ± 2.9. We allow 4 of those deviations.
@Suite struct CalibrationTests {
  private func hits(exact: Double, within sigmas: Double, _ estimate: (inout RandomStream) -> Estimate) -> Int {
    (0..<200).count { seed in
      var random = RandomStream(seed: 2026)["calibration"][seed]
      return estimate(&random).isConsistent(with: exact, sigmas: sigmas)
    }
  }

  private func expectCalibrated(exact: Double, _ estimate: (inout RandomStream) -> Estimate) {
    let one = hits(exact: exact, within: 1, estimate)
    let two = hits(exact: exact, within: 2, estimate)
    #expect((110...163).contains(one), "\(one) of 200 within one standard error")
    #expect((179...200).contains(two), "\(two) of 200 within two standard errors")
  }

  /// An autoregressive series x′ = φx + ξ with mean 0: errors are larger than naive ones by √((1+φ)/(1−φ)).
  private func autoregressive(_ phi: Double, _ count: Int, _ random: inout RandomStream) -> [Double] {
    var x = random.normal() / (1 - phi * phi).squareRoot()
    return (0..<count).map { _ in
      x = phi * x + random.normal()
      return x
    }
  }

  @Test func average() {
    expectCalibrated(exact: 1) { random in Average((0..<200).map { _ in random.exponential() }).estimate }
  }

  @Test func weightedAverage() {
    // Weight and sample depend on each other: ⟨wx⟩/⟨w⟩ with w = u, x = u² is (1/4)/(1/2).
    expectCalibrated(exact: 0.5) { random in
      var average = WeightedAverage()
      for _ in 0..<500 {
        let u = random.uniform()
        average.add(u * u, weight: u)
      }
      return average.estimate
    }
  }

  @Test func weightedMean() {
    expectCalibrated(exact: 3) { random in
      .weightedMean([0.5, 1, 4].map { error in Estimate(3 + error * random.normal(), standardError: error) })
    }
  }

  @Test(arguments: [0, 0.5, 0.9])
  func blockingAverage(phi: Double) {
    expectCalibrated(exact: 0) { random in BlockingAverage(autoregressive(phi, 8192, &random)).estimate }
  }

  @Test func histogramBin() {
    expectCalibrated(exact: 0.25) { random in
      var histogram = Histogram(in: 0...1, bins: 4)
      for _ in 0..<400 { histogram.add(random.uniform()) }
      return histogram.probability(of: 1)
    }
  }

  /// Negative control: the naive error of a correlated series is too small by a factor of 4.4 and covers the truth rarely.
  @Test func theNaiveErrorOfACorrelatedSeriesIsNotCalibrated() {
    let one = hits(exact: 0, within: 1) { random in Average(autoregressive(0.9, 8192, &random)).estimate }
    #expect(one < 70, "\(one) of 200 within one naive standard error")
  }
}
