import ElementaryFunctions
import Estimation
import PhysicalCouplings
import Randomness
import Reservoirs
import SensoryComplexes
import StochasticThermodynamics
import Testing

/// The values of the section, to their printed digits: β = 2, η = 5, φ = 30°, ρ = 0.
enum Reference {
  static let gate = StochasticParityGate(angle: 30, sharpness: 5)
  static let x = SIMD2(0.4, -0.3)

  static func exact<Coupling: PhysicalCoupling>(_ coupling: Coupling, step: Double = 0.2) throws -> CouplingOutcome {
    try ExactCoupling(coupling: coupling, gate: gate, correlation: 0, step: step)
      .compute(RandomStream(seed: 1))
  }

  static func agent(_ j12: Double, _ j21: Double) -> AgentPair {
    AgentPair(couplings: PairCouplings(j12: j12, j21: j21), beta: 2)
  }

  static func fast(_ a: Double, binding: Double) -> FastMessenger {
    FastMessenger(direct: -a, effective: 2 * a, binding: binding, beta: 2)
  }
}

/// Whether a number agrees to so many decimals.
func agrees(_ value: Double, _ reference: Double, decimals: Int = 6) -> Bool {
  abs(value - reference) <= 0.51 * (0..<decimals).reduce(1) { unit, _ in unit / 10 }
}

/// An agent that acts at the flips: heats and work against the closed forms Q₁ = −4 J₁₂ j, Q₂ = 4 J₂₁ j, W₁ = W₂ = 2 (J₂₁ − J₁₂) j,
/// which follow from d⟨s_i⟩/dt = 0 and d⟨s₁s₂⟩/dt = 0.
@Suite struct AgentTests {
  struct Row: Sendable {
    var j12, j21, current, heat1, heat2, work, sigma, flips1, flips2: Double
  }

  static let rows = [
    Row(
      j12: -0.7224, j21: 0.7224, current: 0.308754, heat1: 0.892175, heat2: 0.892175, work: 1.784349, sigma: 3.568699,
      flips1: 0.932175, flips2: 0.932175),
    Row(
      j12: -0.3, j21: 0.9, current: 0.186648, heat1: 0.223977, heat2: 0.671932, work: 0.895909, sigma: 1.791819,
      flips1: 0.686019, flips2: 0.708434),
    Row(
      j12: 0, j21: 0.7224, current: 0.073198, heat1: 0, heat2: 0.211513, work: 0.211513, sigma: 0.423025,
      flips1: 0.506870, flips2: 0.527128),
    Row(
      j12: 0.3, j21: 0.9, current: 0.041314, heat1: -0.049577, heat2: 0.148731, work: 0.099154, sigma: 0.198307,
      flips1: 0.391283, flips2: 0.413986),
  ]

