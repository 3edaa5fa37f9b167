/// Solves x = S x + s for a linear sweep S, faster than by repeating the sweep.
///
/// Restarted generalised minimal residuals: of all combinations of up to `depth` sweeps, the one that the next sweep
/// changes least. The spectrum of S may be complex, as that of a network out of equilibrium is. Where a combination gains
/// nothing, plain sweeps take its place.
///
/// Source: Y. Saad and M. H. Schultz, SIAM J. Sci. Stat. Comput. 7, 856 (1986).
struct ResidualMinimisation {
  typealias Block = SIMD8<Double>

  /// One sweep from the first vector to the second; without the source s if the flag is false.
  typealias Sweep = (UnsafeBufferPointer<Block>, UnsafeMutableBufferPointer<Block>, _ withSource: Bool) -> Void

  /// The last residual, and how many sweeps it took.
  struct Outcome: Sendable, Hashable {
    let residual: Double
    let sweeps: Int
  }

  /// How many sweeps are combined: more cost memory and products, fewer converge more slowly.
  static let depth = 30

  let sweep: Sweep

  /// The residual is Σ_n weights[n] |change of n| / scale.
  let weights: [Block]

  /// The distribution and the scale of the residual. Nil if the unknown is itself the distribution: then Σ weights·x is the
  /// scale, and no entry is negative in the end.
  var known: (distribution: [Block], scale: Double)?

  /// Improves `x` until a plain sweep finds a residual of at most `tolerance`, or `maximumSweeps` are over.
  ///
  /// In the end `x` is the result of a plain sweep.
  func solve(_ x: inout [Block], tolerance: Double, maximumSweeps: Int) -> Outcome {
    var next = x
    var basis = Array(repeating: Block.zero, count: (Self.depth + 1) * x.count)
    var sweeps = 0
    var best = Double.infinity
    var plain = 0
    while true {
      apply(x, &next)
      sweeps += 1
      let scale = known?.scale ?? zip(weights, next).reduce(0) { $0 + ($1.0 * $1.1).sum() }
      let residual = self.residual(from: x, to: next) / scale
      if residual <= tolerance || sweeps >= maximumSweeps || !residual.isFinite {
        x = next
        if known == nil && residual <= tolerance && sweeps < maximumSweeps && clampToZero(&x) {
          // From entries that are not negative, plain sweeps make positive ones.
          plain = 2
          continue
        }
        return Outcome(residual: residual, sweeps: sweeps)
      }
      if plain == 0 && residual >= best { plain = Self.depth }
      best = min(best, residual)
      let left = maximumSweeps - sweeps - 1
      if plain > 0 || left < 1 {
        plain -= 1
        swap(&x, &next)
      } else {
        sweeps += improve(&x, next, &basis, until: tolerance * scale, atMost: min(Self.depth, left))
      }
    }
  }

  private func apply(_ x: [Block], _ next: inout [Block]) {
    x.withUnsafeBufferPointer { x in next.withUnsafeMutableBufferPointer { sweep(x, $0, true) } }
  }

  /// Whether there were entries below zero, all of them of the size of the residual.
  private func clampToZero(_ x: inout [Block]) -> Bool {
    var isClamped = false
    for n in x.indices where any(x[n] .< 0) {
      x[n] = x[n].replacing(with: 0, where: x[n] .< 0)
      isClamped = true
    }
    return isClamped
  }

  private func residual(from x: [Block], to next: [Block]) -> Double {
    var sum = Block.zero
    for n in x.indices {
      let change = next[n] - x[n]
      sum += weights[n] * change.replacing(with: -change, where: change .< 0)
    }
    return sum.sum()
  }

  /// The norm √Σ metric·change² bounds Σ weights·|change|, by Cauchy and Schwarz.
  ///
  /// The floor keeps a start that is far too small somewhere from ruling the norm.
  private func metric(_ distribution: [Block]) -> [Block] {
    let floor = 1e-3 / Double(8 * distribution.count)
    return zip(weights, distribution).map { $0 * $0 / ($1.replacing(with: -$1, where: $1 .< 0) + floor) }
  }

