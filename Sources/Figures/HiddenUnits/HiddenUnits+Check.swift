import Companion

extension HiddenUnits {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.bound, in: 0.1...20 / p.beta, "bound")
    try Complaint.unless(p.wideBound, in: 0.1...20 / p.beta, "wideBound")
    try Complaint.unless(p.couplings, in: -20 / p.beta...20 / p.beta, "couplings")
    try Complaint.unless(Set(p.angles).isSuperset(of: p.sampledAngles), "sampledAngles", "must be among angles")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.furtherAlphas), "furtherAlphas", "must be among alphas")
  }
}
