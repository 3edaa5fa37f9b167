import Matrices
import StochasticThermodynamics
import Validation

/// N spins s_i = ±1 that flip one at a time in local fields h_i = Σ_j W_ij s_j + x_i.
///
/// A flip of spin i out of s releases the entropy q = −2β s_i h_i to the heat bath and has the rate k0·k(q), with
/// k(q) from a `RateLaw`; for exponential rates k0 exp(−β s_i h_i). Symmetric couplings relax to the equilibrium
/// p ∝ exp(β(½ s·Ws + x·s)); any asymmetry keeps the network out of equilibrium for ever.
///
///     let network = try SpinNetwork(couplings: [[0, -0.7], [0.9, 0]], fields: [0.4, -0.3], beta: 1.5)
///     try RateMatrix(enumerating: network, from: SpinState([1, 1], in: network)).stationary
///
/// Units: k_B T of the bath is 1/β, rates in units of the attempt rate k0.
public struct SpinNetwork: MarkovJumpProcess {
  /// How many spins there are, N.
  public let count: Int

  /// W: `couplings[i, j]` is the effect of spin j on spin i. The diagonal is zero.
  public let couplings: CouplingMatrix

  /// The external fields x, one per spin.
  public let fields: [Double]

  /// The inverse temperature β.
  public let beta: Double

  /// Exponential or Glauber rates.
  public let law: RateLaw

  /// The attempt rate k0, the inverse unit of time.
  public let attemptRate: Double

  /// A network.
  ///
  /// - Throws: `InvalidInput` unless there is one field per spin, all numbers are finite, β is not negative and the attempt
  ///   rate is positive.
  public init(
    couplings: CouplingMatrix, fields: [Double], beta: Double, law: RateLaw = .exponential, attemptRate: Double = 1
  ) throws(InvalidInput) {
    try demand(
      couplings.spins == fields.count,
      "N fields need N × N couplings, and these are \(fields.count) fields with couplings of \(couplings.spins) spins.")
    for (spin, field) in fields.enumerated() {
      try demand(field.isFinite, "Fields must be finite numbers, and that of spin \(spin) is \(field).")
    }
    try demand(beta >= 0 && beta.isFinite, "The inverse temperature must be finite and not negative, and is \(beta).")
    try demand(
      attemptRate > 0 && attemptRate.isFinite, "The attempt rate must be finite and positive, and is \(attemptRate).")
    count = fields.count
    self.couplings = couplings
    self.fields = fields
    self.beta = beta
    self.law = law
    self.attemptRate = attemptRate
  }

  /// A network given by the matrix W: entry (i, j) is the effect of spin j on spin i.
  ///
  /// - Throws: `InvalidInput` unless the matrix is square with a zero diagonal and fits `fields`, all numbers are finite, β is
  ///   not negative and the attempt rate is positive.
  public init(
    couplings: Matrix, fields: [Double], beta: Double, law: RateLaw = .exponential, attemptRate: Double = 1
  ) throws(InvalidInput) {
    try self.init(
      couplings: CouplingMatrix(couplings), fields: fields, beta: beta, law: law, attemptRate: attemptRate)
  }

  /// The same network in other fields.
  ///
  /// - Throws: `InvalidInput` unless there is one finite field per spin.
  public func with(fields: [Double]) throws(InvalidInput) -> SpinNetwork {
    try SpinNetwork(couplings: couplings, fields: fields, beta: beta, law: law, attemptRate: attemptRate)
  }

  /// One channel per spin.
  @inlinable public var channels: Range<Int> { 0..<count }

  /// k0·k(q) with q = −2β s_i h_i.
  @inlinable
  public func rate(of spin: Int, in state: SpinState) -> Double {
    attemptRate * law.rate(entropyFlow: entropyFlow(of: spin, from: state))
  }

  /// −2β s_i h_i, in nats, with s_i before the flip.
  @inlinable
  public func entropyFlow(of spin: Int, from state: SpinState) -> Double {
    -2 * beta * state.spins[spin] * state.localFields[spin]
  }

  /// Flips one spin and updates the local fields of those that it acts on.
  @inlinable
  public func fire(_ spin: Int, on state: inout SpinState) {
    let flipped = -state.spins[spin]
    state.spins[spin] = flipped
    couplings.addColumn(spin, times: 2 * flipped, to: &state.localFields)
  }

  /// A flip is undone by flipping the same spin.
  @inlinable public func reverse(of spin: Int) -> Int? { spin }
}

/// A configuration of the spins of a network, with the local fields it makes.
public struct SpinState: Sendable, Hashable {
  /// The spins, each +1 or −1.
  @usableFromInline var spins: [Double]

  /// h_i = Σ_j W_ij s_j + x_i, kept up to date flip by flip.
  @usableFromInline var localFields: [Double]

  /// A configuration in the fields of a network.
  ///
  /// - Precondition: there is one spin per spin of the network, each +1 or −1.
  public init(_ spins: [Double], in network: SpinNetwork) {
    require(
      spins.count == network.count && spins.allSatisfy { abs($0) == 1 },
      "A configuration has one spin, +1 or −1, per spin of the network.")
    self.spins = spins
    localFields = network.fields
    for (j, spin) in spins.enumerated() { network.couplings.addColumn(j, times: spin, to: &localFields) }
  }

  /// How many spins there are.
  public var count: Int { spins.count }

  /// Spin i: +1 or −1.
  @inlinable public subscript(spin: Int) -> Double { spins[spin] }

  /// The configuration as a number: bit i is 1 where spin i is up. For at most 63 spins.
  @inlinable
  public var index: Int {
    var bits = 0
    for (i, spin) in spins.enumerated() where spin > 0 { bits |= 1 << i }
    return bits
  }

  /// Whether two configurations have the same spins.
  public static func == (left: SpinState, right: SpinState) -> Bool { left.spins == right.spins }

  /// Feeds the spins to a hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(spins) }
}
