import KernelMemory

/// Products with the couplings W, and with the matrix F of a quadratic function of the spins that is made of them.
protocol CouplingProducts: ~Copyable {
  init(_ couplings: CouplingMatrix)

  /// W v and Wᵀ v.
  func multiply(_ v: borrowing Blocks, into product: borrowing Blocks, transposed: borrowing Blocks)

  /// Adds Σ step·W_ij over `count` spins j and their steps to number i, for all i.
  func addColumns(_ spins: borrowing Blocks, times steps: borrowing Blocks, count: Int, to values: borrowing Blocks)

  /// Keeps the matrix F, if that is worth its memory.
  mutating func keep(_ form: borrowing QuadraticForm)

  /// Whether F is kept, so that a product can be followed flip by flip.
  static var keepsForms: Bool { get }

  /// The same with F, where it is kept.
  func addColumnsOfForm(
    _ spins: borrowing Blocks, times steps: borrowing Blocks, count: Int, to values: borrowing Blocks)
}

/// ``CouplingProducts`` of dense couplings, in whole columns: N² numbers, and N² more for F.
struct DenseProducts: CouplingProducts, ~Copyable {
  private let count: Int
  private let columns: DenseColumns
  private var form: Blocks

  init(_ couplings: CouplingMatrix) {
    count = couplings.spins
    columns = DenseColumns(couplings, diagonal: 0) { $0 }
    form = Blocks(capacity: 0)
  }

  func multiply(_ v: borrowing Blocks, into product: borrowing Blocks, transposed: borrowing Blocks) {
    product.fill(with: 0)
    for j in 0..<count {
      let factor = SIMD8(repeating: v[j])
      var sum = SIMD8<Double>()
      for block in 0..<columns.blocks {
        let column = columns[column: j, block: block]
        product[block: block] = product[block: block] + factor * column
        sum += v[block: block] * column
      }
      transposed[j] = total(sum)
    }
  }

  func addColumns(_ spins: borrowing Blocks, times steps: borrowing Blocks, count: Int, to values: borrowing Blocks) {
    Self.add(count, values) { steps[$0] * columns[column: spins[integer: $0], block: $1] }
  }

  func addColumnsOfForm(
    _ spins: borrowing Blocks, times steps: borrowing Blocks, count: Int, to values: borrowing Blocks
  ) {
    Self.add(count, values) { steps[$0] * form[block: spins[integer: $0] &* columns.blocks &+ $1] }
  }

  /// Adds terms to each block, which stays in a register meanwhile; two sums side by side.
  @inline(__always)
  private static func add(
    _ count: Int, _ values: borrowing Blocks, _ term: (_ number: Int, _ block: Int) -> SIMD8<Double>
  ) {
    for block in 0..<values.count {
      var (even, odd) = (values[block: block], SIMD8<Double>())
      for pair in 0..<count / 2 {
        even += term(2 &* pair, block)
        odd += term(2 &* pair &+ 1, block)
      }
      if count % 2 == 1 { even += term(count &- 1, block) }
      values[block: block] = even + odd
    }
  }

  mutating func keep(_ form: borrowing QuadraticForm) {
    let memory = Blocks(capacity: 8 * columns.blocks * count)
    let unit = Blocks(capacity: count)
    let column = Blocks(capacity: count)
    for j in 0..<count {
      unit[j] = 1
      form.apply(to: unit, self, into: column)
      unit[j] = 0
      for block in 0..<columns.blocks { memory[block: j * columns.blocks + block] = column[block: block] }
    }
    self.form = memory
  }

  static var keepsForms: Bool { true }
}

/// ``CouplingProducts`` of sparse couplings, neighbour by neighbour: F has too many neighbours to be kept.
struct SparseProducts: CouplingProducts, ~Copyable {
  private let count: Int
  private let columns: SparseColumns

  init(_ couplings: CouplingMatrix) {
    count = couplings.spins
    columns = SparseColumns(couplings) { $0 }
  }

  func multiply(_ v: borrowing Blocks, into product: borrowing Blocks, transposed: borrowing Blocks) {
    product.fill(with: 0)
    for j in 0..<count {
      let factor = v[j]
      var sum = 0.0
      for entry in columns.entries(ofColumn: j) {
        let (target, value) = (columns.target(entry), columns[entry])
        product[target] = product[target] + factor * value
        sum += v[target] * value
      }
      transposed[j] = sum
    }
  }

  func addColumns(_ spins: borrowing Blocks, times steps: borrowing Blocks, count: Int, to values: borrowing Blocks) {
    for number in 0..<count {
      let step = steps[number]
      for entry in columns.entries(ofColumn: spins[integer: number]) {
        let target = columns.target(entry)
        values[target] = values[target] + step * columns[entry]
      }
    }
  }

  mutating func keep(_ form: borrowing QuadraticForm) {}
  static var keepsForms: Bool { false }
  func addColumnsOfForm(
    _ spins: borrowing Blocks, times steps: borrowing Blocks, count: Int, to values: borrowing Blocks
  ) {}
}

/// A quadratic function ½ s·F s of the spins, with F = a(W + Wᵀ) + b WᵀW + c WWᵀ + d(WW + WᵀWᵀ) without its diagonal, which
/// would add a constant.
struct QuadraticForm: ~Copyable {
  /// a, b, c and d.
  let weights: [Double]
  /// The diagonals of WᵀW, WWᵀ and WW + WᵀWᵀ.
  let diagonals: [[Double]]
  private let product, transposed, mixed, other: Blocks

  init(weights: [Double], diagonals: [[Double]], spins: Int) {
    self.weights = weights
    self.diagonals = diagonals
    product = Blocks(capacity: spins)
    transposed = Blocks(capacity: spins)
    mixed = Blocks(capacity: spins)
    other = Blocks(capacity: spins)
  }

  /// The diagonals of WᵀW, WWᵀ and WW + WᵀWᵀ.
  static func diagonals(of couplings: CouplingMatrix) -> [[Double]] {
    var diagonals = Array(repeating: Array(repeating: 0.0, count: couplings.spins), count: 3)
    for j in 0..<couplings.spins {
      for entry in couplings.starts[j]..<couplings.starts[j + 1] {
        let (i, strength) = (couplings.targets[entry], couplings.strengths[entry])
        diagonals[0][j] += strength * strength
        diagonals[1][i] += strength * strength
        diagonals[2][j] += 2 * strength * couplings[j, i]
      }
    }
    return diagonals
  }

  /// F v.
  func apply<P: CouplingProducts & ~Copyable>(
    to v: borrowing Blocks, _ products: borrowing P, into result: borrowing Blocks
  ) {
    let (a, b, c, d) = (weights[0], weights[1], weights[2], weights[3])
    products.multiply(v, into: product, transposed: transposed)
    for block in 0..<result.count {
      let (w, t) = (product[block: block], transposed[block: block])
      result[block: block] = a * (w + t)
      mixed[block: block] = c * t + d * w
      other[block: block] = b * w + d * t
    }
    products.multiply(mixed, into: product, transposed: transposed)
    for block in 0..<result.count { result[block: block] = result[block: block] + product[block: block] }
    products.multiply(other, into: product, transposed: transposed)
    for block in 0..<result.count { result[block: block] = result[block: block] + transposed[block: block] }
    for (place, diagonal) in diagonals.enumerated() {
      for spin in 0..<diagonal.count {
        result[spin] = result[spin] - weights[place + 1] * diagonal[spin] * v[spin]
      }
    }
  }
}
