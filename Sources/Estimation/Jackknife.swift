extension Estimate {
  /// A function of the means of several quantities, from independent samples of all of them: without its bias of order 1/n, and
  /// with its standard error.
  ///
  ///     Estimate(jackknifing: networks.map { [$0.work, $0.heat] }) { $0[1] / $0[0] }
  ///
  /// Source: J. W. Tukey, Ann. Math. Stat. 29, 614 (1958); M. H. Quenouille, Biometrika 43, 353 (1956).
  ///
  /// - Parameters:
  ///   - samples: at least two rows of equally many quantities.
  ///   - function: of the means, smooth near them.
  public init(jackknifing samples: [[Double]], _ function: ([Double]) -> Double) {
    precondition(samples.count > 1, "A jackknife needs at least two samples.")
    let n = Double(samples.count)
    let sums = samples[0].indices.map { column in samples.reduce(0) { $0 + $1[column] } }
    let whole = function(sums.map { $0 / n })
    let parts = samples.map { row in function(zip(sums, row).map { ($0 - $1) / (n - 1) }) }
    let mean = parts.reduce(0, +) / n
    let scatter = parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(n * whole - (n - 1) * mean, standardError: ((n - 1) / n * scatter).squareRoot())
  }
}
