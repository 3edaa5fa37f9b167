import Companion

extension HiddenUnits {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.beta, in: 0.01...20, "beta")
    try Complaint.unless(p.eta, in: 0.01...100, "eta")
    try Complaint.unless(p.rho, in: -1...1, "rho")
    try Complaint.unless(p.hidden, in: 1...2, "hidden")
    try Complaint.unless(p.bound, in: 0.1...20 / p.beta, "bound")
    try Complaint.unless(p.wideBound, in: 0.1...20 / p.beta, "wideBound")
    try Complaint.unless(p.symmetricAngles, in: -360...360, "symmetricAngles")
    try Complaint.unless(p.symmetricAngles.count <= 3, "symmetricAngles", "must list at most 3 values")
    try Complaint.unless(p.couplings, in: -20 / p.beta...20 / p.beta, "couplings")
    try Complaint.unless(p.networks, in: 1...100, "networks")
    try Complaint.unless(p.angles, in: -360...360, "angles")
    try Complaint.unless(p.sampledAngles, in: -360...360, "sampledAngles")
    try Complaint.unless(Set(p.angles).isSuperset(of: p.sampledAngles), "sampledAngles", "must be among angles")
    try Complaint.unless(p.alpha, in: 0...1e6, "alpha")
    try Complaint.unless(p.frontierAngles, in: -360...360, "frontierAngles")
    try Complaint.unless(p.frontierAngles.count == 2, "frontierAngles", "must list 2 values, one per panel")
    try Complaint.unless(p.alphas, in: 0...1e6, "alphas")
    try Complaint.unless(p.sampledAlphas, in: 0...1e6, "sampledAlphas")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(p.starts, in: 1...1000, "starts")
    try Complaint.unless(p.step, in: 0.05...1, "step")
    try Complaint.unless(p.samplingStep, in: 0.05...1, "samplingStep")
    try Complaint.unless(p.burnIn, in: 0...1e6, "burnIn")
    try Complaint.unless(p.time, in: 0.01...1e6, "time")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
  }
}
