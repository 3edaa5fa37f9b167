import Companion

extension LandauerErasure {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(Set(p.times).isSuperset(of: p.distributionTimes), "distributionTimes", "must be among times")
    try Complaint.unless(
      p.times.contains(p.pictureTime) && p.shallowTimes.contains(p.pictureTime), "pictureTime",
      "must be among times and shallowTimes")
    try Complaint.unless(
      p.samplingSteps / p.cellSteps <= 10_000, "cellSteps", "must be at least a ten-thousandth of samplingSteps")
    try Complaint.unless(p.points % 2 == 1, "points", "must be odd, so that one point is on the barrier")
    try Complaint.unless(p.steps % 2 == 0, "steps", "must be even")
  }
}
