/// Where a random stream lives: a run seed followed by names and numbers, such as
/// seed → figure → sweep → cell → replica.
///
/// The address is hashed to 256 bits, one component at a time. Each component is absorbed with its kind and its
/// length, so that ("ab", "c"), ("a", "bc") and ("abc") are three addresses. For equal-length addresses that differ
/// in one word the map is a bijection of that word, and hence free of collisions; in general two addresses agree with
/// the probability of two random 256-bit words.
public struct StreamAddress: Sendable, Hashable {
  private var lanes: (UInt64, UInt64, UInt64, UInt64)

  /// The root address of a run.
  public init(seed: UInt64) {
    // The first 256 bits of the fractional part of π: numbers with nothing up their sleeve.
    lanes = (0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89)
    absorb(Kind.seed, seed)
  }

  /// The address one name below this one.
  public func appending(_ name: String) -> StreamAddress {
    var address = self
    let bytes = Array(name.utf8)
    address.absorb(Kind.name, UInt64(bytes.count))
    for start in stride(from: 0, to: bytes.count, by: 8) {
      var word: UInt64 = 0
      for (shift, byte) in bytes[start..<min(start + 8, bytes.count)].enumerated() {
        word |= UInt64(byte) << UInt64(8 * shift)
      }
      address.absorb(word)
    }
    return address
  }

  /// The address one number below this one.
  public func appending(_ index: Int) -> StreamAddress {
    var address = self
    address.absorb(Kind.index, UInt64(bitPattern: Int64(index)))
    return address
  }

  /// The state in which a generator at this address starts.
  var generator: Xoshiro256PlusPlus {
    var last = self
    last.absorb(Kind.end, 0)
    let (a, b, c, d) = last.lanes
    return Xoshiro256PlusPlus(state: a | b | c | d == 0 ? (1, 0, 0, 0) : (a, b, c, d))
  }

  private enum Kind {
    static let seed: UInt64 = 1
    static let name: UInt64 = 2
    static let index: UInt64 = 3
    static let end: UInt64 = 4
  }

  private mutating func absorb(_ kind: UInt64, _ word: UInt64) {
    absorb(kind)
    absorb(word)
  }

  /// Mixes one word into every lane, then the lanes into each other. Both steps are bijections.
  private mutating func absorb(_ word: UInt64) {
    lanes.0 = Self.mixed(lanes.0 ^ word)
    lanes.1 = Self.mixed(lanes.1 ^ (word &+ 0x9E37_79B9_7F4A_7C15))
    lanes.2 = Self.mixed(lanes.2 ^ (word &+ 0x3C6E_F372_FE94_F82A))
    lanes.3 = Self.mixed(lanes.3 ^ (word &+ 0xDAA6_6D2C_7DDF_743F))
    for _ in 0..<2 {
      lanes.1 = Self.mixed(lanes.1 &+ lanes.0)
      lanes.2 = Self.mixed(lanes.2 &+ lanes.1)
      lanes.3 = Self.mixed(lanes.3 &+ lanes.2)
      lanes.0 = Self.mixed(lanes.0 &+ lanes.3)
    }
  }

  /// The output function of SplitMix64: a bijection of 64-bit words in which every input bit reaches every output bit.
  ///
  /// Source: G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014, "Fast splittable pseudorandom number generators".
  static func mixed(_ word: UInt64) -> UInt64 {
    var z = word &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Whether two addresses are the same.
  public static func == (left: Self, right: Self) -> Bool { left.lanes == right.lanes }

  /// Feeds the address to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(lanes.0)
    hasher.combine(lanes.1)
    hasher.combine(lanes.2)
    hasher.combine(lanes.3)
  }
}
