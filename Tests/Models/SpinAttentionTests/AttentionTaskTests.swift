import ElementaryFunctions
import Matrices
import Optimisation
import Randomness
import SpinAttention
import SpinNetworks
import StochasticThermodynamics
import Testing

/// A network of no special form, at which everything was computed by an independent program in NumPy.
private let example = QueriedNetwork(
  couplings: Matrix([[0, 0.3, -0.6], [0.8, 0, 0.5], [0.4, -0.9, 0]]), biases: [0.2, -0.5, 0.7], gains: [-0.4, 0.6, 0.1])

private func choice(_ spins: Int = 3, correlation: Double = 0, hasBiases: Bool = true) -> AttentionModel {
  AttentionModel(.selection, spins: spins, beta: 2, sharpness: 5, correlation: correlation, hasBiases: hasBiases)
}

/// Whether a value is a reference to six digits behind the point. Rates and times, which large inputs dominate, depend on the
/// end of the quadrature in the last of them.
private func isSame(_ value: Double, _ reference: Double, within tolerance: Double = 6e-7) -> Bool {
  abs(value - reference) < tolerance
}

@Suite struct AttentionTaskTests {
  /// Probabilities with the first spin fastest from + + + on, and σ, at x = (0.4, −0.3).
  @Test(arguments: [
    (1.0, [0.186029, 0.060930, 0.019729, 0.001202, 0.074319, 0.007102, 0.638949, 0.011739], 3.279967),
    (-1, [0.179321, 0.014439, 0.472133, 0.003694, 0.001448, 0.000023, 0.327089, 0.001853], 1.866155),
  ])
  func steadyStates(query: Double, p: [Double], sigma: Double) throws {
    var fields = example.fields(query: query)
    fields[0] += 0.4
    fields[1] -= 0.3
    let network = try SpinNetwork(couplings: example.matrix, fields: fields, beta: 2)
    let steady = try SpinNetworkSteadyState(of: network)
    // In the reference a bit is 1 where a spin is down, and the last spin is fastest.
    for (n, reference) in p.enumerated() {
      let state = (0..<3).reduce(0) { $0 + ((n >> (2 - $1) & 1 == 0 ? 1 : 0) << $1) }
      #expect(isSame(steady.probabilities[state], reference))
    }
    #expect(isSame(steady.entropyProductionRate, sigma))
  }

  @Test func averages() {
    let outcome = AttentionTask(choice()).outcome(of: example)
    #expect(isSame(outcome.information, 0.007415))
    #expect(isSame(outcome.conditionalInformation, 0.030704))
    #expect(isSame(outcome.sigma, 2.500432, within: 3e-6))
    #expect(isSame(outcome.memoryTime, 0.291924, within: 3e-6))
    for (value, reference) in zip(outcome.responses, [0.022911, -0.323957, -0.048834, -0.216894]) {
      #expect(isSame(value, reference))
    }
    let correlated = AttentionTask(choice(correlation: 0.5)).outcome(of: example)
    #expect(isSame(correlated.information, 0.027828))
    #expect(isSame(correlated.sigma, 2.166673))
    #expect(isSame(correlated.memoryTime, 0.313932, within: 3e-6))
    let still = AttentionTask(choice()).outcome(of: example.symmetrised)
    #expect(isSame(still.information, 0.007502))
    #expect(still.sigma == 0)
    #expect(isSame(still.memoryTime, 0.318373, within: 3e-6))
    let blind = AttentionTask(choice()).outcome(of: example.unbiased)
    #expect(isSame(blind.information, 0.058759))
    #expect(isSame(blind.sigma, 3.873332, within: 3e-6))
    for (place, value) in blind.responses.enumerated() {
      #expect(isSame(value, place % 2 == 0 ? -0.123934 : -0.540015))
    }
  }

