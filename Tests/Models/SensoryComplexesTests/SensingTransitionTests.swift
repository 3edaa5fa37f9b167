import DissipationBottlenecks
import Foundation
import SensoryComplexes
import StochasticThermodynamics
import TestSupport
import Testing

@Suite struct SensingTransitionTests {
  /// At ρ = 1 the best coupling in equilibrium changes sign at β = 1.433; published: 1.4 (V. Ngampruetikorn, D. J. Schwab and
  /// G. J. Stephens, Nat. Commun. 11, 975 (2020), Fig. 3).
  @Test func signChange() throws {
    let model = SensoryModel(correlation: 1, beta: 1)
    let beta = try #require(model.signChange(between: 1.2, and: 2, step: 0.05))
    #expect(model.signChange(between: 1.5, and: 2, step: 0.05) == nil)
    #expect(abs(beta - 1.433) < 0.005 && agrees(beta, 1.433119, digits: 6))
    let at = DissipationBottleneck(SensoryModel(correlation: 1, beta: beta).inputs(step: 0.05), bound: 4)
    #expect(abs(at.equilibrium.couplings.j12) < 1e-7)
  }

  /// Dissipation starts to pay at β = 1.678, with a jump of the couplings, for exponential rates (published: 1.7), and at
  /// β = 1.591 for Glauber's, which share the equilibrium and nothing else.
  @Test(arguments: [
    (RateLaw.exponential, 1.677942, -0.06363, -0.56901, 0.27116), (.glauber, 1.591061, -0.52182, -1.61088, 0.09838),
  ])
  func onset(law: RateLaw, beta: Double, j12: Double, j21: Double, sigma: Double) throws {
    let transition = try #require(
      SensoryModel(correlation: 1, beta: 2, law: law)
        .transition(along: .beta, driven: 2, quiet: 1.2, bound: 4, step: 0.05, tolerance: 1e-8))
    #expect(agrees(transition.control, beta, digits: 6))
    #expect(abs(transition.control - (law == .exponential ? 1.68 : 1.59)) < 0.02)
    #expect(transition.isDiscontinuous)
    #expect(abs(transition.driven.couplings.j12 - j12) < 1e-5 && abs(transition.driven.couplings.j21 - j21) < 1e-5)
    #expect(abs(transition.driven.sigma - sigma) < 1e-5)
    #expect(abs(transition.driven.information - transition.equilibrium.information) < 1e-8)
    for side in [-0.01, 0.01] {
      let inputs = SensoryModel(correlation: 1, beta: transition.control + side, law: law).inputs(step: 0.05)
      #expect(DissipationBottleneck(inputs, bound: 4).optima(along: [0])[0].isDriven == (side > 0))
    }
  }

  /// Along the price the optimum returns to equilibrium: continuously at β = 2, where equilibrium becomes unstable against
  /// asymmetry, d²I/dδ² = α d²Σ/dδ², and with a jump at β = 3, where it has long been stable.
  @Test(arguments: [(2.0, 0.0600502, false, 0.0), (3, 0.394258, true, 0.09941)])
  func price(beta: Double, price: Double, jumps: Bool, sigma: Double) throws {
    let model = SensoryModel(correlation: 1, beta: beta)
    let transition = try #require(
      model.transition(along: .price, driven: 0, quiet: 10, bound: 4, step: 0.05, tolerance: 1e-8))
    #expect(abs(transition.control - price) < 2e-6)
    #expect(transition.isDiscontinuous == jumps)
    #expect(abs(transition.driven.sigma - sigma) < 1e-5)
    let bottleneck = DissipationBottleneck(model.inputs(step: 0.05), bound: 4)
    let limit = bottleneck.stabilityPrice
    if jumps { #expect(limit < price - 0.01) } else { #expect(abs(limit - price) < 1e-5) }
    // From both directions along α: the optimum is driven below and in equilibrium above.
    let around = bottleneck.optima(along: [0.99, 0.999, 1.001, 1.01].map { $0 * transition.control })
    #expect(around.map(\.isDriven) == [true, true, false, false])
    // On the line of equal merit the two are equally good.
    let (one, other) = (
      transition.driven.value(at: transition.control), transition.equilibrium.value(at: transition.control)
    )
    #expect(abs(one - other) < 1e-8)
  }

  /// Where dissipation pays, over correlation and temperature: nowhere at ρ ≤ 0.8.
  @Test(arguments: [
    (0.8, 1.5, false), (0.8, 2, false), (0.8, 3, false), (0.8, 4, false), (0.8, 6, false), (0.5, 3, false),
    (0.88, 3, false), (0.9, 3, true), (0.92, 2, false), (0.94, 2, true), (1, 3, true),
  ])
  func phases(correlation: Double, beta: Double, isDriven: Bool) {
    let inputs = SensoryModel(correlation: correlation, beta: beta).inputs(step: beta > 4 ? 0.1 : 0.2)
    let bottleneck = DissipationBottleneck(inputs, bound: 4)
    let (quiet, best) = (bottleneck.equilibrium, bottleneck.optima(along: [0])[0])
    #expect(best.isDriven == isDriven)
    #expect((best.information > quiet.information + 1e-6) == isDriven)
  }

  /// The boundary is continuous at β = 2 and jumps at β = 1.7; both sides agree with a global search.
  @Test(arguments: [(2.0, 0.93142, false), (1.7, 0.98705, true)])
  func boundary(beta: Double, correlation: Double, jumps: Bool) throws {
    let model = SensoryModel(correlation: 1, beta: beta)
    let transition = try #require(
      model.transition(along: .correlation, driven: 1, quiet: 0.8, bound: 4, step: 0.25, tolerance: 1e-5))
    #expect(abs(transition.control - correlation) < 2e-5)
    #expect(transition.isDiscontinuous == jumps)
    for side in [-0.002, 0.002] {
      let inputs = SensoryModel(correlation: transition.control + side, beta: beta).inputs(step: 0.25)
      #expect(DissipationBottleneck(inputs, bound: 4).optima(along: [0])[0].isDriven == (side > 0))
    }
  }

  /// Without a transition there is none to find.
  @Test func noTransition() {
    let model = SensoryModel(correlation: 0.5, beta: 2)
    #expect(model.transition(along: .beta, driven: 3, quiet: 1, bound: 4, step: 0.4, tolerance: 1e-3) == nil)
    #expect(
      SensoryModel(correlation: 1, beta: 2)
        .transition(along: .beta, driven: 3, quiet: 2, bound: 4, step: 0.2, tolerance: 1e-3) == nil)
  }
}
