import Companion

extension InformationBottleneck {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.beta, in: 0.01...20, "beta")
    try Complaint.unless(p.eta, in: 0.01...100, "eta")
    try Complaint.unless(p.angle, in: -360...360, "angle")
    try Complaint.unless(p.angles, in: -360...360, "angles")
    try Complaint.unless(p.angles.count <= 3, "angles", "must list at most 3 values")
    try Complaint.unless(p.tradeOffs, in: 1...1e6, "tradeOffs")
    try Complaint.unless(p.clusters, in: 1...32, "clusters")
    try Complaint.unless(p.starts, in: 1...100, "starts")
    try Complaint.unless(p.regionBound, in: 0.1...20 / p.beta, "regionBound")
    try Complaint.unless(p.regionSpacing, in: 0.01...1, "regionSpacing")
    try Complaint.unless(p.bound, in: 0.1...20 / p.beta, "bound")
    try Complaint.unless(p.alphas, in: 0...1e6, "alphas")
    try Complaint.unless(p.sampledAlphas, in: 0...1e6, "sampledAlphas")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(p.coldAngles, in: -360...360, "coldAngles")
    try Complaint.unless(p.coldAngles.count <= 3, "coldAngles", "must list at most 3 values")
    try Complaint.unless(p.betas, in: 0.01...20, "betas")
    try Complaint.unless(p.sampledBetas, in: 0.01...20, "sampledBetas")
    try Complaint.unless(Set(p.betas).isSuperset(of: p.sampledBetas), "sampledBetas", "must be among betas")
    try Complaint.unless(p.step, in: 0.02...1, "step")
    try Complaint.unless(p.coarseStep, in: 0.02...1, "coarseStep")
    try Complaint.unless(p.burnIn, in: 0...1e6, "burnIn")
    try Complaint.unless(p.time, in: 0.01...1e6, "time")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
  }
}
