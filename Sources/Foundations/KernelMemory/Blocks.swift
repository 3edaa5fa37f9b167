#if canImport(Glibc)
  import Glibc
#endif

/// Numbers in blocks of eight, read and written one by one or a block at a time: the working memory of the kernels.
///
/// It has one owner and is never shared, so that a loop need not ask at every access whether somebody else reads it. Bounds
/// are checked in debug builds.
@frozen public struct Blocks: ~Copyable {
  /// How many blocks there are.
  public let count: Int
  @usableFromInline let memory: UnsafeMutableRawPointer

  /// Room for `capacity` numbers, the last block filled up; all the same.
  @inlinable public init(capacity: Int, repeating value: Double = 0) {
    count = (capacity + 7) / 8
    memory = allocated(bytes: max(1, count) * 64)
    fill(with: value)
  }

  deinit { memory.deallocate() }

  /// Writes one value everywhere.
  @inlinable public func fill(with value: Double) {
    for block in 0..<count { self[block: block] = SIMD8(repeating: value) }
  }

  /// Writes values from the beginning on; the rest stays as it is.
  @inlinable public func copy(_ values: [Double]) {
    for (place, value) in values.enumerated() { self[place] = value }
  }

  /// The blocks, for what fills many at once.
  @inlinable public var vectors: UnsafeMutablePointer<SIMD8<Double>> {
    @inline(__always) get { memory.assumingMemoryBound(to: SIMD8<Double>.self) }
  }

  /// One number.
  @inlinable public subscript(place: Int) -> Double {
    @inline(__always) get {
      assert((0..<8 * count).contains(place))
      return memory.load(fromByteOffset: 8 &* place, as: Double.self)
    }
    @inline(__always) nonmutating set {
      assert((0..<8 * count).contains(place))
      memory.storeBytes(of: newValue, toByteOffset: 8 &* place, as: Double.self)
    }
  }

  /// One whole number, kept in the place of a `Double`.
  @inlinable public subscript(integer place: Int) -> Int {
    @inline(__always) get {
      assert((0..<8 * count).contains(place))
      return memory.load(fromByteOffset: 8 &* place, as: Int.self)
    }
    @inline(__always) nonmutating set {
      assert((0..<8 * count).contains(place))
      memory.storeBytes(of: newValue, toByteOffset: 8 &* place, as: Int.self)
    }
  }

  /// One block of eight.
  @inlinable public subscript(block block: Int) -> SIMD8<Double> {
    @inline(__always) get {
      assert((0..<count).contains(block))
      return memory.load(fromByteOffset: 64 &* block, as: SIMD8<Double>.self)
    }
    @inline(__always) nonmutating set {
      assert((0..<count).contains(block))
      memory.storeBytes(of: newValue, toByteOffset: 64 &* block, as: SIMD8<Double>.self)
    }
  }

  /// The eight numbers from a place on.
  @inlinable public subscript(from place: Int) -> SIMD8<Double> {
    @inline(__always) get {
      assert(place >= 0 && place + 8 <= 8 * count)
      return memory.loadUnaligned(fromByteOffset: 8 &* place, as: SIMD8<Double>.self)
    }
  }
}

/// Memory in lines of 64 bytes. Where it is large, the system is asked for large pages: a loop that jumps about in it would else wait for
/// the addresses of small ones.
@usableFromInline
func allocated(bytes: Int) -> UnsafeMutableRawPointer {
  #if canImport(Glibc)
    let page = 1 << 21
    if bytes >= page {
      let rounded = (bytes + page - 1) / page * page
      let memory = UnsafeMutableRawPointer.allocate(byteCount: rounded, alignment: page)
      // If there are none, small ones serve.
      _ = madvise(memory, rounded, MADV_HUGEPAGE)
      return memory
    }
  #endif
  return .allocate(byteCount: bytes, alignment: 64)
}

/// Blocks to read only, on loan for the time of a loop: a copy of the place of the memory, which need not be looked up again
/// after every write.
@frozen public struct BlockReader {
  @usableFromInline let count: Int
  @usableFromInline let memory: UnsafeRawPointer

  /// The blocks to read.
  @inlinable @inline(__always)
  public init(_ blocks: borrowing Blocks) {
    count = 8 &* blocks.count
    memory = UnsafeRawPointer(blocks.memory)
  }

