import ElementaryFunctions
import StochasticThermodynamics

/// Jump processes: trajectories, and their exact solution.
let jumpProcesses = [
  Computation("Gillespie on a ring") { perturbation in
    Gillespie(Ring(affinity: 3 * (1 + perturbation)), from: 0, until: 2000, random: stream()).flatMap {
      [Double($0.state), $0.duration, Double($0.exit ?? -1), $0.entropyFlow]
    }
  },
  Computation("master equation of a ring") { perturbation in
    let matrix = try RateMatrix(enumerating: Ring(affinity: 3 * (1 + perturbation)), from: 0)
    let p = try matrix.stationary
    let start = (0..<matrix.stateCount).map { $0 == 0 ? 1.0 : 0 }
    let later = try matrix.evolve(start, for: 2.5)
    let production = matrix.entropyProduction(later)
    return p + later + matrix.currents(p) + matrix.cycles.map(\.affinity) + [
      matrix.entropyProductionRate(p), production.system, production.reservoir, entropy(p),
      relativeEntropy(later, from: p), mutualInformation([p, later]),
    ]
  },
  Computation("propagator of a ring") { perturbation in
    let matrix = try RateMatrix(enumerating: Ring(affinity: 3 * (1 + perturbation)), from: 0)
    let propagator = try matrix.propagator(for: 2.5)
    let production = propagator.entropyProduction(from: (0..<matrix.stateCount).map { $0 == 0 ? 1.0 : 0 })
    return propagator.probabilities.entries + propagator.entropyFlow + [production.system, production.reservoir]
  },
  Computation("crossings of a ring") { perturbation in
    let matrix = try RateMatrix(enumerating: Ring(affinity: 3), from: 0)
    let ones = matrix.edges.map { _ in 1.0 }
    let crossings = try matrix.crossings(
      startingIn: matrix.stationary, windows: 300, each: 4, random: stream(perturbation: perturbation))
    let found = crossings.statistics(ofCurrent: ones)
    return crossings.current(ones) + crossings.sums(counting: ones, back: ones) + [found.mean, found.variance]
  },
  Computation("current of a ring") { perturbation in
    let matrix = try RateMatrix(enumerating: Ring(affinity: 3 * (1 + perturbation)), from: 0)
    let found = try matrix.statistics(ofCurrent: matrix.edges.indices.map { Double($0 % 5) })
    return [found.mean, found.variance]
  },
]

/// Twelve states in a circle with a landscape, driven round by an affinity.
private struct Ring: MarkovJumpProcess {
  let affinity: Double
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double {
    let step = channel == 0 ? 1 : 11
    let drop = height(state) - height((state + step) % 12)
    return Elementary.exp(0.5 * (drop + (channel == 0 ? affinity : -affinity) / 12))
  }
  func fire(_ channel: Int, on state: inout Int) { state = (state + (channel == 0 ? 1 : 11)) % 12 }
  func reverse(of channel: Int) -> Int? { 1 - channel }
  private func height(_ state: Int) -> Double { 0.3 * Double(state % 5) }
}
