import Cells
import Companion
import Estimation
import Randomness
import StochasticThermodynamics

extension FluctuationTheorems {
  // MARK: - Cells

  /// ⟨exp(−s)⟩ over trajectories, with the boundary term and without.
  struct SampleEntropy: Cell {
    var process: Process
    var time: Double
    var count: Int

    func compute(_ random: RandomStream) -> Entropies<ExponentialAverage> {
      process.sample(count, until: time, random, into: ExponentialAverage()) { $0.add($1) }
    }
  }

  /// The exact mean and variance of exp(−s), with the boundary term and without.
  struct SolveEntropy: Cell {
    var process: Process
    var time: Double

    struct Result: Codable { var total, heat: Moments }

    struct Moments: Codable {
      var mean, variance: Double

      /// A sampled mean with its exact error, which is not less than rounding.
      func estimate(_ sampled: ExponentialAverage) -> Estimate {
        Estimate(sampled.mean.value, standardError: (max(variance, 1e-16) / Double(sampled.count)).squareRoot())
      }
    }

    func compute(_ random: RandomStream) -> Result {
      guard time > 0 else { return Result(total: Moments(mean: 1, variance: 0), heat: Moments(mean: 1, variance: 0)) }
      let (first, second) = (process.averages(at: 1, until: time), process.averages(at: 2, until: time))
      return Result(
        total: Moments(mean: first.total, variance: second.total - first.total * first.total),
        heat: Moments(mean: first.heat, variance: second.heat - first.heat * first.heat))
    }
  }

  /// How often the values of s are found in a steady state, with the boundary term and without.
  struct TallyEntropy: Cell {
    var ring: Ring
    var time: Double
    var count: Int

    func compute(_ random: RandomStream) -> Entropies<Tally> {
      Process.steady(ring).sample(count, until: time, random, into: Tally()) { $0.add($1) }
    }
  }

  // MARK: - Panels

  /// Panel e: ⟨exp(−s)⟩ with and without the boundary term, of a steady state, a relaxation and a driven molecule.
  static func integral(_ p: Parameters, _ run: Run) throws -> [Double] {
    let ring = Ring(onwards: p.ringOnwards, back: p.ringBack)
    let molecule = Molecule(start: p.levelStart, end: p.levelEnd, time: p.levelTimes[0])
    let processes = [
      ("steady", Process.steady(ring)), ("relaxing", .relaxing(ring, from: p.ringStart)), ("driven", .driven(molecule)),
    ]
    return try processes.enumerated().flatMap { place, item in
      let (name, process) = item
      let times = stride(from: place, to: p.sampledTimes.count, by: processes.count).map { p.sampledTimes[$0] }
      let line = try run.sweep("exact-\(name)", over: p.entropyTimes.map { SolveEntropy(process: process, time: $0) })
      run.series(
        name, ["time": p.entropyTimes, "total": line.map(\.total.mean), "heat": line.map(\.heat.mean)])
      let exact = try run.sweep("exact-\(name)", over: times.map { SolveEntropy(process: process, time: $0) })
      let sampled = try run.sweep(
        "entropy-\(name)", over: times.map { SampleEntropy(process: process, time: $0, count: p.trajectories) },
        replicas: p.replicas
      ).map(\.merged)
      // The variances are exact: those of the sample would miss rare trajectories.
      let total = zip(sampled, exact).map { $1.total.estimate($0.total) }
      let heat = zip(sampled, exact).map { $1.heat.estimate($0.heat) }
      run.series("sampled-\(name)", ["time": times], estimates: ["total": total, "heat": heat])
      if let last = line.last { run.number("\(name)-variance", last.total.variance) }
      if let last = times.indices.last {
        run.number("\(name)-time", times[last])
        run.number("\(name)-total", total[last])
        run.number("\(name)-heat", heat[last])
        run.number("\(name)-heat-exact", exact[last].heat.mean)
      }
      return zip(total, exact).map { $0.deviation(from: $1.total.mean) }
        + zip(heat, exact).map { $0.deviation(from: $1.heat.mean) }
    }
  }

  /// Panel f: the detailed theorem in the steady state, and what the heat alone would say.
  static func detailed(_ p: Parameters, _ run: Run) throws -> [Double] {
    let ring = Ring(onwards: p.ringOnwards, back: p.ringBack)
    let exact = RingEntropy(of: ring.matrix, within: p.tallyTime)
    let tally = try run.sweep(
      "tally", over: [TallyEntropy(ring: ring, time: p.tallyTime, count: p.tallied)], replicas: p.replicas)[0].merged
    run.series("slope", ["entropy": [-4, 8]])
    return [("total", tally.total, \RingEntropy.Outcome.total), ("heat", tally.heat, \.heat)].flatMap {
      name, tally, quantity in
      let ratios = tally.logRatiosUnderReflection()
      let reach = ratios.last?.center ?? 0
      let lines = exact.logRatiosUnderReflection(of: quantity).filter { $0.value <= reach + 1e-5 }
      run.series("detailed-\(name)", ["entropy": lines.map(\.value), "ratio": lines.map(\.logarithm)])
      run.series(
        "sampled-detailed-\(name)", ["entropy": ratios.map(\.center)], estimates: ["ratio": ratios.map(\.logarithm)])
      // A ring in equilibrium produces nothing.
      if !ratios.isEmpty { run.number("slope-\(name)", LogRatio.slope(of: ratios)) }
      return ratios.compactMap { ratio in
        lines.first { abs($0.value - ratio.center) < 1e-5 }.map { ratio.logarithm.deviation(from: $0.logarithm) }
      }
    }
  }
}
