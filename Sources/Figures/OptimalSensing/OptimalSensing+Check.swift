import Companion
import Learning

extension OptimalSensing {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.rho, in: -1...1, "rho")
    try Complaint.unless(p.betas, in: 0.05...20, "betas")
    try Complaint.unless(p.sampledBetas, in: 0.05...20, "sampledBetas")
    try Complaint.unless(Set(p.betas).isSuperset(of: p.sampledBetas), "sampledBetas", "must be among betas")
    try Complaint.unless(p.betaBracket, in: 0.05...20, "betaBracket")
    try Complaint.unless(p.betaBracket.count == 2, "betaBracket", "must list two values")
    try Complaint.unless(p.publishedSignChange, in: 0.05...20, "publishedSignChange")
    try Complaint.unless(p.publishedOnset, in: 0.05...20, "publishedOnset")
    try Complaint.unless(p.mapRhos, in: -1...1, "mapRhos")
    try Complaint.unless(p.mapBetas, in: 0.05...20, "mapBetas")
    try Complaint.unless(p.boundaryBetas, in: 0.05...20, "boundaryBetas")
    try Complaint.unless(p.rhoBracket, in: -1...1, "rhoBracket")
    try Complaint.unless(p.rhoBracket.count == 2, "rhoBracket", "must list two values")
    try Complaint.unless(p.pricedBetas, in: 0.05...20, "pricedBetas")
    try Complaint.unless(p.pricedBetas.count == 2, "pricedBetas", "must list two values")
    try Complaint.unless(p.fractions, in: 0...100, "fractions")
    try Complaint.unless(p.sampledFractions, in: 0...100, "sampledFractions")
    try Complaint.unless(
      Set(p.fractions).isSuperset(of: p.sampledFractions), "sampledFractions", "must be among fractions")
    // All of these are searched with the same bound.
    let coldest = (p.betas + p.betaBracket + p.mapBetas + p.boundaryBetas + p.pricedBetas).max() ?? 1
    try Complaint.unless(p.bound, in: 0.1...20 / coldest, "bound")
    try Complaint.unless(p.step, in: 0.02...1, "step")
    try Complaint.unless(p.mapStep, in: 0.05...1, "mapStep")
    try Complaint.unless(p.samplingStep, in: 0.02...1, "samplingStep")
    try Complaint.unless(p.burnIn, in: 0...1e6, "burnIn")
    try Complaint.unless(p.time, in: 0.01...1e6, "time")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
  }
}
