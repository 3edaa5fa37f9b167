import KernelMemory

/// Couplings in the memory of a kernel: whole columns in blocks of eight, for updates in SIMD lanes.
struct DenseColumns: ~Copyable {
  /// How many blocks a column has.
  let blocks: Int
  private let memory: Blocks

  /// Every entry W_ij as `value(W_ij)`, where there is no coupling as `value(0)`; the diagonal as `diagonal`.
  init(_ matrix: borrowing CouplingMatrix, diagonal: Double, _ value: (Double) -> Double) {
    blocks = (matrix.spins + 7) / 8
    memory = Blocks(capacity: 8 * blocks * matrix.spins, repeating: value(0))
    for j in 0..<matrix.spins {
      for entry in matrix.starts[j]..<matrix.starts[j + 1] {
        memory[8 * blocks * j + matrix.targets[entry]] = value(matrix.strengths[entry])
      }
      memory[8 * blocks * j + j] = diagonal
    }
  }

  /// A block of column j.
  subscript(column j: Int, block block: Int) -> SIMD8<Double> {
    @inline(__always) get { memory[block: j &* blocks &+ block] }
  }
}

/// Couplings in the memory of a kernel: of every column only what is not zero, for updates from neighbour to neighbour.
struct SparseColumns: ~Copyable {
  private let starts: Blocks
  /// Value and spin of every entry, side by side.
  private let memory: Blocks

  /// Every entry W_ij as `value(W_ij)`.
  init(_ matrix: borrowing CouplingMatrix, _ value: (Double) -> Double) {
    starts = Blocks(capacity: matrix.starts.count)
    for (j, start) in matrix.starts.enumerated() { starts[integer: j] = start }
    memory = Blocks(capacity: 2 * matrix.count)
    for entry in 0..<matrix.count {
      memory[2 * entry] = value(matrix.strengths[entry])
      memory[integer: 2 * entry + 1] = matrix.targets[entry]
    }
  }

  /// The entries of column j.
  @inline(__always)
  func entries(ofColumn j: Int) -> Range<Int> { starts[integer: j]..<starts[integer: j &+ 1] }

  /// Asks for the memory that says where column j is.
  @inline(__always)
  func fetchStart(of j: Int) { starts.fetch(j) }

  /// Asks for the memory of column j.
  @inline(__always)
  func fetch(_ j: Int) {
    let entries = entries(ofColumn: j)
    for number in stride(from: 2 &* entries.lowerBound, to: 2 &* entries.upperBound, by: 8) { memory.fetch(number) }
  }

  /// The spin i of an entry.
  @inline(__always)
  func target(_ entry: Int) -> Int { memory[integer: 2 &* entry &+ 1] }

  /// The value of an entry.
  subscript(entry: Int) -> Double {
    @inline(__always) get { memory[2 &* entry] }
  }
}

extension SpinNetwork {
  /// h_i = Σ_j W_ij s_j + x_i, without allocating memory.
  func write(localFieldsOf signs: borrowing Blocks, into local: borrowing Blocks) {
    for spin in 0..<count { local[spin] = fields[spin] }
    for j in 0..<count {
      for entry in couplings.starts[j]..<couplings.starts[j + 1] {
        local[couplings.targets[entry]] = local[couplings.targets[entry]] + couplings.strengths[entry] * signs[j]
      }
    }
  }
}
