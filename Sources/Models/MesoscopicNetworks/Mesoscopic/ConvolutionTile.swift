import KernelMemory

/// The inner loops of networks on a line: sixteen samples side by side, one per lane, sixteen channels at a time.
///
/// As in ``ProductTile`` weights come as single numbers which the processor spreads over the lanes, and products and sums are
/// rounded one by one, in single precision.
enum ConvolutionTile {
  typealias Vector = SIMD16<Float>

  /// Channels that are computed at a time: layers are filled up to a multiple.
  static let channels = 16

  /// A stretch of a sum: `count` products of the weights from `weight` on, sixteen per product, with the states from `state` on.
  struct Segment {
    var weight, state, count: Int
  }

  /// Adds sixteen sums over segments to sixteen vectors.
  @inline(never)
  static func add(
    _ segments: ArraySlice<Segment>, _ weights: borrowing VectorMemory<Vector>, weightOffset: Int,
    _ states: borrowing VectorMemory<Vector>, stateOffset: Int, to sums: borrowing VectorMemory<Vector>, at place: Int
  ) {
    var (r0, r1, r2, r3) = (sums[place], sums[place + 1], sums[place + 2], sums[place + 3])
    var (r4, r5, r6, r7) = (sums[place + 4], sums[place + 5], sums[place + 6], sums[place + 7])
    var (r8, r9, r10, r11) = (sums[place + 8], sums[place + 9], sums[place + 10], sums[place + 11])
    var (r12, r13, r14, r15) = (sums[place + 12], sums[place + 13], sums[place + 14], sums[place + 15])
    for segment in segments {
      var number = 16 &* (weightOffset &+ segment.weight)
      var vector = stateOffset &+ segment.state
      for _ in 0..<segment.count {
        let x = states[vector]
        r0 += weights[scalar: number] * x
        r1 += weights[scalar: number &+ 1] * x
        r2 += weights[scalar: number &+ 2] * x
        r3 += weights[scalar: number &+ 3] * x
        r4 += weights[scalar: number &+ 4] * x
        r5 += weights[scalar: number &+ 5] * x
        r6 += weights[scalar: number &+ 6] * x
        r7 += weights[scalar: number &+ 7] * x
        r8 += weights[scalar: number &+ 8] * x
        r9 += weights[scalar: number &+ 9] * x
        r10 += weights[scalar: number &+ 10] * x
        r11 += weights[scalar: number &+ 11] * x
        r12 += weights[scalar: number &+ 12] * x
        r13 += weights[scalar: number &+ 13] * x
        r14 += weights[scalar: number &+ 14] * x
        r15 += weights[scalar: number &+ 15] * x
        number &+= 16
        vector &+= 1
      }
    }
    (sums[place], sums[place + 1], sums[place + 2], sums[place + 3]) = (r0, r1, r2, r3)
    (sums[place + 4], sums[place + 5], sums[place + 6], sums[place + 7]) = (r4, r5, r6, r7)
    (sums[place + 8], sums[place + 9], sums[place + 10], sums[place + 11]) = (r8, r9, r10, r11)
    (sums[place + 12], sums[place + 13], sums[place + 14], sums[place + 15]) = (r12, r13, r14, r15)
  }

  /// Pairs of places, apart by fixed steps: where sums over positions and sweeps find their factors.
  struct Pairs {
    var left, right: Int
  }

  /// Σ over pairs and lanes of left times right, for four numbers on the left by four on the right, added to a 4 × 4 matrix.
  ///
  /// - Parameters:
  ///   - pairs: where the factors of each product stand, before the offsets.
  ///   - matrix: row-major with rows of `width` numbers; its first element is at `place`.
  @inline(never)
  static func addProducts(
    _ pairs: ArraySlice<Pairs>, _ left: borrowing VectorMemory<Vector>, leftOffset: Int,
    _ right: borrowing VectorMemory<Vector>, rightOffset: Int, to matrix: borrowing VectorMemory<Vector>, at place: Int,
    width: Int
  ) {
    var (s00, s01, s02, s03) = (Vector(), Vector(), Vector(), Vector())
    var (s10, s11, s12, s13) = (s00, s00, s00, s00)
    var (s20, s21, s22, s23) = (s00, s00, s00, s00)
    var (s30, s31, s32, s33) = (s00, s00, s00, s00)
    for pair in pairs {
      let (a, b) = (leftOffset &+ pair.left, rightOffset &+ pair.right)
      let (b0, b1, b2, b3) = (right[b], right[b &+ 1], right[b &+ 2], right[b &+ 3])
      let a0 = left[a]
      s00 += a0 * b0
      s01 += a0 * b1
      s02 += a0 * b2
      s03 += a0 * b3
      let a1 = left[a &+ 1]
      s10 += a1 * b0
      s11 += a1 * b1
      s12 += a1 * b2
      s13 += a1 * b3
      let a2 = left[a &+ 2]
      s20 += a2 * b0
      s21 += a2 * b1
      s22 += a2 * b2
      s23 += a2 * b3
      let a3 = left[a &+ 3]
      s30 += a3 * b0
      s31 += a3 * b1
      s32 += a3 * b2
      s33 += a3 * b3
    }
    write(SIMD4(total(s00), total(s01), total(s02), total(s03)), matrix, place)
    write(SIMD4(total(s10), total(s11), total(s12), total(s13)), matrix, place + width)
    write(SIMD4(total(s20), total(s21), total(s22), total(s23)), matrix, place + 2 * width)
    write(SIMD4(total(s30), total(s31), total(s32), total(s33)), matrix, place + 3 * width)
  }

  @inline(__always)
  private static func write(_ row: SIMD4<Float>, _ matrix: borrowing VectorMemory<Vector>, _ place: Int) {
    for column in 0..<4 { matrix[scalar: place + column] = matrix[scalar: place + column] + row[column] }
  }

  /// The sum of the lanes, by halves.
  @inline(__always)
  static func total(_ x: Vector) -> Float {
    let eight = x.lowHalf + x.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }
}
