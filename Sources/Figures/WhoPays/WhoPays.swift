import Companion
import PhysicalCouplings
import SensoryComplexes

/// What delivers the work of a nonreciprocal coupling: an agent, two temperatures, or a messenger that burns fuel.
@main
struct WhoPays: Figure {
  // MARK: - Question

  static let title = "Who pays for a one-way coupling"
  static let question = "What does a coupling that acts one way cost if the agent that drives it has to be built?"
  static let section = "20"
  static let minutes = 0.8

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("inverse temperature β of the heat bath", in: 0.1...5) var beta = 2.0
    @Parameter("sharpness η of the gate", in: 0.01...100) var eta = 5.0
    @Parameter("correlation ρ of the two Gaussian inputs", in: -1...1) var rho = 0.0
    @Parameter("rotation φ of the gate: in panel c", unit: "deg", in: -360...360) var angle = 30.0
    @Parameter("coupling J21 in panel a", in: 0.01...4) var strong = 0.9
    @Parameter("couplings J12 of the lines in panel a", in: -4...4)
    var couplings = stride(from: -20.0, through: 60, by: 2).map { $0 / 50 }
    @Parameter("couplings J12 of the sampled points in panel a", in: -4...4)
    var sampledCouplings = [-0.3, -0.2, 0, 0.1, 0.3, 0.5, 0.7, 1.1]
    @Parameter("rotations φ of the gate: of the lines in panel b", unit: "deg", in: -360...360)
    var angles = Array(stride(from: 0.0, through: 45, by: 1.25))
    @Parameter("rotations φ of the gate: of the sampled points in panel b, from angles", unit: "deg", in: -360...360)
    var sampledAngles = [0.0, 10, 20, 30, 35, 40, 45]
    @Parameter("bound on the absolute values of the couplings in panel b, at most 20/β", in: 0.1...40) var bound = 4.0
    @Parameter("smallest inverse temperature of a spin, in units of β", in: 1e-4...0.9) var least = 5e-4
    @Parameter("coupling J in panel c, where J12 = −J and J21 = J", in: 0.01...2) var amplitude = 0.7224
    @Parameter("energy K that binds the messenger to spin 2 in panel c, above 2J", in: 0.05...10) var binding = 2.0
    @Parameter("leak ε of the enzymes in panel c", in: 1e-6...0.5) var leak = 0.01
    @Parameter("rates γ of the messenger: of the lines in panel c", unit: "k0", in: 1e-3...1e6)
    var gammas = decades(0.1, 1e4, [1, 1.8, 3.2, 5.6])
    @Parameter("rates γ of the messenger: of the sampled points in panel c", unit: "k0", in: 1e-3...1e4)
    var sampledGammas = [0.1, 1, 10, 100, 1000]
    @Parameter("couplings J in panel d", in: 0.01...2, count: 1...4) var amplitudes = [0.1774, 0.4699, 0.7224]
    @Parameter("overheads, less 1: of the lines in panel d", in: 1e-6...1e3)
    var overheads = decades(1e-2, 10, [1, 1.3, 1.8, 2.4, 3.2, 4.2, 5.6, 7.5])
    @Parameter("overheads, less 1: of the sampled points in panel d", in: 1e-6...1e3)
    var sampledOverheads = [0.01, 0.1, 0.5, 1, 4, 9]
    @Parameter("bound on the energies of the cold messenger", in: 0.1...10) var coldBound = 2.0
    @Parameter("spacing of the quadrature over inputs: exact", unit: "standard deviations", in: 0.02...1)
    var step = 0.2
    @Parameter("spacing of the quadrature over inputs: sampled", unit: "standard deviations", in: 0.02...1)
    var samplingStep = 0.4
    @Parameter("simulated time of each of the two trajectories at an input", unit: "1/k0", in: 0.01...1e6)
    var time = 30.0
    @Parameter("independent repetitions, from which the errors come", in: 2...100_000) var replicas = 40

