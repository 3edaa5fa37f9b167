/// A plug-in estimate without its leading bias, from the whole sample and from its two halves.
///
/// A smooth function of averages, such as a plug-in entropy or mutual information, is biased by b/n + O(1/n²) on n
/// samples, and by 2b/n on each half. So 2·whole − (first + second)/2 has no bias at order 1/n. The halves must be
/// independent and equally long, and `whole` must be the function of their pooled averages.
///
/// Source: M. H. Quenouille, Biometrika 43, 353 (1956); for information: S. P. Strong et al., Phys. Rev. Lett. 80, 197
/// (1998).
public func extrapolated(whole: Double, halves first: Double, _ second: Double) -> Double {
  2 * whole - 0.5 * (first + second)
}
