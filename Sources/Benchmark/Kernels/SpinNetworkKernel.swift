import Companion
import Randomness
import SpinNetworks
import StochasticThermodynamics

/// A network of N spins, not symmetric, in fields N(0, 1/4), at β = 1; an event is a flip.
///
/// Dense: all couplings N(0, 1/N). Sparse: every spin feels k others, with couplings N(0, 1/k).
struct SpinNetworkKernel: Kernel {
  let count: Int
  /// k; nil in a dense network.
  let neighbours: Int?
  let law: RateLaw
  let method: SpinNetwork.Method
  /// Whether it is the method that the library chooses: then it is left to it.
  let isDefault: Bool

  /// The methods that apply and may be fast, the one that the library chooses marked as such.
  static func rows(_ law: RateLaw, counts: [Int], neighbours: Int? = nil) throws -> [SpinNetworkKernel] {
    try counts.flatMap { count in
      let network = try network(count, neighbours, law)
      let chosen = network.fastestMethod(duration: 1e5, random: RandomStream(seed: 0))
      return SpinNetwork.Method.allCases.filter {
        $0.applies(to: network) && (neighbours != nil || !$0.isForSparseCouplings)
      }
      .map {
        SpinNetworkKernel(count: count, neighbours: neighbours, law: law, method: $0, isDefault: $0 == chosen)
      }
    }
  }

  static func network(_ count: Int, _ neighbours: Int?, _ law: RateLaw) throws -> SpinNetwork {
    var random = RandomStream(seed: 1)["network"][count]
    let scale = 1 / Double(neighbours ?? count).squareRoot()
    let couplings = (0..<count).flatMap { spin -> [Coupling] in
      var others = Array(0..<count)
      others.remove(at: spin)
      if let neighbours { others = (0..<neighbours).map { _ in others.remove(at: random.index(below: others.count)) } }
      return others.map { Coupling(on: spin, by: $0, strength: scale * random.normal()) }
    }
    return try SpinNetwork(
      couplings: CouplingMatrix(spins: count, couplings), fields: (0..<count).map { _ in 0.5 * random.normal() },
      beta: 1, law: law)
  }

  var name: String { "spin network, \(law.rawValue) rates" }
  var variant: String { method.rawValue + (isDefault ? " (default)" : "") }
  var size: String { "N = \(count)" + (neighbours.map { ", \($0) neighbours" } ?? "") }
  var unit: String { "flip" }

  func input() throws -> SpinNetwork { try Self.network(count, neighbours, law) }

  /// The rates are of the order of one per spin and unit time.
  private func duration(_ events: Int) -> Double { Double(max(1, events)) / Double(count) }

  func run(_ events: Int, on network: SpinNetwork) throws -> Outcome {
    let sample = try network.sample(
      burnIn: 0, duration: duration(events), method: isDefault ? nil : method, random: RandomStream(seed: 2))
    return Outcome(
      events: sample.flips, quantities: [sample.entropyProductionRate] + sample.magnetisations.prefix(8))
  }

  func runNaively(_ events: Int, on network: SpinNetwork) -> Outcome {
    let sample = NaiveSpinNetwork(network).sample(duration: duration(events), seed: 3)
    return Outcome(events: sample.flips, quantities: [sample.entropyProductionRate] + sample.magnetisations.prefix(8))
  }

  func comparison(on network: SpinNetwork) -> PythonJob? {
    PythonJob(
      function: "spin_network",
      arguments: [
        "couplings": .packed(network.couplings.matrix.entries), "fields": .packed(network.fields),
        "glauber": .bool(law == .glauber),
      ])
  }
}
