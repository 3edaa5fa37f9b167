import KernelMemory
import Randomness

/// Spins proposed with equal probability, each with a number uniform in (0, 1). Drawn some hundred at a time, in SIMD lanes.
struct SpinProposals: ~Copyable {
  private static let size = 512
  /// After how many proposals in vain it pays to ask for a better bound.
  private static let patience = 128
  private let spinCount: Double
  private var lanes: RandomLanes
  private let spins = Blocks(capacity: size)
  private let fractions = Blocks(capacity: size)
  private var next = size
  private var refills = 0

  /// Proposals among a number of spins.
  init(spins count: Int, random: RandomStream) {
    spinCount = Double(count)
    lanes = RandomLanes(random)
  }

  /// Begins anew with another stream.
  mutating func restart(_ stream: RandomStream) {
    lanes = RandomLanes(stream)
    next = Self.size
  }

  /// How many proposals have been used up so far.
  var count: Int { refills * Self.size + next }

  /// The first spin whose rate is above the uniform fraction of a bound: one drawn in proportion to the rates. None after many
  /// proposals in vain, so that the caller can look for a better bound.
  ///
  /// - Parameters:
  ///   - rates: the rates.
  ///   - areSigned: whether they may have any sign, which does not count.
  ///   - bound: none is larger.
  @inline(__always)
  mutating func firstAccepted(among rates: BlockReader, areSigned: Bool, below bound: Double) -> Int? {
    let (spins, fractions) = (BlockReader(spins), BlockReader(fractions))
    if next == Self.size { refill() }
    var place = next
    let end = min(place &+ Self.patience, Self.size)
    while place < end {
      let spin = spins[integer: place]
      let fraction = fractions[place]
      place &+= 1
      if fraction * bound < (areSigned ? abs(rates[spin]) : rates[spin]) {
        next = place
        return spin
      }
    }
    next = end
    return nil
  }

  @inline(never)
  private mutating func refill() {
    var lanes = lanes
    lanes.store(spins, fractions, below: spinCount)
    self.lanes = lanes
    refills += 1
    next = 0
  }
}

extension RandomLanes {
  /// Fills memory with whole numbers below `count` and with what each leaves of a uniform number; see ``index(below:)``.
  @inline(__always)
  mutating func store(_ indices: borrowing Blocks, _ rests: borrowing Blocks, below count: Double) {
    for block in 0..<indices.count {
      let (index, rest) = index(below: count)
      indices[block: block] = unsafeBitCast(index, to: SIMD8<Double>.self)
      rests[block: block] = rest
    }
  }
}
