import Companion

extension LabelLearning {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.mapRates, in: 0.01...20, "mapRates")
    try Complaint.unless(p.mapDecades, in: -6...12, "mapDecades")
    try Complaint.unless(p.loads, in: 1e-3...100, "loads")
    try Complaint.unless(p.loads.count <= 6, "loads", "must list at most 6 values")
    try Complaint.unless(p.rates, in: 1e-3...100, "rates")
    try Complaint.unless(p.sampledRates, in: 1e-3...100, "sampledRates")
    try Complaint.unless(p.weights, in: 10...1_000_000, "weights")
    try Complaint.unless(p.tests % 64 == 0 && p.tests > 0, "tests", "must be a positive multiple of 64")
    try Complaint.unless(
      Double(p.tests) <= p.loads[0] * Double(p.weights), "tests", "must not exceed the number of patterns")
    try Complaint.unless(p.networks, in: 2...100_000, "networks")
    try Complaint.unless(p.enumerated, in: 1...10_000, "enumerated")
    try Complaint.unless(p.mostWeights, in: 1...100, "mostWeights")
    try Complaint.unless(p.mostLabels, in: 1...12, "mostLabels")
    try Complaint.unless(p.batchWeights, in: 1...100, "batchWeights")
    try Complaint.unless(p.batchWeights.allSatisfy { $0 == $0.rounded() }, "batchWeights", "must list whole numbers")
    try Complaint.unless(p.batchLoads, in: 0.01...8, "batchLoads")
    try Complaint.unless(p.batchRates, in: 0.01...10, "batchRates")
    try Complaint.unless(p.duration, in: 0.1...100, "duration")
    try Complaint.unless(p.timeStep, in: 1e-4...0.1, "timeStep")
    try Complaint.unless(p.trajectories, in: 100...1_000_000, "trajectories")
    try Complaint.unless(p.replicas, in: 2...10_000, "replicas")
  }
}
