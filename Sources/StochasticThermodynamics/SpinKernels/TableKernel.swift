/// All 2^N states of a small network in a table: the mean waiting time of each, and its next state by Walker's alias method
/// from one uniform number.
///
/// Eight replicas run in turn, so that the processor works on the others while one waits for memory. Cost: O(1) per flip,
/// O(N 2^N) memory. For N ≤ 10.
///
/// Source: A. J. Walker, ACM Trans. Math. Softw. 3, 253 (1977).
struct TableKernel: SpinKernel, ~Copyable {
  /// One of the N slots of a state: below the threshold it leads to one state, above to the other.
  private struct Slot {
    var threshold = 1.0
    var below: Int32 = 0, above: Int32 = 0
    var releasedBelow = 0.0, releasedAbove = 0.0
  }

  static let replicas = 8

  private let count: Int
  private let slots: [Slot]
  private let meanWaits: [Double]
  private var states: [Int]
  private var occupations: [Double]
  private var random: RandomSupply

  var configurations: [[Double]] { states.map { Self.spins(of: $0, count) } }

  init(_ network: SpinNetwork, from start: [Double], random: consuming RandomSupply) {
    let count = network.count
    self.count = count
    self.random = random
    var slots: [Slot] = []
    var meanWaits: [Double] = []
    for index in 0..<(1 << count) {
      let state = SpinState(Self.spins(of: index, count), in: network)
      let flows = network.channels.map { network.entropyFlow(of: $0, from: state) }
      let rates = flows.map { network.law.rate(entropyFlow: $0) }
      meanWaits.append(1 / rates.reduce(0, +))
      slots += Self.aliases(of: index, rates, flows)
    }
    self.slots = slots
    self.meanWaits = meanWaits
    occupations = Array(repeating: 0, count: 1 << count)
    states = Array(repeating: SpinState(start, in: network).index, count: Self.replicas)
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
        below: Int32(index ^ (1 << spin)), above: Int32(index ^ (1 << spin)), releasedBelow: flows[spin],
        releasedAbove: flows[spin])
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

  mutating func relax(for duration: Double) {
    var unseen = SpinTally(spins: count, observesPairs: false)
    run(for: duration * Double(Self.replicas), into: &unseen)
  }

  mutating func run(for duration: Double, into tally: inout SpinTally) {
    let each = duration / Double(Self.replicas)
    var times = Array(repeating: 0.0, count: Self.replicas)
    var running = Self.replicas
    let slotCount = Double(count)
    while running > 0 {
      for replica in 0..<Self.replicas where times[replica] < each {
        let state = states[replica]
        let wait = random.exponential() * meanWaits[state]
        let rest = each - times[replica]
        times[replica] += wait
        guard wait < rest else {
          occupations[state] += rest
          running -= 1
          continue
        }
        occupations[state] += wait
        let target = random.uniform() * slotCount
        let place = Int(target)
        let slot = slots[state * count + place]
        let isBelow = target - Double(place) < slot.threshold
        states[replica] = Int(isBelow ? slot.below : slot.above)
        tally.released += isBelow ? slot.releasedBelow : slot.releasedAbove
        tally.flips += 1
        tally.attempts += 1
      }
    }
    close(&tally)
  }

  /// Turns the times spent in each state into averages of spins and pairs.
  private mutating func close(_ tally: inout SpinTally) {
    for (index, time) in occupations.enumerated() where time > 0 {
      let spins = Self.spins(of: index, count)
      for i in 0..<count {
        tally.magnetisation[i] += time * spins[i]
        guard !tally.pairs.isEmpty else { continue }
        for j in 0..<count { tally.pairs[i * count + j] += time * spins[i] * spins[j] }
      }
      occupations[index] = 0
    }
  }
}
