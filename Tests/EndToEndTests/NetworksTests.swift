import ChildProcesses
import Estimation
import Foundation
import MNIST1D
import Randomness
import TestSupport
import Testing

/// `mesoscale data networks` as users have it.
@Suite struct NetworksTests {
  private static let folder = Programs.repository.appending(path: "data/networks")

  private static var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  private func networks(_ arguments: [String]) async throws -> Command.Outcome {
    try await Command.run(Programs.path("mesoscale"), ["data", "networks"] + arguments, in: Programs.repository)
  }

  /// What of a JSON object is asked here.
  private struct Network: Decodable {
    struct Packed: Decodable, Equatable { var bytes: String }
    struct Body: Decodable, Equatable { var packed: Packed }
    var network: Body
  }
  private struct Origin: Decodable {
    var figure: String, sweep: String, replica: Int, member: Int, name: String
  }

  /// Every file is listed, is named as it says, and holds the weights of the published cell that it names.
  @Test func theFilesAreThePublishedNetworks() async throws {
    let listed = try await networks([])
    #expect(listed.succeeded, "\(listed.errors)")
    #expect(Self.names.count > 8 && Self.names.allSatisfy { listed.output.contains("\n\($0) ") })
    let cells = try String(
      contentsOf: Programs.repository.appending(path: "data/published/cells/mesoscopic-cnn.tsv"), encoding: .utf8
    ).split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    var weights: Set<String> = []
    for name in Self.names {
      let data = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
      let origin = try JSONDecoder().decode(Origin.self, from: data)
      let network = try JSONDecoder().decode(Network.self, from: data)
      #expect(origin.name == name && origin.figure == "mesoscopic-cnn")
      let cell = try #require(
        cells.first { $0.count == 7 && $0[0] == origin.sweep && $0[2] == String(origin.replica) })
      let published = try JSONDecoder().decode([Network].self, from: Data(cell[6].utf8))
      #expect(published[origin.member].network == network.network)
      weights.insert(network.network.packed.bytes)
    }
    #expect(weights.count == Self.names.count)
  }

  /// A network as another program has it, simulated flip by flip as one would write it down.
  private struct PlainNetwork {
    var couplings: [[Double]], inputs: [[Double]], biases: [Double]

    init(_ csv: String, transposed: Bool = false) {
      let rows = csv.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      let count = rows.count { $0[0] == "bias" }
      couplings = Array(repeating: Array(repeating: 0, count: count), count: count)
      inputs = Array(repeating: Array(repeating: 0, count: 40), count: count)
      biases = Array(repeating: 0, count: count)
      for row in rows {
        guard let first = Int(row[1]), let value = Double(row[3]) else { continue }
        let second = Int(row[2]) ?? 0
        switch row[0] {
        case "coupling": couplings[transposed ? second : first][transposed ? first : second] = value
        case "input": inputs[first][second] = value
        case "bias": biases[first] = value
        default: break
        }
      }
    }

    /// Flips per unit time, and the entropy that antisymmetric couplings release per unit time.
    func simulate(_ image: [Double], burnIn: Double, time: Double, _ random: RandomStream) -> (
      flips: Double, sigma: Double
    ) {
      var random = random
      let spins = biases.indices
      var s = spins.map { _ in random.sign() }
      let fields = spins.map { i in biases[i] + zip(inputs[i], image).reduce(0) { $0 + $1.0 * $1.1 } }
      var h = spins.map { i in spins.reduce(fields[i]) { $0 + couplings[i][$1] * s[$1] } }
      var (now, flips, sigma) = (-burnIn, 0.0, 0.0)
      while true {
        let rates = spins.map { exp(-s[$0] * h[$0]) }
        let total = rates.reduce(0, +)
        now -= log(1 - random.uniform()) / total
        guard now < time else { return (flips / time, sigma / time) }
        var rest = random.uniform() * total
        var i = 0
        while i < spins.count - 1, rest >= rates[i] {
          rest -= rates[i]
          i += 1
        }
        if now >= 0 {
          flips += 1
          sigma -= spins.reduce(0) { $0 + s[i] * (couplings[i][$1] - couplings[$1][i]) * s[$1] }
        }
        s[i] = -s[i]
        for j in spins where couplings[j][i] != 0 { h[j] += 2 * couplings[j][i] * s[i] }
      }
    }
  }

  /// A plain simulation of what is written for other programs finds the entropy production and the flips that `--examine` prints, each
  /// within 4 standard errors of the mean over 24 test images; these are the same images, so that the errors are too large rather than
  /// too small. Control: with the couplings of the reversed direction it finds other ones.
  @Test func anotherProgramFindsTheSame() async throws {
    let name = "feed-forward-16-0"
    let csv = try await networks([name, "--csv"])
    #expect(csv.succeeded && csv.output.hasPrefix("part,row,column,value\ncoupling,"), "\(csv.errors)")
    let examined = try await networks([name, "--examine", "--images", "24", "--time", "20"])
    #expect(examined.succeeded, "\(examined.errors)")
    let row = try #require(examined.output.split(separator: "\n").last?.split(separator: " "))
    let printed = try #require(row[4].wholeMatch(of: /([0-9.]+)\(([0-9.]+)\)/))
    let (sigma, flips) = (try #require(Double(printed.1)), try #require(Double(row[6])))
    let images = try MNIST1D.published().test.sealedBlock(0..<24).images
    func found(transposed: Bool) -> (flips: Average, sigma: Average) {
      let network = PlainNetwork(csv.output, transposed: transposed)
      var (flips, sigma) = (Average(), Average())
      for (number, image) in images.enumerated() {
        let result = network.simulate(image, burnIn: 10, time: 20, RandomStream(seed: 91)[number])
        flips.add(result.flips)
        sigma.add(result.sigma)
      }
      return (flips, sigma)
    }
    let same = found(transposed: false)
    #expect(abs(same.sigma.estimate.deviation(from: sigma)) < 4)
    #expect(abs(same.flips.estimate.deviation(from: flips)) < 4)
    let other = found(transposed: true)
    #expect(
      abs(other.flips.estimate.deviation(from: flips)) > 4 || abs(other.sigma.estimate.deviation(from: sigma)) > 4)
  }

  @Test(arguments: [
    (["nonesuch"], "There is no network 'nonesuch'; the networks are"),
    (["--csv"], "--csv wants the name of one network"),
    (["--examine", "--csv"], "exclude each other"), (["--examine", "--time", "nan"], "--time wants a number above 0"),
    (["--examine", "--images", "1"], "--images wants a whole number from 2"),
    (["--output", "x"], "--output wants --csv"),
    (["--examine", "--jobs", "0"], "--jobs wants a whole number"), (["--time", "3"], "--time wants --examine"),
    (["--examine", "--seed=-1"], "--seed wants"),
  ])
  func mistakesAreSentences(arguments: [String], sentence: String) async throws {
    let outcome = try await networks(arguments)
    #expect(!outcome.succeeded && outcome.output.isEmpty && outcome.errors.contains(sentence), "\(outcome.errors)")
  }

  /// A file that was changed is named, and what to do.
  @Test func aChangedNetworkIsFound() async throws {
    let scratch = try Scratch()
    try scratch.checkout()
    let folder = scratch.folder.appending(path: "data/networks")
    let program = Programs.path("mesoscale")
    let none = try await Command.run(program, ["data", "networks"], in: scratch.folder)
    #expect(!none.succeeded && none.errors.contains("There are no networks in data/networks"), "\(none.errors)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let name = try #require(Self.names.first)
    let text = try String(contentsOf: Self.folder.appending(path: "\(name).json"), encoding: .utf8)
    let file = folder.appending(path: "\(name).json")
    try text.write(to: file, atomically: true, encoding: .utf8)
    #expect(try await Command.run(program, ["data", "networks"], in: scratch.folder).succeeded)
    let digest = try #require(text.firstMatch(of: /"sha256" : "([0-9a-f])/))
    let other = digest.1 == "0" ? "1" : "0"
    try text.replacing(digest.0, with: "\"sha256\" : \"\(other)").write(to: file, atomically: true, encoding: .utf8)
    let changed = try await Command.run(program, ["data", "networks"], in: scratch.folder)
    #expect(!changed.succeeded && changed.errors.contains("are not those whose digest it names"), "\(changed.errors)")
    try "{}".write(to: file, atomically: true, encoding: .utf8)
    let empty = try await Command.run(program, ["data", "networks"], in: scratch.folder)
    #expect(!empty.succeeded && empty.errors.contains("holds no network"), "\(empty.errors)")
  }
}
