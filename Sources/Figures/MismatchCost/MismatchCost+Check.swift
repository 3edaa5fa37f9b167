import Companion

extension MismatchCost {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    for (value, name) in [(p.bias, "bias"), (p.designBias, "designBias"), (p.builtFor, "builtFor")] {
      try Complaint.unless(value, in: 0.001...0.999, name)
    }
    try Complaint.unless(p.steps, in: 1...200, "steps")
    try Complaint.unless(p.biases, in: 0.001...0.999, "biases")
    try Complaint.unless(p.sampledBiases, in: 0.001...0.999, "sampledBiases")
    try Complaint.unless(p.shortWord, in: 1...200, "shortWord")
    try Complaint.unless(p.longWord, in: 1...200, "longWord")
    try Complaint.unless(p.bitsBefore, in: 2...100, "bitsBefore")
    try Complaint.unless(p.durations, in: 0.001...10_000, "durations")
    try Complaint.unless(p.sampledDurations, in: 0.001...10_000, "sampledDurations")
    try Complaint.unless(p.gap, in: 0.1...20, "gap")
    try Complaint.unless(p.every, in: 1...200, "every")
    try Complaint.unless(p.wordLength, in: p.every...200, "wordLength")
    try Complaint.unless(p.words, in: 10...100_000_000, "words")
    try Complaint.unless(p.trajectories, in: 10...10_000_000, "trajectories")
    try Complaint.unless(p.replicas, in: 1...100_000, "replicas")
  }
}
