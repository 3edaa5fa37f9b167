import Validation

extension Elementary {
  /// Halves an interval again and again, so that what is true at one end and false at the other changes within it.
  ///
  ///     let (below, above) = Elementary.bisection(from: 1, to: 2) { $0 * $0 < 2 }      // neighbours about √2
  ///
  /// The ends themselves are not tried.
  ///
  /// - Parameters:
  ///   - first: the end at which the condition holds; it may be the lower or the upper one.
  ///   - second: the end at which it does not hold.
  ///   - tolerance: an interval of this length is short enough; not negative.
  ///   - halvings: how often to halve it at most.
  ///   - holds: the condition.
  /// - Returns: the ends of the last interval, the one at which the condition holds first; two neighbouring numbers if neither the
  ///   tolerance nor the number of halvings ends it before.
  /// - Precondition: the sum of the ends is finite.
  public static func bisection(
    from first: Double, to second: Double, tolerance: Double = 0, halvings: Int = .max, where holds: (Double) -> Bool
  ) -> (inside: Double, outside: Double) {
    require((first + second).isFinite, "An infinite interval has no middle.")
    var (inside, outside) = (first, second)
    for _ in 0..<halvings {
      let middle = 0.5 * (inside + outside)
      if abs(outside - inside) <= tolerance || middle == inside || middle == outside { break }
      if holds(middle) { inside = middle } else { outside = middle }
    }
    return (inside, outside)
  }
}
