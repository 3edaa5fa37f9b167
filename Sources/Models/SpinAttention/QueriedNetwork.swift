import Matrices
import SpinNetworks
import Validation

/// Couplings, biases and the gains with which a query acts on the spins.
public struct QueriedNetwork: Sendable, Validated, Hashable {
  /// W_ij with i ≠ j row by row, N(N − 1) in all: the effect of spin j on spin i.
  public var couplings: [Double]
  /// b_i, one per spin.
  public var biases: [Double]
  /// g_i, one per spin: the query q adds g_i q to the field.
  public var gains: [Double]

  /// A network of this matrix, whose diagonal does not count.
  ///
  /// - Precondition: the matrix is square, with one bias and one gain per row.
  public init(couplings: Matrix, biases: [Double], gains: [Double]) {
    require(
      couplings.rows == couplings.columns && biases.count == couplings.rows && gains.count == couplings.rows,
      "N spins have N × N couplings, N biases and N gains.")
    let spins = 0..<couplings.rows
    self.couplings = spins.flatMap { i in spins.filter { $0 != i }.map { couplings[i, $0] } }
    (self.biases, self.gains) = (biases, gains)
    requireNoFlaw()
  }

  /// How many spins there are, N.
  public var spins: Int { biases.count }

  /// W, with zeros on the diagonal.
  public var matrix: Matrix {
    Matrix(rows: spins, columns: spins) { i, j in i == j ? 0 : couplings[i * (spins - 1) + (j < i ? j : j - 1)] }
  }

  /// The same network with the couplings (W + Wᵀ)/2: in equilibrium.
  public var symmetrised: QueriedNetwork {
    let w = matrix
    return QueriedNetwork(
      couplings: Matrix(rows: spins, columns: spins) { 0.5 * (w[$0, $1] + w[$1, $0]) }, biases: biases, gains: gains)
  }

  /// The same network without biases.
  public var unbiased: QueriedNetwork {
    QueriedNetwork(couplings: matrix, biases: biases.map { _ in 0 }, gains: gains)
  }

  /// Reads a network.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (couplings, biases, gains) = (try fields.read(.couplings), try fields.read(.biases), try fields.read(.gains))
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the network; nil where nothing is.
  public var flaw: String? {
    couplings.count == spins * (spins - 1) && gains.count == spins
      && (couplings + biases + gains).allSatisfy(\.isFinite)
      ? nil : "A network of N spins has N(N − 1) couplings, N biases and N gains, all finite."
  }

  /// The same network with the sign of the readout reversed: ⟨o⟩ changes sign, and nothing else does.
  public var withReadoutReversed: QueriedNetwork {
    let (w, last) = (matrix, spins - 1)
    func signs(_ values: [Double]) -> [Double] { values.dropLast() + [-values[last]] }
    return QueriedNetwork(
      couplings: Matrix(rows: spins, columns: spins) { i, j in (i == last) != (j == last) ? -w[i, j] : w[i, j] },
      biases: signs(biases), gains: signs(gains))
  }

  /// b_i + g_i q.
  public func fields(query: Double) -> [Double] { zip(biases, gains).map { $0 + $1 * query } }

  /// The network to simulate, without an input.
  ///
  /// - Throws: `InvalidInput` where `SpinNetwork` does.
  public func network(query: Double, beta: Double) throws(InvalidInput) -> SpinNetwork {
    try SpinNetwork(couplings: matrix, fields: fields(query: query), beta: beta)
  }
}
