import ElementaryFunctions

/// Normal numbers by the thousand.
///
/// The radii are made in one loop, the sines and cosines in another: shorter loops have more numbers under way at once, and together
/// they are more than the compiler inlines into one function.
extension RandomLanes {
  /// Stores vectors of normal numbers, the ones that as many calls of ``normals()`` give.
  ///
  /// - Parameters:
  ///   - memory: where the first vector goes; the next ones follow at distances of `stride` vectors.
  ///   - stride: the distance from one vector to the next, in vectors.
  ///   - pairs: half the number of vectors.
  public mutating func storeNormals(_ memory: UnsafeMutablePointer<SIMD8<Double>>, stride: Int, pairs: Int) {
    var lanes = self
    for pair in 0..<pairs {
      (memory[2 * pair * stride], memory[(2 * pair + 1) * stride]) = lanes.polar()
    }
    self = lanes
    Self.turn(memory, stride, pairs)
  }

  /// Stores vectors of normal numbers in single precision, the ones that as many calls of ``floatNormals()`` give.
  ///
  /// - Parameters:
  ///   - memory: where the first vector goes; the next ones follow at distances of `stride` vectors.
  ///   - stride: the distance from one vector to the next, in vectors.
  ///   - pairs: half the number of vectors.
  public mutating func storeFloatNormals(_ memory: UnsafeMutablePointer<SIMD16<Float>>, stride: Int, pairs: Int) {
    var lanes = self
    for pair in 0..<pairs {
      (memory[2 * pair * stride], memory[(2 * pair + 1) * stride]) = lanes.floatPolar()
    }
    self = lanes
    Self.turn(memory, stride, pairs)
  }

  @inline(never)
  private static func turn(_ memory: UnsafeMutablePointer<SIMD8<Double>>, _ stride: Int, _ pairs: Int) {
    for pair in 0..<pairs {
      let (first, second) = (memory + 2 * pair * stride, memory + (2 * pair + 1) * stride)
      let radius = first.pointee
      let (sine, cosine) = Elementary.sineAndCosine(ofTurns: second.pointee)
      first.pointee = radius * cosine
      second.pointee = radius * sine
    }
  }

  @inline(never)
  private static func turn(_ memory: UnsafeMutablePointer<SIMD16<Float>>, _ stride: Int, _ pairs: Int) {
    for pair in 0..<pairs {
      let (first, second) = (memory + 2 * pair * stride, memory + (2 * pair + 1) * stride)
      let radius = first.pointee
      let (sine, cosine) = Elementary.sineAndCosine(ofTurns: second.pointee)
      first.pointee = radius * cosine
      second.pointee = radius * sine
    }
  }
}
