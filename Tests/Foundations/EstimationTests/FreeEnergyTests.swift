import Estimation
import Foundation
import Randomness
import Testing

/// Gaussian work of variance v: forward N(ΔF + v/2, v), and by Crooks' theorem the reverse N(−ΔF + v/2, v).
private func works(_ count: Int, about difference: Double, variance v: Double, _ random: inout RandomStream) -> [Double]
{
  (0..<count).map { _ in difference + 0.5 * v + v.squareRoot() * random.normal() }
}

/// An estimator repeated 200 times: how often the exact value lies within one and two standard errors, and the mean.
///
/// 136.5 ± 6.6 and 190.9 ± 2.9 hits are expected; we allow 4 of those deviations (each test: a false alarm in about 10⁴
/// seeds), and 4.5 standard errors for the mean.
private func expectCalibrated(exact: Double, seed: String, _ estimate: (inout RandomStream) throws -> Estimate) rethrows
{
  var mean = Average()
  var (one, two) = (0, 0)
  for repetition in 0..<200 {
    var random = RandomStream(seed: 1976)[seed][repetition]
    let result = try estimate(&random)
    mean.add(result.value)
    if result.isConsistent(with: exact, sigmas: 1) { one += 1 }
    if result.isConsistent(with: exact, sigmas: 2) { two += 1 }
  }
  #expect((110...163).contains(one), "\(one) of 200 within one standard error")
  #expect((179...200).contains(two), "\(two) of 200 within two standard errors")
  #expect(mean.estimate.isConsistent(with: exact, sigmas: 4.5), "mean \(mean.estimate), exact \(exact)")
}

@Suite struct FreeEnergyTests {
  /// Equal and unequal numbers of works, small and large dissipation.
  @Test(arguments: [(1000, 1000, 1.0), (2000, 500, 4), (500, 2000, 4), (1000, 1000, 9)])
  func bennettIsUnbiasedAndCalibrated(n: Int, m: Int, variance: Double) throws {
    try expectCalibrated(exact: 1.3, seed: "bennett \(n) \(m) \(variance)") { random in
      try FreeEnergyDifference.bennett(
        forward: works(n, about: 1.3, variance: variance, &random),
        reverse: works(m, about: -1.3, variance: variance, &random)
      ).difference
    }
  }

  /// Var(ΔF) = 1/(n² B) − 2/n for n = n_F = n_R, with B = ∫ ½ P_F P_R/(P_F + P_R): Bennett's asymptotic error, integrated for
  /// Gaussians of variance 4 by the trapezoidal rule.
  @Test func bennettsErrorIsTheAsymptoticOne() throws {
    func gaussian(_ x: Double, _ mean: Double) -> Double {
      exp(-(x - mean) * (x - mean) / 8) / (8 * Double.pi).squareRoot()
    }
    var overlap = 0.0
    for x in stride(from: -20.0, through: 20, by: 0.01) {
      let (f, r) = (gaussian(x, 2), gaussian(x, -2))
      overlap += 0.01 * f * r / (f + r)
    }
    let n = 200_000.0
    let exact = ((1 / overlap - 2) / n).squareRoot()
    var random = RandomStream(seed: 4)["bennett"]
    let estimate = try FreeEnergyDifference.bennett(
      forward: works(200_000, about: 0, variance: 4, &random), reverse: works(200_000, about: 0, variance: 4, &random)
    ).difference
    #expect(abs(estimate.standardError / exact - 1) < 0.02)
    #expect(estimate.isConsistent(with: 0, sigmas: 4.5))
  }

  @Test func bennettFollowsShiftsAndExchange() throws {
    var random = RandomStream(seed: 5)["bennett"]
    let (f, r) = (works(300, about: 1, variance: 2, &random), works(700, about: -1, variance: 2, &random))
    let plain = try FreeEnergyDifference.bennett(forward: f, reverse: r).difference
    let exchanged = try FreeEnergyDifference.bennett(forward: r, reverse: f).difference
    let shifted = try FreeEnergyDifference.bennett(forward: f.map { $0 + 500 }, reverse: r.map { $0 - 500 }).difference
    #expect(abs(plain.value + exchanged.value) < 1e-12 && abs(plain.standardError - exchanged.standardError) < 1e-12)
    #expect(abs(shifted.value - plain.value - 500) < 1e-10)
    // Without dissipation every work is ΔF, and so is the estimate.
    let reversible = try FreeEnergyDifference.bennett(forward: [2, 2, 2], reverse: [-2, -2]).difference
    #expect(abs(reversible.value - 2) < 1e-12 && reversible.standardError < 1e-12)
  }

