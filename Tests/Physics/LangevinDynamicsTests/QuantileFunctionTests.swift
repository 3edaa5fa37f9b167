import ElementaryFunctions
import LangevinDynamics
import Randomness
import Testing

/// A normal density on −10...10.
private func normal(mean: Double, width: Double, points: Int = 801) throws -> LineDensity {
  try LineDensity(on: LineGrid(-10...10, points: points)) { x in
    Elementary.exp(-0.5 * (x - mean) * (x - mean) / (width * width))
  }.normalised
}

@Suite struct QuantileFunctionTests {
  /// W₂² = (m − m')² + (s − s')² and, of the same width, W₁ = |m − m'|.
  @Test func normalDistributions() throws {
    let here = try QuantileFunction(of: normal(mean: -0.5, width: 1))
    // Shifted by whole cells, exact to rounding.
    let shifted = try QuantileFunction(of: normal(mean: 1, width: 1))
    #expect(abs(here.distance(to: shifted) - 1.5) < 1e-9)
    #expect(abs(shifted.distance(to: here, order: 1) - 1.5) < 1e-9)
    let wider = try QuantileFunction(of: normal(mean: 0.2, width: 1.6))
    #expect(abs(here.distance(to: wider) - (0.49 + 0.36).squareRoot()) < 1e-4)
    #expect(here.distance(to: here) == 0 && here.distance(to: here, order: 1) == 0)
    // Of the same mean, W₁ = |s − s'| √(2/π).
    let (narrow, wide) = (
      try QuantileFunction(of: normal(mean: 0, width: 1)), try QuantileFunction(of: normal(mean: 0, width: 2))
    )
    #expect(abs(narrow.distance(to: wide, order: 1) - (2 / Double.pi).squareRoot()) < 1e-4)
    // Negative control: a coarse grid is not as good.
    let coarse = try QuantileFunction(of: normal(mean: 0.2, width: 1.6, points: 41))
    #expect(abs(here.distance(to: coarse) - (0.49 + 0.36).squareRoot()) > 1e-4)
  }

  @Test func samples() throws {
    let a = try QuantileFunction(of: [1, 0.0])
    let b = try QuantileFunction(of: [0.5, 2.5])
    #expect(a.distance(to: b, order: 1) == 1)
    #expect(abs(a.distance(to: b) - 1.25.squareRoot()) < 1e-15)
    // Two against three: a sixth goes from 0 to 1, and a third from 1 to 2.
    let c = try QuantileFunction(of: [2, 0.0, 1])
    #expect(abs(a.distance(to: c, order: 1) - (1.0 / 6 + 1.0 / 3)) < 1e-15)
    #expect(abs(c.distance(to: a) - 0.5.squareRoot()) < 1e-15)
  }

  /// Samples against the density they are drawn from: of a uniform density W₂² of n samples has the mean 1/(6n).
  @Test func samplesAndADensity() throws {
    let density = try LineDensity(on: LineGrid(0.0005...0.9995, points: 1000)) { _ in 1 }
    let exact = try QuantileFunction(of: density)
    var sum = 0.0
    for replica in 0..<400 {
      var random = RandomStream(seed: 3)[replica]
      let distance = try QuantileFunction(of: (0..<50).map { _ in random.uniform() }).distance(to: exact)
      sum += distance * distance
    }
    // Its standard deviation is that of ∫B² of a Brownian bridge, (1/n)√(1/45): 5 standard errors.
    let standardError = (1.0 / 45).squareRoot() / (50 * 20)
    #expect(abs(sum / 400 - 1.0 / 300) < 5 * standardError)
    // Negative control: the mean for 40 samples.
    #expect(abs(sum / 400 - 1.0 / 240) > 5 * standardError)
    // Each sample in the middle of its share: W₂² = 1/(12 n²).
    let middles = try QuantileFunction(of: (0..<50).map { (Double($0) + 0.5) / 50 })
    #expect(abs(middles.distance(to: exact) - 0.02 / 12.0.squareRoot()) < 1e-12)
  }

  @Test func densitiesAreCutAtTheEndsOfARegion() throws {
    let density = try normal(mean: 0, width: 1)
    #expect(abs(density.integral(from: 0) - 0.5) < 1e-12)
    // Within a cell the density is constant, an error of second order in the spacing.
    #expect(abs(density.integral(from: -1, to: 1) - 0.6826894921) < 5e-5)
    #expect(abs(density.integral(from: 0.3) + density.integral(to: 0.3) - 1) < 1e-12)
    #expect(abs(density.variance - 1) < 1e-12 && abs(density.mean) < 1e-12)
    #expect(abs(density.entropy - 0.5 * (1 + Elementary.log(2 * Double.pi))) < 1e-12)
    #expect(abs(try density.relativeEntropy(from: normal(mean: 1, width: 1)) - 0.5) < 1e-12)
  }
}
