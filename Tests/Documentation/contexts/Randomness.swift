import ElementaryFunctions
import StochasticThermodynamics
// MARK: Ensemble.swift
let random = RandomStream(seed: 1)
var heat = 0.0
struct Ring: MarkovJumpProcess {
  let n: Int, affinity: Double
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { 1 }
  func fire(_ channel: Int, on state: inout Int) { state = (state + (channel == 0 ? 1 : n - 1)) % n }
  func reverse(of channel: Int) -> Int? { 1 - channel }
}
