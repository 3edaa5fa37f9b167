import ArgumentParser
import Companion
import Estimation
import Foundation
import MNIST1D
import MesoscopicNetworks
import Randomness
import Synchronization
import Workers

/// `mesoscale data networks`: finished networks, which anybody can examine or take elsewhere.
struct NetworksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "networks", abstract: "List finished networks, examine them, or print one for other programs.",
    usage: "mesoscale data networks [<name> ...] [--examine | --csv] [<options>]",
    discussion: """
      The networks are files in data/networks: architecture, weights, how they were trained, and the digest of the weights. They are the \
      first of their kind in the published run of a figure, not the best.

      --examine shows them the test images of MNIST-1D and simulates their spins: accuracy, entropy production rate and flips, \
      without any training. --csv prints one network as part, row, column and value: couplings W_ij as coupling,i,j; the \
      field of spin i per unit of sample k as input,i,k; its constant field as bias,i; the softmax readout of class c as readout,c,i and \
      readout-bias,c. Spins, samples and classes count from 0. Spin i flips at the rate exp(-s_i h_i) with h_i = sum_j W_ij s_j + \
      sum_k U_ik x_k + b_i, and the class is read from time averages.
      """)

  @Argument(help: ArgumentHelp("The networks; all if none is named.", valueName: "name"))
  var names: [String] = []

  @Flag(help: "Simulate the networks in test images.")
  var examine = false

  @Option(
    help: ArgumentHelp("The time of observation per image, in units of 1/k0; 333 by default.", valueName: "number"))
  var time: Double?

  @Option(help: ArgumentHelp("The number of test images; 1000 by default.", valueName: "whole number"))
  var images: Int?

  @Option(help: ArgumentHelp("The seed of the simulation; 1 by default.", valueName: "whole number"))
  var seed: Int?

  @Option(
    help: ArgumentHelp("The number of threads; as many as the machine has by default.", valueName: "whole number"))
  var jobs: Int?

  @Flag(help: "Write one network to standard output as comma-separated values.")
  var csv = false

  @Option(help: ArgumentHelp("Write it to this file instead.", valueName: "file"))
  var output: String?

  func validate() throws {
    if examine && csv { throw ValidationError("--examine and --csv exclude each other.") }
    if output != nil && !csv { throw ValidationError("--output wants --csv.") }
    if csv && names.count != 1 { throw ValidationError("--csv wants the name of one network.") }
    for (name, isGiven) in [
      ("time", time != nil), ("images", images != nil), ("seed", seed != nil), ("jobs", jobs != nil),
    ] where isGiven && !examine {
      throw ValidationError("--\(name) wants --examine.")
    }
    if let time, !(time > 0 && time <= 1e5) { throw ValidationError("--time wants a number above 0, at most 100000.") }
    if let images, !(2...1000).contains(images) {
      throw ValidationError("--images wants a whole number from 2 to 1000.")
    }
    if let seed, seed < 0 { throw ValidationError("--seed wants a whole number from 0.") }
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs wants a whole number from 1 to 1024.") }
  }

  mutating func run() async throws {
    let networks = try chosen(NetworkFile.all(in: try Project.find()))
    if csv {
      let text = try networks[0].csv()
      if let output { try write(text, toFile: output) } else { try StandardOutput.write(text) }
    } else if examine {
      try StandardOutput.print(try examination(of: networks))
    } else {
      let rows = networks.map { file in
        let architecture = file.network.architecture
        return [
          file.name, String(architecture.spins), String(architecture.parameters),
          String(file.trainings.reduce(0) { $0 + $1.epochs }), String(file.sha256.prefix(12)),
        ]
      }
      let heading = ["network", "spins", "parameters", "epochs", "sha256 of the weights"]
      try StandardOutput.print(Table(rows: [heading] + rows, flushRight: [1, 2, 3]).text)
    }
  }

  private func chosen(_ all: [NetworkFile]) throws -> [NetworkFile] {
    try names.isEmpty
      ? all
      : names.map { name in
        guard let network = all.first(where: { $0.name == name }) else {
          throw Complaint(
            "There is no network '\(name.escapingControls)'; the networks are \(all.map(\.name).joined(separator: ", "))."
          )
        }
        return network
      }
  }

  /// A table: a row per network.
  private func examination(of networks: [NetworkFile]) throws -> String {
    let data = try MNIST1D.published()
    let (time, images, seed) = (time ?? 333, images ?? 1000, seed ?? 1)
    let observation = NetworkExamination.Observation(burnIn: 10, times: [time])
    let blocks = NetworkExamination.parts(of: images)
    let pieces = networks.indices.flatMap { network in blocks.map { (network, $0) } }
    let results = Mutex<[Int: Result<NetworkExamination, any Error>]>([:])
    let random = RandomStream(seed: UInt64(seed))
    Workers.share(pieces.count, among: jobs ?? ProcessInfo.processInfo.activeProcessorCount) { next in
      while let piece = next() {
        let (network, block) = pieces[piece]
        let result = Result {
          try data.test.examination(
            of: networks[network].network, images: block, observation,
            random: random[networks[network].name][block.lowerBound])
        }
        results.withLock { $0[piece] = result }
      }
    }
    let found = try results.withLock { results in try pieces.indices.compactMap { try results[$0]?.get() } }
    let rows = networks.enumerated().map { number, file in
      let own = found[number * blocks.count..<(number + 1) * blocks.count]
      return row(file, .joined(own), time)
    }
    let heading = ["network", "spins", "parameters", "right answers (%)", "Σ (k0)", "expected", "flips (k0)"]
    return Table(rows: [heading] + rows, flushRight: [1, 2]).text
  }

  private func row(_ file: NetworkFile, _ found: NetworkExamination, _ time: Double) -> [String] {
    let share = found.accuracies[0]
    let count = Double(found.images)
    let accuracy = Estimate(100 * share, standardError: 100 * (share * (1 - share) / count).squareRoot())
    let variance = max(0, found.squaredDissipation / count - found.meanDissipation * found.meanDissipation)
    let sigma = Estimate(found.meanDissipation, standardError: (variance / (count - 1)).squareRoot())
    let architecture = file.network.architecture
    return [
      file.name, String(architecture.spins), String(architecture.parameters), accuracy.description, sigma.description,
      Estimate(exact: file.expectedDissipation).formatted(significantDigits: 3),
      Estimate(exact: found.meanFlips / time).formatted(significantDigits: 3),
    ]
  }
}
