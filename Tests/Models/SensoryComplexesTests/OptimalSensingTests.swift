import DissipationBottlenecks
import Foundation
import SensoryComplexes
import StochasticThermodynamics
import TestSupport
import Testing

private func bottleneck(
  _ correlation: Double, _ beta: Double, law: RateLaw = .exponential, step: Double = 0.1, bound: Double = 4
) -> DissipationBottleneck<SensoryInputs> {
  DissipationBottleneck(
    SensoryModel(correlation: correlation, beta: beta, law: law).inputs(step: step), bound: bound)
}

@Suite struct OptimalSensingTests {
  /// The best complexes at ρ = 1, by an independent search in Python.
  @Test(arguments: [
    (1.4, 0.707771, 0.0352, 0.707771, 0.0352, 0.0352, 0.0), (2, 0.870183, -0.2825, 0.901324, -0.1448, -0.9176, 0.70618),
    (3, 1.057491, -0.3881, 1.193071, -0.2225, -0.9529, 0.67709),
  ])
  func optima(
    beta: Double, equilibrium: Double, j: Double, driven: Double, j12: Double, j21: Double, sigma: Double
  ) {
    let bottleneck = bottleneck(1, beta, step: 0.05)
    let (quiet, best) = (bottleneck.equilibrium, bottleneck.optima(along: [0])[0])
    #expect(agrees(quiet.information, equilibrium, digits: 6) && agrees(quiet.couplings.j12, j, digits: 4))
    #expect(quiet.sigma == 0 && !quiet.isDriven)
    #expect(agrees(best.information, driven, digits: 6) && agrees(best.sigma, sigma, digits: 5))
    #expect(agrees(best.couplings.j12, j12, digits: 4) && agrees(best.couplings.j21, j21, digits: 4))
    #expect(best.isDriven == (beta > 1.68))
  }

  /// For β ≤ 1 two noisy sensors of one input had better be one: the best coupling is the strongest. Above it is finite.
  @Test func strongestCouplingAtHighTemperature() {
    for beta in [0.5, 0.8, 1] {
      #expect(abs(bottleneck(1, beta).equilibrium.couplings.j12 - 4) < 1e-6)
      #expect(!bottleneck(1, beta).optima(along: [0])[0].isDriven)
    }
    #expect(agrees(bottleneck(1, 1.1, step: 0.05).equilibrium.couplings.j12, 0.7985, digits: 4))
  }

  /// The slope at J = 0 in closed form against the difference of the information, at any correlation.
  @Test(arguments: [1.0, 0.5, -0.4], [0.7, 1.5, 3])
  func slopeAtNoCoupling(correlation: Double, beta: Double) {
    let bottleneck = bottleneck(correlation, beta, step: 0.2)
    let h = 1e-3
    let (ahead, behind) = (
      bottleneck.model.sensing(of: PairCouplings(symmetric: h)),
      bottleneck.model.sensing(of: PairCouplings(symmetric: -h))
    )
    let slope = (ahead.inputInformation - behind.inputInformation) / (2 * h * bitsPerNat)
    #expect(abs(bottleneck.model.slopeAtNoCoupling - slope) < 1e-5 * max(1, abs(slope)))
  }

  /// As good as a brute-force grid can tell: no point of a grid of step 0.05 over the box is better than the optimum.
  ///
  /// I(s, x) does not change when the couplings are exchanged, so half of the box is enough.
  @Test(arguments: [
    (1, 1.4, 0.0, 0.1), (1, 1.7, 0, 0.1), (1, 2, 0, 0.1), (1, 3, 0, 0.1), (1, 4, 0, 0.1), (1, 3, 0.3, 0.1),
    (1, 3, 0.5, 0.1),
    (0.8, 3, 0, 0.3), (0.95, 3, 0, 0.3),
  ])
  func optimaAreGlobal(correlation: Double, beta: Double, alpha: Double, step: Double) {
    let bottleneck = bottleneck(correlation, beta, step: step)
    let best = bottleneck.optima(along: [alpha])[0].value(at: alpha)
    var highest = -Double.infinity
    for row in -80...80 {
      for column in row...80 {
        let sensing = bottleneck.model.sensing(of: PairCouplings(j12: 0.05 * Double(column), j21: 0.05 * Double(row)))
        highest = max(highest, sensing.inputInformation / bitsPerNat - alpha * sensing.entropyProductionRate)
      }
    }
    #expect(highest <= best + 1e-12)
    // Negative control: the grid does come near.
    #expect(highest > best - 0.01)
  }

