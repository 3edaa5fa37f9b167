import Companion
import Estimation
import Foundation
import Randomness
import StochasticThermodynamics

/// A process of the user's own: 30 states in a circle, with a rate up and a rate down out of each.
struct Ring: MarkovJumpProcess {
  let up, down: [Double]
  /// ln k/k′ of the jump up and of the jump down.
  let releasedUp, releasedDown: [Double]

  init(up: [Double], down: [Double]) {
    (self.up, self.down) = (up, down)
    let n = up.count
    releasedUp = (0..<n).map { log(up[$0] / down[($0 + 1) % n]) }
    releasedDown = (0..<n).map { log(down[$0] / up[($0 + n - 1) % n]) }
  }

  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { channel == 0 ? up[state] : down[state] }
  func fire(_ channel: Int, on state: inout Int) { state = neighbour(of: state, channel) }
  func reverse(of channel: Int) -> Int? { 1 - channel }
  func entropyFlow(of channel: Int, from state: Int) -> Double {
    channel == 0 ? releasedUp[state] : releasedDown[state]
  }

  @inline(__always)
  func neighbour(of state: Int, _ channel: Int) -> Int {
    if channel == 0 { return state + 1 == up.count ? 0 : state + 1 }
    return state == 0 ? up.count - 1 : state - 1
  }
}

/// The ring through ``MarkovJumpProcess`` and ``Gillespie``; its plain version is the loop that one would write for it by
/// hand, with the library's random stream. An event is a jump.
struct RingKernel: Kernel {
  var name: String { "user's process" }
  var variant: String { "ring by Gillespie" }
  var size: String { "30 states" }
  var unit: String { "jump" }

  func input() -> Ring {
    var random = RandomStream(seed: 1)["ring"]
    func rates(_ mean: Double) -> [Double] { (0..<30).map { _ in mean * (0.5 + random.uniform()) } }
    return Ring(up: rates(1.2), down: rates(0.8))
  }

  /// 32 trajectories, of some two jumps per unit time.
  private func duration(_ events: Int) -> Double { Double(max(1, events)) / 64 }

  func run(_ events: Int, on ring: Ring) -> Outcome {
    let duration = duration(events)
    var tally = RingTally()
    for trajectory in 0..<32 {
      for sojourn in Gillespie(ring, from: 0, until: duration, random: RandomStream(seed: 2)[trajectory]) {
        tally.occupation[sojourn.state] += sojourn.duration
        tally.heat += sojourn.entropyFlow
        if sojourn.exit != nil { tally.jumps += 1 }
      }
      tally.close(after: duration)
    }
    return tally.outcome
  }

  func runNaively(_ events: Int, on ring: Ring) -> Outcome {
    let duration = duration(events)
    var tally = RingTally()
    for trajectory in 0..<32 {
      var random = RandomStream(seed: 3)[trajectory]
      var (state, time) = (0, 0.0)
      while true {
        let total = ring.up[state] + ring.down[state]
        let wait = random.exponential(rate: total)
        if time + wait >= duration { break }
        time += wait
        tally.occupation[state] += wait
        tally.jumps += 1
        if random.uniform() * total < ring.up[state] {
          tally.heat += ring.releasedUp[state]
          state = ring.neighbour(of: state, 0)
        } else {
          tally.heat += ring.releasedDown[state]
          state = ring.neighbour(of: state, 1)
        }
      }
      tally.occupation[state] += duration - time
      tally.close(after: duration)
    }
    return tally.outcome
  }

  func comparison(on ring: Ring) -> PythonJob? {
    PythonJob(function: "ring", arguments: ["up": .packed(ring.up), "down": .packed(ring.down)])
  }
}

/// What both versions observe: where the ring is, and the entropy released.
private struct RingTally {
  var occupation = Array(repeating: 0.0, count: 30)
  var heat = 0.0
  var jumps = 0
  private var released = Average()
  private var shares = Array(repeating: Average(), count: 30)

  /// Closes a trajectory.
  mutating func close(after duration: Double) {
    released.add(heat / duration)
    heat = 0
    for state in occupation.indices {
      shares[state].add(occupation[state] / duration)
      occupation[state] = 0
    }
  }

  var outcome: Outcome { Outcome(events: jumps, quantities: [released.estimate] + shares.map(\.estimate)) }
}
