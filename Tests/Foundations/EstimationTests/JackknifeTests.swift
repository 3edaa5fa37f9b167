import Estimation
import Foundation
import Randomness
import Testing

@Suite struct JackknifeTests {
  /// Of a mean it is the mean with its ordinary error; of a squared mean it takes off the bias s²/n exactly.
  @Test func meansAndSquares() {
    var random = RandomStream(seed: 4)["jackknife"]
    let samples = (0..<7).map { _ in 1 + random.normal() }
    let (plain, variance) = (Average(samples).estimate, Average(samples).variance)
    let mean = Estimate.jackknife(samples.map { [$0] }) { $0[0] }
    #expect(abs(mean.value - plain.value) < 1e-14 && abs(mean.standardError - plain.standardError) < 1e-14)
    let square = Estimate.jackknife(samples.map { [$0] }) { $0[0] * $0[0] }
    #expect(abs(square.value - (plain.value * plain.value - variance / 7)) < 1e-13)
  }

  /// The error of a ratio of two correlated means is right: deviations over many sets of samples have the variance 1. Errors
  /// added as if both were independent do not.
  @Test func errorOfARatio() {
    var random = RandomStream(seed: 5)["ratio"]
    var (own, independent) = (Average(), Average())
    for _ in 0..<2000 {
      let replicas = (0..<40).map { _ in
        let shared = random.normal()
        return [3 + shared + 0.3 * random.normal(), 2 + 0.6 * shared]
      }
      let ratio = Estimate.jackknife(replicas) { $0[0] / $0[1] }
      let deviation = ratio.deviation(from: 1.5)
      own.add(deviation * deviation)
      let parts = [0, 1].map { part in Average(replicas.map { $0[part] }).estimate }
      let relative = parts.map { $0.standardError / $0.value }
      let error = ratio.value * (relative[0] * relative[0] + relative[1] * relative[1]).squareRoot()
      independent.add((ratio.value - 1.5) * (ratio.value - 1.5) / (error * error))
    }
    // Student's distribution with 39 degrees of freedom has the variance 39/37.
    #expect(own.estimate.isConsistent(with: 39.0 / 37, sigmas: 4))
    #expect(abs(independent.estimate.deviation(from: 1)) > 10)
  }

  /// An inverse mean: the jackknife takes off the bias of order 1/n, and its error is that of repeated estimates.
  @Test func anInverseMean() {
    var plain = Average()
    let estimates = (0..<2000).map { trial -> Estimate in
      var random = RandomStream(seed: 4)["inverse"][trial]
      let samples = (0..<20).map { _ in [random.exponential(), random.exponential()] }
      plain.add(1 / Average(samples.map { $0[0] }).mean)
      return Estimate.jackknife(samples) { 1 / $0[0] + 0 * $0[1] }
    }
    let mean = Average(estimates.map(\.value))
    #expect(mean.estimate.isConsistent(with: 1, sigmas: 5))
    let stated = Average(estimates.map { $0.standardError * $0.standardError }).mean
    // It is too large rather than too small (B. Efron and C. Stein, Ann. Stat. 9, 586 (1981)).
    #expect(stated > mean.variance && stated < 1.5 * mean.variance)
    // Control: without the correction, ⟨1/x̄⟩ = n/(n − 1) of n exponential numbers.
    #expect(plain.estimate.isConsistent(with: 20.0 / 19, sigmas: 5) && plain.estimate.deviation(from: 1) > 8)
  }
}
