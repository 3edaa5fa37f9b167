import Companion

extension FluctuationTheorems {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.force, in: 0.1...4, "force")
    for (name, times) in [("pullTimes", p.pullTimes), ("levelTimes", p.levelTimes)] {
      try Complaint.unless(times, in: 0.1...1000, name)
      try Complaint.unless(times.count <= 6, name, "must list at most 6 values")
    }
    try Complaint.unless(p.levelStart, in: -8...8, "levelStart")
    try Complaint.unless(p.levelEnd, in: -8...8, "levelEnd")
    try Complaint.unless(abs(p.levelEnd - p.levelStart) >= 0.5, "levelEnd", "must be at least 0.5 from levelStart")
    try Complaint.unless(p.pullBins, in: 5...400, "pullBins")
    try Complaint.unless(p.levelBins, in: 5...400, "levelBins")
    try Complaint.unless(p.works, in: 100...10_000_000, "works")
    try Complaint.unless(p.timeStep, in: 1e-4...0.5, "timeStep")
    try Complaint.unless(p.steps, in: 10...20_000, "steps")
    // Steps of the length 0.1 are right to 10⁻³.
    try Complaint.unless(
      Double(p.steps) >= 10 * (p.levelTimes.last ?? 0), "steps",
      "must be at least 10 per unit of the longest levelTimes")
    // The end bins hold the trajectories without a jump, which a coarser lattice would smear over their neighbours.
    try Complaint.unless(p.steps >= p.levelBins - 1, "steps", "must be at least levelBins − 1")
    try Complaint.unless(p.lineTimes, in: 0.01...10_000, "lineTimes")
    try Complaint.unless(p.estimateTimes, in: 0.01...10_000, "estimateTimes")
    try Complaint.unless(p.pulls, in: 4...100_000, "pulls")
    try Complaint.unless(p.estimates, in: 2...100_000, "estimates")
    try Complaint.unless(
      p.pulls * p.estimates <= 10_000_000, "estimates", "times pulls must be at most 10 000 000")
    try checkRing(p)
    try Complaint.unless(p.entropyTimes, in: 0...p.levelTimes[0], "entropyTimes")
    try Complaint.unless(p.sampledTimes, in: 1e-3...p.levelTimes[0], "sampledTimes")
    try Complaint.unless(p.sampledTimes.count >= 3, "sampledTimes", "must list at least 3 values, one for each process")
    try Complaint.unless(p.trajectories, in: 10...10_000_000, "trajectories")
    try Complaint.unless(p.tallyTime, in: 0.01...100, "tallyTime")
    try Complaint.unless(p.tallied, in: 100...10_000_000, "tallied")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
  }

  private static func checkRing(_ p: Parameters) throws {
    for (name, values) in [("ringOnwards", p.ringOnwards), ("ringBack", p.ringBack), ("ringStart", p.ringStart)] {
      try Complaint.unless(3...20 ~= values.count, name, "must list 3 to 20 values, one for each state of the ring")
      try Complaint.unless(
        values.count == p.ringOnwards.count, name,
        "must list as many values as ringOnwards, which lists \(p.ringOnwards.count)")
      for value in values { try Complaint.unless(value, in: 1e-3...100, name) }
    }
    try Complaint.unless(
      abs(p.ringStart.reduce(0, +) - 1) < 1e-9, "ringStart", "must list probabilities with the sum 1")
    // ⟨exp(−2s)⟩, from which the errors come, grows not faster than this.
    let growth = zip(p.ringOnwards, p.ringBack).map { max($0 * $0 / $1, $1 * $1 / $0) }.max() ?? 0
    let last = max(p.entropyTimes.last ?? 0, p.sampledTimes.last ?? 0)
    try Complaint.unless(growth * last <= 300, "ringOnwards", "is too far from ringBack for averages until t = \(last)")
  }
}
