import Companion
import Digest
import Estimation
import Foundation
import MesoscopicNetworks
import SpinNetworks

/// A finished network of a published figure as a file of its own, `data/networks/<name>.json`: its architecture and weights, its training
/// from random weights on, and the cell that it comes from.
struct NetworkFile: Codable {
  /// Its name: the wiring, the channels, the price of dissipation, and `direct` for a training without a detour through networks that had a
  /// price.
  var name: String

  /// The figure whose cell it is, the published run and its seed; the sweep, the replica, and which of the kept members of the family.
  var figure: String, run: String, seed: Int, sweep: String, replica: Int, member: Int

  /// The trainings from random weights to this network, each beginning where the last one ended.
  var trainings: [LineTraining]

  /// The fraction of the held-out images that its mean field classifies rightly, and the entropy production rate that its training counted
  /// with, in nats per unit time of k₀.
  var heldOut: Double, expectedDissipation: Double

  /// The SHA-256 digest of the parameters as little-endian numbers of 32 bits.
  var sha256: String

  /// The network.
  var network: FinishedLineNetwork

  /// The digest of the parameters of a network.
  static func digest(of network: FinishedLineNetwork) -> String {
    Digest.sha256(network.parameters.map { $0.bitPattern.littleEndian }.withUnsafeBytes { Data($0) })
  }

  /// The text of the file.
  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// Reads a file.
  ///
  /// - Throws: ``Complaint`` where it is no network, or not the one whose digest it names.
  init(at file: URL, named path: String) throws {
    guard let data = try? Data(contentsOf: file) else { throw Complaint("The file \(path) cannot be read.") }
    guard let found = try? JSONDecoder().decode(NetworkFile.self, from: data) else {
      throw Complaint("The file \(path) holds no network: take it from the repository again.")
    }
    guard Self.digest(of: found.network) == found.sha256 else {
      throw Complaint(
        "The parameters in \(path) are not those whose digest it names: take it from the repository again.")
    }
    self = found
  }

  /// The folder of the files.
  static func folder(in project: Project) -> URL { project.root.appending(path: "data/networks") }

  /// Where they lie, in the order of their names.
  private static func files(in project: Project) throws -> [URL] {
    let folder = folder(in: project)
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
  }

  /// All files of a project, by name.
  ///
  /// - Throws: ``Complaint`` where one cannot be used, or there is none.
  static func all(in project: Project) throws -> [NetworkFile] {
    let networks = try files(in: project).map { try NetworkFile(at: $0, named: project.relative($0)) }
    guard !networks.isEmpty else {
      throw Complaint("There are no networks in data/networks: take them from the repository again.")
    }
    return networks
  }
}

extension NetworkFile {
  /// The networks of the first replica of every family among the cells of a published figure; of rectifiers, of shuffled or unchanged
  /// images, and of families with implicit layers there are none.
  static func networks(of cells: PublishedCells) throws -> [NetworkFile] {
    let type = _mangledTypeName(LineFamily.self)
    let families = cells.cells.filter { $0.type == type && $0.replica == 0 && $0.result != nil }
    return try families.flatMap { cell -> [NetworkFile] in
      let family = try JSONDecoder().decode(LineFamily.self, from: Data(cell.inputs.utf8))
      guard family.members.allSatisfy({ $0.training.fixedPoint == nil }) else { return [] }
      let finished = try JSONDecoder().decode([LineFamily.Finished].self, from: Data((cell.result ?? "").utf8))
      return zip(family.members.indices.filter { family.members[$0].isKept }, finished).enumerated()
        .filter { _, pair in family.members[pair.0].training.isOfChangedImages }
        .map { member, pair in
          let trainings = family.trainings(upTo: pair.0)
          return NetworkFile(
            name: name(of: trainings), figure: cells.figure, run: cells.run, seed: cells.seed, sweep: cell.sweep,
            replica: cell.replica, member: member, trainings: trainings, heldOut: pair.1.heldOut,
            expectedDissipation: pair.1.expectedDissipation, sha256: digest(of: pair.1.network), network: pair.1.network
          )
        }
    }
  }

