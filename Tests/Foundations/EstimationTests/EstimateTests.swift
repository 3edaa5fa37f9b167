import Estimation
import Testing

@Suite struct EstimateTests {
  @Test(arguments: [
    (0.07972, 0.00012, "0.07972(12)"), (0.0797, 0.0001, "0.07970(10)"), (0.0797, 0.0003, "0.0797(3)"),
    (0.0797, 0.0096, "0.080(10)"), (12345, 67, "12350(70)"), (12345, 12, "12345(12)"), (-1.5, 0.25, "-1.5(3)"),
    (5056.1, 1.4, "5056.1(14)"), (3.1415, 0.00196, "3.142(2)"), (0, 0.02, "0.00(2)"),
    (-0.00001, 0.0004, "0.0000(4)"), (-3.1e-6, 5e-6, "-3(5)e-6"), (3.14159e-300, 2e-303, "3.142(2)e-300"),
    (6.02214e23, 3e20, "6.022(3)e23"),
  ])
  func printedAsInJournals(value: Double, error: Double, text: String) {
    #expect(Estimate(value, standardError: error).description == text)
  }

  @Test func exactNumbersAreNotRoundedToAnError() {
    #expect(Estimate(exact: 0.152008725).description == "0.152009")
    #expect(Estimate(exact: 0.152008725).formatted(significantDigits: 3) == "0.152")
    #expect(Estimate(exact: 0.1100).formatted(significantDigits: 3) == "0.110")
    #expect(Estimate(exact: 5057.52).formatted(significantDigits: 3) == "5060")
    #expect(Estimate(exact: 5057.52).formatted(significantDigits: 5) == "5057.5")
    #expect(Estimate(exact: 100).description == "100" && Estimate(exact: 0.5).description == "0.5")
    #expect(Estimate(exact: -4.004e-17).formatted(significantDigits: 1) == "-4e-17")
    #expect(Estimate(exact: -0.0).description == "0")
    #expect(Estimate(1, standardError: .nan).description == "1.00000(?)")
  }

  @Test func consistency() {
    let estimate = Estimate(1, standardError: 0.1)
    #expect(estimate.isConsistent(with: 1.39, sigmas: 4))
    #expect(!estimate.isConsistent(with: 1.41, sigmas: 4))
    #expect(estimate.isConsistent(with: Estimate(1.5, standardError: 0.1), sigmas: 4))
    #expect(Estimate(exact: 2).isConsistent(with: 2, sigmas: 0))
    #expect(!Estimate(exact: 2).isConsistent(with: 2.000001, sigmas: 1e6))
    #expect(!Estimate(.nan, standardError: 1).isConsistent(with: 0, sigmas: 4))
    #expect(!Estimate(1, standardError: .nan).isConsistent(with: 0, sigmas: 4))
    #expect(estimate.deviation(from: 0.8) == 2.0000000000000004 || abs(estimate.deviation(from: 0.8) - 2) < 1e-12)
  }

  @Test func independentErrorsAddInQuadrature() {
    let sum = Estimate(1, standardError: 3) + Estimate(2, standardError: 4)
    #expect(sum == Estimate(3, standardError: 5))
    let difference = Estimate(1, standardError: 3) - Estimate(2, standardError: 4)
    #expect(difference == Estimate(-1, standardError: 5))
    #expect(-2 * Estimate(1, standardError: 3) == Estimate(-2, standardError: 6))
  }
}
