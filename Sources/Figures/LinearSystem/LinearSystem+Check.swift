import Companion

extension LinearSystem {
  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.bound > 1 - p.margin, "bound", "must be larger than 1 - margin, or there is no edge")
    try Complaint.unless(Set(p.sizes).count == p.sizes.count, "sizes", "must not list a value twice")
    try Complaint.unless(
      Set(p.alphas).intersection(p.sizeAlphas).isSuperset(of: p.sampledAlphas), "sampledAlphas",
      "must be among alphas and sizeAlphas")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.gainAlphas), "gainAlphas", "must be among alphas")
    try checkSpectra(p)
    try Complaint.unless(p.pathTime, in: p.interval...1e9, "pathTime")
  }

  private static func checkSpectra(_ p: Parameters) throws {
    try Complaint.unless(
      p.spectrumJ21.count == p.spectrumJ12.count, "spectrumJ21", "must list as many values as spectrumJ12")
    for pair in zip(p.spectrumJ12, p.spectrumJ21) {
      try Complaint.unless(
        pair.0 * pair.1 < 0.999, "spectrumJ21", "must make stable networks: each product with spectrumJ12 below 0.999")
      try Complaint.unless(pair.0 != pair.1, "spectrumJ21", "must differ from spectrumJ12, or nothing is produced")
    }
    try Complaint.unless(p.sampledFrequencies, in: 1e-6...(3 / p.segmentInterval), "sampledFrequencies")
    try Complaint.unless(p.segmentTime, in: (10 * p.segmentInterval)...1e9, "segmentTime")
  }
}