  /// The numbers from a place on.
  @inlinable @inline(__always)
  public init(_ blocks: borrowing Blocks, from place: Int) {
    assert((0...8 * blocks.count).contains(place))
    count = 8 &* blocks.count &- place
    memory = UnsafeRawPointer(blocks.memory) + 8 &* place
  }

  /// One number.
  @inlinable public subscript(place: Int) -> Double {
    @inline(__always) get {
      assert((0..<count).contains(place))
      return memory.load(fromByteOffset: 8 &* place, as: Double.self)
    }
  }

  /// One whole number, kept in the place of a `Double`.
  @inlinable public subscript(integer place: Int) -> Int {
    @inline(__always) get {
      assert((0..<count).contains(place))
      return memory.load(fromByteOffset: 8 &* place, as: Int.self)
    }
  }
}

/// The larger of two numbers, in one instruction.
@inlinable @inline(__always)
public func larger(_ a: Double, _ b: Double) -> Double { a > b ? a : b }

/// The largest lane, by halves.
@inlinable @inline(__always)
public func largest(_ x: SIMD8<Double>) -> Double {
  let four = x.lowHalf.replacing(with: x.highHalf, where: x.highHalf .> x.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
  return larger(two.x, two.y)
}

/// The smallest lane, by halves.
@inlinable @inline(__always)
public func smallest(_ x: SIMD8<Double>) -> Double {
  let four = x.lowHalf.replacing(with: x.highHalf, where: x.highHalf .< x.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
  return two.x < two.y ? two.x : two.y
}

/// |x| in each lane.
@inlinable @inline(__always)
public func magnitudes(_ x: SIMD8<Double>) -> SIMD8<Double> {
  unsafeBitCast(unsafeBitCast(x, to: SIMD8<UInt64>.self) & 0x7FFF_FFFF_FFFF_FFFF, to: SIMD8<Double>.self)
}

/// The sum of the lanes, by halves.
@inlinable @inline(__always)
public func total(_ x: SIMD8<Double>) -> Double {
  let four = x.lowHalf + x.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// Lane n is the sum of the lanes 0...n, by doubling.
@inlinable @inline(__always)
public func runningSums(_ x: SIMD8<Double>) -> SIMD8<Double> {
  let one = x + SIMD8(0, x[0], x[1], x[2], x[3], x[4], x[5], x[6])
  let two = one + SIMD8(0, 0, one[0], one[1], one[2], one[3], one[4], one[5])
  return two + SIMD8(lowHalf: SIMD4(), highHalf: two.lowHalf)
}

/// How many lanes are negative, by the sign bit.
@inlinable @inline(__always)
public func countOfNegative(_ x: SIMD8<Double>) -> Int {
  let ones = unsafeBitCast(x, to: SIMD8<UInt64>.self) &>> 63
  let four = ones.lowHalf &+ ones.highHalf
  let two = four.lowHalf &+ four.highHalf
  return Int(truncatingIfNeeded: two.x &+ two.y)
}

/// The first negative lane, by the sign bit; 8 where there is none.
@inlinable @inline(__always)
public func firstNegative(_ x: SIMD8<Double>) -> Int {
  let bits = (unsafeBitCast(x, to: SIMD8<UInt64>.self) &>> 63) &<< SIMD8(0, 1, 2, 3, 4, 5, 6, 7)
  let four = bits.lowHalf | bits.highHalf
  let two = four.lowHalf | four.highHalf
  return (two.x | two.y | 256).trailingZeroBitCount
}

/// In each lane one of two values, by the sign bit of x. Comparisons of floating-point vectors are compiled lane by lane; this
/// is three operations on bits.
@inlinable @inline(__always)
public func selected(bySignOf x: SIMD8<Double>, negative: SIMD8<Double>, positive: SIMD8<Double>) -> SIMD8<Double> {
  let mask = unsafeBitCast(unsafeBitCast(x, to: SIMD8<Int64>.self) &>> 63, to: SIMD8<UInt64>.self)
  let (ones, zeros) = (
    unsafeBitCast(negative, to: SIMD8<UInt64>.self), unsafeBitCast(positive, to: SIMD8<UInt64>.self)
  )
  return unsafeBitCast((ones & mask) | (zeros & ~mask), to: SIMD8<Double>.self)
}
