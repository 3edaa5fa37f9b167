import Estimation
import Randomness
import StochasticThermodynamics
struct Switch: MarkovJumpProcess {
  let up: Double, down: Double
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { channel == state ? [up, down][channel] : 0 }
  func fire(_ channel: Int, on state: inout Int) { state = 1 - state }
  func reverse(of channel: Int) -> Int? { 1 - channel }
}
let process = Switch(up: 1, down: 2)
let random = RandomStream(seed: 1)
// MARK: PathReader.swift
let (switches, stationary) = ([process, Switch(up: 2, down: 1)], [[2.0 / 3, 1.0 / 3], [1.0 / 3, 2.0 / 3]])
var watched = Gillespie(process, from: 0, random: random)
let path = PathStatistics(of: &watched, until: 10, stateCount: 2)
// MARK: PathInformationSample.swift
let reader = try PathReader([process], startingIn: [[0.5, 0.5]], weights: [1], answers: [[0.5, 0.5]])
var watched = Gillespie(process, from: 0, random: random)
let (x, path) = (0, PathStatistics(of: &watched, until: 10, stateCount: 2))
// MARK: ControlledAverage.swift
let (value, control) = (1.0, 0.5)
