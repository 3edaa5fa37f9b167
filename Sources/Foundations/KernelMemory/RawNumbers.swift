/// Values in a row in memory that has one owner and is never shared, so that a loop need not ask at every access whether somebody
/// else reads it. Bounds are checked in debug builds.
package struct RawNumbers<Value: BitwiseCopyable>: ~Copyable {
  /// How many there are.
  @usableFromInline package let count: Int
  @usableFromInline package let values: UnsafeMutablePointer<Value>

  /// So many times the same value.
  @inlinable package init(count: Int, repeating value: Value) {
    self.count = count
    values = .allocate(capacity: max(1, count))
    values.initialize(repeating: value, count: max(1, count))
  }

  /// A copy of an array.
  @inlinable package init(_ array: [Value]) {
    count = array.count
    values = .allocate(capacity: max(1, array.count))
    for (place, value) in array.enumerated() { (values + place).initialize(to: value) }
  }

  deinit { values.deallocate() }

  /// Writes one value everywhere.
  @inlinable package func fill(with value: Value) { values.update(repeating: value, count: count) }

  /// One value.
  @inlinable package subscript(place: Int) -> Value {
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