  @Test(arguments: rows) func averagesOverTheInputs(row: Row) throws {
    let found = try Reference.exact(Reference.agent(row.j12, row.j21))
    #expect(agrees(found.current, row.current))
    #expect(agrees(found.flows.heat[0], row.heat1) && agrees(found.flows.heat[1], row.heat2))
    #expect(agrees(found.flows.work.reduce(0, +), row.work))
    #expect(agrees(found.sigma, row.sigma) && agrees(found.apparent, row.sigma))
    #expect(agrees(found.flows.jumps[0], row.flips1) && agrees(found.flows.jumps[1], row.flips2))
    // The closed forms.
    let j = found.current
    #expect(abs(found.flows.heat[0] + 4 * row.j12 * j) < 1e-12 && abs(found.flows.heat[1] - 4 * row.j21 * j) < 1e-12)
    for work in found.flows.work { #expect(abs(work - 2 * (row.j21 - row.j12) * j) < 1e-12) }
    #expect(abs(found.sigma - 2 * found.flows.heat.reduce(0, +)) < 1e-12)
  }

  @Test func oneInput() throws {
    let network = try Reference.agent(-0.7224, 0.7224).spins(reading: Reference.x).network
    let p = try network.stationary
    // A = (++), B = (−+), C = (−−), D = (+−).
    for (state, value) in [(3, 0.419436), (2, 0.098167), (0, 0.083700), (1, 0.398697)] {
      #expect(agrees(p[state], value))
    }
    let flows = network.flows(p)
    #expect(agrees(flows.heat[0], 2.160741) && agrees(flows.heat[1], 2.160741))
    #expect(agrees(flows.jumps[0], 1.683042) && agrees(flows.jumps[1], 1.877607))
    #expect(agrees(flows.heat[0] / (4 * 0.7224), 0.747765))
  }

  /// The claim that each spin is paid for by itself depends on a gauge, and is wrong: at (0, 0.7224) spin 1 receives work and
  /// releases no heat.
  @Test func workOfASpinIsNotItsHeat() throws {
    let found = try Reference.exact(Reference.agent(0, 0.7224))
    #expect(abs(found.flows.heat[0]) < 1e-12 && found.flows.work[0] > 0.1)
    let sampled = try Samples.of(Reference.agent(0, 0.7224), replicas: 24)
    let difference = Estimate(
      sampled.work[0].value - sampled.heat[0].value,
      standardError: (sampled.work[0].standardError * sampled.work[0].standardError
        + sampled.heat[0].standardError * sampled.heat[0].standardError).squareRoot())
    #expect(abs(difference.deviation(from: 0)) > 10, "\(difference)")
  }

  @Test(arguments: [(-0.7224, 0.7224), (0.3, 0.9), (1.1, -0.4)])
  func sampledHeatAndWork(couplings: (Double, Double)) throws {
    let pair = Reference.agent(couplings.0, couplings.1)
    let exact = try ExactCoupling(coupling: pair, gate: Reference.gate, correlation: 0, step: 0.6, cutoff: 5)
      .compute(RandomStream(seed: 1))
    let found = try Samples.of(pair, replicas: 24)
    for (sampled, exact) in zip(found.heat + found.work, exact.flows.heat + exact.flows.work) {
      #expect(abs(sampled.deviation(from: exact)) < 4.5)
    }
    for (sampled, exact) in [
      (found.sigma, exact.sigma), (found.apparent, exact.apparent), (found.information, exact.information),
      (found.totalWork, exact.flows.work.reduce(0, +)),
    ] {
      #expect(abs(sampled.deviation(from: exact)) < 4.5)
    }
  }
}

enum Samples {
  static func of<Coupling: PhysicalCoupling>(
    _ coupling: Coupling, replicas: Int, time: Double = 20, seed: UInt64 = 5
  ) throws -> SampledOutcome {
    let cell = SampledCoupling(coupling: coupling, gate: Reference.gate, correlation: 0, step: 0.6, time: time)
    return SampledOutcome(averaging: try (0..<replicas).map { try cell.compute(RandomStream(seed: seed)[$0]) })
  }
}

/// A hot and a cold spin: σ is that of an agent with the same rates, and heat flows from hot to cold without work.
@Suite struct TwoTemperatureTests {
  struct Row: Sendable {
    var angle, gains, tied, scaled, sigma: Double
    var couplings: (Double, Double)
  }

  static let rows = [
    Row(angle: 15, gains: 0.104763, tied: 0.104763, scaled: 0.129459, sigma: 0.156342, couplings: (0, 0.4573)),
    Row(angle: 30, gains: 0.030741, tied: 0.030741, scaled: 0.082008, sigma: 0.669041, couplings: (-0.8908, 0)),
    Row(angle: 40, gains: 0.005087, tied: 0.019133, scaled: 0.050284, sigma: 1.225570, couplings: (0, 1.18355)),
    Row(angle: 45, gains: 0.001151, tied: 0.019750, scaled: 0.036655, sigma: 1.581211, couplings: (0, 1.34178)),
  ]

  /// Two temperatures with inputs that are fields do no better than an equilibrium at 15° and 30°: a hot spin is half deaf.
  @Test(arguments: rows) func optima(row: Row) throws {
    let gate = StochasticParityGate(angle: row.angle, sharpness: 5)
    let found = TwoTemperatureOptima(
      gate: gate, correlation: 0, beta: 2, bound: 4, least: 5e-4, step: 0.1
    ).compute(RandomStream(seed: 1))
    #expect(agrees(found.gains, row.gains) && agrees(found.tied, row.tied), "\(found)")
    #expect(agrees(found.scaled, row.scaled), "\(found)")
    // (−b, 0) and (0, b) are one optimum, up to the reversal of a spin and the exchange of the inputs, which at 45° are symmetries.
    let couplings = found.scaledCouplings
    #expect(couplings.j12 * couplings.j21 == 0)
    #expect(agrees(abs(couplings.j12 + couplings.j21), abs(row.couplings.0 + row.couplings.1), decimals: 4))
    let sigma = ParityGateModel(gate: gate, correlation: 0, beta: 2).task(step: 0.1)
      .performance(of: couplings).entropyProductionRate
    #expect(agrees(sigma, row.sigma, decimals: 5), "\(sigma)")
  }

