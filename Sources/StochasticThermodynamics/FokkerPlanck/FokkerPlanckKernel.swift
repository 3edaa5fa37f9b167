import ElementaryFunctions

/// The working memory of ``FokkerPlanck``, and the loops in which the time is spent.
///
/// Eight fields lie side by side at each point, and are diffused by the same matrix: lane 0 is the probability p, lanes 1 and 2
/// are ⟨W⟩ and ⟨W²⟩/2 restricted to the point, the others ⟨e^(−uW)⟩ restricted to the point, one u each.
@usableFromInline
final class FokkerPlanckKernel {
  /// In which lane the tilts begin.
  static let firstTilt = 3
  /// How many tilts there is room for.
  static let tiltCount = 5

  private let points: Int
  private let tilts: [Double]
  // The fields, and what the forward sweep of a solution makes of them; a block per point.
  private let fields, swept: Blocks
  // What an added work multiplies the fields by, a block per point.
  private let weights: Blocks
  /// The energies at the points after the change of the control that ``changeControl()`` makes.
  @usableFromInline let newEnergies: UnsafeMutableBufferPointer<Double>
  // The energies before, and the difference.
  private let oldEnergies, works: Blocks
  // Rates to the right from point i and to the left from point i + 1, times half a step; then the factors of the matrix.
  private let right, left, pivots, forward, backward: Blocks

  /// - Precondition: there are at most ``tiltCount`` tilts.
  @usableFromInline
  init(points: Int, fields values: [Double], energies: [Double], tilts: [Double]) {
    (self.points, self.tilts) = (points, tilts)
    fields = Blocks(capacity: 8 * points)
    swept = Blocks(capacity: 8 * points)
    weights = Blocks(capacity: 8 * points, repeating: 1)
    // Loads from the next point on read one number past the end.
    oldEnergies = Blocks(capacity: points + 8)
    newEnergies = .allocate(capacity: points)
    newEnergies.initialize(repeating: 0)
    works = Blocks(capacity: points)
    right = Blocks(capacity: points)
    left = Blocks(capacity: points)
    pivots = Blocks(capacity: points, repeating: 1)
    forward = Blocks(capacity: points)
    backward = Blocks(capacity: points)
    fields.copy(values)
    oldEnergies.copy(energies)
  }

  deinit { newEnergies.deallocate() }

  /// The fields, eight per point.
  @usableFromInline
  var values: [Double] { (0..<8 * points).map { fields[$0] } }

  /// Does the work of changing the energies to those that were set: with w = U' − U, the fields of the moments become
  /// e^(wN) times themselves, N the matrix that takes p to ⟨W⟩ and ⟨W⟩ to ⟨W²⟩/2, and each tilted field e^(−uw) times itself.
  @usableFromInline
  func changeControl() {
    for point in 0..<points {
      works[point] = newEnergies[point] - oldEnergies[point]
      oldEnergies[point] = newEnergies[point]
    }
    for (number, tilt) in tilts.enumerated() {
      let lane = Self.firstTilt + number
      for block in 0..<works.count {
        let factors = Elementary.exp(works[block: block] * -tilt)
        for point in 8 * block..<min(8 * block + 8, points) { weights[8 * point + lane] = factors[point - 8 * block] }
      }
    }
    for point in 0..<points {
      let work = works[point]
      let old = fields[block: point]
      let once = SIMD8(0, old[0], old[1], 0, 0, 0, 0, 0)
      let twice = SIMD8(0, 0, old[0], 0, 0, 0, 0, 0)
      fields[block: point] = weights[block: point] * old + work * once + (0.5 * (work * work)) * twice
    }
  }

  /// Prepares steps at the present energies.
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
  @usableFromInline
  func factor(halfStep: Double, inverseTemperature: Double) {
    for block in 0..<right.count {
      // The tiny number takes 0/0 to 1, and changes nothing else.
      let z =
        (oldEnergies[from: 8 * block + 1] - oldEnergies[block: block]) * inverseTemperature + 1e-290
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
  @usableFromInline
  func stepCrankNicolson() { solve(keeping: -1, gaining: 2) }

  /// Two steps of half the length of the implicit Euler method, which have the same matrix.
  @usableFromInline
  func stepImplicitEuler() {
    solve(keeping: 0, gaining: 1)
    solve(keeping: 0, gaining: 1)
  }

  /// Replaces the fields x by a x + b y.
  private func solve(keeping a: Double, gaining b: Double) {
    var carried = SIMD8<Double>()
    for point in 0..<points {
      // What the sweep carries from the point before is its share of the flow.
      carried = fields[block: point] + carried
      swept[block: point] = carried * pivots[point]
      carried *= forward[point]
    }
    var solution = SIMD8<Double>()
    for point in stride(from: points - 1, through: 0, by: -1) {
      solution = swept[block: point] + solution * backward[point]
      fields[block: point] = fields[block: point] * a + solution * b
    }
  }
}
