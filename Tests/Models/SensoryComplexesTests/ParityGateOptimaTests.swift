import DissipationBottlenecks
import Foundation
import SensoryComplexes
import StochasticThermodynamics
import TestSupport
import Testing

@Suite struct ParityGateOptimaTests {
  /// The optima at α = 0 and |J| ≤ 4, β = 2, η = 5, ρ = 0.
  ///
  /// At 45° the information is a plateau in J. On this quadrature (step 0.1, |z| ≤ 6) an evaluation in extended precision
  /// puts its top at J = 3.42140938 with Σ = 5057.5226; a wider box moves it to 3.4216 and 5060. So J and Σ mean three
  /// digits there, and the digits tested are those of the quadrature.
  @Test(arguments: [
    (0.0, 0.152009, 0.152009, 0.0, 0.0, 0.0), (15, 0.104763, 0.138873, -0.3205, 0.3205, 0.37825),
    (30, 0.030741, 0.110464, -0.7224, 0.7224, 3.56870), (45, 0, 0.098167, -3.4214, 3.4214, 5057.52),
  ])
  func optimaWithoutAPrice(
    angle: Double, equilibrium: Double, ness: Double, j12: Double, j21: Double, sigma: Double
  ) {
    let bottleneck = DissipationBottleneck(parityTask(angle), bound: 4)
    let quiet = bottleneck.equilibrium
    let best = bottleneck.optima(along: [0])[0]
    #expect(agrees(quiet.information, equilibrium, digits: 6))
    #expect(quiet.couplings == PairCouplings(j12: 0, j21: 0), "the best equilibrium is uncoupled")
    #expect(quiet.sigma == 0)
    #expect(agrees(best.information, ness, digits: 6))
    #expect(agrees(best.couplings.j12, j12, digits: 4) && agrees(best.couplings.j21, j21, digits: 4))
    #expect(agrees(best.sigma, sigma, digits: angle == 45 ? 2 : 5))
    if angle == 45 { #expect(abs(quiet.information) < 1e-10) }
  }

  /// 50° … 90° mirror 40° … 0° with J → −J.
  @Test(arguments: [50.0, 60, 75])
  func mirroredAngles(angle: Double) {
    let one = DissipationBottleneck(parityTask(angle), bound: 4).optima(along: [0])[0]
    let other = DissipationBottleneck(parityTask(90 - angle), bound: 4).optima(along: [0])[0]
    #expect(abs(one.information - other.information) < 1e-12)
    #expect(abs(one.couplings.j12 + other.couplings.j12) < 1e-6 && abs(one.couplings.j21 + other.couplings.j21) < 1e-6)
    #expect(one.couplings.j12 > 0)
  }

  /// The bottleneck at φ = 30°. (Σ at α = 1e-3 is 2.70848213.)
  @Test func pathAlongThePrice() {
    let path = DissipationBottleneck(parityTask(30), bound: 4).optima(along: [1e-3, 1e-2, 1e-1])
    let reference = [(0.6596, 0.109923, 2.708482), (0.4699, 0.100323, 1.025625), (0.1774, 0.060546, 0.095493)]
    for (optimum, (a, information, sigma)) in zip(path, reference) {
      #expect(agrees(optimum.couplings.j21, a, digits: 4) && agrees(optimum.couplings.j12, -a, digits: 4))
      #expect(agrees(optimum.information, information, digits: 6))
      #expect(agrees(optimum.sigma, sigma, digits: 6))
    }
  }

  /// Information about the input and about the answer: without couplings, and in the best steady state.
  @Test func informationPlane() {
    let bottleneck = DissipationBottleneck(parityTask(30), bound: 4)
    let (quiet, best) = (bottleneck.equilibrium, bottleneck.optima(along: [0])[0])
    #expect(agrees(quiet.inputInformation, 1.161, digits: 3) && agrees(quiet.information, 0.031, digits: 3))
    #expect(agrees(best.inputInformation, 1.015, digits: 3) && agrees(best.information, 0.110, digits: 3))
  }

  /// The best steady state has less information about the input than uncoupled spins, but it is not dissipation that lowers it. The same
  /// couplings with equal signs are in equilibrium, and have less; with both signs exchanged they dissipate as much and have as much about
  /// the input, but less about the answer than the best equilibrium: the control. Values from an independent program in Python.
  @Test func dissipationDoesNotCompress() {
    let task = parityTask(30)
    let bottleneck = DissipationBottleneck(task, bound: 4)
    let (quiet, best) = (bottleneck.equilibrium, bottleneck.optima(along: [0])[0])
    let coupling = best.couplings.j21
    let equal = bottleneck.optimum(at: PairCouplings(j12: coupling, j21: coupling))
    #expect(abs(equal.sigma) < 1e-12 && abs(equal.inputInformation - 0.985069) < 1e-5)
    #expect(equal.inputInformation < best.inputInformation - 0.02)
    let exchanged = bottleneck.optimum(at: PairCouplings(j12: coupling, j21: -coupling))
    #expect(abs(exchanged.sigma - best.sigma) < 1e-9 * best.sigma)
    #expect(abs(exchanged.inputInformation - best.inputInformation) < 1e-9)
    #expect(abs(exchanged.information - 0.012815) < 1e-5 && exchanged.information < quiet.information)
  }

  /// At 45° the optimum leaves J₂₁ = −J₁₂ at α = 0.0149 and ends in equilibrium, with I = Σ = 0, above α = 0.08727, where
  /// its couplings are equal. Values at α = 0.03 from an independent search in Python.
  @Test func thresholdAtFortyFive() {
    let path = DissipationBottleneck(parityTask(45), bound: 4).optima(along: [0.01, 0.03, 0.086, 0.1, 1])
    #expect(abs(path[0].couplings.j12 + path[0].couplings.j21) < 1e-6)
    let pair = [abs(path[1].couplings.j12), abs(path[1].couplings.j21)].sorted()
    #expect(agrees(pair[0], 0.261315, digits: 5) && agrees(pair[1], 0.892502, digits: 5))
    #expect(agrees(path[1].information, 0.014819, digits: 6) && agrees(path[1].sigma, 0.232044, digits: 6))
    #expect(path[2].sigma > 1e-5 && path[2].information > 1e-5)
    #expect(abs(DissipationBottleneck(parityTask(45), bound: 4).threshold - 0.0872716) < 1e-7)
    for optimum in path[3...] { #expect(optimum.sigma < 1e-12 && abs(optimum.information) < 1e-12) }
  }

  /// As good as a brute-force grid can tell: no point of a grid of step 0.05 over the box is better than the optimum.
  @Test(arguments: [(10.0, 0.0), (30, 0), (30, 0.01), (45, 0.03)])
  func optimaAreGlobal(angle: Double, alpha: Double) {
    let task = parityTask(angle, step: 0.2)
    func value(_ performance: Performance) -> Double {
      performance.relevantInformation / bitsPerNat - alpha * performance.entropyProductionRate
    }
    let best = value(DissipationBottleneck(task, bound: 2).optima(along: [alpha])[0].performance)
    let grid = stride(from: -2.0, through: 2, by: 0.05)
    for j12 in grid {
      for j21 in grid { #expect(value(task.performance(of: PairCouplings(j12: j12, j21: j21))) <= best + 1e-12) }
    }
  }

  @Test func glauberRatesHaveAnotherOptimum() {
    let best = DissipationBottleneck(parityTask(30, law: .glauber), bound: 4).optima(along: [0])[0]
    #expect(agrees(best.information, 0.103295, digits: 6))
    #expect(agrees(best.couplings.j21, 0.58688, digits: 5) && agrees(best.sigma, 0.580841, digits: 6))
  }
}