  /// Negative controls, 10 standard errors away: a wrong ΔF, reverse works with the wrong sign, forward works twice.
  @Test func wrongWorksAreNoticed() throws {
    var random = RandomStream(seed: 6)["bennett"]
    let f = works(20_000, about: 1.3, variance: 1, &random)
    let r = works(20_000, about: -1.3, variance: 1, &random)
    let right = try FreeEnergyDifference.bennett(forward: f, reverse: r).difference
    #expect(right.isConsistent(with: 1.3, sigmas: 4.5) && abs(right.deviation(from: 1.4)) > 10)
    for wrong in [r.map { -$0 }, f] {
      #expect(try abs(FreeEnergyDifference.bennett(forward: f, reverse: wrong).difference.deviation(from: 1.3)) > 10)
    }
  }

  @Test func jarzynskiIsCalibrated() throws {
    try expectCalibrated(exact: 1.3, seed: "jarzynski") { random in
      try FreeEnergyDifference.jarzynski(works(20_000, about: 1.3, variance: 1, &random))
    }
  }

  /// The bias of −ln⟨exp(−W)⟩ over n = 100 works of variance 1 is (e − 1)/200 = .00859 to first order. The second, O(1/n²),
  /// is below .001.
  @Test func jarzynskisLeadingBias() throws {
    var (raw, corrected) = (Average(), Average())
    var random = RandomStream(seed: 7)["bias"]
    for _ in 0..<20_000 {
      let sample = works(100, about: 0, variance: 1, &random)
      raw.add(ExponentialAverage(sample).freeEnergy.value)
      corrected.add(try FreeEnergyDifference.jarzynski(sample).value)
    }
    #expect(abs(raw.mean - (exp(1) - 1) / 200) < 0.001 + 4.5 * raw.estimate.standardError)
    #expect(abs(corrected.mean) < 0.001 + 4.5 * corrected.estimate.standardError)
    // Negative control: the bias is there.
    #expect(raw.estimate.deviation(from: 0) > 6)
  }

  /// Gaussian work, and exponential work of mean 1, for which ⟨W⟩ − Var/2 is ½ (and ΔF is ln 2: not Gaussian).
  @Test func cumulantsAreCalibrated() throws {
    try expectCalibrated(exact: 1.3, seed: "cumulants") { random in
      try FreeEnergyDifference.cumulants(works(500, about: 1.3, variance: 4, &random))
    }
    try expectCalibrated(exact: 0.5, seed: "skew cumulants") { random in
      try FreeEnergyDifference.cumulants((0..<4000).map { _ in random.exponential() })
    }
  }

  @Test func crossingIsCalibrated() throws {
    func fit(_ random: inout RandomStream) throws -> (difference: Estimate, slope: Estimate) {
      var (f, r) = (Histogram(in: -3...5, bins: 80), Histogram(in: -3...5, bins: 80))
      for work in works(10_000, about: 1.3, variance: 2, &random) { f.add(work) }
      for work in works(5_000, about: -1.3, variance: 2, &random) { r.add(-work) }
      return try FreeEnergyDifference.crossing(forward: f, negatedReverse: r)
    }
    try expectCalibrated(exact: 1.3, seed: "crossing") { try fit(&$0).difference }
    try expectCalibrated(exact: 1, seed: "slope") { try fit(&$0).slope }
    // Negative control: ΔF 0.3 off.
    var random = RandomStream(seed: 8)["crossing"]
    #expect(try abs(fit(&random).difference.deviation(from: 1.6)) > 10)
  }
}

