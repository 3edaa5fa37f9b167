import Companion
import ElementaryFunctions
import Estimation
import MesoscopicNetworks

extension RandomPatterns {
  // MARK: - Sampled records, twenty spins

  /// Panels c and f: networks that are trained and read by simulation alone.
  static func trained(_ p: Parameters, _ run: Run) throws -> [Double] {
    let tasks = try run.sweep(
      "trained-patterns",
      over: (0..<p.trainedTasks).map { Draw(number: $0, count: p.trainedPatterns, components: p.trainedSpins) })
    recordUncoupled(tasks, p, run)
    let results = try run.sweep("training", over: tasks.map { Train($0, p) })
    recordTraining(results, p, run)
    // The symmetric networks, trained for as long as the last free ones; then the free ones at falling prices.
    let groups = try ([2 * p.trainedAlphas.count] + Array(1...p.trainedAlphas.count)).map { place in
      try read(tasks, results.map { $0.networks[place] }, p, run)
    }
    let errors = groups.map { Average($0.sampled.map(\.error.value)).estimate }
    let sigmas = groups.map { Average($0.sampled.map(\.sigma.value)).estimate }
    run.number("trained-symmetric", errors[0])
    run.number("trained-symmetric-sigma", sigmas[0].value, unit: "k0")
    for (place, alpha) in p.trainedAlphas.reversed().enumerated() {
      let gains = zip(groups[0].sampled, groups[place + 1].sampled).map { $0.error.value - $1.error.value }
      run.number("trained-\(label(alpha))", errors[place + 1])
      run.number("trained-sigma-\(label(alpha))", sigmas[place + 1], unit: "k0")
      run.number("trained-gain-\(label(alpha))", Average(gains).estimate)
      run.number("trained-better-\(label(alpha))", Double(gains.count { $0 > 0 }))
    }
    run.series(
      "trained", ["alpha": p.trainedAlphas.reversed()],
      estimates: ["sigma": Array(sigmas.dropFirst()), "error": Array(errors.dropFirst())])
    try recordStations(
      tasks, results, [try read(tasks, results.map { $0.networks[0] }, p, run)] + groups.dropFirst(), p, run)
    let couplings = results[0].networks[p.trainedAlphas.count]
    guard let readout = groups.last?.readouts[0] else { return [] }
    return try solved(tasks[0], couplings, readout, p, run)
  }

  /// Readouts of networks for tasks, and what they make of simulations.
  private struct Reading { var readouts: [RidgeReadout], sampled: [Sampled] }

  /// Networks for tasks, read by readouts that are fitted to simulations of their own.
  private static func read(
    _ tasks: [MesoscopicTask], _ networks: [[Double]], _ p: Parameters, _ run: Run
  ) throws -> Reading {
    let readouts = try run.sweep(
      "fits",
      over: zip(tasks, networks).map {
        Fit(
          task: $0, couplings: $1, spins: p.trainedSpins, beta: p.beta, ridge: p.trainedRidge,
          burnIn: p.readingBurnIn, time: p.fitTime)
      })
    let cells = tasks.indices.map {
      Simulate(
        task: tasks[$0], couplings: networks[$0], readout: readouts[$0], beta: p.beta, burnIn: p.readingBurnIn,
        time: p.readingTime)
    }
    return Reading(
      readouts: readouts, sampled: try run.sweep("trained", over: cells, replicas: p.readingReplicas).map(Sampled.init))
  }

  /// Without couplings m = tanh βx: the exact error of independent spins.
  private static func recordUncoupled(_ tasks: [MesoscopicTask], _ p: Parameters, _ run: Run) {
    let errors = tasks.map { task -> Double in
      let averages = task.inputs.map { $0.map { Elementary.tanh(p.beta * $0) } }
      let targets = task.scalarTargets ?? []
      let readout = RidgeReadout.fitted(to: averages, targets: targets.map { [$0] }, penalty: p.trainedRidge)
      return Average(zip(averages, targets).map { -2 * readout.performance(of: $0, target: [$1]).value }).mean
    }
    run.number("trained-zero", Average(errors).estimate)
  }

  /// The course of the training: means over the tasks.
  private static func recordTraining(_ results: [Train.Result], _ p: Parameters, _ run: Run) {
    // The control is not shown.
    let records = 0..<(p.steps + p.trainedAlphas.count * p.furtherSteps) / p.stepsPerRecord
    run.series(
      "course",
      ["flips": records.map { record in Average(results.map { 1e-6 * $0.flips[record] }).mean }],
      estimates: [
        "error": records.map { record in Average(results.map { $0.errors[record] }).estimate },
        "sigma": records.map { record in Average(results.map { $0.sigmas[record] }).estimate },
      ])
    let flips = Average(results.map { $0.flips[records.upperBound - 1] }).mean
    run.number("training-flips", flips)
  }

  /// Panel f: the networks at the end of every part of the training, read as in panel c; and read as in the training, where the
  /// loss is larger by the noise of averages over the time of a path and by the term of the ridge.
  private static func recordStations(
    _ tasks: [MesoscopicTask], _ results: [Train.Result], _ readings: [Reading], _ p: Parameters, _ run: Run
  ) throws {
    func mean(_ values: [Double]) -> Estimate { Average(values).estimate }
    let noises = try readings.enumerated().map { place, reading in
      let cells = tasks.indices.map {
        Simulate(
          task: tasks[$0], couplings: results[$0].networks[place], readout: reading.readouts[$0], beta: p.beta,
          burnIn: p.readingBurnIn, time: p.trainingTime + p.window, method: .multiplicative)
      }
      let short = try run.sweep("short", over: cells, replicas: p.readingReplicas).map(Sampled.init)
      return zip(short, reading.sampled).map { $0.noisyError.value - $1.error.value }
    }
    let errors = readings.map { $0.sampled.map(\.error.value) }
    let ridges = readings.map { $0.readouts.map { p.trainedRidge * $0.weights.reduce(0) { $0 + $1 * $1 } } }
    let losses = readings.indices.map { place in
      tasks.indices.map { errors[place][$0] + noises[place][$0] + ridges[place][$0] }
    }
    let ends = readings.indices.map { (p.steps + $0 * p.furtherSteps) / p.stepsPerRecord - 1 }
    run.series(
      "stations", ["flips": ends.map { record in mean(results.map { 1e-6 * $0.flips[record] }).value }],
      estimates: [
        "error": errors.map(mean), "noise": noises.map(mean), "ridge": ridges.map(mean), "loss": losses.map(mean),
        "sigma": readings.map { mean($0.sampled.map(\.sigma.value)) },
      ])
    let last = readings.count - 1
    run.number("trained-noise", mean(noises[last]))
    run.number("trained-ridge", mean(ridges[last]))
    run.number("trained-loss", mean(losses[last]))
    run.number("training-loss", mean(results.map { $0.errors[ends[last]] }))
  }

  /// One trained network at a few inputs: by all its states, and simulated.
  private static func solved(
    _ task: MesoscopicTask, _ couplings: [Double], _ readout: RidgeReadout, _ p: Parameters, _ run: Run
  ) throws -> [Double] {
    let inputs = task.fields(of: p.trainedSpins).prefix(p.solvedInputs)
    let exact = try run.sweep(
      "solved", over: inputs.map { Solve(couplings: couplings, fields: $0, readout: readout, beta: p.beta) })
    let cells = inputs.map {
      Observe(
        couplings: couplings, fields: $0, readout: readout, beta: p.beta, burnIn: p.readingBurnIn, time: p.fitTime)
    }
    let sampled = try run.sweep("observed", over: cells, replicas: p.replicas)
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
