import Estimation
import Foundation
import Randomness
import Testing
import Validation

/// What an estimate says where its error is not known.
@Suite struct UnknownErrorTests {
  private func works(_ count: Int, mean: Double, variance: Double, _ random: inout RandomStream) -> [Double] {
    (0..<count).map { _ in mean + variance.squareRoot() * random.normal() }
  }

  /// Works of both directions that are never found in the other one: Bennett's formula would say 0.07, and is silent.
  @Test func bennettWithoutOverlap() throws {
    var random = RandomStream(seed: 1)
    let found = try FreeEnergyDifference.bennett(
      forward: works(200, mean: 20, variance: 1, &random), reverse: works(200, mean: 20, variance: 1, &random))
    #expect(found.overlap < 1e-3 && found.difference.standardError.isNaN && found.slope == nil)
    #expect(found.difference.description.hasSuffix("(?)"))
    // The control: the same works where they do overlap. By Crooks' theorem the dissipation is half the variance.
    let near = try FreeEnergyDifference.bennett(
      forward: works(200, mean: 2, variance: 4, &random), reverse: works(200, mean: 2, variance: 4, &random))
    #expect(near.overlap > 20 && near.difference.isConsistent(with: 0, sigmas: 4.5))
    #expect(near.slope?.isConsistent(with: 1, sigmas: 4.5) == true)
  }

  /// From an overlap of 1 on the error of the formula is right within 20 %, at each dissipation and number of works.
  @Test(arguments: [(4.0, 10), (8, 30), (16, 100), (24, 1000)])
  func bennettErrors(variance: Double, count: Int) throws {
    let random = RandomStream(seed: 3)
    var (squares, errors) = (Average(), Average())
    for repeats in 0..<400 {
      var stream = random[repeats]
      let found = try FreeEnergyDifference.bennett(
        forward: works(count, mean: variance / 2, variance: variance, &stream),
        reverse: works(count, mean: variance / 2, variance: variance, &stream))
      guard found.overlap >= 1 else { continue }
      squares.add(found.difference.value * found.difference.value)
      errors.add(found.difference.standardError * found.difference.standardError)
    }
    let ratio = (squares.mean / errors.mean).squareRoot()
    // The mean square of 400 numbers is known within 1/√(2 · 400) = 3.5 %.
    #expect(squares.count > 200 && abs(ratio - 1) < 0.2 + 4 * 0.035, "\(ratio) of \(squares.count)")
  }

  /// The slope of the log ratio notices works that are not those of a drive and its reverse: here in wrong units.
  @Test func theSlopeNoticesWrongWorks() throws {
    var random = RandomStream(seed: 5)
    let (forward, reverse) = (
      works(2000, mean: 1, variance: 2, &random), works(2000, mean: 1, variance: 2, &random)
    )
    let right = try FreeEnergyDifference.bennett(forward: forward, reverse: reverse)
    #expect(right.slope?.isConsistent(with: 1, sigmas: 4.5) == true)
    let wrong = try FreeEnergyDifference.bennett(forward: forward.map { 1.5 * $0 }, reverse: reverse.map { 1.5 * $0 })
    #expect(abs(wrong.slope?.deviation(from: 1) ?? 0) > 5)
  }

  /// Jarzynski's average is carried by a few works where the dissipation is large: no error is said.
  @Test func jarzynskiWithoutRareWorks() throws {
    var random = RandomStream(seed: 2)
    let far = try FreeEnergyDifference.jarzynski(works(100, mean: 20, variance: 40, &random))
    #expect(far.standardError.isNaN && far.value > 5, "\(far)")
    let near = try FreeEnergyDifference.jarzynski(works(1000, mean: 0.5, variance: 1, &random))
    #expect(near.standardError < 0.1 && near.isConsistent(with: 0, sigmas: 4.5))
  }