@Suite struct ExponentialAverageTests {
  /// ⟨exp(−x)⟩ of x = 0 and ln 2 is 3/4; the sample variance of 1 and ½ is 1/8, the error ¼.
  @Test func twoSamples() {
    let average = ExponentialAverage([0, log(1.5)])
    #expect(abs(average.mean.value - 5.0 / 6) < 1e-15 && abs(average.mean.standardError - 1.0 / 6) < 1e-15)
    #expect(abs(average.freeEnergy.value + log(5.0 / 6)) < 1e-15)
    #expect(abs(average.bias - 0.5 / 25) < 1e-15)
    #expect(abs(average.effectiveCount - (25.0 / 9) / (13.0 / 9)) < 1e-14)
    // Weights of 1 and ½: a relative error of ⅓, of which nothing is said; the bias is told all the same.
    let far = ExponentialAverage([0, log(2)])
    #expect(far.mean.standardError.isNaN && far.freeEnergy.standardError.isNaN && abs(far.bias - 0.5 / 9) < 1e-15)
    #expect(ExponentialAverage([1]).mean.standardError.isNaN)
  }

  @Test func partsMergeAndNothingOverflows() {
    var random = RandomStream(seed: 9)["merge"]
    let samples = (0..<1000).map { _ in 60 * random.normal() }
    let whole = ExponentialAverage(samples)
    var parts = ExponentialAverage(samples[..<300])
    parts.merge(ExponentialAverage(samples[300...]))
    parts.merge(ExponentialAverage())
    #expect(parts.count == 1000)
    #expect(abs(parts.freeEnergy.value - whole.freeEnergy.value) < 1e-10)
    #expect(abs(parts.bias / whole.bias - 1) < 1e-10)
    for offset in [-2000.0, 2000] {
      let shifted = ExponentialAverage(samples.map { $0 + offset })
      #expect(abs(shifted.freeEnergy.value - offset - whole.freeEnergy.value) < 1e-9)
      #expect(abs(shifted.bias / whole.bias - 1) < 1e-9)
    }
  }

  /// The integral fluctuation theorem for Gaussian entropy production: Var = 2⟨s⟩. Negative control: Var = 1.8⟨s⟩.
  @Test func integralFluctuationTheorem() {
    func average(variance: Double) -> Estimate {
      var random = RandomStream(seed: 10)["integral"]
      return ExponentialAverage((0..<40_000).map { _ in 0.5 + variance.squareRoot() * random.normal() }).mean
    }
    #expect(average(variance: 1).isConsistent(with: 1, sigmas: 4.5))
    #expect(abs(average(variance: 0.8).deviation(from: 1)) > 10)
  }
}

@Suite struct DetailedFluctuationTests {
  /// Gaussian s with Var = 2⟨s⟩ obeys the theorem. Bins of width 0.2 are biased by less than 0.01 here; 26 bins at 4.5
  /// standard errors: a false alarm in 5000 seeds. Negative control: Var = 1.6⟨s⟩ has the slope 1.25.
  @Test func gaussians() {
    func deviations(variance: Double) -> [Double] {
      var random = RandomStream(seed: 11)["detailed"]
      var histogram = Histogram(in: -4.1...4.1, bins: 41)
      for _ in 0..<200_000 { histogram.add(1 + variance.squareRoot() * random.normal()) }
      let points = histogram.logRatiosUnderReflection()
      #expect(points.count > 10 && points.allSatisfy { $0.center > 0 })
      return points.map { ($0.logarithm - Estimate($0.center, standardError: 0.01 / 4.5)).deviation(from: 0) }
    }
    #expect(deviations(variance: 2).allSatisfy { abs($0) < 4.5 })
    #expect(deviations(variance: 1.6).contains { abs($0) > 10 })
  }

  /// The error of a log ratio is what it says, at small counts too; empty bins are left out.
  @Test func errorsOfLogRatiosAreCalibrated() {
    expectCalibrated(exact: log(3), seed: "ratio") { random in
      var histogram = Histogram(in: -1.5...1.5, bins: 3)
      for _ in 0..<200 {
        let u = random.uniform()
        histogram.add(u < 0.2 ? -1 : u < 0.8 ? 1 : 0)
      }
      return histogram.logRatiosUnderReflection(minimumCount: 1)[0].logarithm
    }
    var lopsided = Histogram(in: -1.5...1.5, bins: 3)
    lopsided.add(1)
    #expect(lopsided.logRatiosUnderReflection(minimumCount: 1).isEmpty)
  }
}
