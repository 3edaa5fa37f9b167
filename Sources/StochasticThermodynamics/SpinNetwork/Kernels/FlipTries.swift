import Randomness

/// Tries to flip a spin, in the order of a Poisson process of rate 1: which spin, how stable it may be to give way, and the
/// time since the last try. Drawn some hundred at a time, in SIMD lanes.
struct FlipTries: ~Copyable {
  private static let size = 512
  private let spinCount: Double
  private let law: RateLaw
  private var lanes: RandomLanes
  private let spins = Blocks(capacity: size)
  private let thresholds = Blocks(capacity: size)
  private let waits = Blocks(capacity: size)
  private var next = size
  private var refills = 0

  /// Tries for a number of spins with rates of a law.
  init(spins count: Int, law: RateLaw, random: RandomStream) {
    spinCount = Double(count)
    self.law = law
    lanes = RandomLanes(random)
  }

  /// Begins anew with another stream.
  mutating func restart(_ stream: RandomStream) {
    lanes = RandomLanes(stream)
    next = Self.size
  }

  /// How many tries have been used up so far.
  var count: Int { refills * Self.size + next }

  /// Goes through tries until a spin gives way: the first one whose `stability` is below `floor` plus the threshold of the
  /// try. Returns it, and the sum of the waiting times.
  @inline(__always)
  mutating func firstAccepted(above floor: Double, _ stability: (Int) -> Double) -> (spin: Int, wait: Double) {
    var wait = 0.0
    var place = next
    while true {
      if place == Self.size {
        refill()
        place = 0
      }
      wait += waits[place]
      let spin = spins[integer: place]
      let threshold = thresholds[place]
      place &+= 1
      if stability(spin) < floor + threshold {
        next = place
        return (spin, wait)
      }
    }
  }

  @inline(never)
  private mutating func refill() {
    var lanes = lanes
    // Adding 1.5·2⁵² leaves the nearest whole number of u·N − ½ in the lowest bits: each of 0..<N with equal probability.
    let last = SIMD8(repeating: UInt64(spinCount) - 1)
    for block in 0..<spins.count {
      let shifted = lanes.uniform() * spinCount - 0.5 + 0x1.8p52
      let numbers = unsafeBitCast(shifted, to: SIMD8<UInt64>.self) & 0x7_FFFF_FFFF_FFFF
      spins[block: block] = unsafeBitCast(
        numbers.replacing(with: last, where: numbers .> last), to: SIMD8<Double>.self)
    }
    for block in 0..<waits.count { waits[block: block] = lanes.exponential() }
    switch law {
    case .exponential: for block in 0..<thresholds.count { thresholds[block: block] = lanes.exponential() }
    case .glauber: for block in 0..<thresholds.count { thresholds[block: block] = 0.5 * lanes.logistic() }
    }
    self.lanes = lanes
    refills += 1
    next = 0
  }
}
