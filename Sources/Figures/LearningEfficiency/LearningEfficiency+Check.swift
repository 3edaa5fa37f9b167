import Companion

extension LearningEfficiency {
  // MARK: - Relations between the parameters

  static func check(_ p: Parameters) throws {
    // Beyond, examples of the AdaTron lengthen the weights by more than the traps shorten them, and they grow exponentially.
    let largest = p.samplingRate + (p.samplingRate * (p.samplingRate + 4 * p.stiffness)).squareRoot()
    for (rate, name) in [(p.learningRates[2], "learningRates"), (p.kickRate, "kickRate")] {
      try Complaint.unless(
        rate <= largest, name, "must be at most \(largest) for the AdaTron, which is unstable beyond")
    }
    try Complaint.unless(p.times[0] == 0, "times", "must begin with 0, where learning does")
  }
}
