import Companion

extension TransientComputation {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.asymmetries, in: -10 / p.beta...10 / p.beta, "asymmetries")
    try Complaint.unless(p.sampledTimes, in: 1e-6...p.times[p.times.count - 1], "sampledTimes")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(p.alphas.contains(p.shownAlpha), "shownAlpha", "must be among alphas")
    try Complaint.unless(p.bound, in: 0.1...10 / p.beta, "bound")
  }
}
