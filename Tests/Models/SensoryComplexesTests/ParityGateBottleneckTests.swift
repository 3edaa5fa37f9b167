import Randomness
import SensoryComplexes
import StochasticThermodynamics
import TestSupport
import Testing

@Suite struct ParityGateBottleneckTests {
  static let random = RandomStream(seed: 42)

  /// The bottleneck of the parity gate at ρ = 0, η = 5, φ = 30°, with 8 clusters, in bits.
  ///
  /// On the grid of step 0.2 as an independent calculation in Python found it; those digits are of the grid. On finer
  /// grids, and at other angles, which do not matter for uncorrelated inputs, the points are those of the other two
  /// lines.
  @Test(arguments: [
    (0.2, 3.0, 0.511847, 0.221965), (0.2, 5, 0.977308, 0.340549), (0.1, 3, 0.511854, 0.221968),
    (0.1, 5, 0.976763, 0.340425),
  ])
  func pointsOfTheCurve(step: Double, beta: Double, input: Double, relevant: Double) {
    let bottleneck = parityTask(30, step: step).informationBottleneck
    #expect(abs(bitsPerNat * bottleneck.availableInformation - 0.470389) < 1e-6)
    let best = bottleneck.optimum(tradeOff: beta, clusters: 8, starts: 3, random: Self.random)
    #expect(best.isConverged)
    #expect(agrees(bitsPerNat * best.inputInformation, input, digits: 6))
    #expect(agrees(bitsPerNat * best.relevantInformation, relevant, digits: 6))
    // Negative control: another trade-off.
    let other = bottleneck.optimum(tradeOff: 1.01 * beta, clusters: 8, starts: 1, random: Self.random)
    #expect(abs(bitsPerNat * other.inputInformation - input) > 1e-3)
  }

  /// No complex of two spins is above the curve, at any price, in or out of equilibrium: I(s, x) − β I(s, y) ≥ the
  /// minimum.
  @Test(arguments: [0.0, 30])
  func twoSpinsLieBelow(angle: Double) {
    let task = parityTask(angle, step: 0.25)
    let curve = task.informationBottleneck.curve(
      tradeOffs: [2, 3, 5, 10], clusters: 6, starts: 2, tolerance: 1e-7, random: Self.random)
    for j12 in stride(from: -2.0, through: 2, by: 0.5) {
      for j21 in stride(from: -2.0, through: 2, by: 0.5) {
        let couplings = PairCouplings(j12: j12, j21: j21)
        let input = task.inputInformation(of: couplings) / bitsPerNat
        let relevant = task.performance(of: couplings).relevantInformation / bitsPerNat
        for best in curve { #expect(input - best.tradeOff * relevant > best.objective) }
      }
    }
  }
}
