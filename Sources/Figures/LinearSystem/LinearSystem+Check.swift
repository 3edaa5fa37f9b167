import Companion

extension LinearSystem {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.noise, in: 1e-6...1e6, "noise")
    try Complaint.unless(p.answerNoise, in: 1e-6...1e6, "answerNoise")
    try Complaint.unless(p.bound, in: 0.1...10, "bound")
    try Complaint.unless(p.margin, in: 0.01...0.99, "margin")
    try Complaint.unless(p.bound > 1 - p.margin, "bound", "must be larger than 1 - margin, or there is no edge")
    try Complaint.unless(!p.sizes.isEmpty && p.sizes.count <= 3, "sizes", "must list one to three values")
    try Complaint.unless(p.sizes.allSatisfy { (2...4).contains($0) }, "sizes", "must list values from 2 to 4")
    try Complaint.unless(Set(p.sizes).count == p.sizes.count, "sizes", "must not list a value twice")
    try Complaint.unless(p.starts, in: 1...10_000, "starts")
    try Complaint.unless(p.alphas, in: 1e-6...1e6, "alphas")
    try Complaint.unless(p.sizeAlphas, in: 1e-6...1e6, "sizeAlphas")
    try Complaint.unless(p.sampledAlphas, in: 1e-6...1e6, "sampledAlphas")
    try Complaint.unless(
      Set(p.alphas).intersection(p.sizeAlphas).isSuperset(of: p.sampledAlphas), "sampledAlphas",
      "must be among alphas and sizeAlphas")
    try checkSpectra(p)
    try Complaint.unless(p.draws, in: 500...1_000_000_000, "draws")
    try Complaint.unless(p.relaxation, in: 0.1...1e6, "relaxation")
    try Complaint.unless(p.relaxationSteps, in: 1...1_000_000, "relaxationSteps")
    try Complaint.unless(p.paths, in: 2...1_000_000_000, "paths")
    try Complaint.unless(p.interval, in: 1e-4...10, "interval")
    try Complaint.unless(p.pathTime, in: p.interval...1e9, "pathTime")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
  }

  private static func checkSpectra(_ p: Parameters) throws {
    try Complaint.unless(
      !p.spectrumJ12.isEmpty && p.spectrumJ12.count <= 3, "spectrumJ12", "must list one to three values")
    try Complaint.unless(
      p.spectrumJ21.count == p.spectrumJ12.count, "spectrumJ21", "must list as many values as spectrumJ12")
    for pair in zip(p.spectrumJ12, p.spectrumJ21) {
      try Complaint.unless(abs(pair.0) <= 1e3 && abs(pair.1) <= 1e3, "spectrumJ12", "must list values up to 1000")
      try Complaint.unless(
        pair.0 * pair.1 < 0.999, "spectrumJ21", "must make stable networks: each product with spectrumJ12 below 0.999")
      try Complaint.unless(pair.0 != pair.1, "spectrumJ21", "must differ from spectrumJ12, or nothing is produced")
    }
    try Complaint.unless(p.frequencies, in: 1e-6...1e6, "frequencies")
    try Complaint.unless(p.segmentInterval, in: 1e-4...10, "segmentInterval")
    try Complaint.unless(p.sampledFrequencies, in: 1e-6...(3 / p.segmentInterval), "sampledFrequencies")
    try Complaint.unless(p.segments, in: 4...1_000_000_000, "segments")
    try Complaint.unless(p.segmentTime, in: (10 * p.segmentInterval)...1e9, "segmentTime")
  }
}
