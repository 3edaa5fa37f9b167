import KernelMemory

/// Sixteen rows of a matrix product by eight of its columns, kept in registers while the inner sum is done.
///
/// The rows come as single numbers, each used for one vector only, so that the processor spreads it in the multiplication itself:
/// on AVX-512 this is faster than any tile with more columns. Products and sums are rounded one by one, in the order of the inner
/// index, so that an element has the same bits in whatever tile and beside whatever neighbours it is computed.
enum ProductTile {
  /// Rows of a tile.
  static let rows = 16

  /// Columns of a tile: one vector.
  static let columns = 8

  /// A factor in memory: its elements of inner index k begin at `start + k * step`.
  ///
  /// For the left factor these are sixteen numbers and places count numbers; for the right one they are one vector and places
  /// count vectors.
  struct Factor {
    var start: Int
    let step: Int
  }

  /// The sums over k of left times right, one vector per row.
  ///
  /// - Parameters:
  ///   - left: the memory of the left factor, sixteen rows at a time.
  ///   - right: the memory of the right factor.
  ///   - count: how many products every sum has.
  ///   - sums: where the sixteen vectors go, from `place` on.
  @inline(never)
  static func multiply(
    _ left: borrowing VectorMemory<SIMD8<Double>>, _ a: Factor, _ right: borrowing VectorMemory<SIMD8<Double>>,
    _ b: Factor, count: Int, into sums: borrowing VectorMemory<SIMD8<Double>>,
    at place: Int
  ) {
    var (r0, r1, r2, r3) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
    var (r4, r5, r6, r7) = (r0, r0, r0, r0)
    var (r8, r9, r10, r11) = (r0, r0, r0, r0)
    var (r12, r13, r14, r15) = (r0, r0, r0, r0)
    var (number, vector) = (a.start, b.start)
    for _ in 0..<count {
      let x = right[vector]
      r0 += left[scalar: number] * x
      r1 += left[scalar: number &+ 1] * x
      r2 += left[scalar: number &+ 2] * x
      r3 += left[scalar: number &+ 3] * x
      r4 += left[scalar: number &+ 4] * x
      r5 += left[scalar: number &+ 5] * x
      r6 += left[scalar: number &+ 6] * x
      r7 += left[scalar: number &+ 7] * x
      r8 += left[scalar: number &+ 8] * x
      r9 += left[scalar: number &+ 9] * x
      r10 += left[scalar: number &+ 10] * x
      r11 += left[scalar: number &+ 11] * x
      r12 += left[scalar: number &+ 12] * x
      r13 += left[scalar: number &+ 13] * x
      r14 += left[scalar: number &+ 14] * x
      r15 += left[scalar: number &+ 15] * x
      number &+= a.step
      vector &+= b.step
    }
    (sums[place], sums[place + 1], sums[place + 2], sums[place + 3]) = (r0, r1, r2, r3)
    (sums[place + 4], sums[place + 5], sums[place + 6], sums[place + 7]) = (r4, r5, r6, r7)
    (sums[place + 8], sums[place + 9], sums[place + 10], sums[place + 11]) = (r8, r9, r10, r11)
    (sums[place + 12], sums[place + 13], sums[place + 14], sums[place + 15]) = (r12, r13, r14, r15)
  }
}
