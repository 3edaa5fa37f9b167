import KernelMemory
import Randomness

extension SpinNetwork.Method {
  /// All 2^N states in a table; for N ≤ 10, both laws. A flip costs the same for all N.
  public static let table = Self(
    "table", walkers: TableKernel.walkers,
    appliesTo: { $0.count <= 10 && $0.hasModerateRates },
    isWorthwhile: { network, attempts in attempts >= Double(1 << network.count) },
    timePerFlip: { _, _ in 7 },
    kernel: { AnySpinKernel(TableKernel($0, random: $1)) })
}

/// All 2^N states of a small network in a table: the mean waiting time of each, and its next state by Walker's alias method
/// from one uniform number.
///
/// Eight walkers run in turn, so that the processor works on the others while one waits for memory. Cost: O(1) per flip,
/// O(N 2^N) memory. For N ≤ 10.
///
/// Source: A. J. Walker, ACM Trans. Math. Softw. 3, 253 (1977).
struct TableKernel: SpinKernel, ~Copyable {
  /// One of the N slots of a state: below the threshold it leads to one state, above to the other.
  private struct Slot {
    var threshold = 1.0
    var below = 0, above = 0
    var releasedBelow = 0.0, releasedAbove = 0.0
  }

  static let walkers = 8

  private let count: Int
  /// The slots of all states, four numbers each: threshold; both next states; the entropy released below and above.
  private let slots: Blocks
  private let meanWaits: Blocks
  /// The time spent in every state; in small networks by each walker, so that none waits for what another has just written.
  private let occupations: Blocks
  private let copies: Int
  private let states = Blocks(capacity: walkers)
  private let times = Blocks(capacity: walkers)
  private var random: RandomSupply

  var configurations: [[Double]] { (0..<Self.walkers).map { Self.spins(of: states[integer: $0], count) } }

  func copySpins(to spins: borrowing Blocks) { spins.copy(Self.spins(of: states[integer: 0], count)) }

  init(_ network: SpinNetwork, random: RandomStream) {
    count = network.count
    slots = Blocks(capacity: 4 * count << count)
    meanWaits = Blocks(capacity: 1 << count)
    copies = count <= 7 ? Self.walkers : 1
    occupations = Blocks(capacity: copies << count)
    self.random = RandomSupply(random)
  }

  mutating func restart(_ network: SpinNetwork, from start: [Double], random: RandomStream) {
    for index in 0..<(1 << count) {
      let state = SpinState(Self.spins(of: index, count), in: network)
      let flows = network.channels.map { network.entropyFlow(of: $0, from: state) }
      let rates = flows.map { network.law.rate(entropyFlow: $0) }
      meanWaits[index] = 1 / rates.reduce(0, +)
      for (spin, slot) in Self.aliases(of: index, rates, flows).enumerated() {
        let place = 4 * (index * count + spin)
        slots[place] = slot.threshold
        slots[integer: place + 1] = slot.below | slot.above << 32
        slots[place + 2] = slot.releasedAbove
        slots[place + 3] = slot.releasedBelow
      }
    }
    occupations.fill(with: 0)
    let index = SpinState(start, in: network).index
    for walker in 0..<Self.walkers { states[integer: walker] = index }
    self.random.restart(random)
  }

  private static func spins(of index: Int, _ count: Int) -> [Double] {
    (0..<count).map { index >> $0 & 1 == 1 ? 1 : -1 }
  }

  /// Walker's table for the flips out of a state: poor slots are filled up from rich ones.
  private static func aliases(of index: Int, _ rates: [Double], _ flows: [Double]) -> [Slot] {
    let scale = Double(rates.count) / rates.reduce(0, +)
    var weights = rates.map { $0 * scale }
    var slots = rates.indices.map { spin in
      Slot(
        below: index ^ (1 << spin), above: index ^ (1 << spin), releasedBelow: flows[spin], releasedAbove: flows[spin])
    }
    var poor = rates.indices.filter { weights[$0] < 1 }
    var rich = rates.indices.filter { weights[$0] >= 1 }
    while let taker = poor.popLast(), let giver = rich.popLast() {
      slots[taker].threshold = weights[taker]
      slots[taker].above = slots[giver].below
      slots[taker].releasedAbove = flows[giver]
      weights[giver] -= 1 - weights[taker]
      if weights[giver] < 1 { poor.append(giver) } else { rich.append(giver) }
    }
    return slots
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    let each = duration / Double(Self.walkers)
    times.fill(with: 0)
    var running = Self.walkers
    var released = 0.0
    var flips = 0
    while running > 0 {
      for walker in 0..<Self.walkers where times[walker] <= each {
        let state = states[integer: walker]
        let wait = random.exponential() * meanWaits[state]
        let rest = each - times[walker]
        times[walker] = times[walker] + wait
        let place = state &* copies &+ (walker & (copies &- 1))
        occupations[place] = occupations[place] + min(wait, rest)
        guard wait < rest else {
          times[walker] = .infinity
          running -= 1
          continue
        }
        flips &+= 1
        released += flip(walker, out: state)
      }
    }
    tally.flips += flips
    tally.attempts += flips
    tally.released += released
    close(&tally)
  }

  /// Draws the next state of a walker; returns the entropy released.
  @inline(__always)
  private mutating func flip(_ walker: Int, out state: Int) -> Double {
    // The whole part is the slot, the rest decides within it; the sum rounds to the nearest whole number.
    let target = random.uniform() * Double(count)
    let shifted = target - 0.5 + 0x1.8p52
    let slot = min(Int(truncatingIfNeeded: shifted.bitPattern & 0xFFFF), count &- 1)
    let place = 4 &* (state &* count &+ slot)
    let isBelow = target - Double(slot) < slots[place] ? 1 : 0
    states[integer: walker] = slots[integer: place &+ 1] &>> (32 &- 32 &* isBelow) & 0xFFFF_FFFF
    return slots[place &+ 2 &+ isBelow]
  }

  /// Turns the times spent in each state into averages of spins and pairs.
  private mutating func close(_ tally: inout SpinTally) {
    for index in 0..<(1 << count) {
      var time = 0.0
      for place in index * copies..<(index + 1) * copies {
        time += occupations[place]
        occupations[place] = 0
      }
      if !tally.occupations.isEmpty { tally.occupations[index] += time }
      for i in 0..<count {
        let signed = index >> i & 1 == 1 ? time : -time
        tally.magnetisation[i] += signed
        guard !tally.pairs.isEmpty else { continue }
        for j in 0..<count { tally.pairs[i * count + j] += index >> j & 1 == 1 ? signed : -signed }
      }
    }
  }
}
