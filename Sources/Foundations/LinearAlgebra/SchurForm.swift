import Matrices

/// The real Schur form W = U T Uᵀ of a square matrix: T is upper triangular but for blocks of two on its diagonal, which hold
/// complex eigenvalues, and U is orthogonal.
///
/// The operations and their order are fixed, so that the result has the same bits on every processor.
struct SchurForm {
  let triangle: Matrix
  let vectors: Matrix
  /// Where the blocks of the diagonal begin, in order; each ends where the next begins.
  let blocks: [Int]

  /// - Throws: ``MatrixError/notConverged``.
  init(_ matrix: Matrix) throws(MatrixError) {
    let order = matrix.rows
    // The products of the iteration must neither overflow nor vanish. A power of two changes no digit.
    let size = matrix.largestEntry
    let unit = size > 1e100 || (size < 1e-100 && size > 0) ? powerOfTwo(near: size) : 1
    var triangle = matrix.entries.map { $0 / unit }
    var vectors = Matrix.identity(order).entries
    let isDone = triangle.withUnsafeMutableBufferPointer { triangle in
      vectors.withUnsafeMutableBufferPointer { vectors in
        FrancisIteration(order: order, triangle: triangle, vectors: vectors).run()
      }
    }
    guard isDone else { throw .notConverged }
    blocks = (0..<order).filter { $0 == 0 || triangle[$0 * order + $0 - 1] == 0 }
    self.triangle = Matrix(rows: order, columns: order, entries: triangle.map { $0 * unit })
    self.vectors = Matrix(rows: order, columns: order, entries: vectors)
  }

  /// The eigenvalues, along the diagonal; of a pair the one with the positive imaginary part first.
  var eigenvalues: [Eigenvalue] {
    zip(blocks, blocks.dropFirst() + [triangle.rows]).flatMap { start, end -> [Eigenvalue] in
      guard end - start == 2 else { return [Eigenvalue(real: triangle[start, start], imaginary: 0)] }
      let (corner, other) = (triangle[start, start], triangle[start + 1, start + 1])
      let (right, left) = (triangle[start, start + 1], triangle[start + 1, start])
      let half = 0.5 * (corner - other)
      let unit = powerOfTwo(near: max(abs(half), abs(right), abs(left)))
      let discriminant = (half / unit) * (half / unit) + (right / unit) * (left / unit)
      let imaginary = unit * (-discriminant).squareRoot()
      return [1, -1].map { Eigenvalue(real: other + half, imaginary: $0 * imaginary) }
    }
  }
}

/// The power of two below a positive number.
private func powerOfTwo(near size: Double) -> Double {
  Double(sign: .plus, exponent: max(Double.leastNormalMagnitude.exponent, size.exponent), significand: 1)
}

/// The way to the Schur form: reflections make the matrix zero below its first subdiagonal, and steps with two shifts, the
/// eigenvalues of the last block of two, make one subdiagonal entry after the other vanish.
///
/// Source: J. G. F. Francis, Comput. J. 4, 265 and 332 (1961); G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed.,
/// Johns Hopkins (2013), Secs. 7.4 and 7.5.
private struct FrancisIteration {
  let order: Int
  /// The matrix, and what all reflections so far are together; row by row.
  let triangle, vectors: UnsafeMutableBufferPointer<Double>

  private subscript(i: Int, j: Int) -> Double {
    get { triangle[i * order + j] }
    nonmutating set { triangle[i * order + j] = newValue }
  }

  /// Returns whether it converged.
  func run() -> Bool {
    for column in 0..<max(0, order - 2) { clear(column) }
    return iterate()
  }

  // MARK: - To Hessenberg form

  /// Makes zeros below the first subdiagonal of a column.
  private func clear(_ column: Int) {
    guard let reflection = Reflection((column + 1..<order).map { self[$0, column] }) else { return }
    for j in column..<order { reflection.apply(to: triangle, from: (column + 1) * order + j, step: order) }
    for i in 0..<order { reflection.apply(to: triangle, from: i * order + column + 1, step: 1) }
    for i in 0..<order { reflection.apply(to: vectors, from: i * order + column + 1, step: 1) }
    for i in column + 2..<order { self[i, column] = 0 }
  }

  // MARK: - The iteration

  /// The steps that one eigenvalue may take; a handful is usual.
  private static let limit = 120

  private func iterate() -> Bool {
    let size = triangle.reduce(0) { max($0, abs($1)) }
    var last = order - 1
    var steps = 0
    while last > 0 {
      let first = startOfBlock(endingAt: last, size: size)
      if first >= last - 1 {
        if first == last - 1 { split(at: first) }
        last = first - 1
        steps = 0
      } else {
        guard steps < Self.limit else { return false }
        steps += 1
        step(first, last, isUnusual: steps % 10 == 0)
      }
    }
    return true
  }

  /// The first row of the unreduced block that ends at a row; the negligible entry before it is set to zero.
  private func startOfBlock(endingAt last: Int, size: Double) -> Int {
    var first = last
    while first > 0 {
      let neighbours = abs(self[first - 1, first - 1]) + abs(self[first, first])
      if abs(self[first, first - 1]) <= 0.5 * .ulpOfOne * (neighbours > 0 ? neighbours : size) {
        self[first, first - 1] = 0
        break
      }
      first -= 1
    }
    return first
  }

