import ElementaryFunctions
import LangevinDynamics
import Randomness
import SpinNetworks
let random = RandomStream(seed: 1)
let matrix = try RateMatrix(
  stateCount: 3, edges: (0..<3).map { .init(from: $0, to: ($0 + 1) % 3, forward: 2, backward: 1) })
let (ring, other, p) = (matrix, matrix, [1.0, 0, 0])
let levels = try DrivenNetwork<Double>(stateCount: 3, edges: [.init(from: 0, to: 1)]) { x, energy in Double(x) * energy
}
let drive = try Drive(over: 1) { t in 2 * t }
let bounds = try RateBounds(of: levels, under: drive)
// MARK: CountedQuantity.swift
let network = levels
// MARK: DrivenTrajectory.swift
let network = levels
// MARK: JumpPath.swift
let network = levels
// MARK: RateBounds.swift
let network = levels
// MARK: EnergyBalance.swift
let trajectory = DrivenTrajectory(levels, under: drive, within: bounds, startingIn: p, random: random)
// MARK: RateMatrix.swift
let network = try SpinNetwork(couplings: [[0, -0.7], [0.9, 0]], fields: [0.4, -0.3], beta: 1.5)
let start = SpinState([1, 1], in: network)
// MARK: Gillespie.swift
let network = try SpinNetwork(couplings: [[0, -0.7], [0.9, 0]], fields: [0.4, -0.3], beta: 1.5)
var (occupancy, heat) = ([0.0, 0, 0, 0], 0.0)
struct Ring: MarkovJumpProcess {
  let n: Int, affinity: Double
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { 1 }
  func fire(_ channel: Int, on state: inout Int) { state = (state + (channel == 0 ? 1 : n - 1)) % n }
  func reverse(of channel: Int) -> Int? { 1 - channel }
}
let ring = Ring(n: 3, affinity: 1)
// MARK: BottleneckCurve.swift
let bottleneck = InformationBottleneck(weights: [1], conditionals: [[1]])
let channels: [InformationBottleneck.Channel] = []
// MARK: InformationBottleneck.swift
let (px, pyGivenX) = ([0.5, 0.5], [[0.9, 0.1], [0.2, 0.8]])
