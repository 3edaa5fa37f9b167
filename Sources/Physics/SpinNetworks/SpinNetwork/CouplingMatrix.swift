import Matrices
import Validation

/// The effect of one spin on another: an entry W_ij of a ``CouplingMatrix``.
public struct Coupling: Sendable, Hashable {
  /// The spin i in whose field the other one enters.
  public let on: Int

  /// The spin j that acts.
  public let by: Int

  /// W_ij, an energy.
  public let strength: Double

  /// The coupling W_ij with i = `on` and j = `by`.
  public init(on: Int, by: Int, strength: Double) {
    self.on = on
    self.by = by
    self.strength = strength
  }
}

/// Who acts on whom in a spin network: the couplings W_ij of the fields h_i = Σ_j W_ij s_j + x_i.
///
/// Only couplings that are not zero are kept, spin j by spin j, so that a flip costs as much as it changes: N couplings in a
/// dense network, a few in a sparse one.
///
///     try CouplingMatrix([[0, -0.7], [0.9, 0]])                                  // dense, W_01 = −0.7, W_10 = 0.9
///     try CouplingMatrix(spins: 512, [Coupling(on: 3, by: 7, strength: 0.4)])     // sparse
public struct CouplingMatrix: Sendable, Hashable {
  /// How many spins there are, N.
  public let spins: Int

  /// Column j is `starts[j]..<starts[j + 1]`.
  @usableFromInline let starts: [Int]
  /// i of every entry, in ascending order within a column.
  @usableFromInline let targets: [Int]
  /// W_ij of every entry.
  @usableFromInline let strengths: [Double]
  /// max_i Σ_j |W_ij|: no spin feels more of the others.
  let largestRow: Double

  /// Whether W = Wᵀ to the last bit: a network in equilibrium.
  public let isSymmetric: Bool

  /// Whether the spins on which one acts lie in rows, so that half or more of every block of eight is filled that holds one: then a
  /// flip goes block by block.
  package let liesInBlocks: Bool

  /// The matrix with these entries; all others are zero.
  ///
  /// - Throws: `InvalidInput` unless spins are numbered 0..<N, none acts on itself, no pair (i, j) occurs twice, and strengths
  ///   are finite.
  public init(spins: Int, _ couplings: [Coupling]) throws(InvalidInput) {
    try demand(spins >= 0, "A network cannot have \(spins) spins.")
    for coupling in couplings {
      try demand(
        (0..<spins).contains(coupling.on) && (0..<spins).contains(coupling.by),
        "Couplings join spins of the network, numbered from 0 to \(spins - 1), and not \(coupling.on) and \(coupling.by)."
      )
      try demand(
        coupling.strength.isFinite,
        "Couplings must be finite numbers, and that of spin \(coupling.by) on \(coupling.on) is \(coupling.strength).")
    }
    if let own = couplings.first(where: { $0.on == $0.by && $0.strength != 0 }) {
      throw InvalidInput("A spin does not couple to itself, and spin \(own.on) does.")
    }
    // Sorted by counting: first by the spin acted on, then, in that order, by the spin that acts. Networks may be large.
    func starts(_ key: (Coupling) -> Int) -> [Int] {
      var starts = Array(repeating: 0, count: spins + 1)
      for coupling in couplings where coupling.strength != 0 { starts[key(coupling) + 1] += 1 }
      for j in 0..<spins { starts[j + 1] += starts[j] }
      return starts
    }
    let columns = starts(\.by)
    var places = starts(\.on)
    var byTarget = Array(repeating: 0, count: columns[spins])
    for (place, coupling) in couplings.enumerated() where coupling.strength != 0 {
      byTarget[places[coupling.on]] = place
      places[coupling.on] += 1
    }
    places = columns
    var targets = Array(repeating: 0, count: columns[spins])
    var strengths = Array(repeating: 0.0, count: columns[spins])
    var rows = Array(repeating: 0.0, count: spins)
    for place in byTarget {
      let coupling = couplings[place]
      let entry = places[coupling.by]
      if entry > columns[coupling.by], targets[entry - 1] == coupling.on {
        throw InvalidInput(
          "A spin acts on another through one coupling, and there are two of spin \(coupling.by) on \(coupling.on).")
      }
      (targets[entry], strengths[entry]) = (coupling.on, coupling.strength)
      places[coupling.by] += 1
    }
    // Column by column, as the order of the sums matters to the last bit.
    for (target, strength) in zip(targets, strengths) { rows[target] += abs(strength) }
    self.spins = spins
    self.starts = columns
    self.targets = targets
    self.strengths = strengths
    largestRow = rows.max() ?? 0
    // Column by column the spins j that act on i ascend, and so do in column i those on which it acts: the two agree one by one.
    places = columns
    var (isSymmetric, blocks) = (true, 0)
    for j in 0..<spins {
      var last = -1
      for entry in columns[j]..<columns[j + 1] {
        let target = targets[entry]
        if target / 8 != last { blocks += 1 }
        last = target / 8
        let mirrored = places[target]
        places[target] += 1
        isSymmetric =
          isSymmetric && mirrored < columns[target + 1] && targets[mirrored] == j
          && strengths[mirrored] == strengths[entry]
      }
    }
    self.isSymmetric = isSymmetric
    liesInBlocks = blocks > 0 && 2 * targets.count >= 8 * blocks
  }

  /// The couplings W of a matrix: entry (i, j) is the effect of spin j on spin i.
  ///
  /// - Throws: `InvalidInput` unless the matrix is square with a zero diagonal, and all numbers are finite.
  public init(_ matrix: Matrix) throws(InvalidInput) {
    try demand(matrix.isSquare, "N spins need N × N couplings, and these are \(matrix.rows) × \(matrix.columns).")
    let (spins, entries) = (matrix.rows, matrix.entries)
    try self.init(
      spins: spins,
      entries.indices.map { Coupling(on: $0 / spins, by: $0 % spins, strength: entries[$0]) })
  }

  /// W_ij, the effect of spin j on spin i. O(log N).
  public subscript(i: Int, j: Int) -> Double {
    var (low, high) = (starts[j], starts[j + 1])
    while low < high {
      let middle = (low + high) / 2
      if targets[middle] < i { low = middle + 1 } else { high = middle }
    }
    return low < starts[j + 1] && targets[low] == i ? strengths[low] : 0
  }

  /// W, with its zeros.
  public var matrix: Matrix {
    var rows = Array(repeating: 0.0, count: spins * spins)
    for j in 0..<spins {
      for entry in starts[j]..<starts[j + 1] { rows[targets[entry] * spins + j] = strengths[entry] }
    }
    return Matrix(rows: spins, columns: spins, entries: rows)
  }

  /// How many couplings are not zero.
  public var count: Int { strengths.count }

  /// Whether fewer than one in eight couplings is not zero: then updates go from neighbour to neighbour, else along whole
  /// columns in SIMD lanes.
  public var isSparse: Bool { 8 * count < spins * spins }

  /// Adds `factor` times column j to numbers that belong to the spins.
  @inlinable
  func addColumn(_ j: Int, times factor: Double, to values: inout [Double]) {
    for entry in starts[j]..<starts[j + 1] { values[targets[entry]] += factor * strengths[entry] }
  }
}
