import Companion

extension LandauerErasure {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.barrier, in: 2...20, "barrier")
    try Complaint.unless(p.shallowBarrier, in: 2...8, "shallowBarrier")
    try Complaint.unless(p.tilt, in: 0...1, "tilt")
    try Complaint.unless(p.times, in: 0.1...1e4, "times")
    try Complaint.unless(p.shallowTimes, in: 0.1...1e4, "shallowTimes")
    try Complaint.unless(p.lineTimes, in: 0.1...1e8, "lineTimes")
    // Faster cycles have works whose density is not smooth, and slower ones need many steps.
    try Complaint.unless(p.distributionTimes, in: 1...1000, "distributionTimes")
    try Complaint.unless(
      Set(p.times).isSuperset(of: p.distributionTimes), "distributionTimes", "must be among times")
    try Complaint.unless(p.distributionTimes.count <= 3, "distributionTimes", "must list at most 3 values")
    try Complaint.unless(p.pictureTime, in: 1...1000, "pictureTime")
    try Complaint.unless(
      p.times.contains(p.pictureTime) && p.shallowTimes.contains(p.pictureTime), "pictureTime",
      "must be among times and shallowTimes")
    try Complaint.unless(p.timeStep, in: 1e-4...0.5, "timeStep")
    try Complaint.unless(p.trajectories, in: 100...100_000_000, "trajectories")
    try Complaint.unless(p.samplingSteps, in: 1...1e13, "samplingSteps")
    try Complaint.unless(p.cellSteps, in: 1e4...1e10, "cellSteps")
    try Complaint.unless(
      p.samplingSteps / p.cellSteps <= 10_000, "cellSteps", "must be at least a ten-thousandth of samplingSteps")
    try Complaint.unless(p.points, in: 101...10_001, "points")
    try Complaint.unless(p.points % 2 == 1, "points", "must be odd, so that one point is on the barrier")
    try Complaint.unless(p.steps, in: 100...1_000_000, "steps")
    try Complaint.unless(p.steps % 2 == 0, "steps", "must be even")
  }
}
