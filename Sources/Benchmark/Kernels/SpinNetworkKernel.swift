import Companion
import Randomness
import StochasticThermodynamics

/// A network of N spins with all couplings N(0, 1)/√N, not symmetric, and fields N(0, 1), at β = 1; an event is a flip.
struct SpinNetworkKernel: Kernel {
  let count: Int
  let law: RateLaw
  /// Nil: what the library chooses.
  let method: SpinNetwork.Method?
  let isDefault: Bool

  /// The methods that apply, the one that the library chooses marked as such and chosen by it.
  static func rows(_ law: RateLaw, counts: [Int]) -> [SpinNetworkKernel] {
    counts.flatMap { count in
      let network = network(count, law)
      let chosen = network.sample(burnIn: 0, duration: 1, random: RandomStream(seed: 0)).method
      return SpinNetwork.Method.allCases.filter { $0.applies(to: network) }.map {
        SpinNetworkKernel(count: count, law: law, method: $0, isDefault: $0 == chosen)
      }
    }
  }

  private static func network(_ count: Int, _ law: RateLaw) -> SpinNetwork {
    var random = RandomStream(seed: 1)["network"][count]
    let scale = 1 / Double(count).squareRoot()
    let couplings = (0..<count * count).map { $0 % (count + 1) == 0 ? 0 : scale * random.normal() }
    return SpinNetwork(couplings: couplings, fields: (0..<count).map { _ in random.normal() }, beta: 1, law: law)
  }

  var name: String { "spin network, \(law.rawValue) rates" }
  var variant: String { (method?.rawValue ?? "") + (isDefault ? " (default)" : "") }
  var size: String { "N = \(count)" }
  var unit: String { "flip" }

  func input() -> SpinNetwork { Self.network(count, law) }

  /// The rates are of the order of one per spin and unit time.
  private func duration(_ events: Int) -> Double { Double(max(1, events)) / Double(count) }

  func run(_ events: Int, on network: SpinNetwork) -> Outcome {
    let sample = network.sample(
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
        "couplings": .packed(network.couplings), "fields": .packed(network.fields),
        "glauber": .bool(law == .glauber),
      ])
  }
}
