import Companion

extension MismatchCost {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.wordLength, in: p.every...200, "wordLength")
  }
}
