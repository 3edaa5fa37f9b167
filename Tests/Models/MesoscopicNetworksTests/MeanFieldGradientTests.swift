import Foundation
import Matrices
import MesoscopicNetworks
import Randomness
import Testing

@Suite struct MeanFieldGradientTests {
  let n = 6, batch = 11, beta = 1.2
  let x = MeanFieldTests.normals(66, scale: 1, "fields"), slopes = MeanFieldTests.normals(66, scale: 1, "slopes")
  let start = MeanFieldTests.normals(66, scale: 0.2, "start")

  /// Σ slope · m at the fixed point, or after some sweeps.
  func loss(_ w: Matrix, _ x: [Double], _ beta: Double, sweeps: Int?) -> Double {
    var meanField = MeanField(couplings: w, beta: beta)
    var m = start
    if let sweeps {
      meanField.sweep(&m, fields: x, sweeps: sweeps, damping: 0.2)
    } else {
      _ = meanField.solve(&m, fields: x, iteration: FixedPointIteration(tolerance: 1e-15, limit: 300))
    }
    return zip(slopes, m).reduce(0) { $0 + $1.0 * $1.1 }
  }

  func gradient(_ w: Matrix, sweeps: Int?) -> MeanFieldGradient {
    var meanField = MeanField(couplings: w, beta: beta)
    if let sweeps {
      return meanField.unrolledGradient(of: slopes, from: start, fields: x, sweeps: sweeps, damping: 0.2)
    }
    var m = start
    _ = meanField.solve(&m, fields: x)
    let (gradient, convergence) = meanField.implicitGradient(of: slopes, at: m, fields: x)
    #expect(convergence.isComplete)
    return gradient
  }

  /// Against central differences of step h: their error is h² times a third derivative, plus 10⁻¹⁵/h.
  @Test(arguments: [false, true], [nil, 1, 2, 7])
  func gradientsAreThoseOfTheLoss(isSymmetric: Bool, sweeps: Int?) {
    let w = MeanFieldTests.couplings(n, isSymmetric: isSymmetric)
    let gradient = gradient(w, sweeps: sweeps)
    let h = 1e-4
    func moved(_ values: [Double], _ place: Int, _ by: Double) -> [Double] {
      var values = values
      values[place] += by
      return values
    }
    func difference(_ f: (Double) -> Double) -> Double { (f(h) - f(-h)) / (2 * h) }
    let couplings = Matrix(rows: n, columns: n) { i, j in
      difference {
        var moved = w
        moved[i, j] += $0
        return loss(moved, x, beta, sweeps: sweeps)
      }
    }
    let fields = x.indices.map { i in difference { loss(w, moved(x, i, $0), beta, sweeps: sweeps) } }
    #expect((gradient.couplings - couplings).largestEntry < 1e-6)
    #expect(MeanFieldTests.distance(gradient.fields, fields) < 1e-6)
    #expect(abs(gradient.beta - difference { loss(w, x, beta + $0, sweeps: sweeps) }) < 1e-6)
    // Controls: the other sign, the transpose, and the gradient of another number of sweeps.
    #expect((-gradient.couplings - couplings).largestEntry > 1e-2)
    #expect((gradient.couplings - couplings.transpose).largestEntry > 1e-2)
    #expect((self.gradient(w, sweeps: (sweeps ?? 2) + 1).couplings - couplings).largestEntry > 1e-4)
  }

  @Test(arguments: [false, true])
  func manySweepsGiveTheImplicitGradient(isSymmetric: Bool) {
    let w = MeanFieldTests.couplings(n, isSymmetric: isSymmetric)
    let (implicit, unrolled) = (gradient(w, sweeps: nil), gradient(w, sweeps: 200))
    #expect((implicit.couplings - unrolled.couplings).largestEntry < 1e-10)
    #expect(MeanFieldTests.distance(implicit.fields, unrolled.fields) < 1e-10)
    #expect(abs(implicit.beta - unrolled.beta) < 1e-10)
  }

  /// W = ((0, −3), (3, 0)) has the eigenvalues ±3i: around m = 0 sweeps spiral outwards, and so do those of the adjoint. With
  /// the damping d they are multiplied by d ± 3i(1 − d), of modulus below 1 for d > 0.8.
  @Test func divergenceIsSaid() {
    var meanField = MeanField(couplings: [[0, -3], [3, 0]])
    var m = [0.1, 0, 0, 0.1]
    #expect(meanField.solve(&m, fields: [0, 0, 0, 0]).failures == [0, 1])
    let zero = [0.0, 0, 0, 0]
    let (gradient, convergence) = meanField.implicitGradient(of: [1, 2, 0, 0], at: zero, fields: zero)
    // The second sample has nothing to pass on and is done at once.
    #expect(convergence.failures == [0] && convergence.sweeps < 50)
    #expect(gradient.fields == zero && gradient.couplings == .zeros(2, 2))
    let damped = FixedPointIteration(damping: 0.9)
    m = [0.1, 0, 0, 0.1]
    #expect(meanField.solve(&m, fields: zero, iteration: damped).isComplete)
    #expect(MeanFieldTests.distance(m, zero) < 1e-10)
    let solved = meanField.implicitGradient(of: [1, 2, 0, 0], at: zero, fields: zero, iteration: damped)
    #expect(solved.convergence.isComplete)
    // a = (1 − Wᵀ)⁻¹ (1, 2) = ((1, 3), (−3, 1)) (1, 2)/10.
    #expect(MeanFieldTests.distance(solved.gradient.fields, [0.7, -0.1, 0, 0]) < 1e-10)
  }

  @Test func emptyBatchHasNoGradient() {
    var meanField = MeanField(couplings: [[0, 1], [1, 0]])
    let (gradient, convergence) = meanField.implicitGradient(of: [], at: [], fields: [])
    #expect(convergence.isComplete && gradient.fields.isEmpty && gradient.couplings == .zeros(2, 2))
    #expect(meanField.unrolledGradient(of: [], from: [], fields: [], sweeps: 3) == gradient)
  }
}
