import LinearAlgebra
import Matrices
import Randomness

/// A matrix of independent standard normal numbers.
func randomMatrix(_ rows: Int, _ columns: Int, _ random: inout RandomStream) -> Matrix {
  Matrix(rows: rows, columns: columns) { _, _ in random.normal() }
}

/// A matrix whose eigenvalues have real parts of at most −½: normal numbers, shifted.
func stableMatrix(_ order: Int, _ random: inout RandomStream) throws -> Matrix {
  let matrix = randomMatrix(order, order, &random)
  return matrix - (try matrix.spectralAbscissa + 0.5) * .identity(order)
}

/// A symmetric positive definite matrix: B Bᵀ + 1.
func positiveMatrix(_ order: Int, _ random: inout RandomStream) -> Matrix {
  let b = randomMatrix(order, order, &random)
  return b * b.transpose + .identity(order)
}

/// How far apart two matrices are, in units of the largest entry of the second (at least 1).
func distance(_ a: Matrix, _ b: Matrix) -> Double { (a - b).largestEntry / max(1, b.largestEntry) }
