import Companion
import ElementaryFunctions
import Estimation
import MesoscopicNetworks

extension RandomPatterns {
  // MARK: - Exact records

  /// Panels a and d: means over the tasks of the best networks within what is allowed; and numbers.
  static func recordPath(_ found: [Optimise.Result], _ p: Parameters, _ run: Run) {
    func mean(_ value: (Optimise.Result) -> Double) -> Estimate { Average(found.map(value)).estimate }
    run.number("zero", mean(\.zero))
    run.number("symmetric", mean(\.symmetric.error))
    run.number("switching-symmetric", found.map(\.symmetric.switching).max() ?? 0, unit: "1/k0")
    run.number("slow", Double(found.reduce(0) { $0 + $1.path.count { $0.switching > p.patience } }))
    run.number("networks", Double(found.reduce(0) { $0 + $1.path.count }))
    run.number("largest-symmetric-sigma", found.map { abs($0.symmetric.sigma) }.max() ?? 0, unit: "k0")
    for (place, alpha) in p.alphas.enumerated() where [1e-3, 0.01, 0.1, 1].contains(alpha) {
      run.number("error-\(label(alpha))", mean { $0.path[place].error })
      run.number("sigma-\(label(alpha))", mean { $0.path[place].sigma }, unit: "k0")
    }
    func column(_ value: @escaping (Network) -> Double) -> [Estimate] {
      p.budgets.map { budget in mean { value($0.network(within: budget)) } }
    }
    let errors = column(\.error)
    run.series(
      "front",
      [
        "budget": p.budgets, "error": errors.map(\.value), "above": errors.map { $0.value + $0.standardError },
        "below": errors.map { $0.value - $0.standardError },
      ],
      estimates: ["couplings": column(\.couplingAsymmetry), "response": column(\.responseAsymmetry)])
    for budget in p.sampledBudgets {
      let name = label(budget)
      run.number("at-\(name)", mean { $0.network(within: budget).error })
      run.number("gain-\(name)", mean { $0.symmetric.error - $0.network(within: budget).error })
      run.number("better-\(name)", Double(found.count { $0.network(within: budget).error < $0.symmetric.error }))
      run.number("couplings-\(name)", mean { $0.network(within: budget).couplingAsymmetry })
      run.number("response-\(name)", mean { $0.network(within: budget).responseAsymmetry })
    }
  }

  // MARK: - Sampled records, five spins

  /// Panel a: the best networks within what is allowed, simulated; what is read without the noise of the reading.
  static func sampledFront(
    _ tasks: [MesoscopicTask], _ found: [Optimise.Result], _ p: Parameters, _ run: Run
  ) throws -> [Double] {
    var deviations: [Double] = []
    var (errors, sigmas): ([Estimate], [Estimate]) = ([], [])
    for budget in p.sampledBudgets {
      let networks = found.map { $0.network(within: budget) }
      let sampled = try sample(
        "sampled", zip(tasks, networks).map { (task: $0, network: $1) }, for: p.time, p, run)
      for (sampled, exact) in zip(sampled, networks) {
        deviations += [sampled.error.deviation(from: exact.error), sampled.sigma.deviation(from: exact.sigma)]
      }
      errors.append(Average(sampled.map(\.error.value)).estimate)
      sigmas.append(Average(sampled.map(\.sigma.value)).estimate)
    }
    run.series(
      "sampled-front", ["budget": p.sampledBudgets], estimates: ["error": errors, "sigma": sigmas])
    for (budget, error) in zip(p.sampledBudgets, errors) { run.number("sampled-at-\(label(budget))", error) }
    return deviations
  }

  /// Panel e: the error with the noise of the reading, against the time for which a network is watched.
  static func reading(
    _ tasks: [MesoscopicTask], _ found: [Optimise.Result], _ p: Parameters, _ run: Run
  ) throws -> [Double] {
    var deviations: [Double] = []
    var curves: [[Double]] = []
    for name in ["symmetric"] + p.loadBudgets.map(label) {
      let networks = found.map { result in Double(name).map(result.network(within:)) ?? result.symmetric }
      let exact = try run.sweep(
        "reading",
        over: zip(tasks, networks).map {
          Read(task: $0, couplings: $1.couplings, outcome: $1.outcome, beta: p.beta, ridge: p.ridge, times: p.times)
        })
      let curve = p.times.indices.map { place in Average(exact.map { $0[place] }).mean }
      curves.append(curve)
      run.series("reading-\(name)", ["time": p.times, "error": curve])
      if let place = p.times.firstIndex(of: 1000) { run.number("watched-\(name)-1000", curve[place]) }
      var points: [Estimate] = []
      for (place, time) in p.times.enumerated() where p.sampledTimes.contains(time) {
        let sampled = try sample(
          "watched", zip(tasks, networks).map { (task: $0, network: $1) }, for: time, by: .multiplicative, p, run)
        deviations += zip(sampled, exact).map { $0.noisyError.deviation(from: $1[place]) }
        points.append((1 / Double(sampled.count)) * sampled.map(\.noisyError).reduce(Estimate(exact: 0), +))
      }
      run.series("sampled-reading-\(name)", ["time": p.sampledTimes], estimates: ["error": points])
      if let time = crossing(of: curves[0], and: curve, p.times) {
        run.number("crossing-\(name)", time, unit: "1/k0")
      }
    }
    return deviations
  }

  /// When a falling curve comes to lie below another one, both linear in ln T; nil where it does not.
  private static func crossing(of first: [Double], and second: [Double], _ times: [Double]) -> Double? {
    for place in times.indices.dropFirst() {
      let (before, after) = (second[place - 1] - first[place - 1], second[place] - first[place])
      guard before > 0, after <= 0 else { continue }
      let share = before / (before - after)
      return times[place - 1] * Elementary.exp(share * Elementary.log(times[place] / times[place - 1]))
    }
    return nil
  }
}
