import ElementaryFunctions
import KernelMemory

/// Diffusion on a line at a frozen control, by the rates of Scharfetter and Gummel and implicit steps in time: the loops in which
/// the time of ``FokkerPlanck`` is spent.
struct LineDiffusion: ~Copyable {
  private let points: Int
  // Rates to the right from point i and to the left from point i + 1, times half a step; then the factors of the matrix.
  private let right, left, pivots, forward, backward: Blocks
  // What the forward sweep of a solution makes of the fields, a block per point.
  private let swept: Blocks

  init(points: Int) {
    self.points = points
    right = Blocks(capacity: points)
    left = Blocks(capacity: points)
    pivots = Blocks(capacity: points, repeating: 1)
    forward = Blocks(capacity: points)
    backward = Blocks(capacity: points)
    swept = Blocks(capacity: 8 * points)
  }

  /// Prepares steps at these energies, one per point and at least eight numbers more.
  ///
  /// The rate from a point to its neighbour is D/h² B(ΔU/T) with B(z) = z/(eᶻ − 1), that of the reverse D/h² B(−z). Both come from
  /// |z| without a subtraction, so that their ratio is eᶻ to rounding, however large it is.
  ///
  /// The matrix 1 − (dt/2)L is factored without a subtraction too: a pivot is e + r with e₀ = 1 and e' = 1 + ℓe/(e + r), r and ℓ
  /// the rates of the link to the right times dt/2. So the solution of positive fields is positive, and each value has full
  /// relative precision.
  ///
  /// - Parameters:
  ///   - halfStep: D/h² times half the time step.
  ///   - inverseTemperature: 1/T.
  func prepare(at energies: borrowing Blocks, halfStep: Double, inverseTemperature: Double) {
    for block in 0..<right.count {
      // The tiny number takes 0/0 to 1, and changes nothing else.
      let z =
        (energies[from: 8 * block + 1] - energies[block: block]) * inverseTemperature + 1e-290
      let size = selected(bySignOf: z, negative: -z, positive: z)
      let uphill = size / Elementary.expMinusOne(size)
      let downhill = size + uphill
      right[block: block] = selected(bySignOf: z, negative: downhill, positive: uphill) * halfStep
      left[block: block] = selected(bySignOf: z, negative: uphill, positive: downhill) * halfStep
    }
    for point in points - 1..<8 * right.count { (right[point], left[point]) = (0, 0) }
    var rest = 1.0
    for point in 0..<points {
      let pivot = rest + right[point]
      pivots[point] = pivot
      rest = 1 + left[point] * rest / pivot
    }
    for block in 0..<right.count {
      let inverse = 1 / pivots[block: block]
      forward[block: block] = right[block: block] * inverse
      backward[block: block] = left[block: block] * inverse
      pivots[block: block] = inverse
    }
  }

  /// One step of Crank and Nicolson: with y the solution of (1 − (dt/2)L) y = x, the fields x become 2y − x.
  ///
  /// - Parameters:
  ///   - fields: a block of eight per point, all diffused alike.
  ///   - first: the block of the first point.
  func stepCrankNicolson(_ fields: borrowing Blocks, from first: Int = 0) {
    solve(fields, from: first, keeping: -1, gaining: 2)
  }

  /// Two steps of half the length of the implicit Euler method, which have the same matrix.
  ///
  /// - Parameters: as of ``stepCrankNicolson(_:from:)``.
  func stepImplicitEuler(_ fields: borrowing Blocks, from first: Int = 0) {
    solve(fields, from: first, keeping: 0, gaining: 1)
    solve(fields, from: first, keeping: 0, gaining: 1)
  }

  /// Replaces the fields x by a x + b y.
  private func solve(_ fields: borrowing Blocks, from first: Int, keeping a: Double, gaining b: Double) {
    var carried = SIMD8<Double>()
    for point in 0..<points {
      // What the sweep carries from the point before is its share of the flow.
      carried = fields[block: first + point] + carried
      swept[block: point] = carried * pivots[point]
      carried *= forward[point]
    }
    var solution = SIMD8<Double>()
    for point in stride(from: points - 1, through: 0, by: -1) {
      solution = swept[block: point] + solution * backward[point]
      fields[block: first + point] = fields[block: first + point] * a + solution * b
    }
  }
}
