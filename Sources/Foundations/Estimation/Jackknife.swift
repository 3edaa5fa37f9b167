import Validation

extension Estimate {
  /// A smooth function of averages, estimated from independent replicas of them: without the bias of first order in 1/n, with
  /// its standard error.
  ///
  ///     Estimate.jackknife(replicas) { $0[0] * $0[0] / $0[1] }        // from means and variances, say
  ///
  /// Source: M. H. Quenouille, Biometrika 43, 353 (1956); J. W. Tukey, Ann. Math. Stat. 29, 614 (1958).
  ///
  /// - Parameters:
  ///   - replicas: of the quantities that are averaged, in one order.
  ///   - function: of their averages.
  /// - Precondition: there are at least two replicas, of equally many quantities.
  /// - Throws: the error that the function throws.
  public static func jackknife<Failure: Error>(
    _ replicas: [[Double]], _ function: ([Double]) throws(Failure) -> Double
  ) throws(Failure) -> Estimate {
    require(replicas.count > 1, "A jackknife needs at least two replicas.")
    require(replicas.allSatisfy { $0.count == replicas[0].count }, "Replicas hold the same quantities.")
    let n = Double(replicas.count)
    let sums = replicas[0].indices.map { place in replicas.reduce(0) { $0 + $1[place] } }
    let whole = try function(sums.map { $0 / n })
    var others = Average()
    for replica in replicas { others.add(try function(zip(sums, replica).map { ($0 - $1) / (n - 1) })) }
    // The values without one replica scatter n − 1 times less than independent ones.
    return Estimate(
      n * whole - (n - 1) * others.mean, standardError: (n - 1) * others.estimate.standardError, degreesOfFreedom: n - 1
    )
  }
}
