import Companion
import ElementaryFunctions
import Estimation
import LangevinDynamics

extension LandauerErasure {
  // MARK: - Distribution of the work

  /// Panels d and f: how the work is distributed. Bins with at least 25 expected cycles are drawn and compared.
  static func distribution(_ row: Comparison, _ exact: WorkDensity, _ run: Run) -> [Double] {
    let (name, works) = ("\(row.name)-\(label(row.time))", row.sampled.works)
    let (mean, spread) = (row.exact.meanWork, row.exact.workVariance.squareRoot())
    let near = (-50...70).map { mean + 0.1 * Double($0) * spread }
    let line = Array(stride(from: -24, to: near[0], by: 0.2)) + near
    let seen = line.filter { exact.density(at: $0) > 1e-6 }
    run.series("density-\(name)", ["work": seen, "density": seen.map(exact.density)])
    // Below 1e-15 a density is rounding, which e^(−W) would magnify.
    let weighted = line.map { Elementary.exp(-$0) * max(0, exact.density(at: $0) - 1e-15) }
    run.series("weighted-\(name)", ["work": line, "density": weighted])
    let deviations = works.deviations(
      from: works.weights.indices.map { bin in
        exact.probability(from: works.range(of: bin).lowerBound, to: works.range(of: bin).upperBound)
      })
    let bins = deviations.indices.filter { deviations[$0] != nil }
    run.series(
      "bins-\(name)", ["work": bins.map(works.center)],
      estimates: [
        "density": bins.map(works.density),
        "weighted": bins.map { Elementary.exp(-works.center(of: $0)) * works.density(at: $0) },
      ])
    let (below, time) = (exact.probability(to: ln2), label(row.time))
    run.number("\(row.name)-below-\(time)", below)
    run.number("\(row.name)-sampled-below-\(time)", row.sampled.below.estimate)
    run.number("\(row.name)-rare-\(time)", exact.probability(to: -8))
    return (deviations + [Comparison.deviation(row.sampled.below, from: below)]).compactMap { $0 }
  }
}
