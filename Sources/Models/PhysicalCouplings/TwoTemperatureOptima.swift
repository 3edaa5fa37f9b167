import Cells
import Optimisation
import Randomness
import SensoryComplexes
import StochasticThermodynamics
import Validation

/// The best pairs at a gate that no work is done on: in equilibrium with weaker inputs, and with a hot and a cold bath.
package struct TwoTemperatureOptima: Cell {
  /// The gate.
  package var gate: StochasticParityGate
  /// The correlation ρ of the two Gaussian inputs.
  package var correlation: Double
  /// The largest inverse temperature, β.
  package var beta: Double
  /// The bound on the absolute value of J.
  package var bound: Double
  /// The smallest inverse temperature of a spin whose input is not scaled, in units of β.
  package var least: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A search.
  package init(
    gate: StochasticParityGate, correlation: Double, beta: Double, bound: Double, least: Double, step: Double
  ) {
    (self.gate, self.correlation, self.beta) = (gate, correlation, beta)
    (self.bound, self.least, self.step) = (bound, least, step)
  }

  /// What is best, in bits.
  package struct Result: Codable, Sendable {
    /// I(s, y) of the best equilibrium whose inputs may have gains from 0 to 1.
    package var gains: Double
    /// I(s, y) of the best pair with two temperatures and inputs that are fields, and the pair.
    package var tied: Double, tiedPair: TwoTemperaturePair
    /// I(s, y) of the best pair with two temperatures and scaled inputs, and the couplings that it has at β; where one of them is 0,
    /// the pair is the limit of an infinitely hot spin.
    package var scaled: Double, scaledCouplings: PairCouplings
  }

  package func compute(_ random: RandomStream) -> Result {
    let inputs = GateInputs(gate, correlation: correlation, step: step, cutoff: 6)
    let (beta, bound) = (beta, bound)

    /// I(s, y) of a complex whose inputs have gains.
    func information(_ j12: Double, _ j21: Double, _ gains: SIMD2<Double>) -> Double {
      let complex = SensoryComplex(couplings: PairCouplings(j12: j12, j21: j21), beta: beta)
      return inputs.information(even: inputs.ensemble.inputs.map { complex.response(to: gains * $0).evenParity })
    }
    func tied(_ point: [Double]) -> Double {
      information(point[1] * point[0], point[2] * point[0], SIMD2(point[1], point[2]))
    }
    let corners = [(1.0, 1.0), (0.5, 1), (1, 0.5), (0.05, 1), (1, 0.05)]
    let starts = [-0.7, -0.2, 0.2, 0.7].flatMap { j in corners.map { [min(1, bound) * j, $0.0, $0.1] } }
    let strong = [-1.0, 1].flatMap { j in corners.map { [0.4 * bound * j, $0.0, $0.1] } }
    let equilibrium = GlobalMaximum(lower: [-bound, 0, 0], upper: [bound, 1, 1]).from(starts) {
      information($0[0], $0[0], SIMD2($0[1], $0[2]))
    }
    let hot = GlobalMaximum(lower: [-bound, least, least], upper: [bound, 1, 1]).from(starts + strong, of: tied)

    // Couplings of one sign: two quadrants, and their edges, on which the search in two dimensions need not end to all digits.
    var scaled = Maximum(point: [0, 0], value: -1)
    for sign in [-1.0, 1] {
      let (lower, upper) = (min(0, sign * bound), max(0, sign * bound))
      func keep(_ found: Maximum, _ point: [Double]) {
        if found.value > scaled.value + 1e-12 { scaled = Maximum(point: point, value: found.value) }
      }
      let lengths = [0.3, 0.9, 1.5].map { sign * min($0, 0.5 * bound) }
      let first = GlobalMaximum(lower: [lower], upper: [upper]).from(lengths.map { [$0] }) {
        information($0[0], 0, SIMD2(1, 1))
      }
      keep(first, [first.point[0], 0])
      let second = GlobalMaximum(lower: [lower], upper: [upper]).from(lengths.map { [$0] }) {
        information(0, $0[0], SIMD2(1, 1))
      }
      keep(second, [0, second.point[0]])
      let both = GlobalMaximum(lower: [lower, lower], upper: [upper, upper]).from(
        lengths.flatMap { j in [[j, j], [j, 0.2 * j], [0.2 * j, j]] }
      ) { information($0[0], $0[1], SIMD2(1, 1)) }
      keep(both, both.point)
    }
    return Result(
      gains: equilibrium.value, tied: hot.value,
      tiedPair: TwoTemperaturePair(coupling: hot.point[0], first: beta * hot.point[1], second: beta * hot.point[2]),
      scaled: scaled.value, scaledCouplings: PairCouplings(j12: scaled.point[0], j21: scaled.point[1]))
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    if result.tiedPair.gains.count != 2 { return "A pair has two gains." }
    return result.scaledCouplings.j12 * result.scaledCouplings.j21 >= 0
      ? nil : "Two temperatures give couplings of one sign only."
  }
}

/// The cold messenger that makes opposite couplings at the least entropy production rate; see
/// ``FastColdMessenger/cheapest(amplitude:beta:bound:flips:current:)``.
package struct ColdMessengerOptimum: Cell {
  /// a, where (J₁₂, J₂₁) = (−a, a).
  package var amplitude: Double
  /// The inverse temperature β of both spins.
  package var beta: Double
  /// The bound on the energies.
  package var bound: Double
  /// The correlation ρ of the two Gaussian inputs.
  package var correlation: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A search.
  package init(amplitude: Double, beta: Double, bound: Double, correlation: Double, step: Double) {
    (self.amplitude, self.beta, self.bound) = (amplitude, beta, bound)
    (self.correlation, self.step) = (correlation, step)
  }

  /// What is cheapest.
  package struct Result: Codable, Sendable {
    /// The messenger; nil where none makes these couplings.
    package var messenger: FastColdMessenger?
    /// Its entropy production rate over the apparent one; 0 without a messenger.
    package var ratio: Double
  }

  package func compute(_ random: RandomStream) throws -> Result {
    let pair = AgentPair(couplings: PairCouplings(j12: -amplitude, j21: amplitude), beta: beta)
    let outcome = try ExactCoupling(
      coupling: pair, gate: StochasticParityGate(angle: 0, sharpness: 1), correlation: correlation, step: step
    ).compute(random)
    let flips = Array(outcome.flows.jumps.prefix(2))
    let messenger = FastColdMessenger.cheapest(
      amplitude: amplitude, beta: beta, bound: bound, flips: flips, current: outcome.current)
    let cost = messenger?.entropyProductionRate(flips: flips, current: outcome.current) ?? 0
    return Result(messenger: messenger, ratio: cost / outcome.sigma)
  }
}
