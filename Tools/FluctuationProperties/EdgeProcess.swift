import ElementaryFunctions
import Randomness
import StochasticThermodynamics

/// The edges of a rate matrix as a jump process that a trajectory can follow: channel 2e crosses edge e forwards, 2e + 1 back.
struct EdgeProcess: MarkovJumpProcess {
  private let rates, flows: [Double]
  private let destinations: [Int]
  let channels: Range<Int>

  /// - Precondition: every edge can be crossed both ways.
  init(_ matrix: RateMatrix) {
    let count = 2 * matrix.edges.count
    var rates = Array(repeating: 0.0, count: count * matrix.stateCount)
    for (number, edge) in matrix.edges.enumerated() {
      rates[edge.from * count + 2 * number] = edge.forward
      rates[edge.to * count + 2 * number + 1] = edge.backward
    }
    self.rates = rates
    destinations = matrix.edges.flatMap { [$0.to, $0.from] }
    flows = matrix.edges.flatMap { edge in
      let flow = Elementary.log(edge.forward) - Elementary.log(edge.backward)
      return [flow, -flow]
    }
    channels = 0..<count
  }

  func rate(of channel: Int, in state: Int) -> Double { rates[state * channels.count + channel] }
  func fire(_ channel: Int, on state: inout Int) { state = destinations[channel] }
  func reverse(of channel: Int) -> Int? { channel ^ 1 }
  func entropyFlow(of channel: Int, from state: Int) -> Double { flows[channel] }
}

/// What is counted along many independent trajectories of a process with constant rates.
struct JumpCounts {
  /// ln p(first, beginning) − ln p(last, end).
  private(set) var system: [Double] = []
  /// Σ ln k/k′.
  private(set) var reservoir: [Double] = []
  /// The two currents: jumps forwards less jumps back, weighted.
  private(set) var current: [Double] = []
  private(set) var merged: [Double] = []
  /// The jumps, in whatever direction: no current.
  private(set) var traffic: [Double] = []

  /// Trajectories that start in one distribution and end in another.
  ///
  /// - Parameters:
  ///   - weights, merged: what a jump along each edge adds to the two currents.
  init(
    of matrix: RateMatrix, weights: [Double], merged mergedFlows: [Double], from start: [Double], to end: [Double],
    for duration: Double, count: Int, _ random: RandomStream
  ) {
    let process = EdgeProcess(matrix)
    let weights = weights.flatMap { [$0, -$0] }
    let mergedFlows = mergedFlows.flatMap { [$0, -$0] }
    var first = random["start"]
    for number in 0..<count {
      let origin = start.index(drawnWith: first.uniform())
      var (last, released, weighted, together, jumps) = (origin, 0.0, 0.0, 0.0, 0.0)
      for sojourn in Gillespie(process, from: origin, until: duration, random: random[number]) {
        last = sojourn.state
        guard let exit = sojourn.exit else { continue }
        released += sojourn.entropyFlow
        weighted += weights[exit]
        together += mergedFlows[exit]
        jumps += 1
      }
      system.append(Elementary.log(start[origin]) - Elementary.log(end[last]))
      reservoir.append(released)
      current.append(weighted)
      merged.append(together)
      traffic.append(jumps)
    }
  }

  /// The total entropy production of each trajectory.
  var total: [Double] { zip(system, reservoir).map { $0 + $1 } }
}

extension [Double] {
  /// A place drawn with these probabilities from one uniform number.
  func index(drawnWith uniform: Double) -> Int {
    var rest = uniform
    for (place, probability) in enumerated() {
      rest -= probability
      if rest < 0 { return place }
    }
    return count - 1
  }
}
