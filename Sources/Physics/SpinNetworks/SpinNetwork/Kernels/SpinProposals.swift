import KernelMemory
import Randomness

/// Spins proposed with equal probability, each with a number uniform in (0, 1). Drawn some hundred at a time, in SIMD lanes.
struct SpinProposals: ~Copyable {
  private let size: Int
  /// After how many proposals in vain it pays to ask for a better bound.
  private static let patience = 128
  private let spinCount: Double
  private var lanes: RandomLanes
  private let spins, fractions: Blocks
  /// The place of the next proposal.
  private(set) var next: Int
  private var refills = 0

  /// Proposals among a number of spins.
  init(spins count: Int, atATime size: Int, random: RandomStream) {
    (self.size, next) = (size, size)
    spins = Blocks(capacity: size)
    fractions = Blocks(capacity: size)
    spinCount = Double(count)
    lanes = RandomLanes(random)
  }

  /// Begins anew with another stream.
  mutating func restart(_ stream: RandomStream) {
    lanes = RandomLanes(stream)
    next = size
  }

  /// How many proposals have been used up so far.
  var count: Int { refills * size + next }

  /// The first spin whose rate is above the uniform fraction of a bound: one drawn in proportion to the rates. None after many
  /// proposals in vain, so that the caller can look for a better bound.
  ///
  /// - Parameters:
  ///   - rates: the rates.
  ///   - areSigned: whether they may have any sign, which does not count.
  ///   - bound: none is larger.
  @inline(__always)
  mutating func firstAccepted(among rates: BlockReader, areSigned: Bool, below bound: Double) -> Int? {
    if next == size { refill() }
    var place = next
    let spin = firstAccepted(from: &place, to: min(next &+ Self.patience, size), among: rates, areSigned, below: bound)
    next = place
    return spin
  }

  /// The spin that will be the first one accepted from a place on, if rates and bound stay as they are, and the proposals have been
  /// drawn already. None is used up.
  @inline(__always)
  func expected(from place: inout Int, among rates: BlockReader, areSigned: Bool, below bound: Double) -> Int? {
    firstAccepted(from: &place, to: size, among: rates, areSigned, below: bound)
  }

  @inline(__always)
  private func firstAccepted(
    from next: inout Int, to end: Int, among rates: BlockReader, _ areSigned: Bool, below bound: Double
  ) -> Int? {
    let (spins, fractions) = (BlockReader(spins), BlockReader(fractions))
    var place = next
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