  @Test func equilibriumAndFreeCouplings() throws {
    for (angle, equilibrium, free) in [
      (15.0, 0.104763, 0.138873), (30, 0.030741, 0.110464), (40, 0.003541, 0.097745), (45, 0, 0.098167),
    ] {
      let found = SensoryOptima(
        model: ParityGateModel(
          gate: StochasticParityGate(angle: angle, sharpness: 5), correlation: 0, beta: 2), alphas: [0], bound: 4,
        step: 0.1
      ).compute(RandomStream(seed: 1))
      #expect(agrees(found.equilibrium.information, equilibrium))
      #expect(agrees(found.path[0].information, free), "\(found.path[0].information)")
    }
  }

  /// At 45° spin 2 is best infinitely hot: with a smaller least β the best pair approaches 0.01978 bits, and does not pass it.
  @Test func theHottestSpin() throws {
    func best(_ least: Double) -> TwoTemperatureOptima.Result {
      TwoTemperatureOptima(
        gate: StochasticParityGate(angle: 45, sharpness: 5), correlation: 0, beta: 2, bound: 4, least: least, step: 0.2
      ).compute(RandomStream(seed: 1))
    }
    let (figure, hotter) = (best(5e-4), best(1e-6))
    #expect(abs(min(figure.tiedPair.first, figure.tiedPair.second) - 2 * 5e-4) < 1e-9)
    #expect(figure.tied < 0.019755 && abs(hotter.tied - 0.019781) < 2e-6, "\(hotter)")
  }

  @Test func heatFlowsFromHotToCold() throws {
    let pair = TwoTemperaturePair(coupling: 1.5, first: 0.2, second: 2)
    let found = try ExactCoupling(
      coupling: pair, gate: StochasticParityGate(angle: 45, sharpness: 5), correlation: 0, step: 0.2
    ).compute(RandomStream(seed: 1))
    #expect(agrees(found.information, 0.014266))
    #expect(agrees(found.flows.heat[1], 1.456397) && agrees(found.flows.heat[0], -1.456397))
    #expect(agrees(found.sigma, 2.621514))
    #expect(found.flows.work == [0, 0])
    // 4J(β₂ − β₁)j.
    #expect(abs(found.sigma - 4 * 1.5 * 1.8 * found.current) < 1e-12)
  }

  /// With scaled inputs the rates are those of couplings of one sign, and so are j and σ; the heats are not.
  @Test(arguments: [(0.3, 0.9), (-1.2, -0.4), (0.5, 0.5)])
  func theSameRatesAsAnAgent(couplings: (Double, Double)) throws {
    let agent = Reference.agent(couplings.0, couplings.1)
    let pair = TwoTemperaturePair(equivalentTo: agent.couplings, beta: 2, least: 1e-3)
    #expect(abs(pair.couplings(at: 2).j12 - couplings.0) < 1e-15)
    let (one, other) = (try Reference.exact(agent), try Reference.exact(pair))
    #expect(abs(one.sigma - other.sigma) < 1e-11 && abs(one.current - other.current) < 1e-12)
    #expect(abs(one.information - other.information) < 1e-12)
    #expect(other.flows.work == [0, 0] && abs(other.flows.heat.reduce(0, +)) < 1e-10)
  }
}

/// A messenger with fuel, in closed form, at finite speed and in samples.
@Suite struct MessengerTests {
  struct Fast: Sendable {
    var a, sigma: Double
    var rows: [(binding: Double, drive: Double, overhead: Double, cost: Double, ratio: Double)]
    var overheads: [Double]
  }