  /// One step within rows and columns `first...last`, of which there are at least three.
  ///
  /// - Parameter isUnusual: whether other shifts than the usual ones are taken, which ends a cycle.
  private func step(_ first: Int, _ last: Int, isUnusual: Bool) {
    var bulge = firstColumn(first, last, isUnusual: isUnusual)
    for row in first..<last {
      let start = max(first, row - 1)
      if let reflection = ShortReflection(bulge) {
        reflect(by: reflection, at: row, columns: start..<order, rows: 0..<min(row + 4, last + 1))
      }
      if row > first {
        self[row + 1, row - 1] = 0
        if row + 2 <= last { self[row + 2, row - 1] = 0 }
      }
      bulge = SIMD3(
        self[row + 1, row], row + 2 <= last ? self[row + 2, row] : 0, row + 3 <= last ? self[row + 3, row] : 0)
    }
  }

  /// The first column of (H − a)(H − b), where a and b are the shifts. It is made of differences of diagonal entries, as its
  /// terms nearly cancel where eigenvalues nearly coincide.
  private func firstColumn(_ first: Int, _ last: Int, isUnusual: Bool) -> SIMD3<Double> {
    let head = self[first, first], below = self[first + 1, first]
    var corner = self[last, last] - head, above = self[last - 1, last - 1] - head
    var product = self[last - 1, last] * self[last, last - 1]
    if isUnusual {
      let size = abs(self[last, last - 1]) + abs(self[last - 1, last - 2])
      corner += 0.75 * size
      above = corner
      product = -0.4375 * size * size
    }
    return SIMD3(
      above * corner - product + self[first, first + 1] * below,
      below * (self[first + 1, first + 1] - head - above - corner), below * self[first + 2, first + 1])
  }

  /// Makes a block of two that has real eigenvalues upper triangular.
  private func split(at place: Int) {
    let half = 0.5 * (self[place, place] - self[place + 1, place + 1])
    let discriminant = half * half + self[place, place + 1] * self[place + 1, place]
    guard discriminant >= 0 else { return }
    // Turns the eigenvector (z, T₂₁) of the eigenvalue T₂₂ + z into the first axis; z has no cancellation.
    let z = half + (half >= 0 ? 1 : -1) * discriminant.squareRoot()
    guard let reflection = ShortReflection(SIMD3(z, self[place + 1, place], 0)) else { return }
    reflect(by: reflection, at: place, columns: place..<order, rows: 0..<place + 2)
    self[place + 1, place] = 0
  }

  /// Applies a reflection to the rows from `place` on within some columns, to the columns from there within some rows, and to
  /// the vectors.
  private func reflect(by reflection: ShortReflection, at place: Int, columns: Range<Int>, rows: Range<Int>) {
    let size = min(3, order - place)
    for j in columns { reflection.apply(to: triangle, from: place * order + j, step: order, size: size) }
    for i in rows { reflection.apply(to: triangle, from: i * order + place, step: 1, size: size) }
    for i in 0..<order { reflection.apply(to: vectors, from: i * order + place, step: 1, size: size) }
  }
}

/// The reflection 1 − 2vvᵀ/vᵀv that turns a vector into a multiple of its first axis.
private struct Reflection {
  private let v: [Double]
  /// 2/vᵀv.
  private let scale: Double

  /// - Returns: nil where the vector lies on the axis.
  init?(_ vector: [Double]) {
    let size = vector.reduce(0) { max($0, abs($1)) }
    guard vector.dropFirst().contains(where: { $0 != 0 }), size.isFinite else { return nil }
    var v = vector.map { $0 / size }
    let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
    v[0] += v[0] >= 0 ? length : -length
    self.v = v
    scale = 2 / v.reduce(0) { $0 + $1 * $1 }
  }

  /// Reflects numbers that stand in equal steps.
  func apply(to numbers: UnsafeMutableBufferPointer<Double>, from first: Int, step: Int) {
    var sum = 0.0
    for place in v.indices { sum += v[place] * numbers[first + place * step] }
    sum *= scale
    for place in v.indices { numbers[first + place * step] -= sum * v[place] }
  }
}

/// The same for vectors of two or three components, the third of which may be zero.
private struct ShortReflection {
  private let v: SIMD3<Double>
  private let scale: Double

  init?(_ vector: SIMD3<Double>) {
    let size = max(abs(vector.x), abs(vector.y), abs(vector.z))
    guard vector.y != 0 || vector.z != 0, size.isFinite else { return nil }
    var v = vector / size
    let length = (v.x * v.x + v.y * v.y + v.z * v.z).squareRoot()
    v.x += v.x >= 0 ? length : -length
    self.v = v
    scale = 2 / (v.x * v.x + v.y * v.y + v.z * v.z)
  }

  /// - Parameter size: how many numbers there are; where there are two, the third component is zero.
  func apply(to numbers: UnsafeMutableBufferPointer<Double>, from first: Int, step: Int, size: Int) {
    let two = first + step
    var sum = v.x * numbers[first] + v.y * numbers[two]
    if size > 2 { sum += v.z * numbers[two + step] }
    sum *= scale
    numbers[first] -= sum * v.x
    numbers[two] -= sum * v.y
    if size > 2 { numbers[two + step] -= sum * v.z }
  }
}
