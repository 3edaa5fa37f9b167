import Companion

extension LabelLearning {
  // MARK: - Relations between the parameters

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.tests.isMultiple(of: 64), "tests", "must be a multiple of 64")
    try Complaint.unless(
      Double(p.tests) <= p.loads[0] * Double(p.weights), "tests", "must not exceed the number of patterns")
    try Complaint.unless(p.batchWeights.allSatisfy { $0 == $0.rounded() }, "batchWeights", "must list whole numbers")
  }
}
