import Companion
import ElementaryFunctions
import Estimation
import MesoscopicNetworks

extension RandomPatterns {
  // MARK: - Small networks, exactly

  /// Panels a and d: means over the tasks of the best networks within what is allowed; and numbers.
  func recordFront(_ optima: [PatternOptima.Result]) {
    func mean(_ value: (PatternOptima.Result) -> Double) -> Estimate { Average(optima.map(value)).estimate }
    run.number("zero", mean(\.zero))
    run.number("symmetric", mean(\.symmetric.error))
    run.number("switching-symmetric", optima.map(\.symmetric.switching).max() ?? 0, unit: "1/k0")
    run.number("slow", Double(optima.reduce(0) { $0 + $1.path.count { $0.switching > p.patience } }))
    run.number("networks", Double(optima.reduce(0) { $0 + $1.path.count }))
    run.number("largest-symmetric-sigma", optima.map { abs($0.symmetric.sigma) }.max() ?? 0, unit: "k0")
    for (place, alpha) in p.alphas.enumerated() where [1e-3, 0.01, 0.1, 1].contains(alpha) {
      run.number("error-\(label(alpha))", mean { $0.path[place].error })
      run.number("sigma-\(label(alpha))", mean { $0.path[place].sigma }, unit: "k0")
    }
    func column(_ value: @escaping (PatternNetwork) -> Double) -> [Estimate] {
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
      run.number("better-\(name)", Double(optima.count { $0.network(within: budget).error < $0.symmetric.error }))
      run.number("couplings-\(name)", mean { $0.network(within: budget).couplingAsymmetry })
      run.number("response-\(name)", mean { $0.network(within: budget).responseAsymmetry })
    }
  }

  /// Errors of larger symmetric networks, and for how many tasks the small networks beat them.
  func recordControl(_ name: String, _ errors: [Double], _ optima: [PatternOptima.Result]) {
    run.number("control-\(name)", Average(errors).estimate)
    for budget in p.loadBudgets {
      let wins = zip(optima, errors).filter { ($0.front.loss(atCost: budget) ?? $0.symmetric.error) < $1 }
      run.number("wins-\(name)-\(label(budget))", Double(wins.count))
    }
  }

  /// Panel b: errors against the number of patterns per spin.
  func recordLoads(_ optima: [[PatternOptima.Result]]) {
    let counts = p.loads.map { Double($0) / Double(p.spins) }
    func record(_ name: String, _ error: (PatternOptima.Result) -> Double) {
      run.series(
        name, ["load": counts], estimates: ["error": optima.map { Average($0.map(error)).estimate }])
    }
    record("load-zero", \.zero)
    record("load-symmetric", \.symmetric.error)
    for budget in p.loadBudgets { record("load-\(label(budget))") { $0.network(within: budget).error } }
  }

  // MARK: - Small networks, sampled

  /// Panel a: means over the tasks, budget by budget.
  func recordSampledFront(_ front: [[RegressionEstimate]]) {
    let errors = front.map { Average($0.map(\.error.value)).estimate }
    let sigmas = front.map { Average($0.map(\.sigma.value)).estimate }
    run.series(
      "sampled-front", ["budget": p.sampledBudgets], estimates: ["error": errors, "sigma": sigmas])
    for (budget, error) in zip(p.sampledBudgets, errors) { run.number("sampled-at-\(label(budget))", error) }
  }

  /// Panel e: the error against the time of observation, exact and sampled. Returns when it comes to lie below that of symmetric
  /// networks, if it does.
  func recordReading(_ name: String, _ curve: [Double], _ points: [Estimate], symmetric: [Double]) -> Double? {
    run.series("reading-\(name)", ["time": p.times, "error": curve])
    if let place = p.times.firstIndex(of: 1000) { run.number("watched-\(name)-1000", curve[place]) }
    run.series("sampled-reading-\(name)", ["time": p.sampledTimes], estimates: ["error": points])
    let time = crossing(of: symmetric, and: curve)
    if let time { run.number("crossing-\(name)", time, unit: "1/k0") }
    return time
  }

  /// When a falling curve comes to lie below another one, both linear in ln T; nil where it does not.
  private func crossing(of first: [Double], and second: [Double]) -> Double? {
    for place in p.times.indices.dropFirst() {
      let (before, after) = (second[place - 1] - first[place - 1], second[place] - first[place])
      guard before > 0, after <= 0 else { continue }
      let share = before / (before - after)
      return p.times[place - 1] * Elementary.exp(share * Elementary.log(p.times[place] / p.times[place - 1]))
    }
    return nil
  }

  // MARK: - Larger networks, trained and read by simulation alone

