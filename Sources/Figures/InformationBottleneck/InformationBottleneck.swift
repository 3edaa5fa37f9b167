import Companion
import StochasticThermodynamics

/// The two-spin sensory complex in the information plane, under the curve that no channel can
/// cross.
@main
struct InformationBottleneck: Figure {
  // MARK: - Question

  static let title = "The sensory complex against the information bottleneck"
  static let question = "How close do two spins come to the best that any channel could do, and what holds them back?"
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

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let curve = try bounds(p, run)
    try region(curve, p, run)
    let deviations = try frontiers(curve, p, run) + cooling(p, run)
    run.deviations(deviations)
  }

  /// The bottleneck curve with all clusters, and with two: one bit. It is that of every angle and
  /// every β; see ``model(_:_:_:)``.
  private static func bounds(_ p: Parameters, _ run: Run) throws -> BottleneckCurve {
    let curves = try run.sweep(
      "curves",
      over: [p.clusters, 2].map {
        Curve(
          model: model(p.angle, p.beta, p), tradeOffs: p.tradeOffs, clusters: $0, starts: p.starts, step: p.step)
      })
    for (name, curve) in zip(["curve", "one-bit"], curves) {
      record(curve, as: "\(name)-to-1", over: 0...1, run)
      for point in curve.points where [3, 5].contains(point.tradeOff) {
        run.number("\(name)-input-\(label(point.tradeOff))", bitsPerNat * point.inputInformation, unit: "bits")
        run.number("\(name)-relevant-\(label(point.tradeOff))", bitsPerNat * point.relevantInformation, unit: "bits")
      }
      run.number("\(name)-end-input", bitsPerNat * (curve.points.last?.inputInformation ?? 0), unit: "bits")
      run.number("\(name)-end-relevant", bitsPerNat * (curve.points.last?.relevantInformation ?? 0), unit: "bits")
    }
    record(curves[0], as: "curve-to-0.5", over: 0...0.5, run)
    run.number("available", bitsPerNat * curves[0].availableInformation, unit: "bits")
    run.number("curve-at-one-bit", value(of: curves[0], at: 1), unit: "bits")
    return curves[0]
  }

  /// Panels a and b: where all couplings within the bound lie, with the least dissipation that
  /// leads there.
  private static func region(_ curve: BottleneckCurve, _ p: Parameters, _ run: Run) throws {
    let couplings = grid(p)
    let rows = couplings.map {
      Row(model: model(p.angle, p.beta, p), j12: $0, j21: couplings, step: p.coarseStep)
    }
    let points = try run.sweep("region", over: rows).flatMap { $0 }
    let visible = points.filter { $0.performance.relevantInformation >= leastInformation(p) }
    run.series("region", columns(of: visible, regionPixels) { $0.inputInformation })
    record(curve, as: "curve-above-region", over: fifths(around: visible.map(\.inputInformation)), run)
    run.series("parity-region", columns(of: points, parityPixels) { $0.parityInformation })
    run.number("region-points", Double(points.count))
    run.number("region-largest", points.map(\.performance.relevantInformation).max() ?? 0, unit: "bits")
  }

  /// Panels a to c: the best complexes along the price of dissipation, beside the bound.
  private static func frontiers(_ curve: BottleneckCurve, _ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    let angles = Set(p.angles + [p.angle]).sorted()
    let cells = angles.map {
      Optimise(model: model($0, p.beta, p), alphas: p.alphas, bound: p.bound, step: p.step)
    }
    for (angle, found) in zip(angles, try run.sweep("frontiers", over: cells)) {
      let name = label(angle)
      // Where dissipation is too dear the optimum is an equilibrium: there the frontier ends.
      let path = zip(p.alphas, found.path).filter { $0.1.sigma > 1e-9 }
      record("frontier-\(name)", path.map(\.1), curve, alphas: path.map(\.0), run)
      // Where no equilibrium has information on the answer none is the best.
      record("start-\(name)", [found.equilibrium].filter { $0.information > 1e-12 }, curve, alphas: nil, run)
      let exact = p.sampledAlphas.compactMap(p.alphas.firstIndex(of:)).map { found.path[$0] }
      let sampled = try sample(exact.map { (model(angle, p.beta, p), $0) }, p, run)
      deviations += zip(sampled, exact).map { $0.deviation(from: $1.point.performance) }
      record(sampled: sampled, at: exact, of: "sampled-frontier-\(name)", curve, alphas: p.sampledAlphas, run)
      quote("equilibrium-\(name)", found.equilibrium, curve, run)
      if let dearest = found.path.first { quote("ness-\(name)", dearest, curve, run) }
    }
    return deviations
  }
}