  static let fast = [
    Fast(
      a: 0.1774, sigma: 0.095549,
      rows: [
        (0.4548, 0.622204, 1.142967, 0.902530, 9.445711), (0.8548, 0.389166, 2.260454, 0.194382, 2.034369),
        (1.3548, 0.359153, 5.976125, 0.107874, 1.128986),
      ], overheads: [11.480, 4.01667, 2.38787, 1.18597, 1.04544]),
    Fast(
      a: 0.4699, sigma: 1.025388,
      rows: [
        (1.0398, 1.217117, 1.212233, 2.587868, 2.523795), (1.4398, 0.976135, 2.664759, 1.268907, 1.237490),
        (1.9398, 0.944419, 7.223876, 1.057120, 1.030946),
      ], overheads: [3.14462, 1.85607, 1.44011, 1.06506, 1.01610]),
    Fast(
      a: 0.7224, sigma: 3.568699,
      rows: [
        (1.6448, 1.593953, 1.489293, 4.838558, 1.355833), (1.9448, 1.481153, 2.711039, 3.910785, 1.095857),
        (2.4448, 1.449421, 7.366703, 3.613526, 1.012561),
      ], overheads: [1.84993, 1.34978, 1.18259, 1.02743, 1.00680]),
  ]

  @Test(arguments: fast) func fastMessengers(table: Fast) throws {
    let plain = try Reference.exact(Reference.agent(-table.a, table.a))
    #expect(agrees(plain.sigma, table.sigma))
    for row in table.rows {
      let messenger = Reference.fast(table.a, binding: row.binding)
      #expect(agrees(messenger.drive, row.drive) && agrees(messenger.overhead, row.overhead))
      let cost = messenger.entropyProductionRate(flips: plain.flows.jumps[0], current: plain.current)
      #expect(agrees(cost, row.cost) && agrees(cost / plain.sigma, row.ratio), "\(cost) \(cost / plain.sigma)")
      // Every flip of spin 1 loses the relative entropy of the two letters.
      let lost =
        (0.5 * plain.flows.jumps[0] + plain.current) * messenger.obsolescence(parity: 1)
        + (0.5 * plain.flows.jumps[0] - plain.current) * messenger.obsolescence(parity: -1)
      #expect(abs(cost - messenger.apparentEntropyProductionRate(current: plain.current) - lost) < 1e-12)
      for parity in [1.0, -1] {
        let (up, turned) = (messenger.alignment(parity: parity), messenger.alignment(parity: -parity))
        let divergence = relativeEntropy(
          [0.5 * (1 + up), 0.5 * (1 - up)], from: [0.5 * (1 - turned), 0.5 * (1 + turned)])
        #expect(abs(divergence - messenger.obsolescence(parity: parity)) < 1e-11)
      }
    }
    for (overhead, ratio) in zip([1.1, 1.5, 2, 5, 10], table.overheads) {
      let messenger = FastMessenger(direct: -table.a, effective: 2 * table.a, overhead: overhead, beta: 2)
      #expect(abs(messenger.overhead - overhead) < 1e-12 * overhead)
      let found = messenger.entropyProductionRate(flips: plain.flows.jumps[0], current: plain.current) / plain.sigma
      #expect(agrees(found, ratio, decimals: ratio > 10 ? 3 : 5), "\(found)")
    }
  }

  @Test func weakAsymmetry() throws {
    let a = 1e-4
    let plain = try Reference.exact(Reference.agent(-a, a))
    let coefficient = 2 * 2 * a * plain.flows.jumps[0] / plain.current
    #expect(agrees(coefficient, 11.917416), "\(coefficient)")
    for (binding, ratio, decimals) in [(0.3, 15.7010, 4), (0.5, 5.31447, 5), (1, 1.45299, 5)] {
      let found =
        Reference.fast(a, binding: binding)
        .entropyProductionRate(flips: plain.flows.jumps[0], current: plain.current) / plain.sigma
      #expect(agrees(found, ratio, decimals: decimals), "\(found)")
      #expect(
        abs(
          found - 1 - coefficient
            / (2 * (Reference.fast(a, binding: binding).overhead * Reference.fast(a, binding: binding).overhead - 1)))
          < 1e-5 * found)
    }
  }

  struct Slow: Sendable {
    var binding, gamma, information, sigma, apparent, leaky: Double
  }

