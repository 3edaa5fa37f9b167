import CNLopt
import Validation

/// The same search for functions that know their gradient: local searches by sequential quadratic programming, D. Kraft's
/// SLSQP (report DFVLR-FB 88-28, 1988) from NLopt. With a gradient the arithmetic is the limit at once: nothing is polished.
extension GlobalMaximum {
  /// A function's value and its gradient at a point.
  public struct Slope: Sendable {
    /// The value.
    public var value: Double
    /// The derivatives, one per coordinate.
    public var gradient: [Double]

    /// A value with its gradient.
    public init(value: Double, gradient: [Double]) { (self.value, self.gradient) = (value, gradient) }
  }

  /// The largest value reached from any of the starts; see ``from(_:of:)``.
  public func climbing(from starts: [[Double]], _ slope: ([Double]) -> Slope) -> Maximum {
    highest(from: starts) { climb(from: $0, slope) }
  }

  /// The maxima along a path of a control parameter, each from starts of its own and from the neighbours' maxima in both
  /// directions; see `along(_:from:of:)`.
  ///
  /// - Precondition: there is one list of starts per value of the control parameter.
  public func climbing(
    along path: [Double], from starts: [[[Double]]], _ slope: ([Double], Double) -> Slope
  ) -> [Maximum] {
    require(starts.count == path.count, "Every value of the control parameter needs its starts.")
    func best(from starts: [[Double]], _ control: Double) -> Maximum {
      highest(from: starts) { climb(from: $0) { slope($0, control) } }
    }
    return followed(
      along: path, better: better, from: { place in best(from: starts[place], path[place]) },
      next: { neighbour, control in best(from: [neighbour.point], control) })
  }

  /// The local maximum that is reached from a start among the points of the box at which all constraints are zero.
  ///
  /// The start need not be one of them. A search that rounding stops begins again where it stopped, until nothing is gained.
  ///
  /// - Parameters:
  ///   - count: the number of constraints, smaller than that of coordinates.
  ///   - constraints: their values and gradients at a point.
  ///   - slope: the function that is maximised; a value that is not finite counts as very low.
  /// - Returns: nil where a constraint is further from zero than `tolerance` at the end.
  package func climbing(
    from start: [Double], count: Int, tolerance: Double, where constraints: ([Double]) -> [Slope],
    _ slope: ([Double]) -> Slope
  ) -> Maximum? {
    var best: Maximum?
    withoutActuallyEscaping(slope) { slope in
      withoutActuallyEscaping(constraints) { constraints in
        let search = Search(slope, constraints, count: count)
        withExtendedLifetime(search) {
          var point = start
          for _ in 0..<20 {
            let found = climb(from: point, search)
            guard found.value.isFinite, constraints(found.point).allSatisfy({ abs($0.value) <= tolerance }) else {
              return
            }
            defer { best = found }
            if let best, found.value <= best.value + 1e-13 { return }
            point = found.point
          }
        }
      }
    }
    return best
  }

  /// What the C library hands back at every call.
  private final class Search {
    let slope: ([Double]) -> Slope
    let constraints: ([Double]) -> [Slope]
    let count: Int

    init(
      _ slope: @escaping ([Double]) -> Slope, _ constraints: @escaping ([Double]) -> [Slope] = { _ in [] },
      count: Int = 0
    ) {
      (self.slope, self.constraints, self.count) = (slope, constraints, count)
    }
  }

  /// One local search; where it ends no higher than it began, the start.
  private func climb(from start: [Double], _ slope: ([Double]) -> Slope) -> Maximum {
    let here = Maximum(point: start, value: slope(start).value)
    return withoutActuallyEscaping(slope) { slope in
      let search = Search(slope)
      return withExtendedLifetime(search) { better(climb(from: start, search), than: here) }
    }
  }

  private func climb(from start: [Double], _ search: Search) -> Maximum {
    let optimiser = nlopt_create(NLOPT_LD_SLSQP, UInt32(lower.count))
    defer { nlopt_destroy(optimiser) }
    nlopt_set_lower_bounds(optimiser, lower)
    nlopt_set_upper_bounds(optimiser, upper)
    nlopt_set_xtol_abs1(optimiser, 1e-9)
    nlopt_set_ftol_rel(optimiser, 1e-14)
    nlopt_set_maxeval(optimiser, search.count > 0 ? 20_000 : 500)
    let handed = Unmanaged.passUnretained(search).toOpaque()
    nlopt_set_max_objective(
      optimiser,
      { count, point, gradient, search in
        let search = Unmanaged<Search>.fromOpaque(search!).takeUnretainedValue()
        let slope = search.slope(Array(UnsafeBufferPointer(start: point, count: Int(count))))
        if let gradient {
          for (place, derivative) in slope.gradient.enumerated() { gradient[place] = derivative }
        }
        return slope.value
      }, handed)
    if search.count > 0 {
      nlopt_add_equality_mconstraint(
        optimiser, UInt32(search.count),
        { _, result, count, point, gradient, search in
          let search = Unmanaged<Search>.fromOpaque(search!).takeUnretainedValue()
          let slopes = search.constraints(Array(UnsafeBufferPointer(start: point, count: Int(count))))
          for (row, slope) in slopes.enumerated() {
            result![row] = slope.value
            guard let gradient else { continue }
            for (place, derivative) in slope.gradient.enumerated() { gradient[row * Int(count) + place] = derivative }
          }
        }, handed, nil)
    }
    var point = start
    var reached = 0.0
    // A negative code ends a search where rounding leaves no direction to go: the point counts, if it is higher.
    _ = nlopt_optimize(optimiser, &point, &reached)
    let inside = zip(point, zip(lower, upper)).map { min(max($0, $1.0), $1.1) }
    return Maximum(point: inside, value: search.slope(inside).value)
  }
}
