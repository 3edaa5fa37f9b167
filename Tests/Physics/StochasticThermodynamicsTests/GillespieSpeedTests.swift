import ElementaryFunctions
import Foundation
import Randomness
import StochasticThermodynamics
import Testing

/// Thirty states in a circle with rates from a table, as a user would write it.
private struct TableRing: MarkovJumpProcess {
  var up = (0..<30).map { 1 + 0.3 * Double($0 % 7) }
  var down = (0..<30).map { 0.5 + 0.1 * Double($0 % 5) }
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { channel == 0 ? up[state] : down[state] }
  func fire(_ channel: Int, on state: inout Int) { state = (state + (channel == 0 ? 1 : 29)) % 30 }
  func reverse(of channel: Int) -> Int? { 1 - channel }
}

/// What is observed: the time spent in each state, and the entropy released.
private struct Totals: Equatable {
  var occupations = Array(repeating: 0.0, count: 30)
  var released = 0.0
}

/// The ring by the library.
private func byGillespie(_ ring: TableRing, until end: Double, seed: UInt64) -> Totals {
  var totals = Totals()
  for sojourn in Gillespie(ring, from: 0, until: end, random: RandomStream(seed: seed)) {
    totals.occupations[sojourn.state] += sojourn.duration
    totals.released += sojourn.entropyFlow
  }
  return totals
}

/// The ring by a loop written for it alone.
private func byHand(_ ring: TableRing, until end: Double, seed: UInt64) -> Totals {
  var totals = Totals()
  var random = RandomStream(seed: seed)
  var (time, state) = (0.0, 0)
  while true {
    let (up, down) = (ring.up[state], ring.down[state])
    let wait = random.exponential(rate: up + down)
    guard time + wait < end else {
      totals.occupations[state] += end - time
      return totals
    }
    time += wait
    totals.occupations[state] += wait
    let goesUp = random.uniform() * (up + down) < up
    let after = goesUp ? (state + 1) % 30 : (state + 29) % 30
    totals.released += Elementary.log(goesUp ? up / ring.down[after] : down / ring.up[after])
    state = after
  }
}

@Suite struct GillespieSpeedTests {
  /// The direct method and nothing else: the same bits from the same random numbers.
  @Test func theTrajectoryIsThatOfALoopWrittenByHand() {
    let ring = TableRing()
    #expect(byGillespie(ring, until: 2000, seed: 4) == byHand(ring, until: 2000, seed: 4))
    // Negative control: one rate another by a billionth.
    var other = ring
    other.up[3] += 1e-9
    #expect(byGillespie(other, until: 2000, seed: 4) != byHand(ring, until: 2000, seed: 4))
  }

  /// A state that owns memory stays where it is: no event copies it.
  @Test func statesAreNotCopied() {
    struct Walkers: MarkovJumpProcess {
      var channels: Range<Int> { 0..<4 }
      func rate(of channel: Int, in state: [Int]) -> Double { 1 }
      func fire(_ channel: Int, on state: inout [Int]) { state[channel / 2] += channel % 2 == 0 ? 1 : -1 }
      func reverse(of channel: Int) -> Int? { channel ^ 1 }
    }
    func places(holding: Bool) -> Int {
      var trajectory = Gillespie(Walkers(), from: [0, 0], until: 100, random: RandomStream(seed: 3))
      // The first jump leaves the array that the caller may still hold.
      trajectory.relax(until: 10)
      var places: Set<UnsafePointer<Int>?> = []
      var held: [[Int]] = []
      while let sojourn = trajectory.next() {
        sojourn.state.withUnsafeBufferPointer { _ = places.insert($0.baseAddress) }
        if holding { held.append(sojourn.state) }
      }
      return places.count
    }
    #expect(places(holding: false) == 1)
    // Negative control: whoever keeps every state makes every event copy one.
    #expect(places(holding: true) > 100)
  }

  #if !DEBUG
    /// About 1.2 times as long as the loop written by hand; the bound has room for other processors and compilers. CPU
    /// time, the best of several runs in turn.
    @Test func generalityIsCheap() {
      let ring = TableRing()
      var (library, hand) = (Double.infinity, Double.infinity)
      for seed in 1...9 as ClosedRange<UInt64> {
        library = min(library, processorTime { _ = byGillespie(ring, until: 5000, seed: seed) })
        hand = min(hand, processorTime { _ = byHand(ring, until: 5000, seed: seed) })
      }
      #expect(library < 3 * hand, "\(library / hand) times as long")
    }

    /// The time that this thread spends in `work`, in seconds.
    private func processorTime(_ work: () -> Void) -> Double {
      func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
      }
      let start = now()
      work()
      return now() - start
    }
  #endif
}
