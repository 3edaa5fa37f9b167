import Foundation
import StochasticThermodynamics
import Testing

@Suite struct PropagatorTests {
  /// Against uniformisation and, for the entropy flow, against the mean of the tilted generator.
  @Test(arguments: 1...6)
  func agreesWithUniformisation(seed: Int) throws {
    let matrix = try randomProcess(2 + seed, seed: seed)
    let p = (0..<matrix.stateCount).map { Double($0 + 1) / Double((1...matrix.stateCount).reduce(0, +)) }
    let flow = try CountedQuantity.entropyFlow(of: matrix)
    for t in [0, 1e-6, 0.3, 5] {
      let propagator = try matrix.propagator(for: t)
      for (one, other) in zip(propagator.evolve(p), try matrix.evolve(p, for: t)) { #expect(abs(one - other) < 1e-14) }
      let produced = propagator.entropyProduction(from: p)
      #expect(try abs(produced.reservoir - matrix.moments(of: flow, from: p, for: t).mean) < 1e-12)
      #expect(try abs(produced.system - (entropy(matrix.evolve(p, for: t)) - entropy(p))) < 1e-13)
    }
  }

  /// Two states with rates k and k′ in closed form, however stiff: every probability to its own precision.
  @Test(arguments: [(3.0, 0.5), (1e9, 1e-9), (1e-7, 1e8)])
  func twoStatesInClosedForm(k: Double, back: Double) throws {
    let matrix = try RateMatrix(stateCount: 2, edges: [.init(from: 0, to: 1, forward: k, backward: back)])
    for t in [1e-12, 1e-3, 0.7, 40] {
      let propagator = try matrix.propagator(for: t)
      let gone = -expm1(-(k + back) * t) / (k + back)
      #expect(abs(propagator.probabilities[1, 0] / (k * gone) - 1) < 1e-14)
      #expect(abs(propagator.probabilities[0, 1] / (back * gone) - 1) < 1e-14)
      // Every net jump releases ln k/k′; the error is that of the gross exchange.
      let gross = (k * gone + min(k, back) * t) * abs(log(k / back))
      #expect(abs(propagator.entropyFlow[0] - k * gone * log(k / back)) < 1e-13 * gross)
    }
  }

  /// A path of slow steps: the probability to have crossed it all in a short time is a product, far below rounding.
  @Test func smallProbabilitiesAreExact() throws {
    let edges = (0..<3).map { RateMatrix.Edge(from: $0, to: $0 + 1, forward: 1e-8, backward: 1e-8) }
    let p = try RateMatrix(stateCount: 4, edges: edges).propagator(for: 0.5).evolve([1, 0, 0, 0])
    // (kt)³/3! to leading order in kt.
    #expect(abs(p[3] / (pow(0.5e-8, 3) / 6) - 1) < 3e-8)
  }

  /// With detailed balance the entropy produced is what the relative entropy to equilibrium has lost, D(p₀‖π) − D(p_t‖π);
  /// negative control: neither the flow alone nor the system's entropy alone is.
  @Test(arguments: 1...3)
  func relaxationLosesRelativeEntropy(seed: Int) throws {
    let energies = (0..<5).map { sin(Double(seed * 7 + 3 * $0)) * 3 }
    let matrix = try RateMatrix(stateCount: 5) { exp(0.5 * (energies[$0] - energies[$1])) }
    let equilibrium = try matrix.stationary
    let p = [0.5, 0.1, 0.1, 0.1, 0.2]
    for t in [0.01, 0.2, 30] {
      let produced = try matrix.propagator(for: t).entropyProduction(from: p)
      let lost =
        relativeEntropy(p, from: equilibrium) - relativeEntropy(try matrix.evolve(p, for: t), from: equilibrium)
      #expect(abs(produced.total - lost) < 1e-12)
      #expect(abs(produced.reservoir - lost) > 1e-3 && abs(produced.system - lost) > 1e-3)
    }
  }

  /// In the steady state entropy is produced at a constant rate.
  @Test func steadyStateProducesAtItsRate() throws {
    let matrix = try randomProcess(5, seed: 9)
    let p = try matrix.stationary
    for t in [0.1, 3, 200] {
      let produced = try matrix.propagator(for: t).entropyProduction(from: p)
      #expect(abs(produced.total / (t * matrix.entropyProductionRate(p)) - 1) < 1e-12)
      #expect(abs(produced.system) < 1e-13)
    }
  }

  /// One process and then another: two parts of one time are the whole; the order of two processes matters.
  @Test func processesFollowOneAnother() throws {
    let (one, other) = (try randomProcess(4, seed: 3), try randomProcess(4, seed: 4))
    let (early, late, whole) = (
      try one.propagator(for: 0.4), try one.propagator(for: 0.9), try one.propagator(for: 1.3)
    )
    let both = early.followed(by: late)
    for (a, b) in zip(both.probabilities.entries, whole.probabilities.entries) { #expect(abs(a - b) < 1e-15) }
    for (a, b) in zip(both.entropyFlow, whole.entropyFlow) { #expect(abs(a - b) < 1e-14) }
    let p = [0.7, 0.1, 0.1, 0.1]
    let switched = early.followed(by: try other.propagator(for: 0.9))
    let middle = try one.evolve(p, for: 0.4)
    for (a, b) in zip(switched.evolve(p), try other.evolve(middle, for: 0.9)) { #expect(abs(a - b) < 1e-14) }
    let sum =
      try early.entropyProduction(from: p).total + other.propagator(for: 0.9).entropyProduction(from: middle).total
    #expect(abs(switched.entropyProduction(from: p).total - sum) < 1e-14)
    let reversed = try other.propagator(for: 0.9).followed(by: early)
    #expect(abs(reversed.evolve(p)[0] - switched.evolve(p)[0]) > 1e-3)
  }
}
