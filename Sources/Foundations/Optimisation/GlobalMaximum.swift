import CNLopt
import Validation

/// Where a function is largest in a box, and how large.
public struct Maximum: Sendable, Codable, Hashable {
  /// The point.
  public var point: [Double]

  /// The value of the function there.
  public var value: Double

  /// A maximum.
  public init(point: [Double], value: Double) {
    self.point = point
    self.value = value
  }
}

/// The search for the global maximum of a smooth function in a box, by local searches from many starts.
///
///     let search = GlobalMaximum(lower: [-4, -4], upper: [4, 4])
///     let best = search.from([[0, 0], [-0.7, 0.7]]) { point in f(point[0], point[1]) }
///
/// The local search is without derivatives: M. J. D. Powell's BOBYQA (Cambridge NA Report NA2009/06) in two and more
/// dimensions, T. H. Rowan's Subplex in one, both from NLopt. The best point found is refined from a smaller step until
/// the arithmetic, not the step, is the limit. It is deterministic: the same starts give the same bits.
public struct GlobalMaximum: Sendable {
  /// The corners of the box.
  public let lower, upper: [Double]

  /// The box to search.
  ///
  /// - Precondition: the box is finite and not empty.
  public init(lower: [Double], upper: [Double]) {
    require(
      !lower.isEmpty && lower.count == upper.count && zip(lower, upper).allSatisfy { $0 < $1 && ($1 - $0).isFinite },
      "A search needs a finite box with lower < upper in every direction.")
    self.lower = lower
    self.upper = upper
  }

  /// The largest value reached from any of the starts.
  ///
  /// Gains below `resolution` do not count: where two starts end equally high the earlier one wins, and a start on flat
  /// ground is where the search ends. So ties between symmetric optima are broken by the order of the starts.
  ///
  /// - Parameters:
  ///   - starts: where to begin, at least one; points outside of the box are moved to its edge.
  ///   - value: the function; finite everywhere in the box.
  public func from(_ starts: [[Double]], of value: ([Double]) -> Double) -> Maximum {
    polished(highest(from: starts, value), value)
  }

  private func highest(from starts: [[Double]], _ value: ([Double]) -> Double) -> Maximum {
    let rough = highest(from: starts) { start in
      let here = Maximum(point: start, value: value(start))
      return better(climb(from: start, step: 0.1, tolerance: 1e-6, value), than: here)
    }
    return better(climb(from: rough.point, step: 1e-3, tolerance: 1e-10, value), than: rough)
  }

  /// The highest end of local searches from all starts, moved into the box.
  func highest(from starts: [[Double]], climb: ([Double]) -> Maximum) -> Maximum {
    require(!starts.isEmpty, "A search needs at least one start.")
    var best: Maximum?
    for start in starts {
      require(start.count == lower.count, "A start must have as many coordinates as the box.")
      let found = climb(zip(start, zip(lower, upper)).map { min(max($0, $1.0), $1.1) })
      best = best.map { better(found, than: $0) } ?? found
    }
    guard let best else { fatalError("A search needs at least one start.") }
    return best
  }

  /// By how much a value must be larger to count as larger: well above the rounding of a sum of many terms.
  private static let resolution = 1e-13

  func better(_ candidate: Maximum, than held: Maximum) -> Maximum {
    candidate.value > held.value + Self.resolution * max(1, abs(held.value)) ? candidate : held
  }

  /// The maxima along a path of a control parameter: at each value from all starts, and from the neighbours' maxima in
  /// both directions, so that no branch is lost at a first-order jump.
  ///
  /// - Parameters:
  ///   - path: the values of the control parameter, in order.
  ///   - starts: where to begin at each of them.
  ///   - value: the function of the point and the control parameter.
  public func along(_ path: [Double], from starts: [[Double]], of value: ([Double], Double) -> Double) -> [Maximum] {
    along(path, from: path.map { _ in starts }, of: value)
  }

  /// The same with starts of its own at each value of the control parameter.
  ///
  /// - Precondition: there is one list of starts per value of the control parameter.
  public func along(_ path: [Double], from starts: [[[Double]]], of value: ([Double], Double) -> Double) -> [Maximum] {
    require(starts.count == path.count, "Every value of the control parameter needs its starts.")
    let maxima = followed(
      along: path, better: better, from: { place in highest(from: starts[place]) { value($0, path[place]) } },
      next: { neighbour, control in highest(from: [neighbour.point]) { value($0, control) } })
    return zip(path, maxima).map { control, maximum in polished(maximum) { value($0, control) } }
  }

  /// One local search.
  private func climb(
    from start: [Double], step: Double, tolerance: Double, _ value: ([Double]) -> Double
  ) -> Maximum {
    withoutActuallyEscaping(value) { value in
      let search = Search(value)
      return withExtendedLifetime(search) { climb(from: start, step: step, tolerance: tolerance, search) }
    }
  }

  /// What the C library hands back at every call.
  private final class Search {
    let value: ([Double]) -> Double
    init(_ value: @escaping ([Double]) -> Double) { self.value = value }
  }

