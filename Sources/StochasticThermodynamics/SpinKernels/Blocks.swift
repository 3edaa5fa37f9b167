/// Numbers in blocks of eight, read and written one by one or a block at a time: the working memory of the kernels.
///
/// It has one owner and is never shared, so that a loop need not ask at every access whether somebody else reads it. Bounds
/// are checked in debug builds.
struct Blocks: ~Copyable {
  /// How many blocks there are.
  let count: Int
  private let memory: UnsafeMutableRawPointer

  /// Values, the last block filled up.
  init(_ values: [Double], filling: Double) {
    count = (values.count + 7) / 8
    memory = .allocate(byteCount: max(1, count) * 64, alignment: 64)
    for place in 0..<8 * count { self[place] = place < values.count ? values[place] : filling }
  }

  deinit { memory.deallocate() }

  /// One number.
  subscript(place: Int) -> Double {
    @inline(__always) get {
      assert((0..<8 * count).contains(place))
      return memory.load(fromByteOffset: 8 * place, as: Double.self)
    }
    @inline(__always) nonmutating set {
      assert((0..<8 * count).contains(place))
      memory.storeBytes(of: newValue, toByteOffset: 8 * place, as: Double.self)
    }
  }

  /// One block of eight.
  subscript(block block: Int) -> SIMD8<Double> {
    @inline(__always) get {
      assert((0..<count).contains(block))
      return memory.load(fromByteOffset: 64 * block, as: SIMD8<Double>.self)
    }
    @inline(__always) nonmutating set {
      assert((0..<count).contains(block))
      memory.storeBytes(of: newValue, toByteOffset: 64 * block, as: SIMD8<Double>.self)
    }
  }
}

extension Blocks {
  /// The columns of W one after the other, each in blocks of its own filled up with the value of 0; every entry w is stored
  /// as `value(w)`.
  init(columnsOf network: SpinNetwork, _ value: (Double) -> Double = { $0 }) {
    let n = network.count
    let padding = (8 - n % 8) % 8
    let values = (0..<n).flatMap { j in
      (0..<n).map { value(network.couplings[$0 * n + j]) } + Array(repeating: value(0), count: padding)
    }
    self.init(values, filling: 0)
  }
}

/// The smallest lane, by halves.
@inline(__always)
func smallest(_ x: SIMD8<Double>) -> Double {
  let four = x.lowHalf.replacing(with: x.highHalf, where: x.highHalf .< x.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
  return two.x < two.y ? two.x : two.y
}

/// The sum of the lanes, by halves.
@inline(__always)
func total(_ x: SIMD8<Double>) -> Double {
  let four = x.lowHalf + x.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// In each lane one of two values, by the sign bit of x. Comparisons of floating-point vectors are compiled lane by lane; this
/// is three operations on bits.
@inline(__always)
func selected(bySignOf x: SIMD8<Double>, negative: SIMD8<Double>, positive: SIMD8<Double>) -> SIMD8<Double> {
  let mask = unsafeBitCast(unsafeBitCast(x, to: SIMD8<Int64>.self) &>> 63, to: SIMD8<UInt64>.self)
  let (ones, zeros) = (
    unsafeBitCast(negative, to: SIMD8<UInt64>.self), unsafeBitCast(positive, to: SIMD8<UInt64>.self)
  )
  return unsafeBitCast((ones & mask) | (zeros & ~mask), to: SIMD8<Double>.self)
}
