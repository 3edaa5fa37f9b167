import Companion

extension TransientComputation {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.beta, in: 0.01...10, "beta")
    try Complaint.unless(p.eta, in: 0.01...100, "eta")
    try Complaint.unless(p.angle, in: -360...360, "angle")
    try Complaint.unless(p.rho, in: -1...1, "rho")
    try Complaint.unless(p.asymmetries, in: -10 / p.beta...10 / p.beta, "asymmetries")
    try Complaint.unless(p.asymmetries.count <= 6, "asymmetries", "must list at most 6 values")
    try Complaint.unless(p.times, in: 1e-6...1e3, "times")
    try Complaint.unless(p.sampledTimes, in: 1e-6...p.times[p.times.count - 1], "sampledTimes")
    try Complaint.unless(p.delays, in: 1e-6...1e3, "delays")
    try Complaint.unless(p.sampledDelays, in: 1e-6...1e3, "sampledDelays")
    try Complaint.unless(p.readingTimes, in: 1e-3...100, "readingTimes")
    try Complaint.unless(p.readingTimes.count <= 3, "readingTimes", "must list at most 3 values")
    try Complaint.unless(p.alphas, in: 0...1e6, "alphas")
    try Complaint.unless(p.sampledAlphas, in: 0...1e6, "sampledAlphas")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(p.alphas.contains(p.shownAlpha), "shownAlpha", "must be among alphas")
    try Complaint.unless(p.bound, in: 0.1...10 / p.beta, "bound")
    try Complaint.unless(p.step, in: 0.05...1, "step")
    try Complaint.unless(p.searchStep, in: 0.05...1, "searchStep")
    try Complaint.unless(p.samplingStep, in: 0.05...1, "samplingStep")
    try Complaint.unless(p.trajectories, in: 10...10_000_000, "trajectories")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
    try Complaint.unless(p.burnIn, in: 0...1e4, "burnIn")
  }
}
