import Cells
import MNIST1D
import Randomness

/// A network on a line, trained on MNIST-1D epoch by epoch.
///
/// Where layers act back, the mean field may find other averages than the spins have. Then the readout is fitted once more, to
/// simulated spins, and kept if that is better on the held-out images.
package struct MNIST1DTraining: StagedCell {
  /// How it is trained.
  package var training: LineTraining

  /// How many of the training images are held out, to choose by.
  package var heldOut: Int

  /// For the second readout: the simulated times before and of the averages, per image, in units of 1/k₀; the penalty of its
  /// squared weights, in nats.
  package var burnIn, refitTime, refitPenalty: Double

  /// A training.
  package init(_ training: LineTraining, heldOut: Int, burnIn: Double, refitTime: Double, refitPenalty: Double) {
    (self.training, self.heldOut) = (training, heldOut)
    (self.burnIn, self.refitTime, self.refitPenalty) = (burnIn, refitTime, refitPenalty)
  }

  /// A network whose training is over.
  package struct Result: Codable, Sendable {
    /// The network.
    package var network: FinishedLineNetwork

    /// The fraction of the held-out images that are classified rightly: by the mean field, and by simulated spins where layers
    /// act back.
    package var heldOut: Double, heldOutSampled: Double?

    /// Whether its readout was fitted to simulated spins.
    package var isRefitted = false
  }

  package var stages: Int { training.epochs }

  package func begin(_ random: RandomStream) -> LineTraining.Stage { training.begin(random) }

  package func advance(_ stage: inout LineTraining.Stage, number: Int, _ random: RandomStream) throws {
    let images = try MNIST1D.published().partition(holdingOut: heldOut).training
    training.advance(&stage, epoch: number, on: images, in: LineWorkshop(training), random)
  }

  package func result(of stage: LineTraining.Stage, _ random: RandomStream) throws -> Result {
    let network = FinishedLineNetwork(stage, of: training)
    let data = try MNIST1D.published().partition(holdingOut: heldOut)
    let meanField = try data.heldOut.examination(
      of: network, NetworkExamination.Observation(burnIn: 0, times: []), random: random)
    var result = Result(
      network: network, heldOut: Double(meanField.rightInMeanField) / Double(heldOut), heldOutSampled: nil)
    guard training.architecture.wiring != .feedForward else { return result }
    let refitted = try network.refitted(
      to: data.training, burnIn: burnIn, time: refitTime, penalty: refitPenalty, random: random["refit"])
    let right = try [network, refitted].map { network in
      try data.heldOut.examination(
        of: network, NetworkExamination.Observation(burnIn: burnIn, times: [refitTime]), random: random["held out"]
      ).right[0]
    }
    result.isRefitted = right[1] > right[0]
    if result.isRefitted { result.network = refitted }
    result.heldOutSampled = Double(max(right[0], right[1])) / Double(heldOut)
    return result
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    result.network.architecture == training.architecture && result.network.response == training.response
      ? nil : "The network is not the one that was trained."
  }
}

/// The one examination of a finished network with a part of the test images of MNIST-1D.
package struct MNIST1DExamination: Cell {
  /// The network.
  package var network: FinishedLineNetwork

  /// The number of the first image, and how many there are.
  package var first, count: Int

  /// How the spins are looked at.
  package var observation: NetworkExamination.Observation

  /// An examination.
  package init(of network: FinishedLineNetwork, images: Range<Int>, _ observation: NetworkExamination.Observation) {
    (self.network, self.observation) = (network, observation)
    (first, count) = (images.lowerBound, images.count)
  }

  package func compute(_ random: RandomStream) throws -> NetworkExamination {
    try MNIST1D.published().test.examination(
      of: network, images: first..<first + count, observation, random: random)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: NetworkExamination) -> String? {
    result.images == count && result.right.count == observation.times.count
      ? nil : "The examination is not of the images of the cell, once per time."
  }
}

/// Multinomial logistic regression on the bare images of MNIST-1D; its penalty is chosen with the held-out ones.
///
/// The result is the share of the test images that are classified rightly, in per cent.
package struct MNIST1DLogisticRegression: Cell {
  /// How many of the training images are held out, to choose by.
  package var heldOut: Int

  /// The penalties of the squared weights that are tried, in nats.
  package var penalties: [Double]

  /// A regression.
  package init(heldOut: Int, penalties: [Double] = [1e-4, 1e-3, 0.01, 0.1]) {
    (self.heldOut, self.penalties) = (heldOut, penalties)
  }

  package func compute(_ random: RandomStream) throws -> Double {
    let data = try MNIST1D.published().partition(holdingOut: heldOut)
    let images = (0..<data.training.count).map { Array(data.training.image($0)) }
    let readouts = penalties.map {
      SoftmaxReadout.fitted(to: images, labels: data.training.labels, classes: MNIST1D.classes, penalty: $0)
    }
    let right = readouts.map { readout in
      (0..<heldOut).count { readout.classify(Array(data.heldOut.image($0))) == data.heldOut.labels[$0] }
    }
    let best = zip(readouts, right).max { $0.1 < $1.1 }?.0 ?? readouts[0]
    return 100 * Double(data.test.right(by: best)) / Double(data.test.count)
  }
}
