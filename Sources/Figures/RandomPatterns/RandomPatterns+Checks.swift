import Companion

extension RandomPatterns {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.tasks, in: 2...1000, "tasks")
    try Complaint.unless(p.patterns, in: 1...1000, "patterns")
    try Complaint.unless(p.spins, in: 2...7, "spins")
    try Complaint.unless(p.beta, in: 0.01...20, "beta")
    try Complaint.unless(p.ridge, in: 1e-9...1, "ridge")
    try Complaint.unless(p.bound, in: 0.01...10 / p.beta, "bound")
    try Complaint.unless(p.patience, in: 0.01...1e9, "patience")
    try Complaint.unless(p.alphas, in: 0...1e6, "alphas")
    try Complaint.unless(p.starts, in: 0...10_000, "starts")
    try Complaint.unless(p.symmetricStarts, in: 4...10_000, "symmetricStarts")
    try Complaint.unless(p.controlSpins, in: p.spins...8, "controlSpins")
    try Complaint.unless(p.controlStarts, in: 0...10_000, "controlStarts")
    try Complaint.unless(p.budgets, in: 1e-9...1e6, "budgets")
    try Complaint.unless(p.sampledBudgets, in: 1e-9...1e6, "sampledBudgets")
    try Complaint.unless(p.loads.map(Double.init), in: 1...1000, "loads")
    try Complaint.unless(p.loadAlphas, in: 0...1e6, "loadAlphas")
    try Complaint.unless(p.loadStarts, in: 0...10_000, "loadStarts")
    try Complaint.unless(p.loadBudgets, in: 1e-9...1e6, "loadBudgets")
    try Complaint.unless(p.loadBudgets.count <= 3, "loadBudgets", "must list at most 3 values")
    try Complaint.unless(p.burnIn, in: 0...1e6, "burnIn")
    try Complaint.unless(p.time, in: 0.01...1e6, "time")
    try Complaint.unless(p.times, in: 0.01...1e6, "times")
    try Complaint.unless(p.sampledTimes, in: 0.01...1e6, "sampledTimes")
    try Complaint.unless(Set(p.times).isSuperset(of: p.sampledTimes), "sampledTimes", "must be among times")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
    try checkTraining(p)
  }

  private static func checkTraining(_ p: Parameters) throws {
    try Complaint.unless(p.trainedTasks, in: 2...1000, "trainedTasks")
    try Complaint.unless(p.trainedSpins, in: 2...20, "trainedSpins")
    try Complaint.unless(p.trainedPatterns, in: 1...10_000, "trainedPatterns")
    try Complaint.unless(p.trainedAlphas, in: 0...1e6, "trainedAlphas")
    try Complaint.unless(p.trainedRidge, in: 1e-9...1, "trainedRidge")
    try Complaint.unless(p.startingScale, in: 0...10, "startingScale")
    try Complaint.unless(p.stepsPerRecord, in: 1...10_000, "stepsPerRecord")
    for (name, steps) in [("steps", p.steps), ("furtherSteps", p.furtherSteps)] {
      try Complaint.unless(steps, in: p.stepsPerRecord...1_000_000, name)
      try Complaint.unless(steps % p.stepsPerRecord == 0, name, "must be a multiple of stepsPerRecord")
    }
    try Complaint.unless(p.rate, in: 1e-6...1, "rate")
    try Complaint.unless(p.trainingBurnIn, in: 0...1e6, "trainingBurnIn")
    try Complaint.unless(p.trainingTime, in: 0.01...1e6, "trainingTime")
    try Complaint.unless(p.window, in: 0.01...1e3, "window")
    try Complaint.unless(p.readingBurnIn, in: 0...1e6, "readingBurnIn")
    try Complaint.unless(p.fitTime, in: 0.01...1e7, "fitTime")
    try Complaint.unless(p.readingTime, in: 0.01...1e7, "readingTime")
    try Complaint.unless(p.readingReplicas, in: 2...100_000, "readingReplicas")
    try Complaint.unless(p.solvedInputs, in: 1...p.trainedPatterns, "solvedInputs")
  }
}
