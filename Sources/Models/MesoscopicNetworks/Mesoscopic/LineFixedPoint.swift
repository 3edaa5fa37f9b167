import KernelMemory
import Validation

/// The fixed points of the mean field of sixteen inputs at a time, by accelerated sweeps, and the gradient at them.
///
/// A network whose answer is the fixed point m = g(m) of a map, and not the state after a given number of sweeps, is an implicit layer. Its fixed point
/// may be found by any solver, and its gradient needs no other state than that: with p = ∂L/∂m at the fixed point and the Jacobian
/// J = ∂g/∂m, ∂L/∂θ = λᵀ ∂g/∂θ with λ = p + Jᵀλ = p + Jᵀp + (Jᵀ)²p + …; K terms of this series are what backpropagation through K sweeps
/// gives if all of their states are the fixed point. It converges where the fixed point is stable.
///
/// The solver is Anderson's: with residuals f_k = g(m_k) − m_k the next state is g(m_k) − Σ_j γ_j (g(m_{j+1}) − g(m_j)), where γ minimises
/// |f_k − Σ_j γ_j (f_{j+1} − f_j)| over the last few steps, input by input. No memory is plain sweeps.
///
/// Sources: S. Bai, J. Z. Kolter and V. Koltun, Adv. Neural Inf. Process. Syst. 32, 690 (2019); D. G. Anderson, J. ACM 12, 547 (1965);
/// H. F. Walker and P. Ni, SIAM J. Numer. Anal. 49, 1715 (2011).
final class LineFixedPoint {
  typealias Vector = SIMD16<Float>
  typealias Memory = VectorMemory<Vector>

  private let field: LineMeanField
  private let depth: Int
  /// The averages of all layers but the first, of which a sweep makes everything anew.
  private let count: Int
  private let first: Int
  /// The last f and g(m), and their changes over the last steps, one block per step.
  private let residual, image, residualChanges, imageChanges: Memory

  /// A solver that uses the last `depth` steps.
  init(_ field: LineMeanField, depth: Int) {
    require(depth >= 0, "A solver remembers no fewer than 0 steps.")
    (self.field, self.depth) = (field, depth)
    first = field.sides[0].size
    count = field.stride - first
    residual = Memory(count: count)
    image = Memory(count: count)
    residualChanges = Memory(count: max(1, depth) * count)
    imageChanges = Memory(count: max(1, depth) * count)
  }

  /// The outcome, input by input.
  struct Outcome {
    /// The largest |f| of any spin at the end, and after how many sweeps it was first below the tolerance; nil where it never was.
    var residuals: [Float], sweeps: [Int?]
  }

  /// Sweeps from the averages that stand in the first generation until all residuals are below a tolerance, at most `limit` times; the last
  /// state stands in both of the first generations.
  func settle(tolerance: Float, limit: Int) -> Outcome {
    var sweeps: [Int?] = Array(repeating: nil, count: LineMeanField.samples)
    var largest = Vector(repeating: .infinity)
    for step in 0..<max(1, limit) {
      field.run(sweeps: 1)
      largest = measure(step)
      for lane in sweeps.indices where sweeps[lane] == nil && largest[lane] < tolerance { sweeps[lane] = step + 1 }
      guard step + 1 < limit, sweeps.contains(nil) else { break }
      accelerate(step)
    }
    keep()
    return Outcome(residuals: (0..<LineMeanField.samples).map { largest[$0] }, sweeps: sweeps)
  }

  /// Copies the state of the second generation into the first, and into all others up to a number.
  func keep(generations: Int = 1) {
    for place in 0..<field.stride {
      for generation in [0] + Array(2..<max(2, generations + 1)) {
        let target = generation * field.stride + place
        field.averages[target] = field.averages[field.stride + place]
        field.variances[target] = field.variances[field.stride + place]
        field.fields[target] = field.fields[field.stride + place]
        field.shrinkage[target] = field.shrinkage[field.stride + place]
      }
    }
  }

  /// f and g(m) of a step, with their changes since the last one; returns the largest |f|.
  private func measure(_ step: Int) -> Vector {
    var largest = Vector()
    let slot = depth > 0 ? (step + depth - 1) % depth * count : 0
    for place in 0..<count {
      let g = field.averages[field.stride + first + place]
      let f = g - field.averages[first + place]
      if step > 0 && depth > 0 {
        residualChanges[slot + place] = f - residual[place]
        imageChanges[slot + place] = g - image[place]
      }
      residual[place] = f
      image[place] = g
      let size = f.replacing(with: 0 - f, where: f .< 0)
      largest.replace(with: size, where: size .> largest)
    }
    return largest
  }

  /// The next state, in the first generation.
  private func accelerate(_ step: Int) {
    let known = min(step, depth)
    let weights = weights(known)
    for place in 0..<count {
      var next = image[place]
      for slot in 0..<known { next -= weights[slot] * imageChanges[slot * count + place] }
      next = next.clamped(lowerBound: Vector(repeating: -1), upperBound: Vector(repeating: 1))
      field.averages[first + place] = next
      field.variances[first + place] = 1 - next * next
    }
  }

  /// γ, input by input: the normal equations, slightly regularised as steps become alike.
  private func weights(_ known: Int) -> [Vector] {
    guard known > 0 else { return [] }
    var matrix = Array(repeating: Array(repeating: Vector(), count: known), count: known)
    var right = Array(repeating: Vector(), count: known)
    for i in 0..<known {
      for j in 0...i {
        var sum = Vector()
        for place in 0..<count { sum += residualChanges[i * count + place] * residualChanges[j * count + place] }
        (matrix[i][j], matrix[j][i]) = (sum, sum)
      }
      for place in 0..<count { right[i] += residualChanges[i * count + place] * residual[place] }
    }
    for i in 0..<known { matrix[i][i] = matrix[i][i] * 1.0001 + Vector(repeating: 1e-12) }
    return Self.solution(matrix, right)
  }

  /// The solution of a symmetric positive definite system in every lane, by elimination.
  private static func solution(_ matrix: [[Vector]], _ right: [Vector]) -> [Vector] {
    var (matrix, right) = (matrix, right)
    let count = right.count
    for pivot in 0..<count {
      for row in pivot + 1..<max(pivot + 1, count) {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in pivot..<count { matrix[row][column] -= factor * matrix[pivot][column] }
        right[row] -= factor * right[pivot]
      }
    }
    for row in (0..<count).reversed() {
      for column in row + 1..<max(row + 1, count) { right[row] -= matrix[row][column] * right[column] }
      right[row] = right[row] / matrix[row][row]
    }
    return right
  }
}