  static let slow = [
    Slow(binding: 2, gamma: 0.1, information: 0.106035, sigma: 0.031191, apparent: 0.001473, leaky: 0.031442),
    Slow(binding: 2, gamma: 1, information: 0.103890, sigma: 0.285031, apparent: 0.063911, leaky: 0.288429),
    Slow(binding: 2, gamma: 10, information: 0.101040, sigma: 1.637192, apparent: 0.907692, leaky: 1.709914),
    Slow(binding: 2, gamma: 100, information: 0.107237, sigma: 3.352790, apparent: 2.685799, leaky: 4.470727),
    Slow(binding: 2, gamma: 1000, information: 0.109982, sigma: 3.779695, apparent: 3.395199, leaky: 16.030094),
    Slow(binding: 1.6448, gamma: 0.1, information: 0.105362, sigma: 0.136553, apparent: 0.013386, leaky: 0.137778),
    Slow(binding: 1.6448, gamma: 1, information: 0.101004, sigma: 1.061443, apparent: 0.331311, leaky: 1.083507),
    Slow(binding: 1.6448, gamma: 10, information: 0.102930, sigma: 3.478685, apparent: 1.879559, leaky: 3.918058),
    Slow(binding: 1.6448, gamma: 100, information: 0.108598, sigma: 4.622401, apparent: 3.055053, leaky: 9.963999),
    Slow(binding: 1.6448, gamma: 1000, information: 0.110170, sigma: 4.810027, apparent: 3.462539, leaky: 60.795575),
  ]

  @Test(arguments: slow) func finiteSpeed(row: Slow) throws {
    let fast = Reference.fast(0.7224, binding: row.binding)
    let found = try Reference.exact(FuelledMessenger(fast, speed: row.gamma))
    #expect(agrees(found.information, row.information), "\(found.information)")
    #expect(agrees(found.sigma, row.sigma), "\(found.sigma)")
    #expect(agrees(found.apparent, row.apparent), "\(found.apparent)")
    // All of it is fuel.
    #expect(abs(found.sigma - 2 * found.flows.work.reduce(0, +)) < 1e-9 * found.sigma)
    #expect(found.apparent < found.sigma)
    let leaky = try Reference.exact(FuelledMessenger(fast, speed: row.gamma, leak: 0.01))
    #expect(agrees(leaky.sigma, row.leaky), "\(leaky.sigma)")
  }

  @Test func theLimitsOfACalibratedMessenger() throws {
    let fast = Reference.fast(0.7224, binding: 2)
    #expect(agrees(fast.drive, 1.473518) && agrees(fast.overhead, 3.027233))
    let plain = try Reference.exact(Reference.agent(-0.7224, 0.7224))
    #expect(agrees(plain.information, 0.110464))
    #expect(agrees(fast.entropyProductionRate(flips: plain.flows.jumps[0], current: plain.current), 3.840899))
  }

