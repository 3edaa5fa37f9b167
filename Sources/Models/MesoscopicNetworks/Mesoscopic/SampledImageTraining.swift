import Cells
import MNIST1D
import Randomness
import SpinNetworks
import Validation

/// A network on a line that learns images of MNIST-1D from simulations alone, step by step; now and then it is tested with other
/// images.
///
/// Nothing but flips is used: averages, entropy production and gradients are sampled. The readout is the best one for averages of the
/// steps before, as in ``SampledTraining``.
package struct SampledImageTraining: StagedCell {
  /// What is trained.
  package var architecture: LineArchitecture

  /// How many of the training images it learns from; how many are held out, and how many of these it is looked at in.
  package var images, heldOut, looked: Int

  /// The standard deviation of the first weights: of those that read the input; of all others times √fan-in.
  package var inputScale = 0.6, scale = 1.0

  /// The seed of the first weights, so that trainings by several methods can begin at the same ones.
  package var start: Int

  /// How gradients are found and followed.
  package var method: SampledTraining.Method

  /// How many steps there are, and how many looks, at equal distances but for the first.
  package var steps, looks: Int

  /// The simulations of a step, per image.
  package var sample: SteadyStateSampling

  /// The price α of dissipation, in units of 1/k₀; the penalty of the squared weights of the readout, in nats.
  package var alpha, readoutPenalty: Double

  /// The simulated times before and of a look, per image, in units of 1/k₀.
  package var lookBurnIn, lookTime: Double

  /// A training.
  package init(
    of architecture: LineArchitecture, start: Int, images: Int, heldOut: Int, looked: Int,
    by method: SampledTraining.Method, steps: Int, looks: Int, sample: SteadyStateSampling, alpha: Double,
    readoutPenalty: Double, lookBurnIn: Double,
    lookTime: Double
  ) {
    (self.architecture, self.start) = (architecture, start)
    (self.images, self.heldOut, self.looked) = (images, heldOut, looked)
    (self.method, self.steps, self.looks, self.sample) = (method, steps, looks, sample)
    (self.alpha, self.readoutPenalty) = (alpha, readoutPenalty)
    (self.lookBurnIn, self.lookTime) = (lookBurnIn, lookTime)
  }

  /// Losses and accuracies against the number of flips simulated for learning.
  package struct Curve: Codable, Sendable {
    /// The number of flips.
    package var flips: [Double] = []
    /// The cross-entropy of the images that it learns from, in nats; and the fractions of these and of the images that it never saw which
    /// are classified rightly.
    package var losses: [Double] = [], learned: [Double] = [], unseen: [Double] = []
    /// Σ in the images that it never saw, in nats per unit time of k₀.
    package var dissipation: [Double] = []

    /// The number of flips until the cross-entropy falls to `loss`, on straight lines between the looks; nil if it stays above `loss`.
    package func flips(toReach loss: Double) -> Double? {
      guard let place = losses.firstIndex(where: { $0 <= loss }) else { return nil }
      guard place > 0 else { return flips[0] }
      let share = (losses[place - 1] - loss) / (losses[place - 1] - losses[place])
      return flips[place - 1] + share * (flips[place] - flips[place - 1])
    }
  }

  /// A training on its way.
  package struct Stage: Codable, Sendable {
    package internal(set) var training: SampledTraining
    var curve = Curve()
  }

  package var stages: Int { steps }

  package func begin(_ random: RandomStream) throws -> Stage {
    let layout = LineLayout(architecture)
    var weights = RandomStream(seed: UInt64(start))["start"]
    var parameters = Array(repeating: 0.0, count: layout.readout.lowerBound)
    for layer in 0..<architecture.layers {
      let fanIn = architecture.convolutions[layer].kernel * (layer == 0 ? 1 : architecture.channels[layer - 1])
      let deviation = layer == 0 ? inputScale : scale / Double(fanIn).squareRoot()
      for place in layout.reading[layer] { parameters[place] = deviation * weights.normal() }
      if architecture.wiring == .nonreciprocal, let range = layout.returning[layer] {
        for place in range { parameters[place] = deviation * weights.normal() }
      }
    }
    var stage = Stage(training: SampledTraining(from: parameters, by: method, sample))
    try look(&stage, random["look"])
    return stage
  }

  package func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) throws {
    let training = try data().training
    let objective = MesoscopicObjective(
      architecture: architecture.spinArchitecture,
      task: MesoscopicTask(
        inputs: Self.inputs(training), answers: .labels(training.labels, classes: architecture.classes)),
      read: architecture.readSpins, dissipationCost: alpha, readoutPenalty: readoutPenalty)
    try stage.training.step(on: objective, random: random)
    if isLook(number) { try look(&stage, random["look"]) }
  }

  private func isLook(_ number: Int) -> Bool {
    number + 1 == steps || (number + 1) * looks / steps > number * looks / steps
  }

  /// A look does not count, and its readout is the best one for longer averages in the images that it learns from.
  private func look(_ stage: inout Stage, _ random: RandomStream) throws {
    let (training, unseen) = try data()
    let spins = architecture.spinArchitecture
    let network = try spins.network(stage.training.parameters)
    func answers(_ images: LabelledImages, _ random: RandomStream) throws -> [RunningAverages] {
      try network.runningAverages(
        reading: Self.inputs(images).map { spins.inputFields(stage.training.parameters, reading: $0) },
        burnIn: lookBurnIn,
        until: [lookTime], random: random)
    }
    let seen = try answers(training, random["seen"]).map { Array($0.magnetisations[0][architecture.readSpins]) }
    let readout = SoftmaxReadout.fitted(
      to: seen, labels: training.labels, classes: architecture.classes, penalty: readoutPenalty, tolerance: 1e-5)
    let found = try answers(unseen, random["unseen"])
    func share(_ averages: [[Double]], _ labels: [Int]) -> Double {
      Double(zip(averages, labels).count { readout.classify($0) == $1 }) / Double(labels.count)
    }
    let loss = zip(seen, training.labels).reduce(0) { $0 + readout.performance(of: $1.0, label: $1.1).value }
    stage.curve.flips.append(Double(stage.training.flips))
    stage.curve.losses.append(-loss / Double(training.count))
    stage.curve.learned.append(share(seen, training.labels))
    stage.curve.unseen.append(
      share(found.map { Array($0.magnetisations[0][architecture.readSpins]) }, unseen.labels))
    stage.curve.dissipation.append(
      found.reduce(0) { $0 + $1.antisymmetricEntropyProductionRate } / Double(unseen.count))
  }

  package func result(of stage: Stage, _ random: RandomStream) -> Curve { stage.curve }

  private func data() throws -> (training: LabelledImages, unseen: LabelledImages) {
    let partition = try MNIST1D.published().partition(holdingOut: heldOut)
    return (partition.training[0..<images], partition.heldOut[0..<looked])
  }

  private static func inputs(_ images: LabelledImages) -> [[Double]] {
    (0..<images.count).map { Array(images.image($0)) }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Curve) -> String? {
    let count = 1 + (0..<steps).count(where: isLook)
    return [result.flips, result.losses, result.learned, result.unseen, result.dissipation].allSatisfy {
      $0.count == count
    }
      ? nil : "There is not one of everything per look."
  }
}
