/// The states of a spin network in two classes: with an even and with an odd number of spins up.
///
/// Every flip leads from one class to the other. A sweep that computes the even class from the odd one and then the odd
/// one from the even one is therefore Gauss–Seidel, and yet all states of a class are independent: eight fit into one
/// vector. Within a class the bits of spins 1, 2, … number the states (spin 0 is what parity makes it): spins 1, 2, 3
/// choose the lane, the others the block; to flip a spin is to exchange lanes or blocks.
struct ParityClasses: Sendable {
  typealias Block = SIMD8<Double>

  /// How many spins there are, at least 4.
  let spins: Int

  /// How many blocks of eight states a class has: 2^(spins − 4).
  let blocks: Int

  /// k_i: `rates[(parity * spins + i) * blocks + block]`.
  private let rates: [Block]

  /// Σ_i k_i, even class and odd class.
  let exit: (even: [Block], odd: [Block])

  /// 1/Σ_i k_i, even class and odd class.
  private let dwell: (even: [Block], odd: [Block])

  init(_ table: FlipRateTable) {
    let spins = table.spins
    let blocks = 1 << (spins - 4)
    let zeros = Array(repeating: Block.zero, count: blocks)
    var rates = Array(repeating: Block.zero, count: 2 * spins * blocks)
    var exit = (even: zeros, odd: zeros)
    for i in 0..<spins {
      let classes = Self.split(table.rates[(i << spins)..<((i + 1) << spins)])
      for block in 0..<blocks {
        rates[i * blocks + block] = classes.even[block]
        rates[(spins + i) * blocks + block] = classes.odd[block]
        exit.even[block] += classes.even[block]
        exit.odd[block] += classes.odd[block]
      }
    }
    (self.spins, self.blocks, self.rates, self.exit) = (spins, blocks, rates, exit)
    dwell = (exit.even.map { 1 / $0 }, exit.odd.map { 1 / $0 })
  }

  /// Which lanes of an even block whose own number has even parity have spin 0 up.
  private static var oddLanes: SIMDMask<SIMD8<Int64>> {
    SIMD8<Int64>(0, 1, 1, 0, 1, 0, 0, 1) .== 1
  }

  /// The two classes of a quantity given for all states, numbered by bits.
  static func split(_ values: ArraySlice<Double>) -> (even: [Block], odd: [Block]) {
    var classes: (even: [Block], odd: [Block]) = ([], [])
    for block in 0..<(values.count / 16) {
      var both = SIMD16<Double>()
      for lane in 0..<16 { both[lane] = values[values.startIndex + 16 * block + lane] }
      let even = both.evenHalf.replacing(with: both.oddHalf, where: oddLanes)
      let odd = both.oddHalf.replacing(with: both.evenHalf, where: oddLanes)
      classes.even.append(block.nonzeroBitCount & 1 == 0 ? even : odd)
      classes.odd.append(block.nonzeroBitCount & 1 == 0 ? odd : even)
    }
    return classes
  }

  /// The inverse of ``split(_:)``.
  static func join(_ classes: (even: [Block], odd: [Block])) -> [Double] {
    var values = Array(repeating: 0.0, count: 16 * classes.even.count)
    for block in classes.even.indices {
      let isEven = block.nonzeroBitCount & 1 == 0
      let even = isEven ? classes.even[block] : classes.odd[block]
      let odd = isEven ? classes.odd[block] : classes.even[block]
      let down = even.replacing(with: odd, where: oddLanes)
      let up = odd.replacing(with: even, where: oddLanes)
      for lane in 0..<8 {
        values[16 * block + 2 * lane] = down[lane]
        values[16 * block + 2 * lane + 1] = up[lane]
      }
    }
    return values
  }

  /// The class that p of the class `parity` flows into; see ``inflow(into:from:_:)``.
  func exchange(from p: [Block], parity: Int, _ result: inout [Block]) {
    p.withUnsafeBufferPointer { p in
      result.withUnsafeMutableBufferPointer { inflow(into: 1 - parity, from: p, $0) }
    }
  }

  /// p_c = Σ_i k_i(c^i) p(c^i) / k_tot(c): one class (0 even, 1 odd) from p of the other.
  func inflow(into parity: Int, from p: UnsafeBufferPointer<Block>, _ result: UnsafeMutableBufferPointer<Block>) {
    (parity == 0 ? dwell.even : dwell.odd).withUnsafeBufferPointer { dwell in
      rates.withUnsafeBufferPointer { k in
        let base = (1 - parity) * spins * blocks
        for b in 0..<blocks {
          let here = p[b]
          let row = base + b
          var sum = k[row] * here + lanes1(k[row + blocks] * here)
          var other = lanes2(k[row + 2 * blocks] * here) + lanes4(k[row + 3 * blocks] * here)
          var offset = base + 4 * blocks
          var bit = 1
          while bit < blocks {
            sum += k[offset + (b ^ bit)] * p[b ^ bit]
            offset += blocks
            bit <<= 1
            guard bit < blocks else { break }
            other += k[offset + (b ^ bit)] * p[b ^ bit]
            offset += blocks
            bit <<= 1
          }
          result[b] = dwell[b] * (sum + other)
        }
      }
    }
  }

  /// λ(c) = [Σ_i k_i(c) λ(c^i) − source(c)] / k_tot(c): one class (0 even, 1 odd) from λ of the other.
  ///
  /// An empty source is none.
  func average(
    over parity: Int, of λ: UnsafeBufferPointer<Block>, source: [Block], _ result: UnsafeMutableBufferPointer<Block>
  ) {
    (parity == 0 ? dwell.even : dwell.odd).withUnsafeBufferPointer { dwell in
      rates.withUnsafeBufferPointer { k in
        let base = parity * spins * blocks
        for b in 0..<blocks {
          let here = λ[b]
          let row = base + b
          var sum = k[row] * here + k[row + blocks] * lanes1(here)
          var other = k[row + 2 * blocks] * lanes2(here) + k[row + 3 * blocks] * lanes4(here)
          var offset = row + 4 * blocks
          var bit = 1
          while bit < blocks {
            sum += k[offset] * λ[b ^ bit]
            offset += blocks
            bit <<= 1
            guard bit < blocks else { break }
            other += k[offset] * λ[b ^ bit]
            offset += blocks
            bit <<= 1
          }
          if !source.isEmpty { sum -= source[b] }
          result[b] = dwell[b] * (sum + other)
        }
      }
    }
  }
}

/// Lane n from lane n ^ 1.
@inline(__always)
private func lanes1(_ v: SIMD8<Double>) -> SIMD8<Double> {
  SIMD8(v[1], v[0], v[3], v[2], v[5], v[4], v[7], v[6])
}

/// Lane n from lane n ^ 2.
@inline(__always)
private func lanes2(_ v: SIMD8<Double>) -> SIMD8<Double> {
  SIMD8(v[2], v[3], v[0], v[1], v[6], v[7], v[4], v[5])
}

/// Lane n from lane n ^ 4.
@inline(__always)
private func lanes4(_ v: SIMD8<Double>) -> SIMD8<Double> {
  SIMD8(lowHalf: v.highHalf, highHalf: v.lowHalf)
}
