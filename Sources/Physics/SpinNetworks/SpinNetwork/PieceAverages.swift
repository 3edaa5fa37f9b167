import Estimation

/// The averages over the pieces into which an observation is cut for the errors, one number per piece.
struct PieceAverages {
  /// Into how many pieces an observation is cut.
  static let pieces = 32

  private let network: SpinNetwork
  /// The length of a piece, in units of the inverse attempt rate.
  let length: Double
  private var magnetisations: [Average]
  private var (released, antisymmetric) = (Average(), Average())
  private var (flips, attempts) = (0, 0)
  /// The energy of the symmetric couplings at the end of the last piece.
  private var energy: Double

  /// Begins an observation where a kernel is now.
  ///
  /// - Parameter duration: in units of 1/k0.
  init(of network: SpinNetwork, _ kernel: AnySpinKernel, duration: Double) {
    self.network = network
    length = Self.length(of: network, duration: duration)
    magnetisations = Array(repeating: Average(), count: network.count)
    energy = network.symmetricEnergy(kernel.configurations)
  }

  /// The length of a piece, in units of the inverse attempt rate.
  static func length(of network: SpinNetwork, duration: Double) -> Double {
    duration * network.attemptRate / Double(pieces)
  }

  /// Adds the numbers of flips and tries of a piece.
  mutating func count(_ tally: SpinTally) {
    flips += tally.flips
    attempts += tally.attempts
  }

  /// Adds the average spins of a piece.
  mutating func add(spins: some Sequence<Double>) {
    for (spin, value) in spins.enumerated() { magnetisations[spin].add(value) }
  }

  /// Adds the average entropy flow of a piece per unit time of 1/k0, to which only the antisymmetric couplings contribute.
  mutating func add(flow: Double) {
    released.add(flow)
    antisymmetric.add(flow)
  }

  /// Adds the entropy that was counted in a piece at whose end the kernel is now.
  mutating func addCounted(_ tally: SpinTally, _ kernel: AnySpinKernel) {
    let after = network.symmetricEnergy(kernel.configurations)
    released.add(tally.released * network.attemptRate / length)
    antisymmetric.add(
      network.antisymmetricPart(of: tally.released, from: energy, to: after) * network.attemptRate / length)
    energy = after
  }

  /// The averages of all pieces, with their errors.
  func sample(pairAverages: [Estimate]? = nil, by method: SpinNetwork.Method, _ estimator: SpinNetwork.Estimator)
    -> SpinSample
  {
    SpinSample(
      magnetisations: magnetisations.map(\.estimate), pairAverages: pairAverages,
      entropyProductionRate: released.estimate,
      antisymmetricEntropyProductionRate: network.isSymmetric ? Estimate(exact: 0) : antisymmetric.estimate,
      flips: flips, acceptance: Double(flips) / Double(max(1, attempts)), method: method, estimator: estimator)
  }
}

extension SpinNetwork {
  /// The part of a released entropy that the antisymmetric couplings release: all but −β times the change of the energy of the symmetric
  /// ones; 0 where there are no others.
  func antisymmetricPart(of released: Double, from before: Double, to after: Double) -> Double {
    isSymmetric ? 0 : released + beta * (after - before)
  }
}
