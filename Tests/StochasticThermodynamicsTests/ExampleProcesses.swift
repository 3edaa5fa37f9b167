import Foundation
import Randomness
import SpinNetworks
import StochasticThermodynamics

/// n states in a circle, driven round by an affinity: k₊/k₋ = exp(affinity/n).
struct Ring: MarkovJumpProcess {
  let n: Int
  let affinity: Double
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { exp((channel == 0 ? 0.5 : -0.5) * affinity / Double(n)) }
  func fire(_ channel: Int, on state: inout Int) { state = (state + (channel == 0 ? 1 : n - 1)) % n }
  func reverse(of channel: Int) -> Int { 1 - channel }
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
  func reverse(of channel: Int) -> Int { channel ^ 1 }
}

/// A process on `states` states, all joined, with random rates: nothing about it is special.
func randomProcess(_ states: Int, seed: Int) -> RateMatrix {
  var random = RandomStream(seed: UInt64(seed))["random process"]
  return RateMatrix(stateCount: states) { _, _ in exp(random.normal()) }
}

/// A spin network with random couplings and fields.
func randomNetwork(_ spins: Int, symmetric: Bool, law: RateLaw, beta: Double, seed: Int) -> SpinNetwork {
  var random = RandomStream(seed: UInt64(seed))["random network"]
  var couplings = Array(repeating: 0.0, count: spins * spins)
  for i in 0..<spins {
    for j in 0..<i {
      couplings[i * spins + j] = random.normal() / Double(spins).squareRoot()
      couplings[j * spins + i] = symmetric ? couplings[i * spins + j] : random.normal() / Double(spins).squareRoot()
    }
  }
  return SpinNetwork(couplings: couplings, fields: (0..<spins).map { _ in 0.5 * random.normal() }, beta: beta, law: law)
}

/// A spin network in which every spin feels a few others, drawn at random; with `symmetric` every other spin does, and
/// is felt by them as much.
func randomSparseNetwork(
  _ spins: Int, neighbours: Int, symmetric: Bool, law: RateLaw, beta: Double, seed: Int
) -> SpinNetwork {
  var random = RandomStream(seed: UInt64(seed))["random sparse network"]
  var couplings: [SIMD2<Int>: Double] = [:]
  for i in stride(from: 0, to: spins, by: symmetric ? 2 : 1) {
    for _ in 0..<neighbours {
      let j = random.index(below: spins)
      guard i != j else { continue }
      let strength = random.normal() / Double(neighbours).squareRoot()
      couplings[SIMD2(i, j)] = strength
      if symmetric { couplings[SIMD2(j, i)] = strength }
    }
  }
  let matrix = CouplingMatrix(spins: spins, couplings.map { Coupling(on: $0.key.x, by: $0.key.y, strength: $0.value) })
  return SpinNetwork(couplings: matrix, fields: (0..<spins).map { _ in 0.5 * random.normal() }, beta: beta, law: law)
}
