import ElementaryFunctions
import Validation

/// e^(−z) I_k(z) for k = 0 and 1 and z ≥ 0: the modified Bessel functions of the first kind, without their growth.
///
/// The power series, whose terms are all positive, up to z = 25, and above it the asymptotic one, whose terms fall until
/// e^(−2z). Relative error below 1e-13.
package func scaledBessel(_ order: Int, _ z: Double) -> Double {
  require(order == 0 || order == 1, "Bessel functions of the orders 0 and 1 are computed.")
  require(z >= 0, "A scaled Bessel function is of a number that is not negative.")
  if z <= 25 {
    let quarter = 0.25 * z * z
    var (term, sum, k) = (order == 0 ? 1 : 0.5 * z, 0.0, 0.0)
    while term > 1e-18 * sum {
      sum += term
      k += 1
      term *= quarter / (k * (k + Double(order)))
    }
    return sum * Elementary.exp(-z)
  }
  let mu = Double(4 * order * order)
  var (term, sum, k) = (1.0, 1.0, 0.0)
  while abs(term) > 1e-17 {
    k += 1
    let odd = 2 * k - 1
    term *= -(mu - odd * odd) / (8 * k * z)
    sum += term
  }
  return sum / (2 * Double.pi * z).squareRoot()
}
