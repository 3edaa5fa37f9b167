import ElementaryFunctions

/// The flux between two neighbouring cells of a line at a frozen landscape, by D. L. Scharfetter and H. K. Gummel, IEEE Trans.
/// Electron Devices 16, 64 (1969), and its inverse: the step of the energy that a flux requires.
///
/// With the step d = (V′ − V)/T of the energy from a cell to the next, and B(d) = d/(eᵈ − 1), the rates are D/h² B(d) to the next
/// cell and D/h² B(−d) back: detailed balance holds to rounding.
public enum ScharfetterGummel {
  /// The largest step of the energy between two cells that ``step(from:to:flux:)`` gives, in k_B T.
  public static let largestStep = 200.0

  /// B(d) and B(−d): the rates forward and back, in units of D/h².
  @inlinable @inline(__always)
  public static func rates(_ d: Double) -> (forward: Double, back: Double) {
    // The tiny number takes 0/0 to 1, and changes nothing else.
    let size = abs(d) + 1e-290
    let uphill = size / Elementary.expMinusOne(size)
    return d < 0 ? (size + uphill, uphill) : (uphill, size + uphill)
  }

  /// The step d of the energy at which B(d) p − B(−d) p′ is the flux; the left side falls with d.
  ///
  /// Newton's method from the step without a flux, ln(p/p′), within an interval that shrinks. A step beyond
  /// ±``largestStep`` is cut there.
  ///
  /// - Parameters:
  ///   - p: the probability of the cell; positive.
  ///   - next: the probability p′ of the next cell; positive.
  ///   - flux: the probability that flows to the next cell per time h²/D.
  public static func step(from p: Double, to next: Double, flux: Double) -> Double {
    func excess(_ d: Double) -> (value: Double, slope: Double) {
      let b = rates(d).forward
      // B′ = B (1 − B − d)/d, which cancels near 0.
      let slope = abs(d) < 1e-3 ? d / 6 - 0.5 : b * (1 - b - d) / d
      return (b * p - (b + d) * next - flux, slope * (p - next) - next)
    }
    var (low, high) = (-largestStep, largestStep)
    var d = min(high, max(low, Elementary.logRatio(p, next)))
    for _ in 0..<200 {
      let here = excess(d)
      if here.value == 0 { return d }
      if here.value > 0 { low = d } else { high = d }
      var next = d - here.value / here.slope
      if !(next > low && next < high) {
        next = 0.5 * (low + high)
        if next == low || next == high { return d }
      }
      if abs(next - d) <= 1e-14 * max(1, abs(next)) { return next }
      d = next
    }
    return d
  }
}
