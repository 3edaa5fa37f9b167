import Foundation
import Matrices
import MesoscopicNetworks
import Randomness
import Testing

@Suite struct MeanFieldTests {
  static func normals(_ count: Int, scale: Double, _ name: String) -> [Double] {
    var random = RandomStream(seed: 21)[name][count]
    return (0..<count).map { _ in scale * random.normal() }
  }

  /// Couplings of scale 0.5/√N, for which the sweeps contract: asymmetric, or their symmetric part.
  static func couplings(_ n: Int, isSymmetric: Bool) -> Matrix {
    let entries = normals(n * n, scale: 0.5 / Double(n).squareRoot(), "couplings")
    let w = Matrix(rows: n, columns: n, entries: entries)
    return isSymmetric ? w.symmetricPart : w
  }

  /// d m + (1 − d) tanh β(Wm + x) of every sample, as it stands.
  static func plainSweep(
    _ w: Matrix, _ m: [Double], _ x: [Double], _ n: Int, beta: Double, damping: Double = 0
  ) -> [Double] {
    m.indices.map { index in
      let (row, i) = (index / n, index % n)
      var field = x[index]
      for j in 0..<n { field += w[i, j] * m[row * n + j] }
      return damping * m[index] + (1 - damping) * tanh(beta * field)
    }
  }

  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
  }

  @Test(arguments: [1, 2, 5, 15, 16, 17, 40, 64, 100], [1, 7, 8, 21])
  func sweepIsThePlainLoop(n: Int, batch: Int) {
    let (w, x) = (Self.couplings(n, isSymmetric: false), Self.normals(n * batch, scale: 1, "fields"))
    var meanField = MeanField(couplings: w, beta: 1.3)
    for damping in [0, 0.3] {
      var m = Self.normals(n * batch, scale: 0.3, "start")
      var expected = m
      meanField.sweep(&m, fields: x, sweeps: 3, damping: damping)
      for _ in 0..<3 { expected = Self.plainSweep(w, expected, x, n, beta: 1.3, damping: damping) }
      #expect(Self.distance(m, expected) < 1e-12)
    }
    // Control: Wᵀ is another network.
    var m = Self.normals(n * batch, scale: 0.3, "start")
    let other = Self.plainSweep(w.transpose, m, x, n, beta: 1.3)
    meanField.sweep(&m, fields: x, sweeps: 1)
    #expect(n == 1 || Self.distance(m, other) > 1e-3)
  }

  @Test(arguments: [false, true], [0, 0.5])
  func fixedPointsAreReached(isSymmetric: Bool, damping: Double) {
    let (n, batch) = (30, 19)
    let (w, x) = (Self.couplings(n, isSymmetric: isSymmetric), Self.normals(n * batch, scale: 1, "fields"))
    var meanField = MeanField(couplings: w, beta: 0.9)
    var m = Array(repeating: 0.0, count: n * batch)
    let convergence = meanField.solve(&m, fields: x, iteration: FixedPointIteration(damping: damping))
    #expect(convergence.isComplete && convergence.sweeps < 200)
    #expect(Self.distance(m, Self.plainSweep(w, m, x, n, beta: 0.9)) < 1e-12)
    // Control: three sweeps are not enough, and say so.
    var rough = Array(repeating: 0.0, count: n * batch)
    let few = meanField.solve(&rough, fields: x, iteration: FixedPointIteration(limit: 3))
    #expect(few.failures == Array(0..<batch) && Self.distance(m, rough) > 1e-6)
  }

  /// Whatever stands beside a sample, its bits are the same.
  @Test(arguments: [11, 64])
  func samplesDoNotDependOnTheirNeighbours(n: Int) {
    let batch = 26
    let (w, x) = (Self.couplings(n, isSymmetric: false), Self.normals(n * batch, scale: 1, "fields"))
    let slopes = Self.normals(n * batch, scale: 1, "slopes")
    func run(_ rows: Range<Int>) -> (m: [Double], implicit: [Double], unrolled: [Double]) {
      let range = rows.lowerBound * n..<rows.upperBound * n
      var meanField = MeanField(couplings: w)
      var m = Array(repeating: 0.0, count: range.count)
      let start = m
      _ = meanField.solve(&m, fields: Array(x[range]))
      let implicit = meanField.implicitGradient(of: Array(slopes[range]), at: m, fields: Array(x[range])).gradient
      let unrolled = meanField.unrolledGradient(
        of: Array(slopes[range]), from: start, fields: Array(x[range]), sweeps: 4)
      return (m, implicit.fields, unrolled.fields)
    }
    let whole = run(0..<batch)
    for cuts in [[0, 1, 26], [0, 9, 10, 26], [0, 13, 26]] {
      let parts = zip(cuts, cuts.dropFirst()).map { run($0..<$1) }
      #expect(parts.flatMap(\.m) == whole.m)
      #expect(parts.flatMap(\.implicit) == whole.implicit)
      #expect(parts.flatMap(\.unrolled) == whole.unrolled)
    }
  }

  /// One spin in a field x: m = tanh βx, ∂m/∂x = β(1 − m²), ∂m/∂β = x(1 − m²).
  @Test func oneSpinIsKnown() {
    let x = [-1.5, 0, 0.2, 3]
    var meanField = MeanField(couplings: [[0]], beta: 0.8)
    var m = Array(repeating: 0.0, count: 4)
    #expect(meanField.solve(&m, fields: x).isComplete)
    let (gradient, convergence) = meanField.implicitGradient(of: [1, 1, 1, 1], at: m, fields: x)
    #expect(convergence.isComplete)
    let exact = x.map { tanh(0.8 * $0) }
    #expect(Self.distance(m, exact) < 1e-15)
    #expect(Self.distance(gradient.fields, exact.map { 0.8 * (1 - $0 * $0) }) < 1e-15)
    #expect(abs(gradient.beta - zip(x, exact).reduce(0) { $0 + $1.0 * (1 - $1.1 * $1.1) }) < 1e-14)
    // ∂m/∂W_11 = β(1 − m²)m at W = 0.
    #expect(abs(gradient.couplings[0, 0] - exact.reduce(0) { $0 + 0.8 * (1 - $1 * $1) * $1 }) < 1e-14)
  }

  @Test func otherCouplingsReplaceTheOld() {
    let (n, x) = (20, Self.normals(60, scale: 1, "fields"))
    var changed = MeanField(couplings: Self.couplings(n, isSymmetric: true))
    changed.setCouplings(Self.couplings(n, isSymmetric: false))
    var fresh = MeanField(couplings: Self.couplings(n, isSymmetric: false))
    var (a, b) = (Array(repeating: 0.0, count: 60), Array(repeating: 0.0, count: 60))
    _ = changed.solve(&a, fields: x)
    _ = fresh.solve(&b, fields: x)
    #expect(a == b)
    #expect(
      changed.implicitGradient(of: x, at: a, fields: x).gradient
        == fresh.implicitGradient(of: x, at: b, fields: x).gradient)
  }
}
