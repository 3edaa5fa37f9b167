import Foundation
import MNIST1D
import MesoscopicNetworks
import Randomness
import Testing

@Suite struct FinishedNetworkTests {
  static let data = MNIST1D.Generator(seed: 3, samples: 300).generate()
  static let random = RandomStream(seed: 12)

  /// A short training; a network needs no more to be simulated.
  static func network(_ wiring: LineArchitecture.Wiring, epochs: Int = 6) -> FinishedLineNetwork {
    var training = LineTraining(
      .threeLayers(channels: 4, wiring: wiring), response: .corrected(by: [0.9, 0.8, 1.5]))
    (training.epochs, training.batch, training.rate) = (epochs, 16, 0.01)
    (training.fewestSweeps, training.mostSweeps, training.startsAtRandom) = (3, 4, true)
    var stage = training.begin(random)
    let workshop = LineWorkshop(training)
    for epoch in 0..<training.epochs {
      training.advance(&stage, epoch: epoch, on: data.training, in: workshop, random)
    }
    return FinishedLineNetwork(stage, of: training)
  }

  @Test(arguments: LineArchitecture.Wiring.allCases)
  func everyBitIsStored(wiring: LineArchitecture.Wiring) throws {
    let network = Self.network(wiring, epochs: 1)
    let copy = try JSONDecoder().decode(FinishedLineNetwork.self, from: JSONEncoder().encode(network))
    #expect(copy.parameters == network.parameters && copy.architecture == network.architecture)
    #expect(copy.response == network.response && network.parameters.count == network.architecture.parameters)
  }

  /// The network with tied couplings, of which sampled gradients are taken, has the same couplings and fields.
  @Test(arguments: LineArchitecture.Wiring.allCases)
  func tiedSpinsAreTheSame(wiring: LineArchitecture.Wiring) throws {
    let network = Self.network(wiring, epochs: 1)
    let tied = network.architecture.spinArchitecture
    let parameters = network.parameters[..<tied.parameters].map { Double($0) }
    let image = Array(Self.data.training.image(5))
    #expect(try tied.network(parameters).couplings == network.network.spins.couplings)
    let differences = zip(tied.fields(parameters, reading: image), network.network.fields(reading: image)).map(-)
    #expect(differences.allSatisfy { abs($0) < 1e-14 })
    let readout = network.readout
    #expect(tied.parameters + readout.weights.entries.count + readout.biases.count == network.parameters.count)
    #expect(network.architecture.readSpins == 120..<140)
    // Control: another image makes other fields.
    let other = tied.fields(parameters, reading: Array(Self.data.training.image(6)))
    #expect(zip(other, network.network.fields(reading: image)).contains { abs($0 - $1) > 0.1 })
  }

  /// Long averages of a feed-forward network answer like its spins' steady state, which short ones do not; and a symmetric network
  /// produces no entropy in any simulation, to the last bit.
  @Test func examinationsCountWhatIsRight() throws {
    let observation = NetworkExamination.Observation(burnIn: 5, times: [0.5, 100])
    for wiring in LineArchitecture.Wiring.allCases {
      let network = Self.network(wiring, epochs: 30)
      let found = try Self.data.training.examination(of: network, observation, random: Self.random)
      #expect(found.images == 240 && found.right.count == 2 && found.flips > 240 * 100 * 140 / 10)
      #expect(
        (found.dissipation == 0) == (wiring == .symmetric) && (found.dissipationOfPairs == 0) == (wiring == .symmetric))
      guard wiring == .feedForward else { continue }
      // Chance is 24 right answers of 240, with a standard deviation of 4.6.
      #expect(found.rightInMeanField > 24 + 10 * 5 && found.right[1] > 24 + 10 * 5)
      #expect(found.right[1] > found.right[0] + 20)
    }
  }

  /// A network that is examined block by block is asked the same as in one go, except for the random numbers.
  @Test func sealedImagesAreCounted() throws {
    let network = Self.network(.feedForward, epochs: 30)
    let meanField = NetworkExamination.Observation(burnIn: 0, times: [])
    let blocks = try [0..<20, 20..<60].map {
      try Self.data.test.examination(of: network, images: $0, meanField, random: Self.random)
    }
    let whole = try Self.data.test.examination(of: network, images: 0..<60, meanField, random: Self.random)
    #expect(blocks[0].joined(with: blocks[1]).rightInMeanField == whole.rightInMeanField)
    #expect(whole.images == 60 && blocks[0].joined(with: blocks[1]).images == 60)
  }

  /// A readout that is fitted to simulated spins leaves the spins alone, and answers the simulations that it was fitted to better: with
  /// the same random numbers these are simulated again, to the bit.
  @Test func refittingChangesTheReadoutOnly() throws {
    let network = Self.network(.nonreciprocal, epochs: 20)
    let stream = Self.random["refit"]
    let refitted = try network.refitted(to: Self.data.training, burnIn: 3, time: 50, penalty: 1e-5, random: stream)
    let body = network.architecture.spinArchitecture.parameters
    #expect(network.parameters[..<body] == refitted.parameters[..<body])
    #expect(network.readout != refitted.readout)
    let found = try [network, refitted].map {
      try Self.data.training.examination(of: $0, NetworkExamination.Observation(burnIn: 3, times: [50]), random: stream)
    }
    #expect(found[0].flips == found[1].flips && found[1].right[0] > found[0].right[0] + 20)
  }
}