  /// One cycle: x ← x + Σ_j y_j v_j, with v an orthonormal basis of the last changes. Returns how many sweeps it took.
  private func improve(
    _ x: inout [Block], _ next: [Block], _ basis: inout [Block], until goal: Double, atMost limit: Int
  ) -> Int {
    let count = x.count
    for n in 0..<count { basis[n] = next[n] - x[n] }
    let metric = metric(known?.distribution ?? next)
    var problem = HessenbergLeastSquares(norm: normalise(&basis, 0, metric), capacity: limit)
    var used = 0
    while used < limit && problem.residual > goal {
      let column = orthogonalise(&basis, used, metric)
      used += 1
      problem.append(column)
      if column[used] <= 1e-14 { break }
    }
    let y = problem.solution
    for n in 0..<count {
      var moved = x[n]
      for j in 0..<used { moved += y[j] * basis[j * count + n] }
      x[n] = moved
    }
    return used
  }

  /// v_(j+1) ∝ (1 − S) v_j without its part along v_0 … v_j. Returns the column of the Hessenberg matrix.
  private func orthogonalise(_ basis: inout [Block], _ j: Int, _ metric: [Block]) -> [Double] {
    let count = metric.count
    var column = Array(repeating: 0.0, count: j + 2)
    basis.withUnsafeMutableBufferPointer { basis in
      let last = UnsafeBufferPointer(rebasing: basis[(j * count)..<((j + 1) * count)])
      let new = UnsafeMutableBufferPointer(rebasing: basis[((j + 1) * count)..<((j + 2) * count)])
      sweep(last, new, false)
      for n in 0..<count { new[n] = last[n] - new[n] }
      for i in 0...j {
        let old = UnsafeBufferPointer(rebasing: basis[(i * count)..<((i + 1) * count)])
        let overlap = product(old, UnsafeBufferPointer(new), metric)
        column[i] = overlap
        for n in 0..<count { new[n] -= overlap * old[n] }
      }
    }
    column[j + 1] = normalise(&basis, j + 1, metric)
    return column
  }

  /// Divides a vector of the basis by its norm, which is returned.
  private func normalise(_ basis: inout [Block], _ j: Int, _ metric: [Block]) -> Double {
    let count = metric.count
    return basis.withUnsafeMutableBufferPointer { basis in
      let vector = UnsafeMutableBufferPointer(rebasing: basis[(j * count)..<((j + 1) * count)])
      let norm = product(UnsafeBufferPointer(vector), UnsafeBufferPointer(vector), metric).squareRoot()
      guard norm > 0 else { return 0 }
      for n in 0..<count { vector[n] *= 1 / norm }
      return norm
    }
  }

  private func product(
    _ u: UnsafeBufferPointer<Block>, _ v: UnsafeBufferPointer<Block>, _ metric: [Block]
  ) -> Double {
    metric.withUnsafeBufferPointer { metric in
      var sum = Block.zero
      for n in 0..<u.count { sum += metric[n] * u[n] * v[n] }
      return sum.sum()
    }
  }
}

/// min ‖norm e_0 − H y‖ for a Hessenberg matrix that grows column by column, by Givens rotations.
struct HessenbergLeastSquares {
  private var columns: [[Double]] = []
  private var rotations: [(cosine: Double, sine: Double)] = []
  private var right: [Double]

  init(norm: Double, capacity: Int) {
    right = [norm]
    columns.reserveCapacity(capacity)
  }

  /// The norm that is left.
  var residual: Double { abs(right[right.count - 1]) }

  /// Adds a column: one entry more than the one before.
  mutating func append(_ column: [Double]) {
    var column = column
    for (i, rotation) in rotations.enumerated() {
      let (a, b) = (column[i], column[i + 1])
      column[i] = rotation.cosine * a + rotation.sine * b
      column[i + 1] = rotation.cosine * b - rotation.sine * a
    }
    let last = column.count - 2
    let length = (column[last] * column[last] + column[last + 1] * column[last + 1]).squareRoot()
    let rotation = length > 0 ? (column[last] / length, column[last + 1] / length) : (1, 0)
    column[last] = length
    rotations.append(rotation)
    columns.append(column)
    right.append(-rotation.1 * right[last])
    right[last] *= rotation.0
  }

  /// y.
  var solution: [Double] {
    var y = Array(right.dropLast())
    for j in y.indices.reversed() {
      y[j] = columns[j][j] > 0 ? y[j] / columns[j][j] : 0
      for i in 0..<j { y[i] -= columns[j][i] * y[j] }
    }
    return y
  }
}
