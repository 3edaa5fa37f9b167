import Foundation
import LinearAlgebra
import Matrices
import Randomness
import Testing

@Suite struct DecompositionTests {
  @Test func closedForms() throws {
    let a = Matrix([[2, 1], [1, 3]])
    #expect(distance(try a.inverse, 0.2 * Matrix([[3, -1], [-1, 2]])) < 1e-15)
    #expect(abs(try a.logDeterminant - log(5)) < 1e-15)
    #expect(distance(try Matrix([[4, 2], [2, 10]]).choleskyFactor, Matrix([[2, 0], [1, 3]])) < 1e-15)
    let x = try a.solve([3, 4])
    #expect(abs(x[0] - 1) < 1e-15 && abs(x[1] - 1) < 1e-15)
    // A determinant of 1e-400, which is no number of this format, has a logarithm.
    #expect(abs(try Matrix.diagonal([1e-200, 1e-200]).logDeterminant + 400 * log(10)) < 1e-12)
  }

  /// The eigenvalues of a symmetric chain, 2 cos(kπ/(n+1)) (hopping between n sites), and of a cyclic shift, the roots
  /// of 1.
  @Test func eigenvaluesOfChainsAndRings() throws {
    let n = 7
    let chain = Matrix(rows: n, columns: n) { abs($0 - $1) == 1 ? 1 : 0 }
    let exact = (1...n).map { 2 * cos(.pi * Double($0) / Double(n + 1)) }.sorted()
    for (value, exact) in zip(try chain.symmetricEigensystem.values, exact) { #expect(abs(value - exact) < 1e-14) }
    let ring = Matrix(rows: n, columns: n) { ($0 + 1) % n == $1 ? 1 : 0 }
    let roots = try ring.eigenvalues
    for k in 0..<n {
      let (c, s) = (cos(2 * .pi * Double(k) / Double(n)), sin(2 * .pi * Double(k) / Double(n)))
      #expect(roots.contains { abs($0.real - c) + abs($0.imaginary - s) < 1e-13 })
    }
    #expect(abs(try ring.spectralAbscissa - 1) < 1e-13)
    let pair = try Matrix([[0, 2], [-2, 0]]).eigenvalues.map(\.imaginary)
    #expect(abs(pair[0] - 2) < 1e-14 && abs(pair[1] + 2) < 1e-14)
    #expect(try Matrix.identity(0).eigenvalues.isEmpty)
  }

  @Test(arguments: [1, 2, 3, 5, 8, 30])
  func residualsVanish(order: Int) throws {
    var random = RandomStream(seed: 21)[order]
    for _ in 0..<5 {
      let a = positiveMatrix(order, &random)
      let b = randomMatrix(order, 3, &random)
      #expect(distance(a * (try a.solve(b)), b) < 1e-12)
      #expect(distance(a * (try a.inverse), .identity(order)) < 1e-12)
      let factor = try a.choleskyFactor
      #expect(distance(factor * factor.transpose, a) < 1e-14)
      let system = try a.symmetricEigensystem
      #expect(distance(a * system.vectors, system.vectors * .diagonal(system.values)) < 1e-13)
      #expect(distance(system.vectors.transpose * system.vectors, .identity(order)) < 1e-13)
      #expect(abs(try a.logDeterminant - system.values.reduce(0) { $0 + log($1) }) < 1e-12)
      // Trace and squares of the eigenvalues of a matrix without symmetry: Σλ = Tr A, Σλ² = Tr A².
      let c = randomMatrix(order, order, &random)
      let values = try c.eigenvalues
      #expect(abs(values.reduce(0) { $0 + $1.real } - c.trace) < 1e-12)
      let squares = values.reduce(0) { $0 + $1.real * $1.real - $1.imaginary * $1.imaginary }
      #expect(abs(squares - (c * c).trace) < 1e-11)
    }
  }

  /// On either side of order 32, above which LAPACK takes over, the same matrix bordered by a unit matrix has the same
  /// decompositions: neither knows of the other.
  @Test(arguments: [3, 6, 20])
  func smallMatricesAgreeWithLAPACK(order: Int) throws {
    var random = RandomStream(seed: 24)[order]
    func bordered(_ a: Matrix, by corner: Double) -> Matrix {
      Matrix(rows: 40, columns: 40) { $0 < order && $1 < order ? a[$0, $1] : $0 == $1 ? corner : 0 }
    }
    func corner(_ a: Matrix) -> Matrix { Matrix(rows: order, columns: order) { a[$0, $1] } }
    for _ in 0..<5 {
      let w = try stableMatrix(order, &random)
      let noise = positiveMatrix(order, &random)
      let large = bordered(w, by: -1)
      #expect(distance(corner(try large.inverse), try w.inverse) < 1e-11 * (try w.inverse.largestEntry))
      #expect(distance(corner(large.exponential), w.exponential) < 1e-13)
      let c = try w.stationaryCovariance(noise: noise)
      #expect(
        distance(corner(try large.stationaryCovariance(noise: bordered(noise, by: 2))), c) < 1e-11 * c.largestEntry)
      #expect(distance(corner(try bordered(noise, by: 1).choleskyFactor), try noise.choleskyFactor) < 1e-14)
      #expect(abs(try bordered(noise, by: 1).logDeterminant - noise.logDeterminant) < 1e-12)
      #expect(abs(try large.spectralAbscissa - w.spectralAbscissa) < 1e-12)
      for value in try w.eigenvalues {
        #expect(try large.eigenvalues.contains { hypot($0.real - value.real, $0.imaginary - value.imaginary) < 1e-11 })
      }
      let values = try bordered(noise, by: 1).symmetricEigensystem.values
      for value in try noise.symmetricEigensystem.values {
        #expect(values.contains { abs($0 - value) < 1e-13 * noise.largestEntry * Double(order) })
      }
    }
  }

