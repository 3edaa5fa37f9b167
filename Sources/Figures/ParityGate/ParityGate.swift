import Companion
import SensoryComplexes
import StochasticThermodynamics

/// The two-spin sensory complex under the stochastic parity gate, in and out of equilibrium.
@main
struct ParityGate: Figure {
  // MARK: - Question

  static let title = "The stochastic parity gate, in and out of equilibrium"
  static let question = "How much better do two noisy spins compute an exclusive-or when they dissipate energy?"
  static let section = "3"
  static let minutes = 1.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("inverse temperature β of the heat bath; 1/β is the noise level of the spins", in: 0.01...20)
    var beta = 2.0
    @Parameter("sharpness η of the gate", in: 0.01...100) var eta = 5.0
    @Parameter("correlation ρ of the two Gaussian inputs", in: -1...1) var rho = 0.0
    @Parameter("rotations φ of the gate: of the lines in panels a and b", unit: "deg", in: -360...360)
    var angles = Array(stride(from: 0.0, through: 90, by: 1))
    @Parameter(
      "rotations φ of the gate: of the sampled points in panels a and b, from angles", unit: "deg", in: -360...360)
    var sampledAngles = Array(stride(from: 0.0, through: 90, by: 5))
    @Parameter("rotations φ of the gate: in panels c and d", unit: "deg", in: -360...360, count: 1...6)
    var bottleneckAngles = [15.0, 30, 45]
    @Parameter("prices α of dissipation along the lines in panels c and d", unit: "1/k0", in: 0...1e6)
    var alphas = decades(1e-4, 1, [1, 1.3, 1.8, 2.4, 3.2, 4.2, 5.6, 7.5])
    @Parameter(
      "prices α of dissipation: of the sampled points in panels c and d, from alphas", unit: "1/k0", in: 0...1e6)
    var sampledAlphas = [1e-4, 1e-3, 0.01, 0.056]
    @Parameter("bound on the absolute values of both couplings, at most 20/β", in: 0.1...2000) var bound = 4.0
    @Parameter("rate law of the spins") var rates = RateLaw.exponential
    @Parameter("spacing of the quadrature over inputs: exact", unit: "standard deviations", in: 0.02...1)
    var step = 0.1
    @Parameter("spacing of the quadrature over inputs: sampled", unit: "standard deviations", in: 0.02...1)
    var samplingStep = 0.2
    @Parameter("simulated time before averages begin, per input", unit: "1/k0", in: 0...1e6) var burnIn = 8.0
    @Parameter("simulated time of the averages, per input", unit: "1/k0", in: 0.01...1e6) var time = 40.0
    @Parameter("independent repetitions, from which the errors come", in: 2...100_000) var replicas = 40

