import ElementaryFunctions

/// I(σ_T:σ) = ln 2 − S(p) between two labels that are ±1 with equal probabilities and agree with probability p, in nats;
/// S(p) = −p ln p − (1 − p) ln(1 − p).
///
/// Both are balanced wherever flipping all true labels and all weights changes nothing. As I is the same for p and 1 − p, p may
/// as well be the probability that they differ, which tells more digits where it is small.
///
/// With m = 1 − 2p it is the sum of m^(2n)/(2n(2n − 1)), which is used for small m, where the logarithms cancel. So the
/// relative error is below 1e-14 for the number p as given, though what was rounded in p near ½ is lost for m.
public func labelInformation(agreement p: Double) -> Double {
  let asymmetry = 1 - 2 * p
  let square = asymmetry * asymmetry
  if square < 0.01 {
    // The next term is below 10⁻¹⁶ of the first.
    return square
      * (1.0 / 2 + square
        * (1.0 / 12 + square
          * (1.0 / 30 + square
            * (1.0 / 56
              + square * (1.0 / 90 + square * (1.0 / 132 + square * (1.0 / 182)))))))
  }
  func term(_ x: Double) -> Double { x > 0 ? x * Elementary.log(2 * x) : 0 }
  return term(p) + term(1 - p)
}
