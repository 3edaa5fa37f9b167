import Estimation
import Foundation
import Randomness
import SensoryComplexes
import SpinNetworks
import StochasticThermodynamics
import TestSupport
import Testing

@Suite struct SensoryComplexTests {
  /// β = 1.5, J₁₂ = −0.7, J₂₁ = 0.9, x = (0.4, −0.3): Kirchhoff's closed form, computed independently with a linear solve.
  static let reference: [(law: RateLaw, p: [Double], current: Double, sigma: Double)] = [
    (.exponential, [0.438405, 0.106054, 0.131027, 0.324514], 0.619933, 5.951353),
    (.glauber, [0.336738, 0.193848, 0.200069, 0.269345], 0.183371, 1.760366),
  ]

  @Test(arguments: reference)
  func closedForm(law: RateLaw, p: [Double], current: Double, sigma: Double) {
    let complex = SensoryComplex(couplings: PairCouplings(j12: -0.7, j21: 0.9), beta: 1.5, law: law)
    let response = complex.response(to: SIMD2(0.4, -0.3))
    for state in 0..<4 { #expect(agrees(response.probabilities[state], p[state], digits: 6)) }
    #expect(agrees(response.current, current, digits: 6))
    #expect(agrees(response.entropyProductionRate, sigma, digits: 6))
  }

  /// The closed form against the master equation of the same network, at random couplings and inputs.
  @Test(arguments: RateLaw.allCases, 0..<20)
  func closedFormIsTheMasterEquation(law: RateLaw, seed: Int) throws {
    var random = RandomStream(seed: 31)["complex"][seed]
    let complex = SensoryComplex(
      couplings: PairCouplings(j12: random.normal(), j21: random.normal()), beta: 1.3, law: law)
    let x = SIMD2(random.normal(), random.normal())
    let network = try complex.network(reading: x)
    let start = SpinState([1, 1], in: network)
    let matrix = try RateMatrix(enumerating: network, from: start)
    let p = try matrix.stationary
    let response = complex.response(to: x)
    // (++), (−+), (−−), (+−) have the bits 3, 2, 0, 1.
    for (state, probability) in zip(try RateMatrix.states(of: network, from: start), p) {
      let place = [2, 3, 1, 0][state.index]
      #expect(abs(response.probabilities[place] - probability) < 1e-14)
    }
    #expect(abs(response.entropyProductionRate - matrix.entropyProductionRate(p)) < 1e-11)
    #expect(
      abs(abs(matrix.cycles[0].affinity) - abs(4 * 1.3 * (complex.couplings.j21 - complex.couplings.j12))) < 1e-12)
    #expect(response.entropyProductionRate >= 0)
  }

  @Test(arguments: RateLaw.allCases)
  func symmetricCouplingsDoNotDissipate(law: RateLaw) {
    let complex = SensoryComplex(couplings: PairCouplings(symmetric: 0.8), beta: 2, law: law)
    let x = SIMD2(0.3, -1.2)
    let response = complex.response(to: x)
    #expect(response.entropyProductionRate == 0 && response.current == 0)
    // Log-odds of s₁s₂ = +1 in equilibrium: 2βJ + 2 artanh(tanh βx₁ tanh βx₂).
    let exact = 2 * 2 * 0.8 + 2 * atanh(tanh(2 * x.x) * tanh(2 * x.y))
    #expect(abs(log(response.evenParity / (1 - response.evenParity)) - exact) < 1e-12)
  }

  /// p(−s|−x) = p(s|x).
  @Test func reflection() {
    let complex = SensoryComplex(couplings: PairCouplings(j12: -0.7, j21: 0.9), beta: 1.5)
    let (p, q) = (
      complex.response(to: SIMD2(0.4, -0.3)).probabilities, complex.response(to: SIMD2(-0.4, 0.3)).probabilities
    )
    for state in 0..<4 { #expect(abs(p[state] - q[(state + 2) % 4]) < 1e-15) }
  }
}
