import Companion

extension RandomPatterns {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.bound, in: 0.01...10 / p.beta, "bound")
    try Complaint.unless(p.controlSpins, in: p.spins...8, "controlSpins")
    try Complaint.unless(p.loads.map(Double.init), in: 1...1000, "loads")
    try Complaint.unless(Set(p.times).isSuperset(of: p.sampledTimes), "sampledTimes", "must be among times")
    for (name, steps) in [("steps", p.steps), ("furtherSteps", p.furtherSteps)] {
      try Complaint.unless(steps % p.stepsPerRecord == 0, name, "must be a multiple of stepsPerRecord")
    }
    try Complaint.unless(p.solvedInputs, in: 1...p.trainedPatterns, "solvedInputs")
  }
}
