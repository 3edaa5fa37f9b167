import Foundation
import Randomness
import StochasticThermodynamics

/// n states in a circle, driven round by an affinity: k₊/k₋ = exp(affinity/n).
struct Ring: MarkovJumpProcess {
  let n: Int
  let affinity: Double
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { exp((channel == 0 ? 0.5 : -0.5) * affinity / Double(n)) }
  func fire(_ channel: Int, on state: inout Int) { state = (state + (channel == 0 ? 1 : n - 1)) % n }
  func reverse(of channel: Int) -> Int? { 1 - channel }
}

/// Two states in contact with two reservoirs: the energy ε over the temperature is different in each. Channels 0 and 1 are
/// the jumps up and down by the first, 2 and 3 by the second.
struct TwoReservoirs: MarkovJumpProcess {
  let ratios: [Double]
  var channels: Range<Int> { 0..<4 }
  func rate(of channel: Int, in state: Int) -> Double {
    guard (channel % 2 == 0) == (state == 0) else { return 0 }
    return exp((state == 0 ? -0.5 : 0.5) * ratios[channel / 2])
  }
  func fire(_ channel: Int, on state: inout Int) { state = 1 - state }
  func reverse(of channel: Int) -> Int? { channel ^ 1 }
}

/// A process on `states` states, all joined, with random rates: nothing about it is special.
func randomProcess(_ states: Int, seed: Int) throws -> RateMatrix {
  var random = RandomStream(seed: UInt64(seed))["random process"]
  return try RateMatrix(stateCount: states) { _, _ in exp(random.normal()) }
}
