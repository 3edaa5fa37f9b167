import KernelMemory
import Randomness
import StochasticThermodynamics

/// Tries to flip a spin, in the order of a Poisson process of rate 1: which spin, how stable it may be to give way, and the
/// time since the last try. Drawn some hundred at a time, in SIMD lanes.
struct FlipTries: ~Copyable {
  private static let size = 512
  private let spinCount: Double
  private let law: RateLaw
  private var lanes: RandomLanes
  private let spins = Blocks(capacity: size)
  private let thresholds = Blocks(capacity: size)
  /// For exponential rates the waiting times before the tries. For Glauber rates their sums up to each try; and the one at the last
  /// accepted try.
  private let times = Blocks(capacity: size)
  private var lastTime = 0.0
  /// The place of the next try.
  private(set) var next = size
  private var refills = 0
  private var discarded = 0

  /// Tries for a number of spins with rates of a law.
  init(spins count: Int, law: RateLaw, random: RandomStream) {
    spinCount = Double(count)
    self.law = law
    lanes = RandomLanes(random)
  }

  /// Begins anew with another stream.
  mutating func restart(_ stream: RandomStream) {
    lanes = RandomLanes(stream)
    (next, lastTime) = (Self.size, times[Self.size - 1])
  }

  /// How many tries have been used up so far.
  var count: Int { refills * Self.size + next - discarded }

  /// Goes through tries until a spin gives way: the first one whose `stability` is below `floor` plus the threshold of the
  /// try. Returns it, and the time since the last one; or at the end of a block of tries no spin, so that the caller can look
  /// at the clock where nothing ever gives way.
  ///
  /// One try after the other, for exponential rates: few are accepted.
  ///
  /// - Parameter searchesOn: whether the search goes on through the next blocks, as it may where some spin is sure to give way.
  @inline(__always)
  mutating func firstAccepted(
    above floor: Double, searchesOn: Bool, _ stability: (Int) -> Double
  ) -> (spin: Int?, wait: Double) {
    let (spins, thresholds, times) = (BlockReader(spins), BlockReader(thresholds), BlockReader(times))
    var wait = 0.0
    var place = next
    while true {
      if place == Self.size {
        refill()
        if !searchesOn { return (nil, wait) }
        place = 0
      }
      wait += times[place]
      let spin = spins[integer: place]
      let threshold = thresholds[place]
      place &+= 1
      if stability(spin) < floor + threshold {
        next = place
        return (spin, wait)
      }
    }
  }

  /// The same for Glauber rates and a floor of 0, four tries at a time and without a branch for each: many are accepted, and nobody
  /// can predict which.
  @inline(__always)
  mutating func firstAcceptedOfFours(_ stability: (Int) -> Double) -> (spin: Int?, wait: Double) {
    var place = next
    if let spin = expectedOfFours(from: &place, stability) {
      let time = times[place &- 1]
      let wait = time - lastTime
      (next, lastTime) = (place, time)
      return (spin, wait)
    }
    let wait = times[place &- 1] - lastTime
    discarded &+= Self.size &- place
    refill()
    return (nil, wait)
  }

  /// The spin that will be the first to give way from a try on, if nothing changes; nil, and the last try looked at, where the
  /// block of tries ends before. None is used up.
  @inline(__always)
  func expectedOfFours(from next: inout Int, _ stability: (Int) -> Double) -> Int? {
    let (spins, thresholds) = (BlockReader(spins), BlockReader(thresholds))
    var place = next
    while place <= Self.size &- 4 {
      var accepted: UInt64 = 0
      for number in 0..<4 {
        // The sign of the difference, in a place of its own.
        let difference = stability(spins[integer: place &+ number]) - thresholds[place &+ number]
        accepted |= (difference.bitPattern &>> 63) &<< UInt64(truncatingIfNeeded: number)
      }
      if accepted != 0 {
        place &+= accepted.trailingZeroBitCount
        next = place &+ 1
        return spins[integer: place]
      }
      place &+= 4
    }
    next = place
    return nil
  }

  /// The spin of a try of this block; nil behind the last.
  @inline(__always)
  func spin(triedAt place: Int) -> Int? { place < Self.size ? spins[integer: place] : nil }

  @inline(never)
  private mutating func refill() {
    var lanes = lanes
    lanes.store(spins, times, below: spinCount)
    switch law {
    case .exponential:
      for block in 0..<times.count {
        (times[block: block], thresholds[block: block]) = lanes.exponentials(splitAt: times[block: block])
      }
    case .glauber:
      for block in 0..<times.count / 2 {
        (times[block: 2 * block], times[block: 2 * block + 1]) = lanes.exponentials(splitAt: times[block: 2 * block])
      }
      var total = 0.0
      for block in 0..<times.count {
        let sums = runningSums(times[block: block])
        times[block: block] = sums + total
        total += sums[7]
      }
      lanes.storeLogisticNumbers(thresholds.vectors, count: thresholds.count)
      for block in 0..<thresholds.count { thresholds[block: block] = 0.5 * thresholds[block: block] }
    }
    self.lanes = lanes
    refills += 1
    (next, lastTime) = (0, 0)
  }
}
