import ElementaryFunctions
import Estimation
import Matrices
import Randomness
import Validation

/// What stationary paths of a linear network show, with errors from independent paths.
public struct LinearPathSample: Sendable {
  /// The covariance of the state given the input, row by row.
  public let covariance: [[Estimate]]

  /// ln p(path)/p(reversed path) per unit time; its mean is ``LinearStep/entropyProductionRate``.
  public let entropyProductionRate: Estimate

  /// The heat by Stratonovich's midpoint rule, without the term of the ends, per unit time; its mean is
  /// ``LinearStep/midpointEntropyProductionRate``.
  public let midpointEntropyProductionRate: Estimate

  /// ⟨e^{−Σ}⟩ over the paths, with Σ = ln p(path)/p(reversed path): 1 by the integral fluctuation theorem, at every dt.
  ///
  /// Rare paths decide the mean, and the error is too small, where Σ is more than a few nats: take short paths.
  /// Source: U. Seifert, Phys. Rev. Lett. 95, 040602 (2005).
  public let integralTheorem: Estimate
}

extension LinearStep {
  /// Independent stationary paths, each from a state drawn from the steady state.
  ///
  /// Everything is of the deviation from the mean state, so that it does not depend on the input.
  ///
  /// - Parameters:
  ///   - paths: how many, at least two.
  ///   - steps: how many steps each of them has, at least one.
  ///   - random: path k draws from its child stream k.
  public func sample(paths: Int, steps: Int, random: RandomStream) -> LinearPathSample {
    require(paths > 1 && steps > 0, "An estimate needs at least two paths of at least one step.")
    let n = network.count
    let midpoint = midpointAffinity
    let time = Double(steps) * duration
    var covariance = Array(repeating: Average(), count: n * n)
    var (exact, coarse, theorem) = (Average(), Average(), Average())
    for number in 0..<paths {
      var stream = random[number]
      let path = moments(steps: steps, random: &stream)
      for place in 0..<n * n { covariance[place].add(path.equal.entries[place] / Double(steps)) }
      let produced =
        overlap(affinity, path.lagged) + 0.5 * (quadratic(ends, path.start) - quadratic(ends, path.end))
      exact.add(produced / time)
      coarse.add(overlap(midpoint, path.lagged) / time)
      theorem.add(Elementary.exp(-produced))
    }
    return LinearPathSample(
      covariance: (0..<n).map { i in (0..<n).map { j in covariance[i * n + j].estimate } },
      entropyProductionRate: exact.estimate, midpointEntropyProductionRate: coarse.estimate,
      integralTheorem: theorem.estimate)
  }

  /// The next deviation from the mean state, s′ = e^{W dt} s + η.
  public func next(after state: [Double], random: inout RandomStream) -> [Double] {
    let normals = state.indices.map { _ in random.normal() }
    return zip(propagator * state, noiseFactor * normals).map { $0 + $1 }
  }

  /// Sums along a path: of s sᵀ and s′ sᵀ over its steps; and where it begins and ends.
  private struct Moments {
    var equal, lagged: Matrix
    var start, end: [Double]
  }

  private func moments(steps: Int, random: inout RandomStream) -> Moments {
    let n = network.count
    var equal = Array(repeating: 0.0, count: n * n)
    var lagged = equal
    let (start, end) = walk(steps: steps, random: &random) { _, state, next in
      for i in 0..<n {
        for j in 0..<n {
          equal[i * n + j] += state[i] * state[j]
          lagged[i * n + j] += next[i] * state[j]
        }
      }
    }
    return Moments(
      equal: Matrix(rows: n, columns: n, entries: equal), lagged: Matrix(rows: n, columns: n, entries: lagged),
      start: start, end: end)
  }

  /// Walks along a stationary path and shows the number of every step, the state before it and the state after it;
  /// returns the first and the last state.
  @inline(__always)
  func walk(
    steps: Int, random: inout RandomStream, visit: (_ step: Int, _ state: [Double], _ next: [Double]) -> Void
  ) -> (start: [Double], end: [Double]) {
    let n = network.count
    let start = stationaryFactor * (0..<n).map { _ in random.normal() }
    var state = start
    var next = start
    var normals = start
    propagator.entries.withUnsafeBufferPointer { a in
      noiseFactor.entries.withUnsafeBufferPointer { factor in
        for step in 0..<steps {
          for i in 0..<n { normals[i] = random.normal() }
          for i in 0..<n {
            var sum = 0.0
            for j in 0..<n { sum += a[i * n + j] * state[j] }
            for j in 0...i { sum += factor[i * n + j] * normals[j] }
            next[i] = sum
          }
          visit(step, state, next)
          swap(&state, &next)
        }
      }
    }
    return (start, state)
  }

  /// Σ_ij K_ij G_ij: the sum of s′ᵀ K s over a path, from G = Σ s′ sᵀ.
  private func overlap(_ k: Matrix, _ g: Matrix) -> Double {
    zip(k.entries, g.entries).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func quadratic(_ matrix: Matrix, _ state: [Double]) -> Double {
    zip(state, matrix * state).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
