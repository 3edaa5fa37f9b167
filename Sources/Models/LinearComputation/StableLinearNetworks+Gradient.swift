import ElementaryFunctions
import LinearAlgebra
import Matrices
import Optimisation

extension StableLinearNetworks {
  /// L and the barrier with their gradients; nil outside of the edge of stability or of the bound.
  package func evaluate(_ point: [Double], price: Double, within bound: Double) -> InteriorMaximum.Evaluation? {
    guard point.allSatisfy({ abs($0) < bound }) else { return nil }
    let w = couplings(at: point)
    guard let edge = try? edgeBarrier(w), let merit = try? merit(w, price: price) else { return nil }
    let room = point.map { bound * bound - $0 * $0 }
    let walls = zip(point, room).map { 2 * $0 / $1 }
    return InteriorMaximum.Evaluation(
      value: merit.value, gradient: entries(merit.gradient),
      barrier: edge.value - room.reduce(0) { $0 + Elementary.log($1) },
      barrierGradient: zip(entries(edge.gradient), walls).map { $0 + $1 })
  }

  /// The maximum of L that is reached from a point among the networks all of whose modes but one decay at the rate `margin`; nil
  /// where the search leaves the stable ones.
  ///
  /// A = W + margin has the trace t = −N(1 − margin), so that these are the networks with Tr Aᵏ = tᵏ, k = 2…N: A has the eigenvalue
  /// t, and 0 for all others. That is smooth in the couplings, d Tr Aᵏ = k Tr(Aᵏ⁻¹dA), where the eigenvalues are not: of a
  /// network with its sums right to 1e-12 those that coincide are so to the (N − 1)th root of that.
  func alongTheEdge(from start: [Double], price: Double, within bound: Double) -> Maximum? {
    let n = task.weights.count
    let trace = -Double(n) * (1 - margin)
    let box = GlobalMaximum(lower: start.map { _ in -bound }, upper: start.map { _ in bound })
    let maximum = box.climbing(
      from: start, count: n - 1, tolerance: 1e-12 * max(1, product(of: abs(trace), times: n)),
      where: { point in
        let a = couplings(at: point) + margin * .identity(n)
        var power = Matrix.identity(n)
        return (2...n).map { k in
          power = power * a
          return GlobalMaximum.Slope(
            value: (power * a).trace - product(of: trace, times: k),
            gradient: coordinates(of: Double(k) * power.transpose))
        }
      },
      { point in
        guard let merit = try? merit(couplings(at: point), price: price), merit.value.isFinite else {
          return GlobalMaximum.Slope(value: -1e3, gradient: point.map { _ in 0 })
        }
        return GlobalMaximum.Slope(value: merit.value, gradient: coordinates(of: merit.gradient))
      })
    guard let maximum, let abscissa = try? couplings(at: maximum.point).spectralAbscissa, abscissa < -0.99 * margin
    else { return nil }
    return maximum
  }

  private func product(of base: Double, times count: Int) -> Double {
    (0..<count).reduce(1) { power, _ in power * base }
  }

  /// The derivatives by the coordinates from those by the entries of W: a symmetric coupling stands at two places.
  private func entries(_ gradient: Matrix) -> [Double] {
    let whole = wiring == .symmetric ? gradient + gradient.transpose : gradient
    return coordinates(of: whole)
  }

  /// ln Tr P, (W + m)P + P(W + m)ᵀ + 1 = 0, and its gradient 2QP/Tr P, where Q solves the transposed equation.
  private func edgeBarrier(_ w: Matrix) throws(MatrixError) -> (value: Double, gradient: Matrix) {
    let one = Matrix.identity(w.rows)
    let shifted = w + margin * one
    let p = try shifted.stationaryCovariance(noise: one)
    let q = try shifted.transpose.stationaryCovariance(noise: one)
    guard p.trace.isFinite, p.trace > 0 else { throw .notConverged }
    return (Elementary.log(p.trace), (2 / p.trace) * (q * p))
  }

  /// L and its gradient by the entries of W.
  ///
  /// −W s = x + η is the input with the noise η, of covariance N = W C Wᵀ. So I = −½ ln(1 − qᵀu/C_y) with q = C_x w₀ and
  /// (C_x + N)u = q, and σ = Tr N/D + Tr W. A change of W changes N by dW C Wᵀ + W C dWᵀ + W dC Wᵀ, and dC obeys the
  /// Lyapunov equation of C with the source dW C + C dWᵀ; the solution Y of the transposed equation with the source
  /// κ(Wᵀu)(Wᵀu)ᵀ + (α/D)WᵀW, where κ = 1/(2C_y(1 − qᵀu/C_y)), turns that into a trace with Y.
  private func merit(_ w: Matrix, price: Double) throws(MatrixError) -> (value: Double, gradient: Matrix) {
    let one = Matrix.identity(w.rows)
    let perDiffusion = 2 / noise
    let c = try w.stationaryCovariance(noise: noise * one)
    let lagged = w * c
    let inputNoise = (lagged * w.transpose).symmetricPart
    let q = task.inputAnswerCovariance
    let u = try (task.inputCovariance + inputNoise).solve(q)
    let left = 1 - zip(q, u).reduce(0) { $0 + $1.0 * $1.1 } / task.answerVariance
    guard left > 0 else { throw .notPositiveDefinite(order: w.rows) }
    let kappa = 1 / (2 * task.answerVariance * left)
    let v = w.transpose * u
    let outer = Matrix(column: v) * Matrix(rows: 1, columns: v.count, entries: v)
    let source = kappa * outer + (price * perDiffusion) * (w.transpose * w)
    let y = try w.transpose.stationaryCovariance(noise: source.symmetricPart)
    let cv = c * v
    let direct = Matrix(column: u) * Matrix(rows: 1, columns: cv.count, entries: cv)
    let sigma = perDiffusion * inputNoise.trace + w.trace
    return (
      -0.5 * Elementary.log(left) - price * sigma,
      -2 * (kappa * direct + (price * perDiffusion) * lagged + y * c) - price * one
    )
  }
}