  /// The gradient against central differences, in and out of equilibrium, for all rules; a control with another price fails.
  @Test(arguments: AttentionModel.Rule.allCases) func gradients(rule: AttentionModel.Rule) {
    let task = AttentionTask(AttentionModel(rule, spins: 3, beta: 2, sharpness: 5), step: 0.5)
    let driven = DrivenAttention(task, starts: 1, random: RandomStream(seed: 1), known: [])
    let still = EquilibriumAttention(task, starts: 1, random: RandomStream(seed: 1))
    let points = (
      driven.starts(along: [0], within: 0.9)[0].last ?? [], still.starts(along: [0], within: 0.9)[0].last ?? []
    )
    func check(_ point: [Double], _ slope: ([Double]) -> GlobalMaximum.Slope) -> Double {
      let found = slope(point)
      return point.indices.map { i in
        var (ahead, behind) = (point, point)
        ahead[i] += 1e-5
        behind[i] -= 1e-5
        return abs(found.gradient[i] - (slope(ahead).value - slope(behind).value) / 2e-5)
      }.max() ?? 1
    }
    #expect(check(points.0) { driven.slope(at: $0, price: 0.1) } < 1e-8)
    #expect(check(points.1) { still.slope(at: $0, price: 0) } < 1e-8)
    // The closed form of equilibrium is what the elimination finds.
    #expect(
      isSame(
        still.slope(at: points.1, price: 0).value,
        task.outcome(of: still.couplings(at: points.1)).information / bitsPerNat, within: 1e-12))
    let wrong = driven.slope(at: points.0, price: 0.2)
    #expect(zip(wrong.gradient, driven.slope(at: points.0, price: 0.1).gradient).contains { abs($0 - $1) > 1e-4 })
  }

  /// A readout that never changes tells nothing, and has slopes that are numbers.
  @Test func saturation() {
    let strong = Matrix(rows: 4, columns: 4) { $0 == $1 ? 0 : 20 }
    let network = QueriedNetwork(couplings: strong, biases: [20, 20, 20, 20], gains: [0, 0, 0, 0])
    let (value, gradient) = AttentionTask(choice(4), step: 0.5).slope(of: network, price: 0.1)
    #expect(abs(value) < 1e-12 && (gradient.couplings + gradient.biases).allSatisfy { abs($0) < 1e-12 })
    #expect(AttentionTask(choice(4), step: 0.5).slope(of: network.unbiased, price: 0.1).value > 1e-3)
  }

  /// Every network without biases responds alike under both queries, and stays below the blind wall; in an exclusive-or it achieves
  /// nothing. Every symmetric one stays below one glance. With biases and asymmetry all three fail.
  @Test func wallsHold() {
    let walls = AttentionWalls(beta: 2, sharpness: 5)
    var random = RandomStream(seed: 11)
    func draw(_ spins: Int) -> QueriedNetwork {
      QueriedNetwork(
        couplings: Matrix(rows: spins, columns: spins) { $0 == $1 ? 0 : 4 * random.uniform() - 2 },
        biases: (0..<spins).map { _ in 4 * random.uniform() - 2 },
        gains: (0..<spins).map { _ in 4 * random.uniform() - 2 })
    }
    var difference = 0.0
    for spins in [2, 3, 4] {
      for _ in 0..<6 {
        let network = draw(spins)
        let blind = AttentionTask(choice(spins), step: 0.5).outcome(of: network.unbiased)
        #expect(
          abs(blind.responses[0] - blind.responses[2]) < 1e-12 && abs(blind.responses[1] - blind.responses[3]) < 1e-12)
        #expect(blind.information <= walls.blind + 1e-3)
        let parity = AttentionModel(.exclusiveOr, spins: spins, beta: 2, sharpness: 5)
        #expect(abs(AttentionTask(parity, step: 0.5).outcome(of: network.unbiased).information) < 1e-13)
        let still = AttentionTask(choice(spins), step: 0.5).outcome(of: network.symmetrised)
        #expect(still.information <= (walls.oneGlance ?? 0) && still.sigma == 0)
        let biased = AttentionTask(choice(spins), step: 0.5).outcome(of: network)
        difference = max(difference, abs(biased.responses[0] - biased.responses[2]))
        #expect(biased.sigma > 1e-3)
      }
    }
    #expect(difference > 0.1)
  }

  /// In equilibrium a response is a correlation, and attention one of third order; out of equilibrium both fail.
  @Test func responseIsCorrelation() throws {
    /// ∂⟨s_i⟩/∂f_j by central differences, β Cov(o, s₁), ∂²⟨o⟩/∂f₁∂f₂ and β²κ₃(o, s₁, s₂) at x = (0.4, −0.3), q = 0.
    func values(_ network: QueriedNetwork) throws -> (
      forward: Double, covariance: Double, back: Double, mixed: Double, cumulant: Double
    ) {
      func steady(_ change: [Double]) throws -> SpinNetworkSteadyState {
        try SpinNetworkSteadyState(
          of: SpinNetwork(
            couplings: network.matrix,
            fields: network.biases.indices.map { network.biases[$0] + [0.4, -0.3, 0][$0] + change[$0] },
            beta: 2))
      }
      func mean(_ spin: Int, _ change: [Double]) throws -> Double { try steady(change).magnetisations[spin] }
      let d = 1e-3
      let state = try steady([0, 0, 0])
      let (m, pairs) = (state.magnetisations, state.pairAverages)
      let product = state.probabilities.enumerated().reduce(0) {
        $0 + ($1.offset.nonzeroBitCount % 2 == 1 ? 1 : -1) * $1.element
      }
      let cumulant =
        product - m[0] * pairs[1, 2] - m[1] * pairs[0, 2] - m[2] * pairs[0, 1] + 2 * m[0] * m[1] * m[2]
      return (
        (try mean(2, [d, 0, 0]) - mean(2, [-d, 0, 0])) / (2 * d), 2 * (pairs[0, 2] - m[0] * m[2]),
        (try mean(0, [0, 0, d]) - mean(0, [0, 0, -d])) / (2 * d),
        (try mean(2, [d, d, 0]) - mean(2, [d, -d, 0]) - mean(2, [-d, d, 0]) + mean(2, [-d, -d, 0])) / (4 * d * d),
        4 * cumulant
      )
    }
    let still = try values(example.symmetrised)
    for value in [still.forward, still.covariance, still.back] { #expect(isSame(value, -0.083372, within: 2e-6)) }
    for value in [still.mixed, still.cumulant] { #expect(isSame(value, -0.137727, within: 5e-6)) }
    let driven = try values(example)
    for (value, reference) in [
      (driven.forward, -0.223363), (driven.covariance, -0.195530), (driven.back, -0.104983), (driven.mixed, -0.497605),
      (driven.cumulant, -0.259147),
    ] { #expect(isSame(value, reference, within: 5e-6)) }
  }
}

@Suite struct AttentionWallTests {
  @Test(arguments: [
    (2.0, 5.0, 0.161565, 0.348783, 0.513870), (3, 5, 0.161565, 0.417505, 0.513870),
    (2, 10, 0.180876, 0.414194, 0.694342),
  ])
  func references(beta: Double, eta: Double, blind: Double, oneGlance: Double, anyMachine: Double) {
    let walls = AttentionWalls(beta: beta, sharpness: eta)
    #expect(isSame(walls.blind, blind))
    #expect(isSame(walls.oneGlance ?? 0, oneGlance))
    #expect(isSame(walls.anyMachine, anyMachine))
    #expect(AttentionWalls(beta: beta, sharpness: eta, correlation: 0.5).oneGlance == nil)
  }

  /// A bias of the sensor does not help, nor does another threshold of the sign: at few and at many values of β and η.
  @Test(arguments: [(0.3, 0.7), (2.0, 5.0), (5, 20)]) func zeroIsBest(beta: Double, eta: Double) {
    let walls = AttentionWalls(beta: beta, sharpness: eta)
    func information(_ m: (Double) -> Double) -> Double {
      let inputs = InputEnsemble<SIMD2<Double>>.gaussian(correlation: 1, step: 0.01)
      var joint = [[0.0, 0], [0, 0]]
      for (x, weight) in zip(inputs.inputs, inputs.weights) {
        let (up, one) = (0.5 * (1 + m(x.x)), Elementary.logistic(eta * x.x))
        joint[1][1] += weight * up * one
        joint[1][0] += weight * up * (1 - one)
        joint[0][1] += weight * (1 - up) * one
        joint[0][0] += weight * (1 - up) * (1 - one)
      }
      return bitsPerNat * mutualInformation(joint)
    }
    for c in stride(from: 0.05, through: 2, by: 0.05) {
      #expect(information { Elementary.tanh(beta * ($0 + c)) } < walls.oneGlance ?? 0)
      #expect(information { $0 > c + 0.005 ? 1 : -1 } < walls.anyMachine)
    }
    #expect(isSame(information { Elementary.tanh(beta * $0) }, walls.oneGlance ?? 0, within: 1e-9))
  }

  @Test func twoGlances() {
    let task = AttentionTask(AttentionModel(.exclusiveOr, spins: 4, beta: 2, sharpness: 5), step: 0.1, cutoff: 6)
    #expect(isSame(task.twoGlances, 0.152008, within: 1.1e-6))
    let c0 = task.ensemble.average {
      Elementary.tanh(2 * $0.x) * Elementary.tanh(2 * $0.y) * Elementary.tanh(2.5 * $0.x * $0.y)
    }
    #expect(isSame(c0, 0.450796))
    #expect(isSame(AttentionWalls.information(ofCorrelation: c0), 0.152008, within: 1.1e-6))
  }
}

@Suite struct AttentionLawTests {
  struct Row: Sendable { let j, f, still, attended, unattended, information, shift, memory: Double }
  static let rows = [
    Row(
      j: 1, f: 0.5, still: 0.093104, attended: 0.536751, unattended: 0.444039, information: 0.165302, shift: 0.158136,
      memory: 4.524982),
    Row(
      j: 1, f: 1, still: 0.657183, attended: 0.585936, unattended: 0.329077, information: 0.215592, shift: 0.804539,
      memory: 3.936706),
    Row(
      j: 1, f: 2, still: 3.981856, attended: 0.674012, unattended: 0.132637, information: 0.291813, shift: 3.261063,
      memory: 3.053971),
    Row(
      j: 1, f: 3, still: 7.964036, attended: 0.700361, unattended: 0.027071, information: 0.318362, shift: 5.806518,
      memory: 2.752390),
    Row(
      j: 0.5, f: 2, still: 5.748665, attended: 0.542663, unattended: 0.084423, information: 0.184995, shift: 3.591417,
      memory: 0.804720),
  ]

  @Test(arguments: rows) func references(row: Row) {
    let law = AttentionLaw(beta: 2, coupling: row.j, gate: row.f)
    let task = AttentionTask(choice())
    let outcome = task.outcome(of: law.network)
    #expect(isSame(law.logRatioWithoutInput, row.still))
    #expect(isSame(outcome.attended, row.attended) && isSame(outcome.unattended, row.unattended))
    #expect(isSame(outcome.information, row.information) && outcome.sigma == 0)
    #expect(isSame(outcome.shiftCost, row.shift) && isSame(outcome.memoryTime, row.memory, within: 4e-4))
    // The closed form of ⟨o⟩, averaged, gives the same response; with another gate it does not.
    func attended(_ law: AttentionLaw) -> Double {
      task.ensemble.average { $0.x * law.mean(attended: $0.x, unattended: $0.y) }
    }
    #expect(isSame(attended(law), outcome.attended, within: 1e-12))
    #expect(
      !isSame(attended(AttentionLaw(beta: 2, coupling: row.j + 0.1, gate: row.f)), outcome.attended, within: 1e-3))
    // At x = 0 by differences of the closed form.
    let d = 1e-4
    let ratio =
      (law.mean(attended: d, unattended: 0) - law.mean(attended: -d, unattended: 0))
      / (law.mean(attended: 0, unattended: d) - law.mean(attended: 0, unattended: -d))
    #expect(isSame(Elementary.log(ratio), law.logRatioWithoutInput, within: 1e-5))
  }

  /// n sensors far beyond their gates share the response as a softmax with the temperature of the bath; near them they do not.
  @Test func sensorsShareAsASoftmax() {
    let law = AttentionLaw(beta: 2, coupling: 0.5, gate: 0)
    func distance(_ fields: [Double]) -> Double {
      let weights = fields.map { Elementary.exp(-4 * abs($0)) }
      return zip(law.shares(of: fields), weights).map { abs($0 - $1 / weights.reduce(0, +)) }.max() ?? 1
    }
    #expect(distance([5, -5.3, 5.1, 6]) < 1e-6)
    #expect(distance([0, -0.3, 0.1, 1]) > 0.05)
    #expect(isSame(AttentionLaw(beta: 2, coupling: 3, gate: 9).logRatioWithoutInput, 24, within: 1e-4))
  }
}
