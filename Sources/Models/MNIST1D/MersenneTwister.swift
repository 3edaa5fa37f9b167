/// The Mersenne Twister MT19937: 32-bit words with the period 2¹⁹⁹³⁷ − 1.
///
///     var random = MersenneTwister(seed: 42)
///     random.word()                                 // 1608637542
///
/// It is here only because published data were drawn with it; simulations draw from a `RandomStream`. The order of calls matters: each
/// takes the next words.
///
/// Source: M. Matsumoto and T. Nishimura, ACM Trans. Model. Comput. Simul. 8, 3 (1998), with the initialisation `init_genrand` that they
/// published in 2002.
package struct MersenneTwister: Sendable {
  private var state: [UInt32]
  private var position = 624

  /// The second number of the last pair of normal numbers, until it is asked for.
  var spareNormal: Double?

  /// How many words have been drawn.
  package private(set) var wordsDrawn = 0

  /// The generator as a seed starts it.
  package init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(624)
    for place in 1..<624 {
      let last = state[place - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(place))
    }
  }

  /// The next 32 random bits.
  package mutating func word() -> UInt32 {
    if position == 624 { twist() }
    var word = state[position]
    position += 1
    wordsDrawn += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  /// The next 624 words of the state, each from its highest bit, the lower bits of its neighbour and the word 397 places on.
  private mutating func twist() {
    for place in 0..<624 {
      let joined = (state[place] & 0x8000_0000) | (state[(place + 1) % 624] & 0x7FFF_FFFF)
      let mixed = joined & 1 == 0 ? joined >> 1 : (joined >> 1) ^ 0x9908_B0DF
      state[place] = state[(place + 397) % 624] ^ mixed
    }
    position = 0
  }
}