  /// Short steps from the best equilibrium do not find the optimum where it is a jump away; from beyond the jump they do.
  @Test func oneLocalSearchIsNotEnough() {
    let bottleneck = bottleneck(1, 1.69)
    let best = bottleneck.optima(along: [0])[0]
    let quiet = bottleneck.equilibrium
    #expect(best.information > quiet.information + 1e-4)
    #expect(bottleneck.asymmetryCurvature() < -1e-3)
    #expect(
      bottleneck.driven(near: PairCouplings(j12: quiet.couplings.j12 + 0.05, j21: quiet.couplings.j12 - 0.05)) == nil)
    let found = bottleneck.driven(near: PairCouplings(j12: best.couplings.j12 + 0.1, j21: best.couplings.j21 - 0.1))
    #expect(abs((found?.information ?? 0) - best.information) < 1e-12)
  }
}

/// Optimal input information is not optimal task-relevant information: η = 5, no price of dissipation.
@Suite struct InformationOptimaTests {
  struct Row: Sendable {
    var correlation, angle: Double
    var input, task: (j12: Double, j21: Double, input: Double, task: Double, isDriven: Bool)
  }

  /// All four combinations of equilibrium and nonequilibrium, by an independent search in Python.
  static let rows = [
    Row(
      correlation: 0.8, angle: 30, input: (-0.3968, -0.3968, 1.320437, 0.056786, false),
      task: (-0.9095, 0.0093, 1.252488, 0.113564, true)),
    Row(
      correlation: 0.95, angle: 0, input: (-0.2005, -0.8036, 1.218843, 0.094411, true),
      task: (-0.5661, -0.5661, 1.180953, 0.110855, false)),
  ]

  @Test(arguments: rows)
  func twoOptima(row: Row) {
    let task = parityTask(row.angle, beta: 3, correlation: row.correlation)
    let bottleneck = DissipationBottleneck(task, bound: 4)
    let sensing = DissipationBottleneck(task.inputs, bound: 4).optima(along: [0])[0]
    let found = [bottleneck.optimum(at: sensing.couplings), bottleneck.optima(along: [0])[0]]
    for (optimum, expected) in zip(found, [row.input, row.task]) {
      #expect(agrees(optimum.couplings.j12, expected.j12, digits: 4))
      #expect(agrees(optimum.couplings.j21, expected.j21, digits: 4))
      #expect(agrees(optimum.inputInformation, expected.input, digits: 6))
      #expect(agrees(optimum.information, expected.task, digits: 6))
      #expect((optimum.sigma > 1e-9) == expected.isDriven)
    }
    // Each is better at its own: by 0.03 bits about the input, and 0.01 bits about the answer, at least.
    #expect(found[0].inputInformation > found[1].inputInformation + 0.03)
    #expect(found[1].information > found[0].information + 0.01)
  }

  /// No point of a grid of step 0.05 over the box tells more about the answer than the optimum.
  @Test(arguments: rows)
  func taskOptimaAreGlobal(row: Row) {
    let task = parityTask(row.angle, beta: 3, correlation: row.correlation, step: 0.3)
    let best = DissipationBottleneck(task, bound: 4).optima(along: [0])[0].information
    var highest = 0.0
    for row in -80...80 {
      for column in -80...80 {
        let couplings = PairCouplings(j12: 0.05 * Double(column), j21: 0.05 * Double(row))
        highest = max(highest, task.performance(of: couplings).relevantInformation)
      }
    }
    #expect(highest <= best + 1e-12 && highest > best - 1e-3)
  }
}
