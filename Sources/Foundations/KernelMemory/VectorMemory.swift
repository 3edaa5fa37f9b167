/// Vectors in a row in memory that has one owner and is never shared, so that a loop need not ask at every access whether
/// somebody else reads it. Bounds are checked in debug builds.
@frozen public struct VectorMemory<Vector: SIMD>: ~Copyable {
  /// How many vectors there are.
  public let count: Int
  /// The vectors, for what fills many at once.
  public let vectors: UnsafeMutablePointer<Vector>

  /// Vectors of zeros.
  @inlinable public init(count: Int) {
    self.count = count
    vectors = .allocate(capacity: max(1, count))
    vectors.initialize(repeating: Vector(), count: max(1, count))
  }

  deinit { vectors.deallocate() }

  /// One vector.
  @inlinable public subscript(place: Int) -> Vector {
    @inline(__always) get {
      assert((0..<count).contains(place))
      return vectors[place]
    }
    @inline(__always) nonmutating set {
      assert((0..<count).contains(place))
      vectors[place] = newValue
    }
  }

  /// One number; the numbers of vector v are `v * Vector.scalarCount` and following.
  @inlinable public subscript(scalar place: Int) -> Vector.Scalar {
    @inline(__always) get {
      assert((0..<count * Vector.scalarCount).contains(place))
      return UnsafeRawPointer(vectors).load(
        fromByteOffset: place &* MemoryLayout<Vector.Scalar>.stride, as: Vector.Scalar.self)
    }
    @inline(__always) nonmutating set {
      assert((0..<count * Vector.scalarCount).contains(place))
      UnsafeMutableRawPointer(vectors).storeBytes(
        of: newValue, toByteOffset: place &* MemoryLayout<Vector.Scalar>.stride, as: Vector.Scalar.self)
    }
  }
}
