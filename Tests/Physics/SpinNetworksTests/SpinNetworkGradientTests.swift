import ExampleSystems
import Foundation
import Matrices
import SpinNetworks
import StochasticThermodynamics
import Testing

@Suite("Exact gradient of a spin network")
struct SpinNetworkGradientTests {
  /// L = F(p) − ασ with F = Σ f p − ½ (1 − w·m)², by elimination of states: not by the solver under test.
  struct Objective {
    let f: [Double]
    let w: [Double]
    let α: Double

    init(_ n: Int, α: Double) {
      f = (0..<(1 << n)).map { sin(1.7 * Double($0) + 0.3) }
      w = (0..<n).map { cos(2.3 * Double($0)) }
      self.α = α
    }

    func value(_ network: SpinNetwork) throws -> Double {
      let (p, matrix) = try eliminated(network)
      let readout = reading(p)
      return zip(f, p).reduce(0) { $0 + $1.0 * $1.1 } - 0.5 * (1 - readout) * (1 - readout)
        - α * matrix.entropyProductionRate(try matrix.stationary)
    }

    /// ∂F/∂p.
    func observable(_ steady: SpinNetworkSteadyState) -> [Double] {
      let rest = 1 - reading(steady.probabilities)
      return zip(f, steady.observable(weighing: w)).map { $0 + rest * $1 }
    }

    private func reading(_ p: [Double]) -> Double {
      var sum = 0.0
      for (c, p) in p.enumerated() {
        for (i, w) in w.enumerated() { sum += w * p * (c >> i & 1 == 1 ? 1 : -1) }
      }
      return sum
    }
  }

  /// ∂L/∂W and ∂L/∂x by central differences of the fourth order.
  func differences(_ objective: Objective, _ network: SpinNetwork) throws -> (couplings: Matrix, fields: [Double]) {
    let n = network.count
    func value(coupling: (i: Int, j: Int)? = nil, field: Int? = nil, _ step: Double) throws -> Double {
      var (couplings, fields) = (network.couplings.matrix, network.fields)
      if let coupling { couplings[coupling.i, coupling.j] += step }
      if let field { fields[field] += step }
      return try objective.value(
        SpinNetwork(
          couplings: couplings, fields: fields, beta: network.beta, law: network.law,
          attemptRate: network.attemptRate))
    }
    func slope(_ f: (Double) throws -> Double) rethrows -> Double {
      let h = 1e-3
      return try (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h)
    }
    let couplings = try Matrix(rows: n, columns: n) { i, j in try i == j ? 0 : slope { try value(coupling: (i, j), $0) }
    }
    return (couplings, try (0..<n).map { place in try slope { try value(field: place, $0) } })
  }

  /// The largest error of a component, in units of the largest component.
  func error(_ a: [Double], _ b: [Double], sign: Double = 1) -> Double {
    largestDifference(a.map { sign * $0 }, b) / (b.map(abs).max() ?? 1)
  }

  func error(_ a: Matrix, _ b: Matrix, sign: Double = 1) -> Double { error(a.entries, b.entries, sign: sign) }

  @Test("It is the slope of the objective", arguments: try SteadyStateCase.all(1...5), [0, 0.3])
  func agreesWithDifferences(_ test: SteadyStateCase, α: Double) throws {
    let network = test.network
    let steady = try SpinNetworkSteadyState(of: network)
    let objective = Objective(network.count, α: α)
    let gradient = try steady.gradient(of: objective.observable(steady), dissipationCost: α)
    let expected = try differences(objective, network)
    #expect(error(gradient.fields, expected.fields) < 1e-6)
    if network.count > 1 { #expect(error(gradient.couplings, expected.couplings) < 1e-6) }
    #expect(gradient.residual <= 1e-11)
  }

  @Test("Another attempt rate", arguments: RateLaw.allCases)
  func attemptRate(_ law: RateLaw) throws {
    let base = try randomNetwork(4, symmetric: false, law: law, beta: 1, seed: 5)
    let network = try SpinNetwork(
      couplings: base.couplings, fields: base.fields, beta: 1, law: law, attemptRate: 3)
    let steady = try SpinNetworkSteadyState(of: network)
    let objective = Objective(4, α: 0.2)
    let gradient = try steady.gradient(of: objective.observable(steady), dissipationCost: 0.2)
    #expect(try error(gradient.couplings, differences(objective, network).couplings) < 1e-6)
  }

  @Test("Negative controls: the other sign, the other law, no price of dissipation, W transposed")
  func wrongGradientsFail() throws {
    let network = try randomNetwork(4, symmetric: false, law: .exponential, beta: 1, seed: 2)
    let steady = try SpinNetworkSteadyState(of: network)
    let objective = Objective(4, α: 0.3)
    let expected = try differences(objective, network).couplings
    let observable = objective.observable(steady)
    let right = try steady.gradient(of: observable, dissipationCost: 0.3).couplings
    #expect(error(right, expected) < 1e-6)
    #expect(error(right, expected, sign: -1) > 0.1)

    let glauber = try SpinNetworkSteadyState(
      of: SpinNetwork(couplings: network.couplings, fields: network.fields, beta: 1, law: .glauber))
    let wrongLaw = try glauber.gradient(of: objective.observable(glauber), dissipationCost: 0.3).couplings
    #expect(error(wrongLaw, expected) > 0.01)
    #expect(error(try steady.gradient(of: observable).couplings, expected) > 0.01)
    #expect(error(right.transpose, expected) > 0.01)
  }

  @Test("A constant added to the observable changes nothing; the gradient of a constant is zero")
  func constants() throws {
    let steady = try SpinNetworkSteadyState(of: randomNetwork(5, symmetric: false, law: .glauber, beta: 1, seed: 9))
    let observable = Objective(5, α: 0).observable(steady)
    let gradient = try steady.gradient(of: observable)
    let shifted = try steady.gradient(of: observable.map { $0 + 3 })
    #expect(largestDifference(gradient.couplings.entries, shifted.couplings.entries) < 1e-12)
    let none = try steady.gradient(of: Array(repeating: 0, count: 32))
    #expect(none.couplings == .zeros(5, 5) && none.fields.allSatisfy { $0 == 0 })
  }

  @Test("Fluctuation and response in equilibrium: ∂m_i/∂x_j = β(⟨s_i s_j⟩ − m_i m_j)", arguments: RateLaw.allCases)
  func fluctuationResponse(_ law: RateLaw) throws {
    let network = try randomNetwork(12, symmetric: true, law: law, beta: 0.8, seed: 6)
    let steady = try SpinNetworkSteadyState(of: network)
    let (m, pairs) = (steady.magnetisations, steady.pairAverages)
    let weights = (0..<12).map { $0 == 7 ? 1.0 : 0 }
    let response = try steady.gradient(of: steady.observable(weighing: weights)).fields
    #expect(largestDifference(response, (0..<12).map { 0.8 * (pairs[7, $0] - m[7] * m[$0]) }) < 1e-11)
  }
}
