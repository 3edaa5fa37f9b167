import Estimation
import Randomness
import StochasticThermodynamics

// [birth-death
/// Molecules of one kind that are made at a constant rate and decay one by one.
struct Molecules: MarkovJumpProcess {
  let production: Double, decay: Double
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in count: Int) -> Double { channel == 0 ? production : decay * Double(count) }
  func fire(_ channel: Int, on count: inout Int) { count += channel == 0 ? 1 : -1 }
  // Each event undoes the other; where nothing does, nil.
  func reverse(of channel: Int) -> Int? { 1 - channel }
  // A jump to a negative number would be a mistake in the rates, and stops with a sentence.
  func contains(_ count: Int) -> Bool { count >= 0 }
}

func birthDeath() throws {
  let process = Molecules(production: 5, decay: 1)
  let random = RandomStream(seed: 1)

  // A thousand trajectories, the i-th from random[i]. The mean is 5 (1 − e⁻ᵗ).
  let ensemble = Ensemble(of: 1000, random: random) { Gillespie(process, from: 0, random: $0) }
  var counts = [Average(), Average()]
  for var trajectory in ensemble {
    for (place, count) in trajectory.states(at: [1, 10]).enumerated() { counts[place].add(Double(count)) }
  }
  print(counts[0].estimate, counts[1].estimate)  // 3.16 and 5.00, within their errors

  // Exactly. The number of molecules is unbounded, so a model of it ends somewhere: here at 60.
  let matrix = try RateMatrix(stateCount: 61) { from, to in
    to == from + 1 ? 5 : to == from - 1 ? Double(from) : 0
  }
  let p = try matrix.evolve((0...60).map { $0 == 0 ? 1 : 0 }, for: 1)
  print(p.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element })  // 3.160602794…
}
// birth-death]