  private init(
    name: String, figure: String, run: String, seed: Int, sweep: String, replica: Int, member: Int,
    trainings: [LineTraining], heldOut: Double, expectedDissipation: Double, sha256: String,
    network: FinishedLineNetwork
  ) {
    (self.name, self.figure, self.run, self.seed) = (name, figure, run, seed)
    (self.sweep, self.replica, self.member, self.trainings) = (sweep, replica, member, trainings)
    (self.heldOut, self.expectedDissipation) = (heldOut, expectedDissipation)
    (self.sha256, self.network) = (sha256, network)
  }

  private static func name(of trainings: [LineTraining]) -> String {
    let last = trainings[trainings.count - 1]
    let wiring = last.architecture.wiring
    let kind = wiring == .feedForward ? "feed-forward" : wiring.rawValue
    let price = wiring == .symmetric ? "" : "-\(Estimate(exact: last.dissipationPrice))"
    let isDirect = wiring != .feedForward && !trainings.contains { $0.dissipationPrice > 0 }
    let other =
      last.flipPrice.map { "-flips-\(Estimate(exact: $0))" }
      ?? (last.weightDecay == trainings[0].weightDecay ? "" : "-decay-\(Estimate(exact: last.weightDecay))")
    return "\(kind)-\(last.architecture.channels[0])\(price)\(other)\(isDirect ? "-direct" : "")"
  }

  /// Writes the files of a figure that is published, in place of those that it had.
  ///
  /// - Returns: how many.
  static func write(of cells: PublishedCells, in project: Project) throws -> Int {
    let networks = try networks(of: cells)
    guard !networks.isEmpty else { return 0 }
    guard Set(networks.map(\.name)).count == networks.count else {
      throw Complaint(
        "Two networks of '\(cells.figure)' have the same wiring, channels and price: their files need names.")
    }
    let folder = folder(in: project)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in try files(in: project) {
      // One that cannot be read is nobody's: `all(in:)` would complain of it for ever.
      let old = try? NetworkFile(at: file, named: project.relative(file))
      if old == nil || old?.figure == cells.figure { try FileManager.default.removeItem(at: file) }
    }
    for network in networks {
      try network.text().write(to: folder.appending(path: "\(network.name).json"), atomically: true, encoding: .utf8)
    }
    return networks.count
  }
}

extension LineFamily {
  /// The trainings from random weights to a member.
  fileprivate func trainings(upTo member: Int) -> [LineTraining] {
    (members[member].parent.map { trainings(upTo: $0) } ?? []) + [members[member].training]
  }
}

extension LineTraining {
  /// Whether it is one of spins, on images that are changed at random.
  fileprivate var isOfChangedImages: Bool { response != .rectifier && shift > 0 }
}

extension NetworkFile {
  /// Everything that another program needs, as comma-separated values: W_ij as `coupling,i,j`, the field of spin i per unit of sample k as
  /// `input,i,k`, its constant field as `bias,i,`, and the softmax readout of class c as `readout,c,i` and `readout-bias,c,`.
  ///
  /// Spins, samples and classes count from 0. Weights are numbers of 32 bits, written so that they read back the same. β = k₀ = 1: spin i
  /// flips at the rate exp(−s_i h_i) with h_i = Σ_j W_ij s_j + Σ_k U_ik x_k + b_i.
  func csv() throws -> String {
    let line = network.network
    var rows = ["part,row,column,value"]
    let couplings = try line.spins.couplings.matrix
    for i in 0..<couplings.rows {
      for j in 0..<couplings.columns where couplings[i, j] != 0 {
        rows.append("coupling,\(i),\(j),\(Float(couplings[i, j]))")
      }
    }
    let length = network.architecture.inputLength
    let biases = line.fields(reading: Array(repeating: 0, count: length))
    for sample in 0..<length {
      let fields = line.fields(reading: (0..<length).map { $0 == sample ? 1 : 0 })
      for (i, pair) in zip(fields, biases).enumerated() where pair.0 != pair.1 {
        rows.append("input,\(i),\(sample),\(Float(pair.0 - pair.1))")
      }
    }
    rows += biases.enumerated().map { "bias,\($0.offset),,\(Float($0.element))" }
    let (readout, read) = (network.readout, network.architecture.readSpins)
    for c in 0..<readout.classes {
      rows += read.map { "readout,\(c),\($0),\(Float(readout.weights[c, $0 - read.lowerBound]))" }
    }
    rows += readout.biases.enumerated().map { "readout-bias,\($0.offset),,\(Float($0.element))" }
    return rows.joined(separator: "\n") + "\n"
  }
}
