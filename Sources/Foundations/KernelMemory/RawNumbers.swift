/// Values in a row in memory that has one owner and is never shared, so that a loop need not ask at every access whether somebody
/// else reads it. Bounds are checked in debug builds.
@frozen public struct RawNumbers<Value: BitwiseCopyable>: ~Copyable {
  /// How many there are.
  public let count: Int
  @usableFromInline let values: UnsafeMutablePointer<Value>

  /// So many times the same value.
  @inlinable public init(count: Int, repeating value: Value) {
    self.count = count
    values = .allocate(capacity: max(1, count))
    values.initialize(repeating: value, count: max(1, count))
  }

  /// A copy of an array.
  @inlinable public init(_ array: [Value]) {
    count = array.count
    values = .allocate(capacity: max(1, array.count))
    for (place, value) in array.enumerated() { (values + place).initialize(to: value) }
  }

  deinit { values.deallocate() }

  /// Writes one value everywhere.
  @inlinable public func fill(with value: Value) { values.update(repeating: value, count: count) }

  /// One value.
  @inlinable public subscript(place: Int) -> Value {
    @inline(__always) get {
      assert((0..<count).contains(place))
      return values[place]
    }
    @inline(__always) nonmutating set {
      assert((0..<count).contains(place))
      values[place] = newValue
    }
  }
}