  @Test func oneInput() throws {
    let messenger = FuelledMessenger(
      direct: -0.7224, binding: 2, drive: Reference.fast(0.7224, binding: 2).drive, speed: 10, beta: 2)
    let network = try messenger.spins(reading: Reference.x).network
    let p = try network.stationary
    let flows = network.flows(p)
    #expect(agrees(flows.entropyProductionRate, 2.527677441, decimals: 9), "\(flows.entropyProductionRate)")
    let apparent = network.apparentEntropyProductionRate(p) { $0 & 3 }
    #expect(agrees(apparent, 1.655813713, decimals: 9), "\(apparent)")
    // Bits 0, 1 and 2 are s₁, s₂ and m.
    #expect(agrees(p[0b111], 0.185463607, decimals: 9))
    #expect(agrees(p[0b001], 0.473425870, decimals: 9))
    #expect(agrees(p[0b110], 0.270953813, decimals: 9))
    var edges = [0.0, 0, 0]
    for (edge, current) in zip(network.matrix.edges, network.matrix.currents(p)) {
      let spin = (edge.from ^ edge.to).trailingZeroBitCount
      let log = Elementary.log(p[edge.from] * edge.forward / (p[edge.to] * edge.backward))
      edges[spin] += current * log
    }
    #expect(agrees(edges[0], 0.569053) && agrees(edges[1], 1.560946) && agrees(edges[2], 0.397678), "\(edges)")
    // 2βD⟨s₁ m k₁⟩.
    func fuel(_ p: [Double], _ network: ReservoirNetwork<ReservoirSpins>) -> Double {
      2 * 2 * messenger.drive
        * p.indices.reduce(0) { sum, state in
          sum + p[state] * network.rate(of: 0, in: state) * ReservoirSpins.spin(0, of: state)
            * ReservoirSpins.spin(2, of: state)
        }
    }
    #expect(abs(fuel(p, network) - flows.entropyProductionRate) < 1e-12)
    #expect(abs(2 * flows.work.reduce(0, +) - flows.entropyProductionRate) < 1e-12)
    let current =
      0.5
      * p.indices.reduce(0) { sum, state in
        sum + ((state ^ state >> 1) & 1 == 0 ? 1 : -1) * p[state] * network.rate(of: 0, in: state)
      }
    #expect(agrees(current, 0.206548760, decimals: 9))

    // With a leak the identity fails, and the work does not.
    var leaky = messenger
    leaky.leak = 0.01
    let other = try leaky.spins(reading: Reference.x).network
    let q = try other.stationary
    let leakyFlows = other.flows(q)
    #expect(agrees(leakyFlows.entropyProductionRate, 2.569820570, decimals: 9))
    #expect(abs(2 * leakyFlows.work.reduce(0, +) - leakyFlows.entropyProductionRate) < 1e-12)
    #expect(agrees(fuel(q, other), 2.493034))
    #expect(agrees(other.apparentEntropyProductionRate(q) { $0 & 3 }, 1.607452364, decimals: 9))
  }

  /// A messenger that acts back on spin 1 by an energy is in equilibrium, and makes J₁₂ as well.
  @Test func aReciprocalMessengerCostsNothing() throws {
    let cold = ColdMessenger(direct: -0.7224, first: 1.473518442, second: 2, coldBeta: 2, beta: 2, speed: 10)
    let network = try cold.spins(reading: Reference.x).network
    let p = try network.stationary
    #expect(abs(network.flows(p).entropyProductionRate) < 1e-14)
    let added = FastColdMessenger(first: 1.473518442, second: 2, coldBeta: 2, beta: 2).added
    #expect(abs(added.j12 - added.j21) < 1e-14 && abs(added.j12 - 2 * 0.7224) < 1e-8)
  }

  @Test func theLeakDivergesWithTheSpeed() throws {
    let fast = Reference.fast(0.7224, binding: 2)
    let slope = 2 * 2 * fast.drive * 0.01 * 0.99 * (fast.alignment(parity: 1) + fast.alignment(parity: -1))
    func cost(_ gamma: Double) throws -> Double {
      let network = try FuelledMessenger(fast, speed: gamma, leak: 0.01).spins(reading: Reference.x).network
      return network.flows(try network.stationary).entropyProductionRate
    }
    let difference = (try cost(2e7) - cost(1e7)) / 1e7
    #expect(abs(difference - slope) < 1e-6 * slope)
  }

  /// At γ → ∞ the two spins are the plain complex at every input.
  @Test func theMarginalOfAFastMessenger() throws {
    let fast = Reference.fast(0.4699, binding: 1.3)
    let network = try FuelledMessenger(fast, speed: 1e8).spins(reading: Reference.x).network
    let plain = try AgentPair(couplings: fast.couplings, beta: 2).spins(reading: Reference.x).network
    let (p, q) = (try network.stationary, try plain.stationary)
    for state in 0..<4 { #expect(abs(p[state] + p[state + 4] - q[state]) < 1e-7) }
    let flows = plain.flows(q)
    let current = flows.entropyProductionRate / (8 * 2 * 0.4699)
    #expect(abs(flows.jumps[1] - network.flows(p).jumps[1]) < 1e-6)
    #expect(
      abs(network.flows(p).entropyProductionRate - fast.entropyProductionRate(flips: flows.jumps[0], current: current))
        < 1e-5)
  }

