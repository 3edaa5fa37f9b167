import Cells
import Companion
import Estimation
import MNIST1D
import MesoscopicNetworks
import PackedNumbers
import Randomness

extension MesoscopicCNN {
  // MARK: - Model

  /// A training, epoch by epoch; at the end, where layers act back, a readout of simulated spins, if that is better on held-out images.
  struct Train: StagedCell {
    var training: LineTraining
    var heldOut: Int
    var burnIn, refitTime, refitPenalty: Double

    init(_ training: LineTraining, _ p: Parameters) {
      (self.training, heldOut) = (training, p.heldOut)
      (burnIn, refitTime, refitPenalty) = (p.burnIn, p.refitTime, p.refitPenalty)
    }

    struct Result: Codable {
      var network: FinishedNetwork
      /// The fraction of held-out images that are classified rightly: by the mean field, and by simulated spins where they were asked.
      var heldOut: Double, heldOutSampled: Double?
      var isRefitted = false
    }

    var stages: Int { training.epochs }

    func begin(_ random: RandomStream) -> LineTraining.Stage { training.begin(random) }

    func advance(_ stage: inout LineTraining.Stage, number: Int, _ random: RandomStream) throws {
      let images = try MesoscopicCNN.data.get().partition(holdingOut: heldOut).training
      training.advance(&stage, epoch: number, on: images, in: LineWorkshop(training), random)
    }

    func result(of stage: LineTraining.Stage, _ random: RandomStream) throws -> Result {
      let network = FinishedNetwork(stage, of: training)
      let data = try MesoscopicCNN.data.get().partition(holdingOut: heldOut)
      let meanField = data.heldOut.examination(of: network, Observation(burnIn: 0, times: []), random: random)
      var result = Result(
        network: network, heldOut: Double(meanField.rightInMeanField) / Double(heldOut), heldOutSampled: nil)
      guard training.architecture.wiring != .feedForward else { return result }
      let refitted = network.refitted(
        to: data.training, burnIn: burnIn, time: refitTime, penalty: refitPenalty, random: random["refit"])
      let right = [network, refitted].map { network in
        data.heldOut.examination(
          of: network, Observation(burnIn: burnIn, times: [refitTime]), random: random["held out"]
        ).right[0]
      }
      result.isRefitted = right[1] > right[0]
      if result.isRefitted { result.network = refitted }
      result.heldOutSampled = Double(max(right[0], right[1])) / Double(heldOut)
      return result
    }
  }

  /// The one examination of a finished network with a part of the test images.
  struct Examine: Cell {
    var network: FinishedNetwork
    var first, count: Int
    var observation: Observation

    func compute(_ random: RandomStream) throws -> Examination {
      try MesoscopicCNN.data.get().test
        .examination(of: network, images: first..<first + count, observation, random: random)
    }
  }

  /// Multinomial logistic regression on the bare images; its penalty is chosen with the held-out ones. In per cent.
  struct Logistic: Cell {
    var heldOut: Int
    var penalties = [1e-4, 1e-3, 0.01, 0.1]

    init(_ p: Parameters) { heldOut = p.heldOut }

    func compute(_ random: RandomStream) throws -> Double {
      let data = try MesoscopicCNN.data.get().partition(holdingOut: heldOut)
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

  // MARK: - Sweeps

  /// The finished networks of each recipe, one per seed.
  static func trained(
    _ name: String, _ recipes: [LineTraining], _ p: Parameters, _ run: Run
  ) throws -> [[Train.Result]] {
    try run.sweep(name, over: recipes.map { Train($0, p) }, replicas: p.seeds)
  }

  /// What examinations of all test images found, network by network.
  static func examined(
    _ name: String, _ networks: [Train.Result], times: [Double], _ p: Parameters, _ run: Run
  ) throws -> [Examined] {
    let blocks = stride(from: 0, to: p.testImages, by: 50).map { ($0, min(50, p.testImages - $0)) }
    let observation = Observation(burnIn: p.burnIn, times: times)
    let cells = networks.flatMap { network in
      blocks.map { Examine(network: network.network, first: $0.0, count: $0.1, observation: observation) }
    }
    let parts = try run.sweep("test-\(name)", over: cells)
    return networks.indices.map { network in
      let own = parts[network * blocks.count..<(network + 1) * blocks.count]
      return Examined(own.dropFirst().reduce(own[own.startIndex]) { $0.joined(with: $1) }, times.last)
    }
  }

  /// An examination per image.
  struct Examined {
    let accuracies: [Double]
    let meanFieldAccuracy, dissipation, dissipationOfPairs, flipsPerTime: Double

    init(_ examination: Examination, _ time: Double?) {
      let images = Double(examination.images)
      accuracies = examination.right.map { Double($0) / images }
      meanFieldAccuracy = Double(examination.rightInMeanField) / images
      dissipation = examination.dissipation / images
      dissipationOfPairs = examination.dissipationOfPairs / images
      flipsPerTime = time.map { Double(examination.flips) / images / $0 } ?? 0
    }
  }

  /// The mean over seeds, with its standard error.
  static func average(_ values: [Double]) -> Estimate {
    var average = Average()
    for value in values { average.add(value) }
    return average.estimate
  }
}

extension LineArchitecture.Wiring {
  /// The name in series and numbers.
  var slug: String { self == .feedForward ? "feed-forward" : rawValue }
}