  @Test func works() throws {
    // One work is a sample: its value, with an unknown error.
    let one = try FreeEnergyDifference.jarzynski([1.25])
    #expect(one.value == 1.25 && one.standardError.isNaN && one.description == "1.25000(?)")
    let both = try FreeEnergyDifference.bennett(forward: [2], reverse: [-1])
    #expect(abs(both.difference.value - 1.5) < 1e-12 && both.difference.standardError.isNaN)
    // A work that cannot be done has the weight 0: −ln[(e⁻¹ + 0)/2], in either order; less the leading bias, half the relative
    // variance 1 of that mean.
    for works in [[.infinity, 1], [1, .infinity]] {
      #expect(abs(ExponentialAverage(works).freeEnergy.value - (1 + log(2))) < 1e-14)
      #expect(abs(try FreeEnergyDifference.jarzynski(works).value - (1 + log(2) - 0.5)) < 1e-14)
    }
    #expect(try FreeEnergyDifference.jarzynski([.infinity, .infinity]).value == .infinity)
    // Far from 0 nothing underflows: 500 or 5000 more is 500 or 5000 more.
    let near = try FreeEnergyDifference.jarzynski([0, 0.25, 0.5])
    #expect(near.standardError > 0.1)
    for offset in [500.0, 5000, -5000] {
      let far = try FreeEnergyDifference.jarzynski([offset, offset + 0.25, offset + 0.5])
      #expect(abs(far.value - offset - near.value) < 1e-12 * abs(offset))
      #expect(abs(far.standardError - near.standardError) < 1e-12)
    }
    for wrong in [[], [.nan], [1, .nan], [-.infinity]] as [[Double]] {
      #expect(throws: InvalidInput.self) { try FreeEnergyDifference.jarzynski(wrong) }
      #expect(throws: InvalidInput.self) { try FreeEnergyDifference.bennett(forward: wrong, reverse: [1]) }
      #expect(throws: InvalidInput.self) { try FreeEnergyDifference.bennett(forward: [1], reverse: wrong) }
      #expect(throws: InvalidInput.self) { try FreeEnergyDifference.cumulants(wrong) }
    }
  }

  /// Averages that are merged know of works that cannot be done, too.
  @Test func infiniteWorksAreMerged() {
    var (one, other) = (ExponentialAverage([.infinity, .infinity]), ExponentialAverage([900.0, 901]))
    let whole = ExponentialAverage([.infinity, .infinity, 900, 901])
    let expected = 900 - log((1 + exp(-1.0)) / 4)
    #expect(abs(whole.freeEnergy.value - expected) < 1e-12)
    var merged = one
    merged.merge(other)
    #expect(abs(merged.freeEnergy.value - expected) < 1e-12 && merged.count == 4)
    other.merge(one)
    #expect(abs(other.freeEnergy.value - expected) < 1e-12)
    one.add(.nan)
    #expect(one.mean.value.isNaN && one.freeEnergy.standardError.isNaN)
  }

  /// An error that is not known, infinite or too small to be printed never looks like that of an exact number.
  @Test func inPrint() {
    #expect(Estimate(1.25, standardError: .nan).description == "1.25000(?)")
    #expect(Estimate(1.25, standardError: .infinity).description == "1.25000(∞)")
    #expect(Estimate(.nan, standardError: .nan).description == "nan(?)")
    #expect(Estimate(1.25, standardError: .leastNonzeroMagnitude).description == "1.25000(5e-324)")
    #expect(Estimate(exact: 1.25).description == "1.25")
    #expect(Estimate(1.25, standardError: .nan).formatted(significantDigits: 3) == "1.25(?)")
  }

  /// What is not a number stays so through every square root of a variance.
  @Test func notANumberIsNotExact() {
    var weighted = WeightedAverage()
    for sample in [1, .nan, 2] { weighted.add(sample, weight: 1) }
    #expect(weighted.estimate.standardError.isNaN)
    #expect(Average([1, .nan]).estimate.standardError.isNaN)
    #expect(Average([1, .infinity]).estimate.standardError.isNaN)
    #expect(!Estimate(1, standardError: .nan).isConsistent(with: 1.5, sigmas: 1e9))
    #expect((Estimate(1, standardError: .nan) + Estimate(exact: 1)).standardError.isNaN)
  }
}
