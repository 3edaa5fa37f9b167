/// The sum of some numbers in the order in which numpy adds them, with an error that grows as the logarithm of their number.
///
/// Up to 7 numbers are added one after the other, up to 128 in eight sums that are joined in pairs, and more in two halves, of which the
/// first has a multiple of eight.
///
/// Source: C. R. Harris et al., Nature 585, 357 (2020), `pairwise_sum` in the sources of numpy; N. J. Higham, SIAM J. Sci. Comput. 14,
/// 783 (1993), on its error.
package func pairwiseSum(_ values: ArraySlice<Double>) -> Double {
  if values.count < 8 { return values.reduce(0, +) }
  if values.count > 128 {
    let half = values.count / 2
    let middle = values.startIndex + half - half % 8
    return pairwiseSum(values[..<middle]) + pairwiseSum(values[middle...])
  }
  var sums = Array(values.prefix(8))
  let whole = values.count - values.count % 8
  for place in 8..<max(8, whole) { sums[place % 8] += values[values.startIndex + place] }
  let joined = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
  return values.dropFirst(whole).reduce(joined, +)
}

/// The mean and the standard deviation of a population: Σx/n and √(Σ(x − mean)²/n), with sums in numpy's order.
package func populationMoments(of values: [Double]) -> (mean: Double, deviation: Double) {
  let count = Double(values.count)
  let mean = pairwiseSum(values[...]) / count
  let squares = values.map { ($0 - mean) * ($0 - mean) }
  return (mean, (pairwiseSum(squares[...]) / count).squareRoot())
}