    /// The gate at a rotation in degrees.
    func gate(angle: Double) -> StochasticParityGate { StochasticParityGate(angle: angle, sharpness: eta) }
  }

  static let paper = Parameters()
  static let quick = Parameters(
    angles: [0, 15, 30, 45], sampledAngles: [0, 15, 30, 45], alphas: [0.001, 0.01, 0.056, 1], sampledAlphas: [0.01],
    step: 0.2, samplingStep: 0.4, time: 4, replicas: 8)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(Set(p.angles).isSuperset(of: p.sampledAngles), "sampledAngles", "must be among angles")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(p.bound, in: 0.1...20 / p.beta, "bound")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let deviations = try performance() + frontiers()
    run.deviations(deviations)
  }

  /// Panels a and b: performance at any price, against the angle; the best equilibrium and the best
  /// steady state.
  private func performance() throws -> [Double] {
    let optima = try optima("optima", angles: p.angles, alphas: [0])
    var deviations: [Double] = []
    for (state, best) in [("equilibrium", optima.map(\.equilibrium)), ("ness", optima.map { $0.path[0] })] {
      run.series(
        state,
        [
          "angle": p.angles, "j12": best.map(\.couplings.j12), "j21": best.map(\.couplings.j21),
          "information": best.map(\.information), "sigma": best.map(\.sigma), "input": best.map(\.inputInformation),
        ])
      let exact = p.sampledAngles.compactMap(p.angles.firstIndex(of:)).map { best[$0] }
      let sampled = try sample("sampled-\(state)", exact, angles: p.sampledAngles)
      deviations += zip(sampled, exact).flatMap { $0.deviations(from: $1.performance) }
      run.series(
        "sampled-\(state)", ["angle": p.sampledAngles],
        estimates: ["information": sampled.map(\.information), "sigma": sampled.map(\.sigma)])
      for (place, angle) in p.sampledAngles.enumerated() where [30, 45].contains(angle) {
        run.number("\(state)-\(label(angle))", exact[place].information, unit: "bits")
        run.number("\(state)-sampled-\(label(angle))", sampled[place].information, unit: "bits")
        run.number("\(state)-sigma-\(label(angle))", exact[place].sigma, unit: "k0")
        run.number("\(state)-sampled-sigma-\(label(angle))", sampled[place].sigma, unit: "k0")
        run.number("\(state)-input-\(label(angle))", exact[place].inputInformation, unit: "bits")
      }
    }
    for (angle, pair) in zip(p.angles, optima) where [30, 45].contains(angle) {
      run.number("ness-coupling-\(label(angle))", pair.path[0].couplings.j21)
      run.number("gain-\(label(angle))", pair.path[0].information - pair.equilibrium.information, unit: "bits")
      recordCost(of: pair.path[0], angle: angle)
      if angle == 30 { recordCompression(of: pair.path[0], angle: angle) }
    }
    for branch in Self.branches(of: p.angles) {
      let rows = zip(p.angles, optima).filter { branch.angles.contains($0.0) }
      let couplings = rows.map { branch.couplings($0.1.path[0].couplings, at: $0.0) }
      run.series(
        branch.name, ["angle": rows.map(\.0), "j12": couplings.map(\.j12), "j21": couplings.map(\.j21)])
    }
    return deviations
  }

  /// Panels c and d: the frontier along the price of dissipation.
  private func frontiers() throws -> [Double] {
    var deviations: [Double] = []
    let optima = try optima("frontiers", angles: p.bottleneckAngles, alphas: p.alphas)
    for (angle, found) in zip(p.bottleneckAngles, optima) {
      // Where dissipation is too dear the optimum is an equilibrium: there the frontier ends.
      let rows = zip(p.alphas, found.path).filter { $0.1.sigma > 1e-9 }
      run.series(
        "frontier-\(label(angle))",
        [
          "alpha": rows.map(\.0), "sigma": rows.map(\.1.sigma), "information": rows.map(\.1.information),
          "input": rows.map(\.1.inputInformation),
        ])
      let exact = p.sampledAlphas.compactMap(p.alphas.firstIndex(of:)).map { found.path[$0] }
      let sampled = try sample("sampled-frontier-\(label(angle))", exact, angles: exact.map { _ in angle })
      deviations += zip(sampled, exact).flatMap { $0.deviations(from: $1.performance) }
      run.series(
        "sampled-frontier-\(label(angle))", ["alpha": p.sampledAlphas, "input": exact.map(\.inputInformation)],
        estimates: ["sigma": sampled.map(\.sigma), "information": sampled.map(\.information)])
      if !p.gate(angle: angle).isOdd {
        run.series(
          "start-\(label(angle))",
          ["information": [found.equilibrium.information], "input": [found.equilibrium.inputInformation]])
      }
      if angle == 45 {
        let threshold = ParityGateThreshold(model: model(angle: angle), bound: p.bound, step: p.step)
        run.number("threshold-45", try run.sweep("threshold", over: [threshold])[0], unit: "1/k0")
        recordTransitions(angle: angle)
      }
    }
    return deviations
  }

  // MARK: - Sweeps

  func model(angle: Double) -> ParityGateModel {
    ParityGateModel(gate: p.gate(angle: angle), correlation: p.rho, beta: p.beta, law: p.rates)
  }

  private func optima(_ name: String, angles: [Double], alphas: [Double]) throws -> [SensoryOptima<ParityGateModel>
    .Result]
  {
    try run.sweep(
      name,
      over: angles.map { SensoryOptima(model: model(angle: $0), alphas: alphas, bound: p.bound, step: p.step) })
  }

  /// Simulates the optimum of each angle.
  private func sample(
    _ name: String, _ optima: [ParityGateOptimum], angles: [Double]
  ) throws -> [SampledPerformance] {
    let cells = zip(angles, optima).map {
      SimulatedComplex(
        model: model(angle: $0), couplings: $1.couplings, step: p.samplingStep, burnIn: p.burnIn, time: p.time)
    }
    return try run.sweep(name, over: cells, replicas: p.replicas).map {
      SampledPerformance(averaging: $0.map(\.performance))
    }
  }

  // MARK: - Branches

  /// The best couplings between two angles at which the answer is odd: they jump from one optimum
  /// to the other there.
  struct Branch {
    /// The name of the series.
    var name: String
    /// The angles in degrees, with both ends.
    var angles: ClosedRange<Double>

    /// The couplings that go on the branch: at its ends the optimum that is found may be that of
    /// the next branch.
    func couplings(_ found: PairCouplings, at angle: Double) -> PairCouplings {
      let (least, most) = (min(found.j12, found.j21), max(found.j12, found.j21))
      return angle == angles.upperBound
        ? PairCouplings(j12: least, j21: most)
        : angle == angles.lowerBound ? PairCouplings(j12: most, j21: least) : found
    }
  }

  /// The branches that hold at least two of the angles, from which a line can be drawn.
  static func branches(of angles: [Double]) -> [Branch] {
    stride(from: -360.0, through: 360, by: 90)
      .map { Branch(name: "couplings-around-\(label($0))", angles: $0 - 45...$0 + 45) }
      .filter { branch in angles.count(where: branch.angles.contains) > 1 }
  }
}