  @Test func sampledMessengers() throws {
    let fast = Reference.fast(0.7224, binding: 2)
    for leak in [0, 0.05] {
      let messenger = FuelledMessenger(fast, speed: 10, leak: leak)
      let exact = try ExactCoupling(coupling: messenger, gate: Reference.gate, correlation: 0, step: 0.6, cutoff: 5)
        .compute(RandomStream(seed: 1))
      let found = try Samples.of(messenger, replicas: 24)
      for (sampled, exact) in [
        (found.sigma, exact.sigma), (found.apparent, exact.apparent), (found.information, exact.information),
        (found.totalWork, exact.flows.work.reduce(0, +)),
      ] {
        #expect(abs(sampled.deviation(from: exact)) < 4.5)
      }
      // What the spins show is not what is paid.
      #expect(abs(found.sigma.deviation(from: exact.apparent)) > 10)
    }
  }

  @Test func sampledFastMessengers() throws {
    let fast = Reference.fast(0.4699, binding: 1.3)
    let plain = try ExactCoupling(
      coupling: Reference.agent(-0.4699, 0.4699), gate: Reference.gate, correlation: 0, step: 0.6, cutoff: 5
    ).compute(RandomStream(seed: 1))
    let cell = SampledFastMessenger(messenger: fast, correlation: 0, step: 0.6, time: 20)
    let found = Average(try (0..<24).map { try cell.compute(RandomStream(seed: 3)[$0]) }).estimate
    let cost = fast.entropyProductionRate(flips: plain.flows.jumps[0], current: plain.current)
    #expect(abs(found.deviation(from: cost)) < 4.5, "\(found) \(cost)")
    #expect(abs(found.deviation(from: plain.sigma)) > 10)
  }
}

/// Messengers without fuel.
@Suite struct ColdMessengerTests {
  @Test(arguments: [(0.1774, 1.213, 4.81), (0.4699, 1.459, 9.85), (0.7224, 2.328, 15.5)])
  func cheapest(row: (a: Double, ratio: Double, coldBeta: Double)) throws {
    let found = try ColdMessengerOptimum(amplitude: row.a, beta: 2, bound: 2, correlation: 0, step: 0.2)
      .compute(RandomStream(seed: 1))
    let messenger = try #require(found.messenger)
    #expect(found.ratio < row.ratio + 0.0006, "\(found)")
    #expect(abs(messenger.frustration) <= 2 && abs(messenger.first) <= 2 && abs(messenger.second) <= 2)
    #expect(abs(messenger.coldBeta - row.coldBeta) < 0.06, "\(found)")
  }

  /// The closed form is the limit of the master equation, on the plain complex (−a, a).
  @Test func theFastLimit() throws {
    let fast = FastColdMessenger(first: 2, second: 1.747, coldBeta: 4.81, beta: 2)
    let cold = ColdMessenger(
      direct: fast.frustration, first: 2, second: 1.747, coldBeta: 4.81, beta: 2, speed: 1e9,
      attemptRates: fast.overheads)
    let network = try cold.spins(reading: Reference.x).network
    let p = try network.stationary
    let a = 0.5 * (fast.added.j21 - fast.added.j12)
    let plain = try Reference.agent(-a, a).spins(reading: Reference.x).network
    let q = try plain.stationary
    for state in 0..<4 { #expect(abs(p[state] + p[state + 4] - q[state]) < 1e-6) }
    let flows = plain.flows(q)
    let current = flows.entropyProductionRate / (8 * 2 * a)
    let cost = fast.entropyProductionRate(flips: flows.jumps, current: current)
    let found = network.flows(p)
    #expect(abs(found.entropyProductionRate - cost) < 1e-5 * cost, "\(found) \(cost)")
    #expect(found.work == [0, 0, 0])
    #expect(abs(found.heat.reduce(0, +)) < 1e-6)
    #expect(abs(flows.jumps[0] - found.jumps[0]) < 1e-5)
  }

  /// Without a direct coupling both couplings have the sign of LK.
  @Test func withoutFrustrationCouplingsNeverOppose() {
    var random = RandomStream(seed: 11)
    for _ in 0..<20_000 {
      let (l, k) = (6 * random.uniform() - 3, 6 * random.uniform() - 3)
      let beta = 0.1 + 3 * random.uniform()
      let added = FastColdMessenger(first: l, second: k, coldBeta: 5 * random.uniform(), beta: beta).added
      #expect(added.j12 * l * k >= -1e-15 && added.j21 * l * k >= -1e-15)
    }
  }
}
