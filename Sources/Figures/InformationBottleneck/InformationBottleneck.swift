import Companion
import SensoryComplexes
import StochasticThermodynamics

/// The two-spin sensory complex in the information plane, under the curve that no channel can
/// cross.
@main
struct InformationBottleneck: Figure {
  // MARK: - Question

  static let title = "The sensory complex against the information bottleneck"
  static let question = "How close do two spins come to the best of all channels, and what limits them?"
  static let section = "6"
  static let minutes = 1.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("inverse temperature β of the heat bath in panels a to c", in: 0.01...20) var beta = 2.0
    @Parameter("sharpness η of the gate", in: 0.01...100) var eta = 5.0
    @Parameter("rotation φ of the gate in panels a and b", unit: "deg", in: -360...360) var angle = 30.0
    @Parameter("rotations φ of the gate in panel c", unit: "deg", in: -360...360, count: 1...3)
    var angles = [30.0, 45]
    @Parameter("trade-offs β_IB of the points of the bottleneck curve", in: 1...1e6)
    var tradeOffs = [
      2.07, 2.1, 2.15, 2.2, 2.3, 2.4, 2.6, 2.8, 3, 3.3, 3.6, 4, 4.5, 5, 6, 7, 8.5, 10, 12, 14, 17, 20, 30, 50, 100,
    ]
    @Parameter("clusters of the best channel, its largest number of different outputs", in: 1...32) var clusters = 8
    @Parameter("random starts of the search for the best channel", in: 1...100) var starts = 2
    @Parameter("bound on the absolute values of both couplings in the region, at most 20/β", in: 0.1...2000)
    var regionBound = 2.0
    @Parameter("spacing of the couplings in the region", in: 0.01...1) var regionSpacing = 0.02
    @Parameter("bound on the absolute values of both couplings of an optimum, at most 20/β", in: 0.1...2000)
    var bound = 4.0
    @Parameter("prices α of dissipation along the lines in panels a to c", unit: "1/k0", in: 0...1e6)
    var alphas = decades(1e-4, 1, [1, 1.3, 1.8, 2.4, 3.2, 4.2, 5.6, 7.5])
    @Parameter("prices α of dissipation of the sampled points in panels a to c, from alphas", unit: "1/k0", in: 0...1e6)
    var sampledAlphas = [1e-4, 1e-3, 0.01, 0.056]
    @Parameter("rotations φ of the gate in panel d", unit: "deg", in: -360...360, count: 1...3)
    var coldAngles = [0.0, 15, 30]
    @Parameter("inverse temperatures β along the lines in panel d", in: 0.01...20)
    var betas = decades(0.1, 10, [1, 1.3, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8])
    @Parameter("inverse temperatures β of the sampled points in panel d, from betas", in: 0.01...20)
    var sampledBetas = [0.5, 1, 2, 4]
    @Parameter("spacing of the quadrature over inputs: of the lines", unit: "standard deviations", in: 0.02...1)
    var step = 0.1
    @Parameter(
      "spacing of the quadrature over inputs: of the region and the sampled points", unit: "standard deviations",
      in: 0.02...1)
    var coarseStep = 0.2
    @Parameter("simulated time before averages begin, per input", unit: "1/k0", in: 0...1e6) var burnIn = 8.0
    @Parameter("simulated time of the averages, per input", unit: "1/k0", in: 0.01...1e6) var time = 40.0
    @Parameter("independent repetitions, from which the errors come", in: 2...100_000) var replicas = 40
  }

  static let paper = Parameters()
  static let quick = Parameters(
    tradeOffs: [2.2, 3, 5, 10, 100], clusters: 4, starts: 1, regionSpacing: 0.05, alphas: [0.001, 0.01, 0.056, 1],
    sampledAlphas: [0.01], betas: [0.5, 1, 2, 4], sampledBetas: [1], step: 0.25, coarseStep: 0.5, time: 4, replicas: 8)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.regionBound, in: 0.1...20 / p.beta, "regionBound")
    try Complaint.unless(p.bound, in: 0.1...20 / p.beta, "bound")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(Set(p.betas).isSuperset(of: p.sampledBetas), "sampledBetas", "must be among betas")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let curve = try bounds()
    try region(under: curve)
    let deviations = try frontiers(under: curve) + cooling()
    run.deviations(deviations)
  }

  /// The bottleneck curve with all clusters, and with two: one bit. It is that of every angle and
  /// every β; see ``model(angle:beta:)``.
  private func bounds() throws -> BottleneckCurve {
    let curves = try run.sweep(
      "curves",
      over: [p.clusters, 2].map {
        ParityGateBottleneckCurve(
          model: model(angle: p.angle, beta: p.beta), tradeOffs: p.tradeOffs, clusters: $0, starts: p.starts,
          step: p.step)
      })
    record(curves: curves[0], oneBit: curves[1])
    return curves[0]
  }

  /// Panels a and b: where all couplings within the bound lie, with the least dissipation that
  /// leads there.
  private func region(under curve: BottleneckCurve) throws {
    let half = Int((p.regionBound / p.regionSpacing).rounded())
    let couplings = (-half...half).map { p.regionBound * Double($0) / Double(max(half, 1)) }
    let rows = couplings.map {
      InformationPlaneRow(model: model(angle: p.angle, beta: p.beta), j12: $0, j21: couplings, step: p.coarseStep)
    }
    record(region: try run.sweep("region", over: rows).flatMap { $0 }, under: curve)
  }

  /// Panels a to c: the best complexes along the price of dissipation, beside the bound.
  private func frontiers(under curve: BottleneckCurve) throws -> [Double] {
    var deviations: [Double] = []
    let angles = Set(p.angles + [p.angle]).sorted()
    let cells = angles.map {
      InformationPlaneOptima(model: model(angle: $0, beta: p.beta), alphas: p.alphas, bound: p.bound, step: p.step)
    }
    for (angle, found) in zip(angles, try run.sweep("frontiers", over: cells)) {
      let exact = p.sampledAlphas.compactMap(p.alphas.firstIndex(of:)).map { found.path[$0] }
      let sampled = try sample(exact.map { (model(angle: angle, beta: p.beta), $0) })
      deviations += zip(sampled, exact).flatMap { $0.deviations(from: $1.point.performance) }
      record(frontier: found, sampled: sampled, at: exact, under: curve, name: label(angle))
    }
    return deviations
  }

  /// Panel d: the best complexes at no price as the bath gets colder.
  private func cooling() throws -> [Double] {
    var deviations: [Double] = []
    for angle in p.coldAngles {
      let cells = p.betas.map {
        InformationPlaneOptima(
          model: model(angle: angle, beta: $0), alphas: [0], bound: min(p.bound, 20 / $0), step: p.step)
      }
      let found = try run.sweep("cooling", over: cells)
      let exact = p.sampledBetas.compactMap(p.betas.firstIndex(of:)).map { found[$0].path[0] }
      let sampled = try sample(zip(p.sampledBetas, exact).map { (model(angle: angle, beta: $0), $1) })
      deviations += zip(sampled, exact).flatMap { $0.deviations(from: $1.point.performance) }
      record(cooling: found, sampled: sampled, at: exact, name: label(angle))
    }
    for (name, beta) in [("hottest", p.betas.first), ("coldest", p.betas.last)] { run.number(name, beta ?? 0) }
    return deviations
  }

  // MARK: - Sweeps

  /// The gate at an angle, and complexes that face it at an inverse temperature.
  ///
  /// The two inputs are independent, ρ = 0. Only then does their distribution look the same from
  /// all sides, so that p(y|x) is distributed alike for every rotation of the gate, and one
  /// bottleneck curve is the curve of all angles.
  private func model(angle: Double, beta: Double) -> ParityGateModel {
    let gate = StochasticParityGate(angle: angle, sharpness: p.eta)
    return ParityGateModel(gate: gate, correlation: 0, beta: beta)
  }

  private func sample(_ complexes: [(ParityGateModel, PlacedComplex)]) throws -> [SampledPerformance] {
    let cells = complexes.map {
      SimulatedComplex(model: $0, couplings: $1.couplings, step: p.coarseStep, burnIn: p.burnIn, time: p.time)
    }
    return try run.sweep("sampled", over: cells, replicas: p.replicas).map {
      SampledPerformance(averaging: $0.map(\.performance))
    }
  }
}
