import Companion
import Learning

extension MesoscopicCNN {
  /// The data set, drawn once per process.
  static let data = Result { try MNIST1D.published() }

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.channels, in: 1...64, "channels")
    try Complaint.unless(p.mostChannels, in: 1...128, "mostChannels")
    try Complaint.unless(p.alphas, in: 0...10, "alphas")
    try Complaint.unless(p.alphas[0] == 0, "alphas", "must begin with 0")
    try Complaint.unless(p.seeds, in: 2...20, "seeds")
    try Complaint.unless(p.epochs, in: 3...1000, "epochs")
    try Complaint.unless(p.mostEpochs, in: 3...1000, "mostEpochs")
    try Complaint.unless(p.rectifierEpochs, in: 3...1000, "rectifierEpochs")
    try Complaint.unless(p.batch, in: 1...1000, "batch")
    try Complaint.unless(p.rate, in: 1e-6...0.1, "rate")
    try Complaint.unless(p.shift, in: 0...20, "shift")
    try Complaint.unless(p.stretch, in: 0...1, "stretch")
    try Complaint.unless(p.trend, in: 0...10, "trend")
    try Complaint.unless(p.heldOut, in: 100...2000, "heldOut")
    try Complaint.unless(p.testImages, in: 10...1000, "testImages")
    try Complaint.unless(p.burnIn, in: 0...1000, "burnIn")
    try Complaint.unless(p.times, in: 0.1...1e5, "times")
    try Complaint.unless(p.frontTime, in: 0.1...1e5, "frontTime")
    try Complaint.unless(p.refitTime, in: 0.1...1e4, "refitTime")
    try Complaint.unless(p.refitPenalty, in: 1e-8...10, "refitPenalty")
    try Complaint.unless(p.smallSeeds, in: 2...20, "smallSeeds")
    try Complaint.unless(p.ratioSteps, in: 1...100_000, "ratioSteps")
    try Complaint.unless(p.perturbationSteps, in: 1...1_000_000, "perturbationSteps")
    try Complaint.unless(p.smallAlpha, in: 0...10, "smallAlpha")
    try Complaint.unless(p.smallLoss, in: 0...10, "smallLoss")
    try Complaint.unless(p.lookTime, in: 0.1...1e4, "lookTime")
    try Complaint.unless(p.smallBurnIn, in: 0...1000, "smallBurnIn")
    try Complaint.unless(p.smallTime, in: 0.1...1e4, "smallTime")
    try Complaint.unless(p.window, in: 0.1...1000, "window")
  }
}
