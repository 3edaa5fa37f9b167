import Foundation
import LinearAlgebra
import Matrices
import Randomness
import Testing

@Suite struct MatrixTests {
  @Test func entriesAndShapes() {
    var a = Matrix([[1, 2, 3], [4, 5, 6]])
    #expect(a[1, 0] == 4 && a.row(1) == [4, 5, 6] && a.column(2) == [3, 6])
    #expect(a.transpose == Matrix([[1, 4], [2, 5], [3, 6]]) && a.transpose.transpose == a)
    a[0, 1] = -7
    #expect(a.entries == [1, -7, 3, 4, 5, 6] && a.largestEntry == 7 && !a.isSquare)
    #expect(Matrix.diagonal([1, 2]) == Matrix([[1, 0], [0, 2]]) && Matrix.identity(0).entries.isEmpty)
    #expect(Matrix([[1, 2], [2, 1]]).isSymmetric() && !Matrix([[1, 2], [2.1, 1]]).isSymmetric())
    #expect(a.description == "1.0 -7.0 3.0\n4.0 5.0 6.0")
  }

  @Test func arithmetic() {
    let (a, b) = (Matrix([[1, 2], [3, 4]]), Matrix([[0, 1], [-1, 2]]))
    #expect(a * b == Matrix([[-2, 5], [-4, 11]]) && a * [1, -1] == [-1, -1])
    #expect(
      a + b == Matrix([[1, 3], [2, 6]]) && a - b == Matrix([[1, 1], [4, 2]]) && -a == Matrix([[-1, -2], [-3, -4]]))
    #expect(a.trace == 5 && a.symmetricPart + a.antisymmetricPart == a && a.antisymmetricPart.diagonal == [0, 0])
    #expect(Matrix([[1, 2, 3]]) * Matrix([[4], [5], [6]]) == Matrix([[32]]))
    #expect(Matrix.zeros(2, 0) * Matrix.zeros(0, 3) == .zeros(2, 3))
  }

  @Test func survivesCoding() throws {
    let a = Matrix([[1.5, -2], [0.1, 4]])
    #expect(try JSONDecoder().decode(Matrix.self, from: JSONEncoder().encode(a)) == a)
  }

  /// A rotation by θ: e^{θ J} with J = [[0, −1], [1, 0]], also where the exponent must be halved.
  @Test(arguments: [0.0, 1e-8, 0.3, 2, 40])
  func exponentialOfARotation(angle: Double) {
    let rotation = (angle * Matrix([[0, -1], [1, 0]])).exponential
    #expect(distance(rotation, Matrix([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])) < 1e-13)
  }

  /// Jordan's block: e^{[[a, 1], [0, a]]} = e^a [[1, 1], [0, 1]]. And e^A e^{−A} = 1, for random A.
  @Test func exponentials() {
    #expect(distance(Matrix([[-3, 1], [0, -3]]).exponential, exp(-3) * Matrix([[1, 1], [0, 1]])) < 1e-15)
    var random = RandomStream(seed: 20)
    for order in 1...8 {
      let a = randomMatrix(order, order, &random)
      #expect(distance(a.exponential * (-a).exponential, .identity(order)) < 1e-11)
      #expect(distance((2 * a).exponential, a.exponential * a.exponential) < 1e-12)
    }
    // Negative control: exponentials multiply only where the exponents commute.
    let (a, b) = (Matrix([[0, 1], [0, 0]]), Matrix([[0, 0], [1, 0]]))
    #expect(distance((a + b).exponential, a.exponential * b.exponential) > 0.1)
  }
}