  /// Matrices without a full set of eigenvectors, with eigenvalues of equal size, and with blocks that vanish: where an iteration
  /// is slow, or goes round in circles without unusual shifts.
  @Test(arguments: [2, 3, 4, 5, 12, 31])
  func hardMatricesConverge(order: Int) throws {
    let jordan = Matrix(rows: order, columns: order) { $0 == $1 ? -1 : $1 == $0 + 1 ? 1 : 0 }
    for value in try jordan.transpose.eigenvalues {
      // An error ε of the matrix is one of ε^(1/n) of a defective eigenvalue.
      #expect(hypot(value.real + 1, value.imaginary) < 2 * pow(1e-15, 1 / Double(order)))
    }
    let ring = Matrix(rows: order, columns: order) { ($0 + 1) % order == $1 ? 1 : 0 }
    for value in try ring.eigenvalues { #expect(abs(hypot(value.real, value.imaginary) - 1) < 1e-13) }
    #expect(try Matrix.zeros(order, order).eigenvalues.allSatisfy { $0.real == 0 && $0.imaginary == 0 })
    let rotation = Matrix(rows: order, columns: order) { abs($0 - $1) == 1 ? Double($1 - $0) : 0 }
    for value in try rotation.eigenvalues { #expect(abs(value.real) < 1e-13) }
    let huge = 1e200 * ring
    #expect(abs(try huge.spectralAbscissa / 1e200 - 1) < 1e-13)
  }

  /// Eigenvalues that nearly coincide, as those of the best networks do: shifts near to all of them nearly cancel.
  @Test(arguments: [2, 3, 4, 5, 8, 32])
  func eigenvaluesThatNearlyCoincide(order: Int) throws {
    var random = RandomStream(seed: 25)[order]
    for exponent in 6...16 {
      for isSymmetric in [true, false] {
        var a = Matrix(rows: order, columns: order) {
          $0 == $1 ? -1 : 0.5 + pow(10, -Double(exponent)) * random.uniform()
        }
        if isSymmetric { a = a.symmetricPart }
        let values = try a.eigenvalues.sorted { $0.real < $1.real }
        // −1.5 of every vector that adds up to zero, and (n − 1)/2 − 1 of the one that does not.
        let allowed = Double(order) * (pow(10, -Double(exponent)) + 1e-14)
        for value in values.dropLast() { #expect(hypot(value.real + 1.5, value.imaginary) < allowed) }
        #expect(abs(values[order - 1].real - (0.5 * Double(order) - 1.5)) < allowed)
      }
    }
  }

  @Test func whatCannotBeIsSaid() throws {
    #expect(throws: MatrixError.singular(reciprocalCondition: 0)) { try Matrix([[1, 2], [2, 4]]).inverse }
    let almost = Matrix([[1, 1], [1, 1 + 1e-16]])
    #expect(throws: MatrixError.self) { try almost.inverse }
    // Rounding hides the singularity of this one from the pivots, but not from the condition number.
    #expect(throws: MatrixError.self) { try Matrix([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, 0.8, 0.9]]).inverse }
    #expect(throws: MatrixError.notPositiveDefinite(order: 2)) { try Matrix([[1, 2], [2, 1]]).choleskyFactor }
    #expect(throws: MatrixError.notPositiveDefinite(order: 1)) { try Matrix([[-1]]).logDeterminant }
    #expect(MatrixError.notPositiveDefinite(order: 2).description.hasPrefix("The matrix is not positive definite"))
    // Badly conditioned, but not singular: allowed.
    #expect(try Matrix.diagonal([1, 1e-12]).inverse == .diagonal([1, 1e12]))
  }

  // MARK: - Covariances

  @Test func covarianceOfOneVariable() throws {
    let c = try Matrix([[-2]]).stationaryCovariance(noise: Matrix([[3]]))
    #expect(abs(c[0, 0] - 0.75) < 1e-15, "⟨x²⟩ = D/k, D = 3/2, k = 2")
  }

  @Test(arguments: [1, 2, 3, 5, 8, 30])
  func covariancesSolveTheirEquation(order: Int) throws {
    var random = RandomStream(seed: 22)[order]
    for _ in 0..<5 {
      let w = try stableMatrix(order, &random)
      let noise = positiveMatrix(order, &random)
      let c = try w.stationaryCovariance(noise: noise)
      let size = w.largestEntry * c.largestEntry
      #expect((w * c + c * w.transpose + noise).largestEntry < 1e-12 * max(1, size))
      #expect(c == c.transpose)
      _ = try c.choleskyFactor
      // Negative control: the covariance of Wᵀ is another one.
      if order > 1 {
        let other = try w.transpose.stationaryCovariance(noise: noise)
        #expect((w * other + other * w.transpose + noise).largestEntry > 1e-3 * size)
      }
    }
  }

  /// C = ∫ e^{Wt} Q e^{Wᵀt} dt: after a time t, C − e^{Wt} C e^{Wᵀt} of it has been filled.
  @Test func covarianceIsWhatNoiseFills() throws {
    var random = RandomStream(seed: 23)
    let w = try stableMatrix(4, &random)
    let noise = positiveMatrix(4, &random)
    let c = try w.stationaryCovariance(noise: noise)
    // Simpson's rule over 0...2 with 400 intervals.
    let h = 2.0 / 400
    var sum = Matrix.zeros(4, 4)
    for k in 0...400 {
      let propagator = (Double(k) * h * w).exponential
      let weight = k == 0 || k == 400 ? 1.0 : k.isMultiple(of: 2) ? 2 : 4
      sum = sum + (weight * h / 3) * (propagator * noise * propagator.transpose)
    }
    let decay = (2 * w).exponential
    #expect(distance(sum, c - decay * c * decay.transpose) < 1e-7)
  }

  @Test func unstableOnesHaveNone() {
    #expect(throws: MatrixError.notStable(largestRealPart: 1)) {
      try Matrix.diagonal([-1, 1]).stationaryCovariance(noise: .identity(2))
    }
    #expect(throws: MatrixError.self) { try Matrix([[0, 1], [-1, 0]]).stationaryCovariance(noise: .identity(2)) }
    #expect(throws: MatrixError.notStable(largestRealPart: 0)) {
      try Matrix([[-1, 1], [1, -1]]).stationaryCovariance(noise: .identity(2))
    }
  }
}
