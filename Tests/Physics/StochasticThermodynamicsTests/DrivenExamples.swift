import Foundation
import Randomness
import StochasticThermodynamics

/// Two levels (0, E), Glauber rates that add up to 1, E raised from 0 to 2 within the time 1.
var twoLevels: DrivenNetwork<Double> {
  get throws {
    try DrivenNetwork(stateCount: 2, edges: [.init(from: 0, to: 1, law: .glauber)]) { x, energy in Double(x) * energy }
  }
}
var raise: Drive<Double> {
  get throws { try Drive(over: 1) { 2 * $0 } }
}

/// A ring of three states with k⁺ = (2, 1, 3) and k⁻ = (.5, .7, .2).
var unevenRing: RateMatrix {
  get throws {
    try RateMatrix(
      stateCount: 3,
      edges: [
        .init(from: 0, to: 1, forward: 2, backward: 0.5), .init(from: 1, to: 2, forward: 1, backward: 0.7),
        .init(from: 2, to: 0, forward: 3, backward: 0.2),
      ])
  }
}

/// A network drawn at random, whose energies and driving follow a control that may turn around: rings (odd seeds) and complete
/// graphs with one doubled edge (even seeds), of 3 to 5 states, with one law or the other.
struct RandomDrivenNetwork {
  let network: DrivenNetwork<Double>
  let drive: Drive<Double>
  /// A distribution to start from that is no equilibrium.
  let start: [Double]

  init(seed: Int) throws {
    var random = RandomStream(seed: 77)["driven"][seed]
    let n = 3 + seed / 2 % 3
    let law: RateLaw = seed % 4 < 2 ? .glauber : .exponential
    var pairs: [(Int, Int)] = []
    for a in 0..<n {
      if seed % 2 == 1 { pairs.append((a, (a + 1) % n)) } else { for b in (a + 1)..<n { pairs.append((a, b)) } }
    }
    if seed % 2 == 0 { pairs.append((1, 0)) }
    let edges = pairs.map { a, b in
      let (push, attempts) = (0.5 + 0.3 * random.normal(), exp(0.5 * random.normal()))
      return DrivenNetwork<Double>.Edge(
        from: a, to: b, law: law, driving: { push * (1 + 0.5 * $0) }, attemptRate: { attempts * (1 - 0.3 * $0) })
    }
    let shape = (0..<n).map { _ in (0.5 * random.normal(), 0.7 * random.normal(), 0.3 * random.normal()) }
    network = try DrivenNetwork(stateCount: n, edges: edges) { x, control in
      shape[x].0 + shape[x].1 * control + shape[x].2 * sin(3 * control)
    }
    let swing = 0.3 * Double(seed % 3)
    drive = try Drive(over: 0.6 + 0.1 * Double(seed)) { [duration = 0.6 + 0.1 * Double(seed)] t in
      t / duration + swing * sin(2 * Double.pi * t / duration)
    }
    let weights = (0..<n).map { _ in 0.2 + random.uniform() }
    let total = weights.reduce(0, +)
    start = weights.map { $0 / total }
  }
}

extension CountedQuantity {
  /// The same with the heat counted with the wrong sign: a negative control.
  var withTheWrongSignOfHeat: CountedQuantity {
    CountedQuantity(initial: initial, final: final) { [increments] in increments($0).map { -$0 } }
  }
}
