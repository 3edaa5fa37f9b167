import Companion
import Learning
import StochasticThermodynamics

/// The two-spin sensory complex in the information plane, under the curve that no channel can cross.
@main
struct InformationBottleneck: Figure {
  // MARK: - Question

  static let title = "The sensory complex against the information bottleneck"
  static let question = "How far below the best of all channels is a complex of two spins, and why?"
  static let section = "6"
  static let minutes = 1.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Inverse temperature β of the heat bath, per unit of the inputs; sharpness η of the gate.
    var beta = 2.0, eta = 5.0
    /// Rotation φ of the gate in degrees in panels a and b, and along the price of dissipation in panel c.
    var angle = 30.0, angles = [30.0, 45]
    /// The bottleneck: its trade-offs β_IB, the clusters of the best channel, random starts.
    var tradeOffs = [
      2.07, 2.1, 2.15, 2.2, 2.3, 2.4, 2.6, 2.8, 3, 3.3, 3.6, 4, 4.5, 5, 6, 7, 8.5, 10, 12, 14, 17, 20, 30, 50, 100,
    ]
    var clusters = 8, starts = 2
    /// Couplings of the region: |J| up to this bound in steps of the spacing.
    var regionBound = 2.0, regionSpacing = 0.02
    /// Bound on both couplings of an optimum.
    var bound = 4.0
    /// Prices α of dissipation along a frontier, and at its sampled points; nats per nat and 1/k0.
    var alphas = decades(1e-4, 1, [1, 1.3, 1.8, 2.4, 3.2, 4.2, 5.6, 7.5]), sampledAlphas = [1e-4, 1e-3, 0.01, 0.056]
    /// Rotations in panel d, in degrees, its inverse temperatures, and those of the sampled points.
    var coldAngles = [0.0, 15, 30], betas = decades(0.1, 10, [1, 1.3, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8])
    var sampledBetas = [0.5, 1, 2, 4]
    /// Spacing of the quadrature over inputs: of the exact lines, of the region and the sampled points; standard deviations.
    var step = 0.1, coarseStep = 0.2
    /// Burn-in and observation time per input and half, in 1/k0; number of independent replicas.
    var burnIn = 8.0, time = 40.0, replicas = 40
  }

  static let paper = Parameters()
  static let quick = Parameters(
    tradeOffs: [2.2, 3, 5, 10, 100], clusters: 4, starts: 1, regionSpacing: 0.2, alphas: [0.001, 0.01, 0.056, 1],
    sampledAlphas: [0.01], betas: [0.5, 1, 2, 4], sampledBetas: [1], step: 0.25, coarseStep: 0.5, time: 4, replicas: 8)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let curve = try bounds(p, run)
    try region(p, run)
    let deviations = try frontiers(curve, p, run) + cooling(p, run)
    run.deviations(deviations)
  }

  /// The bottleneck curve with as many clusters as wanted, and with two: one bit. It is that of every angle and every β; see
  /// ``model(_:_:_:)``.
  private static func bounds(_ p: Parameters, _ run: Run) throws -> BottleneckCurve {
    let curves = try run.sweep(
      "curves",
      over: [p.clusters, 2].map {
        Curve(
          model: model(p.angle, p.beta, p), tradeOffs: p.tradeOffs, clusters: $0, starts: p.starts, step: p.step)
      })
    for (name, curve) in zip(["curve", "one-bit"], curves) {
      for end in [0.5, 1, 2] { record(curve, as: "\(name)-to-\(label(end))", upTo: end, run) }
      for point in curve.points where [3, 5].contains(point.tradeOff) {
        run.number("\(name)-input-\(label(point.tradeOff))", bitsPerNat * point.inputInformation, unit: "bits")
        run.number("\(name)-relevant-\(label(point.tradeOff))", bitsPerNat * point.relevantInformation, unit: "bits")
      }
      run.number("\(name)-end-input", bitsPerNat * (curve.points.last?.inputInformation ?? 0), unit: "bits")
      run.number("\(name)-end-relevant", bitsPerNat * (curve.points.last?.relevantInformation ?? 0), unit: "bits")
    }
    let ceiling = bitsPerNat * curves[0].availableInformation
    run.series("ceiling", ["input": [0, 2], "information": [ceiling, ceiling]])
    run.number("available", ceiling, unit: "bits")
    run.number("curve-at-one-bit", value(of: curves[0], at: 1), unit: "bits")
    return curves[0]
  }

  /// Panels a and b: where all couplings within the bound lie, with the least dissipation that leads there.
  private static func region(_ p: Parameters, _ run: Run) throws {
    let couplings = grid(p)
    let rows = couplings.map {
      Row(model: model(p.angle, p.beta, p), j12: $0, j21: couplings, step: p.coarseStep)
    }
    let points = try run.sweep("region", over: rows).flatMap { $0 }
    run.series("region", columns(of: points, pixel: (0.0175, 0.005)) { $0.inputInformation })
    run.series("parity-region", columns(of: points, pixel: (0.005, 0.003)) { $0.parityInformation })
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
      record("start-\(name)", [found.equilibrium], curve, alphas: nil, run)
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
