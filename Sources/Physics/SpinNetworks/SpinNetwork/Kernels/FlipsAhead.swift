import CPrefetch
import KernelMemory

/// Whether a sparse network has so many spins that a flip waits for memory: known to the compiler, so that small networks do not pay for
/// large ones.
protocol NetworkExtent {
  static var isLarge: Bool { get }
}

enum SmallNetwork: NetworkExtent { static var isLarge: Bool { false } }
enum LargeNetwork: NetworkExtent { static var isLarge: Bool { true } }

/// The spins that are expected to flip next in a network of many spins, where a flip would wait for memory a dozen times in turn: for
/// the spin, for the place of its couplings, for the couplings, for its neighbours.
///
/// Random numbers are drawn before they are needed, and a flip changes few of many rates, so that the next flips can be foreseen almost
/// always. Nothing but the time depends on whether they come.
struct FlipsAhead: ~Copyable {
  /// The number of flips that are foreseen, and the numbers of flips ahead at which neighbours and couplings are asked for: memory takes
  /// longer to answer than a flip.
  private static var depth: Int { 6 }
  private static var neighbours: Int { 1 }
  private static var couplings: Int { 3 }
  /// The spins, in a ring of eight.
  private let spins = Blocks(capacity: 8)
  private var first = 0
  private var count = 0
  /// The random numbers with which the search goes on, and those of spins whose memory has not been asked for.
  var nextUniform = 0, next = 0, nextFetched = 0

  @inline(__always)
  var isFull: Bool { count == Self.depth }

  /// The spin that is expected to flip, 0 for the next one.
  @inline(__always)
  private subscript(place: Int) -> Int { spins[integer: (first &+ place) & 7] }

  /// Takes note of the spin that flips now. Returns whether it was the one expected; if not, the search must begin anew.
  @inline(__always)
  mutating func take(_ spin: Int) -> Bool {
    guard count > 0, self[0] == spin else {
      count = 0
      return false
    }
    first &+= 1
    count &-= 1
    return true
  }

  /// Asks for the couplings and the neighbours of flips that were foreseen, each in its time.
  @inline(__always)
  func goOn(in memory: borrowing some FetchedAhead & ~Copyable) {
    if count > Self.neighbours { memory.fetchNeighbours(of: self[Self.neighbours]) }
    if count > Self.couplings { memory.fetchCouplings(of: self[Self.couplings]) }
  }

  /// Foresees one flip more.
  @inline(__always)
  mutating func append(_ spin: Int, in memory: borrowing some FetchedAhead & ~Copyable, _ lazy: borrowing LazySpins) {
    memory.fetchPlace(ofCouplingsOf: spin)
    lazy.fetch(spin)
    spins[integer: (first &+ count) & 7] = spin
    count &+= 1
  }
}

/// The memory of a flip, which in large networks is asked for in three steps, in this order.
protocol FetchedAhead: ~Copyable {
  /// Whether that is worth it.
  static var isLarge: Bool { get }

  /// Asks for the numbers that a try reads.
  func fetch(_ spin: Int)

  /// Asks for the memory that says where the couplings of a spin are.
  func fetchPlace(ofCouplingsOf spin: Int)

  /// Asks for the couplings of a spin.
  func fetchCouplings(of spin: Int)

  /// Asks for the neighbours of a spin.
  func fetchNeighbours(of spin: Int)
}

extension FetchedAhead where Self: ~Copyable {
  static var isLarge: Bool { false }
  func fetch(_ spin: Int) {}
  func fetchPlace(ofCouplingsOf spin: Int) {}
  func fetchCouplings(of spin: Int) {}
  func fetchNeighbours(of spin: Int) {}
}

extension Blocks {
  /// Asks for the memory of a number, without waiting for it.
  @inline(__always)
  func fetch(_ place: Int) { prefetch_line(UnsafeRawPointer(vectors) + 8 &* place) }
}
