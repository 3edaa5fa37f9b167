import ElementaryFunctions
import Validation

/// The stationary distribution of a spin network over all its 2^N states, without a matrix; for N ≤ 20.
///
///     let network = try SpinNetwork(couplings: [[0, -0.7], [0.9, 0]], fields: [0.4, -0.3], beta: 1.5)
///     let steady = try SpinNetworkSteadyState(of: network)
///     steady.probabilities              // 0.131027, 0.324514, 0.106054, 0.438405 for (−−), (+−), (−+), (++)
///     steady.entropyProductionRate      // 5.951353 nats per unit time
///
/// Stationarity reads p_c = Σ_i k_i(c^i) p(c^i) / k_tot(c), with c^i the state c after a flip of spin i: one Gauss–Seidel
/// sweep over all states is N·2^N multiplications. The start is the Boltzmann distribution of the symmetric part of
/// the couplings, which is the answer where the couplings are symmetric; sweeps are combined to minimal residuals.
/// States are numbered by bits as in ``SpinState/index``: bit i is 1 where spin i is up.
/// Derivatives by couplings and fields: ``gradient(of:dissipationCost:tolerance:maximumSweeps:)``.
///
/// Units as in ``SpinNetwork``: time in units of 1/k0, entropy in nats.
public struct SpinNetworkSteadyState: Sendable {
  /// The network.
  public let network: SpinNetwork

  /// p, one entry per state, 2^N in all; positive and adding up to 1.
  public let probabilities: [Double]

  /// The relative residual Σ_c |(Kp)_c| / Σ_c p_c k_tot(c): the part of all probability flux that is not balanced.
  ///
  /// The average of an observable is off by at most this times the flip rate times the largest |λ| of its adjoint.
  public let residual: Double

  /// How many sweeps it took.
  public let sweeps: Int

  /// All rates, also of the spins that fill up a network of fewer than four.
  let table: FlipRateTable

  /// The same, in the order of the sweeps.
  let classes: ParityClasses

  /// The largest network: a million states, which take half a gigabyte and two seconds. Up to 12 spins it is milliseconds.
  public static let largestCount = 20

  /// The stationary distribution of a network.
  ///
  /// - Parameters:
  ///   - network: the network, in fixed fields.
  ///   - tolerance: The relative ``residual`` to reach. Rounding stops the sweeps at about 3e-16.
  ///   - maximumSweeps: When to give up; fifty are usual.
  /// - Throws: ``SlowRelaxation`` if the tolerance is not reached; `InvalidInput` unless the network has 1…20 spins and all its
  ///   rates are finite.
  public init(
    of network: SpinNetwork, tolerance: Double = 1e-14, maximumSweeps: Int = 5_000
  ) throws {
    try demand(
      (1...Self.largestCount).contains(network.count),
      "All states are enumerated for networks of 1 to 20 spins, and this one has \(network.count).")
    try demand(tolerance > 0, "A tolerance must be positive, and not \(tolerance).")
    let table = try FlipRateTable(of: network)
    let classes = ParityClasses(table)
    var (even, odd) = ParityClasses.split(Self.boltzmannWeights(of: network, states: 1 << table.spins)[...])
    // A first sweep: no probability is zero after it.
    classes.exchange(from: even, parity: 0, &odd)
    classes.exchange(from: odd, parity: 1, &even)
    var scratch = odd
    let iteration = ResidualMinimisation(
      sweep: { from, to, _ in
        scratch.withUnsafeMutableBufferPointer { scratch in
          classes.inflow(into: 1, from: from, scratch)
          classes.inflow(into: 0, from: UnsafeBufferPointer(scratch), to)
        }
      }, weights: classes.exit.even, known: nil)
    let outcome = iteration.solve(&even, tolerance: tolerance, maximumSweeps: maximumSweeps)
    guard outcome.residual <= tolerance else {
      throw SlowRelaxation(residual: outcome.residual, sweeps: outcome.sweeps, tolerance: tolerance)
    }
    classes.exchange(from: even, parity: 0, &odd)
    self.network = network
    (self.table, self.classes) = (table, classes)
    (residual, sweeps) = (outcome.residual, outcome.sweeps)
    probabilities = Self.normalised(ParityClasses.join((even, odd)), states: 1 << network.count)
  }

  /// Sums over the spins that fill up, and divides by the total.
  private static func normalised(_ p: [Double], states: Int) -> [Double] {
    var sums = Array(p[..<states])
    for c in states..<max(p.count, states) { sums[c % states] += p[c] }
    let total = sums.reduce(0, +)
    return sums.map { $0 / total }
  }

  /// exp(β(½ s·W_S s + x·s)) with W_S = (W + Wᵀ)/2, repeated for the spins that fill up; the largest about 1.
  private static func boltzmannWeights(of network: SpinNetwork, states: Int) -> [Double] {
    let n = network.count
    var exponents = [0.0]
    for i in 0..<n {
      let row = (0..<i).map { 0.5 * (network.couplings[i, $0] + network.couplings[$0, i]) }
      let fields = signedSums(row[...], from: network.fields[i])
      exponents =
        zip(exponents, fields).map { $0 - network.beta * $1 } + zip(exponents, fields).map { $0 + network.beta * $1 }
    }
    let top = exponents.max() ?? 0
    let weights = exponents.map { Elementary.exp($0 - top) }
    return (0..<states).map { weights[$0 % weights.count] }
  }
}

/// The stationary distribution was not reached: the network has metastable states that it hardly ever leaves.
public struct SlowRelaxation: Error, CustomStringConvertible, Sendable, Hashable {
  /// The relative residual that was reached.
  public let residual: Double
  /// After how many sweeps.
  public let sweeps: Int
  /// What was asked for.
  public let tolerance: Double

  /// What happened, and what to do.
  public var description: String {
    "After \(sweeps) sweeps the relative residual is \(residual), not \(tolerance). Allow more sweeps, a larger "
      + "tolerance (rounding leaves about 1e-15), or lower β: at large β the network hardly ever leaves some states."
  }
}
