import Cells
import OptimalTransport
import Randomness
import StochasticThermodynamics
import Validation

/// Two spins with exponential rates that read two Gaussian inputs, from uniformly distributed spins on: how far they have come by
/// some time, what they have dissipated and how often they have flipped, averaged over the inputs.
///
/// Fields are h₁ = J₁₂ s₂ + x₁ and h₂ = J₂₁ s₁ + x₂, rates exp(−β s_i h_i), with J₁₂ = −a and J₂₁ = a.
package struct PairTransient: Cell, Validated, Hashable {
  /// The coupling a.
  package let coupling: Double
  /// The inverse temperature β.
  package let beta: Double
  /// The correlation ρ of the inputs, whose variance is 1.
  package let correlation: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package let step: Double
  /// The times, ascending, in units of 1/k0.
  package let times: [Double]

  /// A transient.
  package init(coupling: Double, beta: Double, correlation: Double, step: Double, times: [Double]) {
    (self.coupling, self.beta, self.correlation) = (coupling, beta, correlation)
    (self.step, self.times) = (step, times)
    requireNoFlaw()
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (coupling, beta) = (try fields.read(.coupling), try fields.read(.beta))
    (correlation, step, times) = (try fields.read(.correlation), try fields.read(.step), try fields.read(.times))
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    if !(coupling.isFinite && beta > 0 && beta.isFinite && abs(correlation) <= 1) {
      return "A pair has a finite coupling and a positive temperature, and a correlation is at most 1."
    }
    if !(step >= 0.02 && step <= 2) { return "The spacing of the quadrature lies between 0.02 and 2." }
    return !times.isEmpty && zip([0] + times, times).allSatisfy(<) && times.allSatisfy(\.isFinite)
      ? nil : "Times ascend from above 0."
  }

  /// The course at each of the times.
  package func compute(_ random: RandomStream) throws -> [SpeedLimit] {
    let inputs = InputEnsemble.gaussian(correlation: correlation, step: step)
    var sums = times.map { _ in SpeedLimit(distance: 0, entropyProduction: 0, jumps: 0) }
    // Negated inputs with negated spins are the same: half of the inputs are enough.
    let last = inputs.inputs.count - 1
    for place in 0...(last / 2) {
      let weight = (place == last - place ? 1 : 2) * inputs.weights[place]
      for (time, course) in try course(reading: inputs.inputs[place]).enumerated() {
        sums[time].distance += weight * course.distance
        sums[time].entropyProduction += weight * course.entropyProduction
        sums[time].jumps += weight * course.jumps
      }
    }
    return sums
  }

  /// The course at one input.
  package func course(reading x: SIMD2<Double>) throws -> [SpeedLimit] {
    let matrix = try rateMatrix(reading: x)
    let start = Array(repeating: 0.25, count: 4)
    var exits = Array(repeating: 0.0, count: 4)
    for edge in matrix.edges {
      exits[edge.from] += edge.forward
      exits[edge.to] += edge.backward
    }
    var (p, reached, jumps, flow) = (start, 0.0, 0.0, 0.0)
    return try times.map { time in
      let (piece, counts) = try counting(matrix, exits, for: time - reached)
      jumps += zip(p, counts).reduce(0) { $0 + $1.0 * $1.1 }
      flow += zip(p, piece.entropyFlow).reduce(0) { $0 + $1.0 * $1.1 }
      (p, reached) = (piece.evolve(p), time)
      return SpeedLimit(
        distance: totalDistance(p, start), entropyProduction: flow + entropy(p) - entropy(start), jumps: jumps)
    }
  }

  /// What happens within a time, and the mean number of jumps by the state at the beginning: both doubled from a time in which
  /// hardly anything happens. All terms of the doubling are positive, so that rates may be stiff.
  private func counting(
    _ matrix: RateMatrix, _ exits: [Double], for time: Double
  ) throws(InvalidInput) -> (propagator: Propagator, jumps: [Double]) {
    let attempts = 16 * (exits.max() ?? 0) * time
    let doublings = attempts > 1 ? Int(attempts.exponent) + 1 : 0
    let short = time * Double(sign: .plus, exponent: -doublings, significand: 1)
    let rates = matrix.generator.entries
    // ∫ exit rate dt by its Taylor series: at most a sixteenth of a jump.
    var (jumps, term) = (exits.map { $0 * short }, exits.map { $0 * short })
    for order in 2...10 {
      term = (0..<4).map { from in
        (0..<4).reduce(0) { $0 + rates[4 * $1 + from] * term[$1] } * short / Double(order)
      }
      for state in 0..<4 { jumps[state] += term[state] }
    }
    var propagator = try matrix.propagator(for: short)
    for _ in 0..<doublings {
      let entries = propagator.probabilities.entries
      jumps = (0..<4).map { from in (0..<4).reduce(jumps[from]) { $0 + entries[4 * $1 + from] * jumps[$1] } }
      propagator = propagator.followed(by: propagator)
    }
    return (propagator, jumps)
  }

  /// The states (++), (−+), (−−), (+−) at an input.
  private func rateMatrix(reading x: SIMD2<Double>) throws(InvalidInput) -> RateMatrix {
    let spins = [(1.0, 1.0), (-1, 1), (-1, -1), (1, -1)]
    return try RateMatrix(
      stateCount: 4,
      edges: (0..<4).map { state in
        let (first, second) = spins[state]
        // Spin 1 flips from the states 0 and 2 on, spin 2 from 1 and 3 on.
        let stability =
          state % 2 == 0 ? first * (-coupling * second + x.x) : second * (coupling * first + x.y)
        return .init(from: state, to: (state + 1) % 4, entropyFlow: -2 * beta * stability)
      })
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [SpeedLimit]) -> String? {
    result.count == times.count ? nil : "There is not one course per time."
  }
}
