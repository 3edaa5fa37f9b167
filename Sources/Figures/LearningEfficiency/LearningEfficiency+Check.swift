import Companion

extension LearningEfficiency {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.stiffness, in: 0.01...100, "stiffness")
    try Complaint.unless(p.samplingRate, in: 0.01...1000, "samplingRate")
    for (rates, name) in [(p.learningRates, "learningRates"), (p.theoremRates, "theoremRates")] {
      try Complaint.unless(rates.count == 3, name, "must list one value for each of the three rules")
      for rate in rates { try Complaint.unless(rate, in: 0.001...100, name) }
    }
    try Complaint.unless(p.kickRate, in: 0.001...100, "kickRate")
    // Beyond, examples of the AdaTron lengthen the weights by more than the traps shorten them, and they grow exponentially.
    let largest = p.samplingRate + (p.samplingRate * (p.samplingRate + 4 * p.stiffness)).squareRoot()
    for (rate, name) in [(p.learningRates[2], "learningRates"), (p.kickRate, "kickRate")] {
      try Complaint.unless(
        rate <= largest, name, "must be at most \(largest) for the AdaTron, which is unstable beyond")
    }
    try Complaint.unless(p.times, in: 0...1000, "times")
    try Complaint.unless(p.times[0] == 0, "times", "must begin with 0, where learning does")
    try Complaint.unless(p.sampledTimes, in: 0.001...1000, "sampledTimes")
    try Complaint.unless(p.smallWeights, in: 2...1_000_000, "smallWeights")
    try Complaint.unless(p.largeWeights, in: 2...1_000_000, "largeWeights")
    try Complaint.unless(p.smallStudents, in: 1...100_000, "smallStudents")
    try Complaint.unless(p.largeStudents, in: 1...100_000, "largeStudents")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
    try Complaint.unless(p.mapRates, in: -3...3, "mapRates")
    try Complaint.unless(p.mapStiffnesses, in: -3...3, "mapStiffnesses")
    for (values, name) in [(p.mapRates, "mapRates"), (p.mapStiffnesses, "mapStiffnesses")] {
      try Complaint.unless(values.count > 1, name, "must list two values at least")
    }
    try Complaint.unless(p.rampTime, in: 0.001...1000, "rampTime")
    try Complaint.unless(p.efficiencyRates, in: 1e-4...1e4, "efficiencyRates")
    try Complaint.unless(p.sampledRates, in: 0.01...100, "sampledRates")
    try Complaint.unless(p.restTime, in: 5...1000, "restTime")
    try Complaint.unless(p.restSteps, in: 1...1_000_000, "restSteps")
    try Complaint.unless(p.restWeights, in: 2...100_000_000, "restWeights")
    try Complaint.unless(p.theoremTime, in: 0.01...100, "theoremTime")
    try Complaint.unless(p.controlTime, in: 0.001...0.1, "controlTime")
    try Complaint.unless(p.theoremSteps, in: 1...1_000_000, "theoremSteps")
    try Complaint.unless(p.theoremWeights, in: 2...100_000_000, "theoremWeights")
  }
}
