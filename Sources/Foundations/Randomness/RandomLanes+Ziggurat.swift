/// Numbers of the common distributions by the thousand, each made of one random word by a ``Ziggurat``.
///
/// In one loop, some steps apart: the words; what the table says of each, number by number; and the products, eight at a time. One vector
/// in fifty holds a number that a word does not decide; its lane draws on until it is decided. So which numbers come depends on how
/// many are asked for at once.
extension RandomLanes {
  /// Stores vectors of independent standard normal numbers.
  ///
  /// - Parameters:
  ///   - memory: where the first vector goes; the others follow it.
  ///   - count: how many vectors.
  public mutating func storeNormals(_ memory: UnsafeMutablePointer<SIMD8<Double>>, count: Int) {
    store(.normal, memory, count)
  }

  /// Stores vectors of independent waiting times of rate 1: exponential numbers with mean 1.
  ///
  /// - Parameters:
  ///   - memory: where the first vector goes; the others follow it.
  ///   - count: how many vectors.
  public mutating func storeExponentials(_ memory: UnsafeMutablePointer<SIMD8<Double>>, count: Int) {
    store(.exponential, memory, count)
  }

  /// Stores vectors of independent logistic numbers, each of which exceeds x with probability 1/(1 + eˣ).
  ///
  /// - Parameters:
  ///   - memory: where the first vector goes; the others follow it.
  ///   - count: how many vectors.
  public mutating func storeLogisticNumbers(_ memory: UnsafeMutablePointer<SIMD8<Double>>, count: Int) {
    store(.logistic, memory, count)
  }

  /// How many vectors the table is behind the words, and the products behind the table: what was written number by number can be
  /// read as a vector some time later only.
  private static var lag: Int { 4 }

  /// Words and widths wait in rings of so many vectors, 1 KiB each: as much as may lie on the stack.
  private static var ring: Int { 16 }

  private mutating func store(_ table: Ziggurat, _ memory: UnsafeMutablePointer<SIMD8<Double>>, _ count: Int) {
    withUnsafeTemporaryAllocation(of: SIMD8<UInt64>.self, capacity: Self.ring) { words in
      withUnsafeTemporaryAllocation(of: SIMD8<UInt64>.self, capacity: Self.ring) { widths in
        guard let words = words.baseAddress, let widths = widths.baseAddress else { return }
        self = stored(table, memory, count, words, widths)
      }
    }
  }

  /// Stores numbers, and returns the generators as they are then: stored by a loop at every step, they would take longer than the
  /// words.
  @inline(never)
  private func stored(
    _ table: Ziggurat, _ memory: UnsafeMutablePointer<SIMD8<Double>>, _ count: Int,
    _ words: UnsafeMutablePointer<SIMD8<UInt64>>, _ widths: UnsafeMutablePointer<SIMD8<UInt64>>
  ) -> RandomLanes {
    var lanes = self
    let signMask = SIMD8(repeating: table.signMask)
    let entries = table.widths
    for step in 0..<count &+ 2 &* Self.lag {
      if step < count { words[step & (Self.ring &- 1)] = lanes.next() }
      let place = step &- Self.lag
      if place >= 0 && place < count {
        let offset = place & (Self.ring &- 1)
        let from = UnsafeRawPointer(words + offset).assumingMemoryBound(to: UInt64.self)
        let to = UnsafeMutableRawPointer(widths + offset).assumingMemoryBound(to: UInt64.self)
        // One by one: gathered as vectors they take longer on many processors.
        for lane in 0..<8 { to[lane] = entries[Int(truncatingIfNeeded: from[lane] & Ziggurat.layerMask)] }
      }
      let last = place &- Self.lag
      if last >= 0 {
        let offset = last & (Self.ring &- 1)
        let (numbers, doubt) = Self.numbers(words[offset], widths[offset], signMask)
        memory[last] = numbers
        if Self.isAnySigned(doubt) { lanes = lanes.settled(words + offset, at: memory + last, table) }
      }
    }
    return lanes
  }

  /// The numbers, and in the sign bits which of them are not decided.
  @inline(__always)
  private static func numbers(
    _ words: SIMD8<UInt64>, _ widths: SIMD8<UInt64>, _ signMask: SIMD8<UInt64>
  ) -> (numbers: SIMD8<Double>, doubt: SIMD8<UInt64>) {
    let bits = (words &>> 12) | SIMD8(repeating: 0x3FF0_0000_0000_0000)
    let fractions = unsafeBitCast(bits, to: SIMD8<Double>.self) - (1 - 0x1p-53)
    let places = fractions * unsafeBitCast(widths, to: SIMD8<Double>.self)
    let doubt = (widths & Ziggurat.thresholdMask) &- 1 &- (words &>> 52)
    let signed = unsafeBitCast(places, to: SIMD8<UInt64>.self) | ((words &<< 52) & signMask)
    return (unsafeBitCast(signed, to: SIMD8<Double>.self), doubt)
  }

  @inline(__always)
  private static func isAnySigned(_ bits: SIMD8<UInt64>) -> Bool {
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    return (two.x | two.y) >> 63 != 0
  }

  /// Draws on for the lanes whose word does not decide.
  @inline(never)
  private func settled(
    _ words: UnsafePointer<SIMD8<UInt64>>, at memory: UnsafeMutablePointer<SIMD8<Double>>, _ table: Ziggurat
  ) -> RandomLanes {
    var lanes = self
    let words = UnsafeRawPointer(words).assumingMemoryBound(to: UInt64.self)
    let numbers = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Double.self)
    for lane in 0..<8 where !table.decides(words[lane]) {
      var generator = lanes[lane]
      numbers[lane] = table.settled(words[lane], &generator)
      lanes[lane] = generator
    }
    return lanes
  }

  /// The generator of a lane.
  private subscript(lane: Int) -> Xoshiro256PlusPlus {
    get { Xoshiro256PlusPlus(state: (s0[lane], s1[lane], s2[lane], s3[lane])) }
    set { (s0[lane], s1[lane], s2[lane], s3[lane]) = (newValue.s0, newValue.s1, newValue.s2, newValue.s3) }
  }
}
