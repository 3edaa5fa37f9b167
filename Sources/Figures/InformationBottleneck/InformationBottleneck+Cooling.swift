import Companion
import StochasticThermodynamics

extension InformationBottleneck {
  /// Panel d: the best complexes at no price as the bath gets colder.
  static func cooling(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    for angle in p.coldAngles {
      let cells = p.betas.map {
        Optimise(model: model(angle, $0, p), alphas: [0], bound: min(p.bound, 20 / $0), step: p.step)
      }
      let found = try run.sweep("cooling", over: cells)
      let best = found.map { $0.path[0] }
      let name = label(angle)
      run.series(
        "cooling-\(name)",
        [
          "beta": p.betas, "input": best.map(\.input), "parity": best.map(\.parity),
          "information": best.map(\.information), "sigma": best.map(\.sigma), "j12": best.map(\.couplings.j12),
          "j21": best.map(\.couplings.j21), "equilibrium-parity": found.map(\.equilibrium.parity),
          "equilibrium-information": found.map(\.equilibrium.information),
        ])
      let exact = p.sampledBetas.compactMap(p.betas.firstIndex(of:)).map { best[$0] }
      let sampled = try sample(zip(p.sampledBetas, exact).map { (model(angle, $0, p), $1) }, p, run)
      deviations += zip(sampled, exact).map { $0.deviation(from: $1.point.performance) }
      run.series(
        "sampled-cooling-\(name)", ["beta": p.sampledBetas, "parity": exact.map(\.parity)],
        estimates: ["information": sampled.map(\.information)])
      if let coldest = best.last {
        run.number("coldest-parity-\(name)", coldest.parity, unit: "bits")
        run.number("coldest-information-\(name)", coldest.information, unit: "bits")
        run.number("coldest-equilibrium-\(name)", found.last?.equilibrium.information ?? 0, unit: "bits")
      }
    }
    for (name, beta) in [("hottest", p.betas.first), ("coldest", p.betas.last)] { run.number(name, beta ?? 0) }
    return deviations
  }
}
