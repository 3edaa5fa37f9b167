import ElementaryFunctions
import Validation

/// The generator of a jump process that counts: the jump along an edge multiplies by exp(−u c), the jump back by exp(u c).
///
/// With z_x(t) = ⟨exp(−u A_t) 1(x_t = x)⟩ the equation is dz/dt = K_u z. For moments, z holds three blocks,
/// ⟨A_t^m 1(x_t = x)⟩ for m = 0, 1, 2.
/// Source: J. L. Lebowitz and H. Spohn, J. Stat. Phys. 95, 333 (1999).
@usableFromInline
struct TiltedGenerator {
  let stateCount: Int
  let edges: [RateMatrix.Edge]
  let increments: [Double]

  @usableFromInline
  init(stateCount: Int, edges: [RateMatrix.Edge], counting increments: [Double]) {
    require(edges.count == increments.count, "A quantity counts every edge of the process.")
    (self.stateCount, self.edges, self.increments) = (stateCount, edges, increments)
  }

  /// Σ of the rates out of each state.
  @usableFromInline
  var exitRates: [Double] { RateMatrix.exitRates(of: edges, stateCount: stateCount) }

  /// (K_u + shift) z.
  @usableFromInline
  func tilted(_ z: [Double], at u: Double, shift: Double, exit: [Double]) -> [Double] {
    var result = zip(z, exit).map { $0 * (shift - $1) }
    for (edge, c) in zip(edges, increments) {
      result[edge.to] += z[edge.from] * edge.forward * Elementary.exp(-u * c)
      result[edge.from] += z[edge.to] * edge.backward * Elementary.exp(u * c)
    }
    return result
  }

  /// The same for the blocks of moments: after a jump, A^m has become (A ± c)^m.
  @usableFromInline
  func moments(_ z: [Double], shift: Double, exit: [Double]) -> [Double] {
    let n = stateCount
    var result = z.indices.map { z[$0] * (shift - exit[$0 % n]) }
    func jump(from: Int, to: Int, rate: Double, by c: Double) {
      let (zeroth, first, second) = (z[from], z[n + from], z[2 * n + from])
      result[to] += rate * zeroth
      result[n + to] += rate * (first + c * zeroth)
      result[2 * n + to] += rate * (second + c * (2 * first + c * zeroth))
    }
    for (edge, c) in zip(edges, increments) {
      jump(from: edge.from, to: edge.to, rate: edge.forward, by: c)
      jump(from: edge.to, to: edge.from, rate: edge.backward, by: -c)
    }
    return result
  }

  /// A bound of the sums |entry| of the columns of K_u + largest exit rate.
  func norm(at u: Double, exit: [Double]) -> Double {
    var sums = Array(repeating: exit.max() ?? 0, count: stateCount)
    for (edge, c) in zip(edges, increments) {
      sums[edge.from] += edge.forward * Elementary.exp(-u * c)
      sums[edge.to] += edge.backward * Elementary.exp(u * c)
    }
    return sums.max() ?? 0
  }

  /// exp(t M) z by its power series, where `shifted` applies M + shift and `norm` is about the size of that.
  ///
  /// With the shift all terms of a tilted generator are positive: nothing cancels. As in Jensen's uniformisation, time is
  /// cut into pieces so short that exp(−shift · piece) does not underflow.
  static func exponential(
    _ t: Double, of z: [Double], shift: Double, norm: Double, shifted: ([Double]) -> [Double]
  ) -> [Double] {
    guard norm * t > 0 else { return z }
    let pieces = Int((norm * t / 16).rounded(.up))
    let piece = t / Double(pieces)
    var value = z
    for _ in 0..<pieces {
      var (term, sum, order) = (value, value, 0.0)
      func size(_ v: [Double]) -> Double { v.reduce(0) { max($0, abs($1)) } }
      while order < norm * piece + 4 || size(term) > 1e-18 * size(sum) {
        order += 1
        term = shifted(term).map { $0 * (piece / order) }
        for i in sum.indices { sum[i] += term[i] }
      }
      let factor = Elementary.exp(-shift * piece)
      value = sum.map { $0 * factor }
    }
    return value
  }
}

/// What a quantity does to a tilted distribution at both ends of a trajectory.
///
/// Energies count from anywhere, so that both factors may be too large or too small for a number where their product is not:
/// what they have in common is multiplied last.
@usableFromInline
struct TiltedEnds {
  private let initial, final: [Double]
  private let common: Double

  @usableFromInline
  init(initial: [Double], final: [Double], at u: Double) {
    // Within these bounds both are finite, and the solution is right relative to its own size.
    func reference(_ exponents: [Double]) -> Double {
      let largest = exponents.reduce(-.infinity, max)
      return abs(largest) > 300 && largest.isFinite ? largest : 0
    }
    let (first, last) = (initial.map { u * $0 }, final.map { -u * $0 })
    let (shift, otherShift) = (reference(first), reference(last))
    self.initial = first.map { Elementary.exp($0 - shift) }
    self.final = last.map { Elementary.exp($0 - otherShift) }
    common = Elementary.exp(shift + otherShift)
  }

  /// p(x) exp(u · initial(x)); a state that is empty stays empty.
  @usableFromInline
  func entered(_ p: [Double]) -> [Double] { zip(p, initial).map { $0 == 0 ? 0 : $0 * $1 } }

  /// Σ exp(−u · final(x)) z(x).
  @usableFromInline
  func left(_ z: [Double]) -> Double { common * zip(z, final).reduce(0) { $0 + $1.0 * $1.1 } }
}

extension CountedQuantity {
  @inlinable
  func scaled(at u: Double) -> TiltedEnds { TiltedEnds(initial: initial, final: final, at: u) }

  /// The blocks ⟨(−initial)^m 1(x)⟩.
  @inlinable
  func entered(_ p: [Double]) -> [Double] {
    p + zip(p, initial).map { $0 > 0 ? -$0 * $1 : 0 } + zip(p, initial).map { $0 > 0 ? $0 * $1 * $1 : 0 }
  }

  /// Mean and variance from the blocks at the end.
  @inlinable
  func left(_ z: [Double]) -> (mean: Double, variance: Double) {
    let n = final.count
    var mean = 0.0
    var square = 0.0
    for (x, value) in final.enumerated() {
      mean += z[n + x] + value * z[x]
      square += z[2 * n + x] + value * (2 * z[n + x] + value * z[x])
    }
    return (mean, square - mean * mean)
  }
}
