import ElementaryFunctions
import Validation

/// The Shannon entropy −Σ p ln p of a distribution, in nats; 0 ln 0 = 0. Not a number where a p is negative or none.
///
/// Source: C. E. Shannon, Bell Syst. Tech. J. 27, 379 (1948).
@inlinable
public func entropy(_ p: some Sequence<Double>) -> Double {
  p.reduce(0) { $1 > 0 ? $0 - $1 * Elementary.log($1) : $1 == 0 ? $0 : .nan }
}

/// The relative entropy D(p‖q) = Σ p ln(p/q) ≥ 0, in nats; infinite where p is not absolutely continuous with respect
/// to q. Not a number where a probability is negative or none.
///
/// Source: S. Kullback and R. A. Leibler, Ann. Math. Stat. 22, 79 (1951).
///
/// - Precondition: both have one entry per state.
public func relativeEntropy(_ p: [Double], from q: [Double]) -> Double {
  require(p.count == q.count, "A relative entropy compares distributions over the same states.")
  return zip(p, q).reduce(0) { sum, pair in
    guard pair.0 > 0 else { return pair.0 == 0 && pair.1 >= 0 ? sum : .nan }
    return sum + pair.0 * Elementary.logRatio(pair.0, pair.1)
  }
}

/// The mutual information I = Σ p(r, c) ln[p(r, c)/(p(r) p(c))] of a joint distribution, in nats.
///
/// Up to rounding (about 1e-16) it is never negative. The sum is taken as it stands, not as a difference of entropies,
/// which would lose the small informations to cancellation and to a total that is not quite 1. Entries may be as small as
/// numbers are: logarithms are taken apart where products would vanish. Not a number where an entry is negative or none.
///
/// - Precondition: all rows are equally long.
public func mutualInformation(_ joint: [[Double]]) -> Double {
  let width = joint.first?.count ?? 0
  require(joint.allSatisfy { $0.count == width }, "A joint distribution is a rectangular table.")
  let rows = joint.map { $0.reduce(0, +) }
  let columns = (0..<width).map { column in joint.reduce(0) { $0 + $1[column] } }
  let total = rows.reduce(0, +)
  var sum = 0.0
  for (row, entries) in zip(rows, joint) {
    for (column, p) in zip(columns, entries) where p != 0 {
      sum += p > 0 ? p * Elementary.logRatio(p, total, over: row, column) : .nan
    }
  }
  return sum / total
}

/// The mutual information I(x, s) = H(s) − Σ_x p(x) H(s|x) between an input and the state of a system that reads it, in
/// nats.
///
/// - Parameters:
///   - weights: p(x), adding up to 1: a quadrature of a continuous input, or 1/M for each of M data.
///   - conditionals: p(s|x), one distribution per input.
/// - Precondition: there is one distribution per weight, all over the same states.
public func mutualInformation(weights: [Double], conditionals: [[Double]]) -> Double {
  require(weights.count == conditionals.count, "There must be one conditional distribution per input.")
  require(
    conditionals.allSatisfy { $0.count == conditionals[0].count },
    "The conditional distributions are over the same states.")
  var marginal = Array(repeating: 0.0, count: conditionals.first?.count ?? 0)
  var conditional = 0.0
  for (weight, p) in zip(weights, conditionals) {
    for state in marginal.indices { marginal[state] += weight * p[state] }
    conditional += weight * entropy(p)
  }
  return entropy(marginal) - conditional
}

/// One nat in bits, 1/ln 2: information is computed in nats and shown in bits.
public let bitsPerNat = 1 / Elementary.log(2.0)
