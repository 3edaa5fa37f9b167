import Randomness

/// Standard normal numbers for a block of 64 trajectories, some steps ahead.
///
/// Made in a loop of its own, the random numbers keep all units of the processor busy; in the loop of the steps, which wait for
/// each other, they would not.
@usableFromInline
final class NormalSupply {
  /// How many steps are made ahead at most: 16 KiB of numbers in `Double`.
  @usableFromInline static var steps: Int { 32 }
  /// How many numbers there are per step.
  @usableFromInline static var lanes: Int { 64 }
  /// The numbers, step by step.
  @usableFromInline let memory: UnsafeMutableRawPointer
  @usableFromInline let precision: LangevinPrecision
  private var generator = RandomLanes(RandomStream(seed: 0))

  @usableFromInline
  init(_ precision: LangevinPrecision) {
    self.precision = precision
    memory = .allocate(byteCount: 512 * Self.steps, alignment: 64)
    memory.initializeMemory(as: UInt64.self, repeating: 0, count: 64 * Self.steps)
  }

  deinit { memory.deallocate() }

  /// Starts a block: its generator is that of its number below the stream, in all precisions.
  @usableFromInline
  func begin(block: Int, _ stream: RandomStream) { generator = RandomLanes(stream[block]) }

  /// Makes the numbers of the next steps.
  ///
  /// - Precondition: 0 < count ≤ ``steps``.
  @usableFromInline
  func refill(_ count: Int) {
    switch precision {
    case .double: generator.storeNormals(memory.assumingMemoryBound(to: SIMD8<Double>.self), count: 8 * count)
    case .doubleWithFloatNormals: refillMixed(count)
    case .float: generator.storeFloatNormals(memory.assumingMemoryBound(to: SIMD16<Float>.self), count: 4 * count)
    }
  }

  /// The numbers of one trajectory of the block that has begun, step by step.
  func numbers(of trajectory: Int, steps: Int) -> [Double] {
    stride(from: 0, to: steps, by: Self.steps).flatMap { start -> [Double] in
      let count = min(Self.steps, steps - start)
      refill(count)
      return (0..<count).map { step in
        let place = step * Self.lanes + trajectory
        return precision == .float
          ? Double(memory.load(fromByteOffset: 4 * place, as: Float.self))
          : memory.load(fromByteOffset: 8 * place, as: Double.self)
      }
    }
  }

  private func refillMixed(_ count: Int) {
    // First into the upper half of the memory, in single precision. From there vector v goes to 128 v, which overwrites only
    // what has been read: 128 v + 128 ≤ 8192 + 64 (v + 1) for all v < 128.
    let singles = memory + 256 * Self.steps
    let vectors = singles.assumingMemoryBound(to: SIMD16<Float>.self)
    generator.storeFloatNormals(vectors, count: 4 * count)
    for vector in 0..<4 * count {
      let numbers = singles.load(fromByteOffset: 64 * vector, as: SIMD16<Float>.self)
      var (low, high) = (SIMD8<Double>(), SIMD8<Double>())
      for lane in 0..<8 {
        low[lane] = Double(numbers[lane])
        high[lane] = Double(numbers[lane + 8])
      }
      memory.storeBytes(of: low, toByteOffset: 128 * vector, as: SIMD8<Double>.self)
      memory.storeBytes(of: high, toByteOffset: 128 * vector + 64, as: SIMD8<Double>.self)
    }
  }
}
