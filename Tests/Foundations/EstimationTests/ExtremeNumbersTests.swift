import Estimation
import Foundation
import Testing

/// Errors whose squares are no numbers, and distributions that are much wider or narrower than what is asked of them.
@Suite struct ExtremeNumbersTests {
  @Test(arguments: [1e-180, 1e-300, 1e200, 1])
  func errorsOfAnySize(size: Double) {
    let one = Estimate(size, standardError: 3 * size, degreesOfFreedom: 4)
    let both = one + Estimate(0, standardError: 4 * size, degreesOfFreedom: 4)
    #expect(abs(both.standardError / (5 * size) - 1) < 1e-15)
    // Satterthwaite: 1/(0.36²/4 + 0.64²/4).
    #expect(abs(both.degreesOfFreedom - 4 / (0.36 * 0.36 + 0.64 * 0.64)) < 1e-13)
    #expect(abs(one.deviation(from: Estimate(0, standardError: 4 * size)) - 0.2) < 1e-15)
    #expect(Estimate(size, standardError: 0).deviation(from: 0) == .infinity)
  }

  /// Works that hardly scatter, or a range without end.
  @Test func gaussianWorks() {
    let sharp = GaussianWork(difference: 0.5, variance: 1e-40)
    #expect(abs(sharp.probability(of: 0...1, .forward) - 1) < 1e-7)
    #expect(sharp.probability(of: 0.6...1, .forward) == 0)
    let wide = GaussianWork(difference: 0, variance: 4)
    #expect(abs(wide.probability(of: -1e300...1e300, .forward) - 1) < 1e-7)
    #expect(abs(wide.probability(of: 2...1e300, .forward) - 0.5) < 1e-7)
  }

  /// Works with the wrong sign are divided by one work, the other way round: no slope.
  @Test func noSlopeWhereOneWorkDivides() throws {
    #expect(try FreeEnergyDifference.bennett(forward: [0, 1], reverse: [-2, -3]).slope == nil)
    #expect(try FreeEnergyDifference.bennett(forward: [2, 3], reverse: [0, -1]).slope == nil)
  }

  /// Many samples in a bin: G(m) is ln m but for 1/6m² of it, without a table of as many entries.
  @Test func entropyOfManySamples() {
    var histogram = Histogram(in: 0...1, bins: 2)
    histogram.add(0.25, weight: 3e9)
    histogram.add(0.75, weight: 1e9)
    let exact = -0.75 * log(0.75) - 0.25 * log(0.25)
    #expect(abs(histogram.binEntropy - exact) < 1e-9)
    var small = Histogram(in: 0...1, bins: 2)
    small.add(0.25, weight: 1_048_576)
    small.add(0.75, weight: 1_048_578)
    // At the end of the table both ways agree.
    #expect(abs(small.binEntropy - log(2.0)) < 1e-6)
  }
}