    /// The gate at a rotation in degrees.
    func gate(angle: Double) -> StochasticParityGate { StochasticParityGate(angle: angle, sharpness: eta) }
  }

  static let paper = Parameters()
  static let quick = Parameters(
    couplings: [-1, -0.5, 0, 0.5, 1], sampledCouplings: [-0.3, 0.3], angles: [0, 30, 45], sampledAngles: [30],
    gammas: [0.1, 1, 10, 100, 1000], sampledGammas: [1, 10], overheads: [0.01, 0.1, 1, 10], sampledOverheads: [1],
    step: 0.3, samplingStep: 0.6, time: 6, replicas: 8)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(Set(p.angles).isSuperset(of: p.sampledAngles), "sampledAngles", "must be among angles")
    try Complaint.unless(p.bound, in: 0.1...20 / p.beta, "bound")
    try Complaint.unless(
      p.binding > 2.02 * p.amplitude, "binding",
      "must exceed twice the amplitude J by one per cent at least, as a looser messenger does not reach J21 = J")
    try Complaint.unless(
      p.step * p.beta <= 0.6001, "step", "must be at most 0.6/β, or the average over the inputs is not exact")
    try Complaint.unless(p.samplingStep * p.beta <= 1.2001, "samplingStep", "must be at most 1.2/β")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let deviations = try agent() + temperatures() + messenger() + overheads()
    try coldMessengers()
    run.deviations(deviations)
  }

  /// Panel a: the heat and the work of two spins with an agent.
  private func agent() throws -> [Double] {
    func pairs(_ couplings: [Double]) -> [AgentPair] {
      couplings.map { AgentPair(couplings: PairCouplings(j12: $0, j21: p.strong), beta: p.beta) }
    }
    recordAgent(try exact("agent", pairs(p.couplings)))
    let compared = try compare("sampled-agent", pairs(p.sampledCouplings))
    recordSampledAgent(compared)
    return compared.flatMap { deviations($0, heat: true) }
  }

  /// Panel b: the largest information on the answer, by what is allowed.
  private func temperatures() throws -> [Double] {
    let free = try run.sweep(
      "free",
      over: p.angles.map {
        SensoryOptima(
          model: ParityGateModel(gate: p.gate(angle: $0), correlation: p.rho, beta: p.beta), alphas: [0],
          bound: p.bound, step: p.step)
      })
    let paid = try run.sweep(
      "temperatures",
      over: p.angles.map {
        TwoTemperatureOptima(
          gate: p.gate(angle: $0), correlation: p.rho, beta: p.beta, bound: p.bound, least: p.least, step: p.step)
      })
    recordOptima(free, paid)
    let places = p.sampledAngles.compactMap(p.angles.firstIndex(of:))
    func agents(_ couplings: (Int) -> PairCouplings) -> [AgentPair] {
      places.map { AgentPair(couplings: couplings($0), beta: p.beta) }
    }
    var found: [Double] = []
    for (name, pairs) in [
      ("equilibrium", agents { free[$0].equilibrium.couplings }), ("free", agents { free[$0].path[0].couplings }),
    ] {
      found += recordInformation(name, try compare("sampled-\(name)", pairs, angles: p.sampledAngles))
    }
    let hot = [
      ("tied", places.map { paid[$0].tiedPair }),
      (
        "scaled",
        places.map { TwoTemperaturePair(equivalentTo: paid[$0].scaledCouplings, beta: p.beta, least: p.least) }
      ),
    ]
    for (name, pairs) in hot {
      found += recordInformation(name, try compare("sampled-\(name)", pairs, angles: p.sampledAngles))
    }
    return found
  }

  /// Panel c: a messenger at finite speed, with and without a leak.
  private func messenger() throws -> [Double] {
    let fast = FastMessenger(
      direct: -p.amplitude, effective: 2 * p.amplitude, binding: p.binding, beta: p.beta)
    let limit = try exact(
      "limit", [AgentPair(couplings: fast.couplings, beta: p.beta)], angles: [p.angle])[0]
    recordLimit(fast, limit)
    var found: [Double] = []
    for (name, leak) in [("tight", 0), ("leaky", p.leak)] {
      func messengers(_ gammas: [Double]) -> [FuelledMessenger] {
        gammas.map { FuelledMessenger(fast, speed: $0, leak: leak) }
      }
      let outcomes = try exact("messenger-\(name)", messengers(p.gammas), angles: p.gammas.map { _ in p.angle })
      recordMessenger(name, p.gammas, outcomes)
      let compared = try compare(
        "sampled-messenger-\(name)", messengers(p.sampledGammas), angles: p.sampledGammas.map { _ in p.angle })
      recordSampledMessenger(name, compared)
      found += compared.flatMap { deviations($0, heat: false) }
    }
    return found
  }

  /// Panel d: the true over the apparent entropy production rate of fast messengers.
  private func overheads() throws -> [Double] {
    // In the limit of small couplings all depends on their ratio to the current.
    let small = 1e-4
    let pairs = (p.amplitudes + [small]).map {
      AgentPair(couplings: PairCouplings(j12: -$0, j21: $0), beta: p.beta)
    }
    let plain = try exact("plain", pairs)
    recordSmall(plain[plain.count - 1], amplitude: small)
    let coarse = try exact("plain-coarse", Array(pairs.dropLast()), isCoarse: true)
    var found: [Double] = []
    for (place, amplitude) in p.amplitudes.enumerated() {
      func messengers(_ overheads: [Double]) -> [FastMessenger] {
        overheads.map {
          FastMessenger(direct: -amplitude, effective: 2 * amplitude, overhead: 1 + $0, beta: p.beta)
        }
      }
      recordRatio(amplitude, messengers(p.overheads), plain[place])
      let sampled = messengers(p.sampledOverheads)
      let cells = sampled.map {
        SampledFastMessenger(messenger: $0, correlation: p.rho, step: p.samplingStep, time: p.time)
      }
      let costs = try run.sweep("sampled-fast-\(label(amplitude))", over: cells, replicas: p.replicas)
      found += recordSampledRatio(amplitude, sampled, costs, plain[place], coarse[place])
    }
    return found
  }

  /// Messengers that are colder than the spins.
  private func coldMessengers() throws {
    let cells = p.amplitudes.map {
      ColdMessengerOptimum(amplitude: $0, beta: p.beta, bound: p.coldBound, correlation: p.rho, step: p.step)
    }
    recordCold(try run.sweep("cold", over: cells))
  }

  // MARK: - Sweeps

  /// A pair, its exact outcome on the quadrature of the samples and on the fine one, and the samples.
  struct Compared<Coupling: PhysicalCoupling> {
    var coupling: Coupling
    var exact: CouplingOutcome
    var fine: CouplingOutcome
    var sampled: SampledOutcome
    /// How many flips of spin 1 are expected in all, and how many net passages of the cycle of the two spins.
    var flips, cycles: Double
  }

  /// Exact outcomes; where angles are not given, at that of panel c.
  private func exact<Coupling: PhysicalCoupling>(
    _ name: String, _ pairs: [Coupling], angles: [Double]? = nil, isCoarse: Bool = false
  ) throws -> [CouplingOutcome] {
    let cells = pairs.enumerated().map { place, pair in
      ExactCoupling(
        coupling: pair, gate: p.gate(angle: angles?[place] ?? p.angle), correlation: p.rho,
        step: isCoarse ? p.samplingStep : p.step, cutoff: isCoarse ? 5 : 6)
    }
    return try run.sweep(name, over: cells)
  }

  private func compare<Coupling: PhysicalCoupling>(
    _ name: String, _ pairs: [Coupling], angles: [Double]? = nil
  ) throws -> [Compared<Coupling>] {
    let exact = try self.exact("\(name)-exact", pairs, angles: angles, isCoarse: true)
    let fine = try self.exact("\(name)-fine", pairs, angles: angles)
    let cells = pairs.enumerated().map { place, pair in
      SampledCoupling(
        coupling: pair, gate: p.gate(angle: angles?[place] ?? p.angle), correlation: p.rho, step: p.samplingStep,
        time: p.time)
    }
    let replicas = try run.sweep(name, over: cells, replicas: p.replicas)
    return pairs.indices.map {
      Compared(
        coupling: pairs[$0], exact: exact[$0], fine: fine[$0], sampled: SampledOutcome(averaging: replicas[$0]),
        flips: cells[$0].expectedFlips(rate: exact[$0].flows.jumps[0], replicas: p.replicas),
        cycles: cells[$0].expectedFlips(rate: abs(exact[$0].current), replicas: p.replicas))
    }
  }

  /// How far samples are from the exact solution, in standard errors: I(s, y), σ, what the spins show and, of every contact, heat and work.
  ///
  /// What is rare does not scatter normally. Where fewer than 1000 flips are expected nothing is compared, and where 200 passages of the
  /// cycle are not expected, although there is a current, the information only: each passage produces much entropy.
  func deviations<Coupling>(_ compared: Compared<Coupling>, heat: Bool) -> [Double] {
    guard compared.flips >= 1000 else { return [] }
    let (sampled, exact) = (compared.sampled, compared.exact)
    let information = sampled.information.deviation(from: exact.information)
    guard compared.cycles >= 200 || abs(exact.current) < 1e-12 else { return [information] }
    let flows =
      zip(sampled.heat, exact.flows.heat).map { $0.deviation(from: $1) }
      + zip(sampled.work, exact.flows.work).map { $0.deviation(from: $1) }
    return [
      information, sampled.sigma.deviation(from: exact.sigma), sampled.apparent.deviation(from: exact.apparent),
    ] + (heat ? flows + [sampled.totalWork.deviation(from: exact.flows.work.reduce(0, +))] : [])
  }
}