  private func climb(from start: [Double], step: Double, tolerance: Double, _ search: Search) -> Maximum {
    let dimension = lower.count
    let optimiser = nlopt_create(dimension > 1 ? NLOPT_LN_BOBYQA : NLOPT_LN_SBPLX, UInt32(dimension))
    defer { nlopt_destroy(optimiser) }
    nlopt_set_lower_bounds(optimiser, lower)
    nlopt_set_upper_bounds(optimiser, upper)
    nlopt_set_xtol_rel(optimiser, 0)
    nlopt_set_xtol_abs1(optimiser, tolerance)
    nlopt_set_initial_step1(optimiser, step * (zip(upper, lower).map { $0 - $1 }.min() ?? 1))
    nlopt_set_maxeval(optimiser, 2000)
    nlopt_set_max_objective(
      optimiser,
      { count, point, _, search in
        let search = Unmanaged<Search>.fromOpaque(search!).takeUnretainedValue()
        return search.value(Array(UnsafeBufferPointer(start: point, count: Int(count))))
      }, Unmanaged.passUnretained(search).toOpaque())
    var point = start
    var reached = 0.0
    // Success is a positive code; NLOPT_ROUNDOFF_LIMITED says that the arithmetic set the limit, which is what we want.
    let code = nlopt_optimize(optimiser, &point, &reached)
    require(
      code.rawValue > 0 || code == NLOPT_ROUNDOFF_LIMITED, "The local search failed with NLopt code \(code.rawValue).")
    return Maximum(point: point, value: search.value(point))
  }

  // MARK: - Polishing

  /// A maximum inside of the box with its point to about eight digits: Newton's method on the gradient.
  ///
  /// Values alone place a maximum no better than the square root of their rounding allows, which on a plateau is not
  /// enough. Gradient and Hessian come from central differences of sixth order. Where the Hessian is not negative
  /// definite, a step leads to a lower value or out of the box, or is as small as rounding, the point stays.
  private func polished(_ maximum: Maximum, _ value: ([Double]) -> Double) -> Maximum {
    var current = maximum
    for _ in 0..<3 {
      guard let step = newtonStep(at: current.point, value), step.contains(where: { abs($0) > 1e-9 }) else { break }
      let point = zip(current.point, step).map { $0 + $1 }
      let next = Maximum(point: point, value: value(point))
      guard next.value >= current.value - Self.resolution * max(1, abs(current.value)) else { return current }
      current = next
    }
    return current
  }

  /// The spacings of the differences for the gradient and, of gradients, for the Hessian.
  private static let spacing = (gradient: 0.005, hessian: 0.02)

  private func newtonStep(at point: [Double], _ value: ([Double]) -> Double) -> [Double]? {
    let reach = 3 * (Self.spacing.gradient + Self.spacing.hessian)
    let isInside = point.indices.allSatisfy { lower[$0] + reach < point[$0] && point[$0] < upper[$0] - reach }
    guard isInside else { return nil }
    func gradient(at point: [Double]) -> [Double] {
      point.indices.map { derivative(along: $0, at: point, spacing: Self.spacing.gradient) { [value($0)] }[0] }
    }
    let rows = point.indices.map { derivative(along: $0, at: point, spacing: Self.spacing.hessian, of: gradient) }
    let curvature = rows.indices.map { i in rows.indices.map { j in -0.5 * (rows[i][j] + rows[j][i]) } }
    return solution(of: curvature, gradient(at: point))
  }

  /// ∂f/∂x_i by central differences of sixth order.
  private func derivative(
    along i: Int, at point: [Double], spacing h: Double, of f: ([Double]) -> [Double]
  ) -> [Double] {
    var sum: [Double] = []
    for (offset, coefficient) in [(1.0, 45.0), (2, -9), (3, 1)] {
      var (ahead, behind) = (point, point)
      ahead[i] += offset * h
      behind[i] -= offset * h
      let term = zip(f(ahead), f(behind)).map { coefficient * ($0 - $1) / (60 * h) }
      sum = sum.isEmpty ? term : zip(sum, term).map { $0 + $1 }
    }
    return sum
  }

  /// The solution of a positive definite system by Cholesky's decomposition; nil where the matrix is not positive
  /// definite, or so nearly singular that its rounding decides.
  private func solution(of matrix: [[Double]], _ right: [Double]) -> [Double]? {
    let n = right.count
    var factor = matrix
    for j in 0..<n {
      for k in 0..<j { factor[j][j] -= factor[j][k] * factor[j][k] }
      guard factor[j][j] > 1e-8 * matrix[j][j] else { return nil }
      factor[j][j] = factor[j][j].squareRoot()
      for i in (j + 1)..<max(n, j + 1) {
        for k in 0..<j { factor[i][j] -= factor[i][k] * factor[j][k] }
        factor[i][j] /= factor[j][j]
      }
    }
    var x = right
    for i in 0..<n {
      for k in 0..<i { x[i] -= factor[i][k] * x[k] }
      x[i] /= factor[i][i]
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      for k in (i + 1)..<max(n, i + 1) { x[i] -= factor[k][i] * x[k] }
      x[i] /= factor[i][i]
    }
    return x
  }
}
