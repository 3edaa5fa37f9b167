import Matrices
import Validation

extension Matrix {
  /// e^A, by a rational approximation of e^(A/2^s) and s squarings.
  ///
  /// The diagonal Padé approximant of degree 13 is exact to rounding for ‖A/2^s‖₁ ≤ 5.37. The bits are the same on every processor,
  /// whatever the order.
  /// Source: N. J. Higham, SIAM J. Matrix Anal. Appl. 26, 1179 (2005), Algorithm 2.3.
  ///
  /// - Precondition: the matrix is square with finite entries, none so large that e^A overflows.
  public var exponential: Matrix {
    let order = Int(order)
    guard order > 0 else { return self }
    let norm = columnNorm
    require(norm.isFinite, "The exponential of a matrix could not be computed: an entry is too large.")
    var squarings = 0
    var reduced = self
    var size = norm
    while size > 5.371920351148152 {
      size *= 0.5
      reduced = 0.5 * reduced
      squarings += 1
    }
    var result = reduced.approximateExponential
    for _ in 0..<squarings { result = result * result }
    return result
  }

  private var approximateExponential: Matrix {
    let b: [Double] = [
      64_764_752_532_480_000, 32_382_376_266_240_000, 7_771_770_303_897_600, 1_187_353_796_428_800, 129_060_195_264_000,
      10_559_470_521_600, 670_442_572_800, 33_522_128_640, 1_323_241_920, 40_840_800, 960_960, 16_380, 182, 1,
    ]
    let one = Matrix.identity(rows)
    let a2 = self * self
    let a4 = a2 * a2
    let a6 = a2 * a4
    let odd = self * (a6 * (b[13] * a6 + b[11] * a4 + b[9] * a2) + b[7] * a6 + b[5] * a4 + b[3] * a2 + b[1] * one)
    let even = a6 * (b[12] * a6 + b[10] * a4 + b[8] * a2) + b[6] * a6 + b[4] * a4 + b[2] * a2 + b[0] * one
    // The denominator is well conditioned at such norms (Higham, Sec. 2), whatever its order: no LAPACK, whose last bits
    // depend on the processor.
    guard let factors = Elimination(even - odd) else {
      fatalError("The exponential of a matrix could not be computed: an entry is too large.")
    }
    return factors.solve(even + odd)
  }
}
