import Estimation
import Foundation
import Randomness
import Testing

@Suite struct StudentDistributionTests {
  /// Closed forms: ν = 1, 2(1 − Φ) = 1 − (2/π) arctan t; ν = 2, 1 − t/√(2 + t²); ν = 3 and 4 from Abramowitz and Stegun 26.7.3-4.
  @Test(arguments: [0.01, 0.5, 1, 2, 4.7, 30, 1e3])
  func closedForms(t: Double) {
    func agrees(_ degrees: Double, _ exact: Double) -> Bool {
      abs(studentProbability(beyond: t, degreesOfFreedom: degrees) - exact) < 1e-13 + 1e-9 * exact
    }
    #expect(agrees(1, 2 / .pi * atan(1 / t)))
    // 1 − t/√(2 + t²) without its cancellation.
    let root = (2 + t * t).squareRoot()
    #expect(agrees(2, 2 / (root * (root + t))))
    let angle = atan(t / 3.0.squareRoot())
    #expect(agrees(3, 1 - 2 / .pi * (angle + sin(angle) * cos(angle))))
    let four = atan(t / 2)
    #expect(agrees(4, 1 - sin(four) * (1 + 0.5 * cos(four) * cos(four))))
    #expect(agrees(.infinity, erfc(t / 2.0.squareRoot())))
    // Negative control: another number of degrees of freedom is another probability.
    if t > 1 && t < 30 { #expect(!agrees(5, 1 - sin(four) * (1 + 0.5 * cos(four) * cos(four)))) }
  }

  /// Quantiles of tables: t beyond which lies 5 %, 1 % and 0.1 %.
  @Test(arguments: [
    (7.0, 2.364624, 3.499483, 5.407883), (10, 2.228139, 3.169273, 4.586894), (30, 2.042272, 2.749996, 3.645959),
    (120, 1.979930, 2.617421, 3.373454), (1e7, 1.959964, 2.575829, 3.290527),
  ])
  func quantiles(degrees: Double, five: Double, one: Double, tenth: Double) {
    for (t, probability) in [(five, 0.05), (one, 0.01), (tenth, 0.001)] {
      #expect(abs(studentProbability(beyond: t, degreesOfFreedom: degrees) / probability - 1) < 3e-6)
    }
  }

  @Test func edges() {
    #expect(studentProbability(beyond: 0, degreesOfFreedom: 3) == 1)
    #expect(studentProbability(beyond: .infinity, degreesOfFreedom: 3) == 0)
    #expect(studentProbability(beyond: 1e200, degreesOfFreedom: 3) == 0)
    #expect(Estimate(exact: 1).probabilityOfDeviation(from: Estimate(exact: 1)) == 1)
    #expect(Estimate(exact: 1).probabilityOfDeviation(from: Estimate(exact: 2)) == 0)
    #expect(Estimate(1, standardError: .nan).probabilityOfDeviation(from: Estimate(exact: 2)).isNaN)
  }

  /// Means of n normal samples against the truth, and against one another, are as improbable as they say: of 20 000, a share p has
  /// a probability below p, within 4.5 standard errors. With the normal distribution in place of Student's the tail is
  /// several times as full: the negative control.
  @Test(arguments: [(3, 3), (5, 40), (9, 2)])
  func meansAreAsImprobableAsTheySay(first: Int, second: Int) {
    var random = RandomStream(seed: 4)["student"][first]
    let trials = 20_000
    var (alone, normal, both) = ([Double](), [Double](), [Double]())
    for _ in 0..<trials {
      let one = Average((0..<first).map { _ in random.normal() }).estimate
      let other = Average((0..<second).map { _ in 3 * random.normal() }).estimate
      #expect(one.degreesOfFreedom == Double(first - 1))
      alone.append(one.probabilityOfDeviation(from: Estimate(exact: 0)))
      normal.append(studentProbability(beyond: abs(one.deviation(from: 0)), degreesOfFreedom: .infinity))
      both.append(one.probabilityOfDeviation(from: other))
    }
    for level in [0.5, 0.1, 0.01, 0.001] {
      let error = (level * (1 - level) / Double(trials)).squareRoot()
      func share(_ found: [Double]) -> Double { Double(found.count { $0 <= level }) / Double(trials) }
      #expect(abs(share(alone) - level) < 4.5 * error)
      // Satterthwaite's degrees of freedom are an approximation; with twice those of the smaller sample as a limit, at most a
      // quarter off, and a little more in the far tail of 2 samples.
      #expect(share(both) < 1.4 * level + 4.5 * error)
      if level == 0.001 { #expect(share(normal) > 3 * level) }
    }
  }

  @Test func arithmeticKeepsTheDegreesOfFreedom() {
    let (a, b) = (
      Estimate(1, standardError: 0.1, degreesOfFreedom: 7), Estimate(2, standardError: 0.1, degreesOfFreedom: 7)
    )
    #expect(abs((a + b).degreesOfFreedom - 14) < 1e-12 && abs((a - b).degreesOfFreedom - 14) < 1e-12)
    #expect((-3 * a).degreesOfFreedom == 7 && (a + Estimate(exact: 3)).degreesOfFreedom == 7)
    #expect((Estimate(exact: 1) + Estimate(exact: 3)).degreesOfFreedom == .infinity)
    #expect(abs(Estimate.weightedMean([a, b]).degreesOfFreedom - 14) < 1e-12)
    #expect(Estimate.jackknife([[1], [2], [4]]) { $0[0] }.degreesOfFreedom == 2)
  }

  @Test func codingLeavesOutWhatIsInfinite() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let (plain, few) = (Estimate(1, standardError: 0.5), Estimate(1, standardError: 0.5, degreesOfFreedom: 7))
    #expect(String(decoding: try encoder.encode(plain), as: UTF8.self) == #"{"standardError":0.5,"value":1}"#)
    for estimate in [plain, few] {
      #expect(try JSONDecoder().decode(Estimate.self, from: encoder.encode(estimate)) == estimate)
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Estimate.self, from: Data(#"{"standardError":0.5,"value":1,"degreesOfFreedom":0}"#.utf8))
    }
  }

  /// Of 4000 families of 200 tests with uniform probabilities, a share `rate` raises an alarm; a family with one impossible
  /// result names it and no other.
  @Test func holmsAlarms() {
    var random = RandomStream(seed: 5)["holm"]
    let (families, rate) = (4000, 0.05)
    var alarmed = 0
    for _ in 0..<families {
      let probabilities = (0..<200).map { _ in random.uniform() }
      if !alarms(among: probabilities, rate: rate).isEmpty { alarmed += 1 }
    }
    // 1 − (1 − rate/m)^m for independent tests.
    let expected = 1 - pow(1 - rate / 200, 200)
    let error = (expected * (1 - expected) / Double(families)).squareRoot()
    #expect(abs(Double(alarmed) / Double(families) - expected) < 4.5 * error)
    #expect(alarms(among: [0.4, 1e-9, 0.3, .nan], rate: 0.01) == [3, 1])
    #expect(alarms(among: [0.004, 0.006, 0.5], rate: 0.01).isEmpty && alarms(among: [], rate: 0.01).isEmpty)
    // 0.003 ≤ 0.01/3, then 0.004 ≤ 0.01/2; Bonferroni would pass over the second.
    #expect(alarms(among: [0.003, 0.5, 0.004], rate: 0.01) == [0, 2])
  }
}
