import Companion

extension FluctuationTheorems {
  // MARK: - Relations between the parameters

  static func check(_ p: Parameters) throws {
    try Complaint.unless(abs(p.levelEnd - p.levelStart) >= 0.5, "levelEnd", "must be at least 0.5 from levelStart")
    // Steps of the length 0.1 are right to 10⁻³.
    try Complaint.unless(
      Double(p.steps) >= 10 * (p.levelTimes.last ?? 0), "steps",
      "must be at least 10 per unit of the longest levelTimes")
    // The end bins hold the trajectories without a jump, which a coarser lattice would smear over their neighbours.
    try Complaint.unless(p.steps >= p.levelBins - 1, "steps", "must be at least levelBins − 1")
    try Complaint.unless(
      p.pulls * p.estimates <= 10_000_000, "estimates", "times pulls must be at most 10 000 000")
    try checkRing(p)
    for (name, times) in [("entropyTimes", p.entropyTimes), ("sampledTimes", p.sampledTimes)] {
      let end = p.levelTimes[0]
      try Complaint.unless((times.last ?? 0) <= end, name, "must not go beyond the first of levelTimes, \(end)")
    }
  }

  private static func checkRing(_ p: Parameters) throws {
    for (name, values) in [("ringBack", p.ringBack), ("ringStart", p.ringStart)] {
      try Complaint.unless(
        values.count == p.ringOnwards.count, name,
        "must list as many values as ringOnwards, which lists \(p.ringOnwards.count)")
    }
    try Complaint.unless(
      abs(p.ringStart.reduce(0, +) - 1) < 1e-9, "ringStart", "must list probabilities with the sum 1")
    // The average of exp(−2s), from which the errors come, grows not faster than this.
    let growth = zip(p.ringOnwards, p.ringBack).map { max($0 * $0 / $1, $1 * $1 / $0) }.max() ?? 0
    let last = max(p.entropyTimes.last ?? 0, p.sampledTimes.last ?? 0)
    try Complaint.unless(growth * last <= 300, "ringOnwards", "is too far from ringBack for averages until t = \(last)")
  }
}