  /// The error without couplings, exactly.
  func recordUncoupled(_ tasks: [MesoscopicTask]) {
    let errors = tasks.map { $0.uncoupledError(beta: p.beta, ridge: p.trainedRidge) }
    run.number("trained-zero", Average(errors).estimate)
  }

  /// Panel f: the course of the training, means over the tasks.
  func recordTraining(_ trainings: [RegressionTraining.Result]) {
    // The control is not shown.
    let records = 0..<(p.steps + p.trainedAlphas.count * p.furtherSteps) / p.stepsPerRecord
    run.series(
      "course",
      ["flips": records.map { record in Average(trainings.map { 1e-6 * $0.flips[record] }).mean }],
      estimates: [
        "error": records.map { record in Average(trainings.map { $0.errors[record] }).estimate },
        "sigma": records.map { record in Average(trainings.map { $0.sigmas[record] }).estimate },
      ])
    let flips = Average(trainings.map { $0.flips[records.upperBound - 1] }).mean
    run.number("training-flips", flips)
  }

  /// Panel c: the symmetric networks, trained for as long as the last free ones; and the free ones at falling prices.
  func recordTrained(_ prices: [Double], symmetric: [RegressionEstimate], free: [[RegressionEstimate]]) {
    func mean(_ networks: [RegressionEstimate], _ value: (RegressionEstimate) -> Double) -> Estimate {
      Average(networks.map(value)).estimate
    }
    let errors = free.map { mean($0, \.error.value) }
    let sigmas = free.map { mean($0, \.sigma.value) }
    run.number("trained-symmetric", mean(symmetric, \.error.value))
    run.number("trained-symmetric-sigma", mean(symmetric, \.sigma.value).value, unit: "k0")
    for (place, alpha) in prices.enumerated() {
      let gains = zip(symmetric, free[place]).map { $0.error.value - $1.error.value }
      run.number("trained-\(label(alpha))", errors[place])
      run.number("trained-sigma-\(label(alpha))", sigmas[place], unit: "k0")
      run.number("trained-gain-\(label(alpha))", Average(gains).estimate)
      run.number("trained-better-\(label(alpha))", Double(gains.count { $0 > 0 }))
    }
    run.series("trained", ["alpha": prices], estimates: ["sigma": sigmas, "error": errors])
  }

  /// Panel f: the networks at the end of every part of the training, read as in panel c; and read as in the training, where the
  /// loss is larger by the noise of averages over the time of a path and by the term of the ridge.
  ///
  /// - Parameter noises: of each part, task by task.
  func recordStations(
    _ trainings: [RegressionTraining.Result], _ readings: [Reading], noises: [[Double]]
  ) {
    func mean(_ values: [Double]) -> Estimate { Average(values).estimate }
    let errors = readings.map { $0.sampled.map(\.error.value) }
    let ridges = readings.map { $0.readouts.map { p.trainedRidge * $0.weights.entries.reduce(0) { $0 + $1 * $1 } } }
    run.number("trained-beginning", mean(errors[0]))
    let losses = readings.indices.map { place in
      errors[place].indices.map { errors[place][$0] + noises[place][$0] + ridges[place][$0] }
    }
    let ends = readings.indices.map { (p.steps + $0 * p.furtherSteps) / p.stepsPerRecord - 1 }
    run.series(
      "stations", ["flips": ends.map { record in mean(trainings.map { 1e-6 * $0.flips[record] }).value }],
      estimates: [
        "error": errors.map(mean), "noise": noises.map(mean), "ridge": ridges.map(mean), "loss": losses.map(mean),
        "sigma": readings.map { mean($0.sampled.map(\.sigma.value)) },
      ])
    let last = readings.count - 1
    run.number("trained-noise", mean(noises[last]))
    run.number("trained-ridge", mean(ridges[last]))
    run.number("trained-loss", mean(losses[last]))
    run.number("training-loss", mean(trainings.map { $0.errors[ends[last]] }))
  }

  /// Answers of one network at a few inputs: by all its states, and sampled. Returns the deviations.
  func recordSolved(_ exact: [NetworkAnswer], _ sampled: [[NetworkAnswer]]) -> [Double] {
    let answers = sampled.map { Average($0.map(\.answer)).estimate }
    let sigmas = sampled.map { Average($0.map(\.sigma)).estimate }
    run.series(
      "solved", ["answer": exact.map(\.answer), "sigma": exact.map(\.sigma)],
      estimates: ["sampled": answers, "sampledsigma": sigmas])
    let deviations =
      zip(answers, exact).map { $0.deviation(from: $1.answer) }
      + zip(sigmas, exact).map { $0.deviation(from: $1.sigma) }
    run.number("solved-largest-deviation", deviations.map(abs).max() ?? 0, unit: "standard errors")
    return deviations
  }
}
