import ElementaryFunctions
import Validation

extension HiddenSpinTask {
  /// The coupling of two visible spins that has the same effect as this symmetric network with its hidden spins.
  ///
  /// In equilibrium p(v, h|x) ∝ exp β(J v₁v₂ + x·v + h·Bv + ½ h·Ch). The sum over h does not see x, and is even in v: it
  /// depends on v₁v₂ only and adds to J,
  ///
  ///     J_eff = J + (1/2β) ln[Z(+, +)/Z(+, −)],    Z(v) = Σ_h exp β(h·Bv + ½ h·Ch),
  ///
  /// for one hidden spin with couplings a and b J + (1/2β) ln[cosh β(a + b)/cosh β(a − b)]. So at any number of hidden spins
  /// the best equilibrium is that of two spins, and where two spins in equilibrium know nothing, all do.
  ///
  /// - Precondition: the couplings are symmetric.
  public func effectiveCoupling(of couplings: [Double]) -> Double {
    let w = matrix(couplings)
    require(w == w.transpose, "Only a symmetric network has an effective coupling.")
    func sum(_ second: Double) -> Double {
      (0..<(1 << hidden)).reduce(0) { total, state in
        let s = [1, second] + (0..<hidden).map { state >> $0 & 1 == 1 ? 1.0 : -1 }
        var exponent = 0.0
        for i in 2..<max(2, spins) {
          for j in 0..<i { exponent += w[i, j] * s[i] * s[j] }
        }
        return total + Elementary.exp(model.beta * exponent)
      }
    }
    return w[0, 1] + Elementary.log(sum(1) / sum(-1)) / (2 * model.beta)
  }
}
