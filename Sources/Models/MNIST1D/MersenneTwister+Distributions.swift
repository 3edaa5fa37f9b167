import ElementaryFunctions

/// Numbers made of the words of the generator, as the legacy generator of numpy makes them (`numpy.random.RandomState`).
extension MersenneTwister {
  /// A uniform number in [0, 1), a multiple of 2⁻⁵³, of two words.
  package mutating func uniform() -> Double {
    let upper = Double(word() >> 5)
    let lower = Double(word() >> 6)
    return (upper * 67_108_864 + lower) / 9_007_199_254_740_992
  }

  /// A uniform whole number from 0 to `largest`, by rejection: one word a try, and none for a largest number of 0.
  package mutating func integer(upTo largest: UInt32) -> Int {
    if largest == 0 { return 0 }
    let mask = UInt32.max >> UInt32(largest.leadingZeroBitCount)
    while true {
      let candidate = word() & mask
      if candidate <= largest { return Int(candidate) }
    }
  }

  /// A normal number of mean 0 and variance 1, by the polar method.
  ///
  /// A point in the unit disc gives two; the one of its second coordinate comes first, and the other is kept for the next call.
  ///
  /// Source: G. Marsaglia and T. A. Bray, SIAM Rev. 6, 260 (1964).
  package mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
      let square = x * x + y * y
      if square >= 1 || square == 0 { continue }
      let factor = (-2 * Elementary.log(square) / square).squareRoot()
      spareNormal = factor * x
      return factor * y
    }
  }

  /// The numbers from 0 to `count` − 1 in random order.
  ///
  /// Source: R. Durstenfeld, Commun. ACM 7, 420 (1964).
  package mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for place in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(place, integer(upTo: UInt32(place)))
    }
    return order
  }
}
