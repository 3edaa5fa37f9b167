import Cells
import MNIST1D
import PackedNumbers
import Randomness
import Validation

/// Networks on a line that descend from one another, trained on MNIST-1D: each begins where another ended.
///
/// A free network, at which a rising price makes couplings symmetric, is the beginning of a better symmetric network than random
/// weights are; and a symmetric network is a better beginning of one that dissipates little than a free one. So a front of accuracy
/// against dissipation is a family, and a family is one computation, from random weights to the last network.
package struct LineFamily: StagedCell {
  /// A network of the family.
  package struct Member: Codable, Sendable, Hashable {
    /// How it is trained.
    package var training: LineTraining

    /// The number of the member at which the training begins, an earlier one; nil for random weights.
    package var parent: Int?

    /// Whether it belongs to the results, and is not only on the way to others.
    package var isKept: Bool

    /// A member.
    package init(_ training: LineTraining, from parent: Int? = nil, isKept: Bool = true) {
      (self.training, self.parent, self.isKept) = (training, parent, isKept)
    }
  }

  /// The members, parents before children.
  package var members: [Member]

  /// How many of the training images are held out, to choose by.
  package var heldOut: Int

  /// The seed of the order of the samples in all images; nil for their own order. See ``MNIST1D/shuffled(_:)``.
  package var shuffle: UInt32?

  /// How currents are measured at the end of trainings without a price.
  package var currents: LineTraining.CurrentMeasurement

  /// A family.
  ///
  /// - Precondition: parents come before their children, and are networks of the same layers.
  package init(
    _ members: [Member], heldOut: Int, shuffle: UInt32? = nil, currents: LineTraining.CurrentMeasurement
  ) {
    require(
      members.enumerated().allSatisfy { place, member in member.parent.map { (0..<place).contains($0) } ?? true },
      "A network descends from an earlier one.")
    (self.members, self.heldOut, self.shuffle, self.currents) = (members, heldOut, shuffle, currents)
  }

  /// A network whose training is over.
  package struct Finished: Codable, Sendable {
    /// The network.
    package var network: FinishedLineNetwork

    /// The fraction of the held-out images that its mean field classifies rightly.
    package var heldOut: Double

    /// The entropy production rate that the training counted with, in nats per unit time of k₀: Σ κ_w (w − w′)² with the conductances
    /// that were measured last, in training images. 0 for symmetric networks and rectifiers.
    package var expectedDissipation: Double
  }

  /// What there is between two epochs.
  package struct Stage: Codable, Sendable {
    /// The training that goes on; nil before the first epoch of a member.
    var current: LineTraining.Stage?
    /// The members that are finished.
    var finished: [Finished]
  }

  package var stages: Int { members.reduce(0) { $0 + $1.training.epochs } }

  package func begin(_ random: RandomStream) -> Stage { Stage(current: nil, finished: []) }

  package func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) throws {
    let member = members[stage.finished.count]
    let data = try data().partition(holdingOut: heldOut)
    var current =
      stage.current
      ?? member.parent.map { member.training.begin(from: stage.finished[$0].network) }
      ?? member.training.begin(random)
    member.training.advance(
      &current, epoch: current.epochs, on: data.training, in: LineWorkshop(member.training), random)
    stage.current = current
    guard current.epochs == member.training.epochs else { return }
    stage.finished.append(try finish(current, of: member.training, data, random["finish"]))
    stage.current = nil
  }

  package func result(of stage: Stage, _ random: RandomStream) -> [Finished] {
    zip(members, stage.finished).filter(\.0.isKept).map(\.1)
  }

  private func finish(
    _ stage: LineTraining.Stage, of training: LineTraining, _ data: MNIST1D.Partition, _ random: RandomStream
  ) throws -> Finished {
    let network = FinishedLineNetwork(stage, of: training)
    let examination = try data.heldOut.examination(
      of: network, NetworkExamination.Observation(burnIn: 0, times: []), random: random)
    var result = Finished(
      network: network, heldOut: Double(examination.rightInMeanField) / Double(heldOut), expectedDissipation: 0)
    guard training.architecture.wiring != .symmetric, training.response != .rectifier else { return result }
    var conductances = stage.conductances.map(Double.init)
    if conductances.isEmpty {
      var stream = random["images"]
      let images = data.training.chosen(stream.permutation(of: data.training.count).prefix(currents.images))
      conductances = try LineCurrents(
        of: network.network, in: images, burnIn: currents.burnIn, time: currents.time, random: random["currents"]
      ).conductances(of: network.network)
    }
    let differences = LineLayout(training.architecture).differences(network.parameters)
    result.expectedDissipation = zip(conductances, differences).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    return result
  }

  private func data() throws -> MNIST1D {
    let data = try MNIST1D.published()
    return shuffle.map(data.shuffled) ?? data
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Finished]) -> String? {
    let kept = members.filter(\.isKept)
    return result.count == kept.count
      && zip(kept, result).allSatisfy {
        $0.training.architecture == $1.network.architecture && $0.training.response == $1.network.response
      } ? nil : "The networks are not those that were trained."
  }
}
