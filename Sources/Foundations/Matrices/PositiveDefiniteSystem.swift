import Validation

/// A system A x = b with a symmetric positive definite matrix, solved by Cholesky's decomposition with the same bits on every
/// processor.
package struct PositiveDefiniteSystem {
  private let order: Int
  /// A and then its factor L, A = L Lᵀ; only the lower triangle, in rows of full length.
  private var lower: [Double]

  /// The system with a multiple of the unit matrix.
  package init(order: Int, diagonal: Double) {
    self.order = order
    lower = Array(repeating: 0, count: order * order)
    for i in 0..<order { lower[i * order + i] = diagonal }
  }

  /// Adds factor·v vᵀ.
  package mutating func addSquare(of v: [Double], times factor: Double) {
    let order = order
    lower.withUnsafeMutableBufferPointer { lower in
      v.withUnsafeBufferPointer { v in
        for i in 0..<order {
          let scaled = factor * v[i]
          for j in 0...i { lower[i &* order &+ j] += scaled * v[j] }
        }
      }
    }
  }

  /// Replaces A by L.
  ///
  /// - Precondition: A is positive definite.
  package mutating func decompose() {
    let order = order
    lower.withUnsafeMutableBufferPointer { lower in
      for i in 0..<order {
        for j in 0...i {
          var sum = lower[i * order + j]
          for k in 0..<j { sum -= lower[i &* order &+ k] * lower[j &* order &+ k] }
          require(j < i || sum > 0, "Cholesky's decomposition is of a positive definite matrix.")
          lower[i * order + j] = j < i ? sum / lower[j * order + j] : sum.squareRoot()
        }
      }
    }
  }

  /// x, after ``decompose()``.
  package func solution(for right: [Double]) -> [Double] {
    var x = right
    for i in 0..<order {
      for k in 0..<i { x[i] -= lower[i * order + k] * x[k] }
      x[i] /= lower[i * order + i]
    }
    for i in stride(from: order - 1, through: 0, by: -1) {
      for k in i + 1..<max(order, i + 1) { x[i] -= lower[k * order + i] * x[k] }
      x[i] /= lower[i * order + i]
    }
    return x
  }
}
