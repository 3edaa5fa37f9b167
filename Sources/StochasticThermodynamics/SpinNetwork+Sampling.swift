import Estimation
import Foundation
import Randomness

/// What a simulation of a spin network found, each number with its standard error.
public struct SpinSample: Sendable {
  /// ⟨s_i⟩, one per spin.
  public let magnetisations: [Estimate]

  /// ⟨s_i s_j⟩, row-major; nil where they were not asked for.
  public let pairAverages: [Estimate]?

  /// The entropy released to the bath at the flips, Σ −2β s_i h_i, per unit time; in nats.
  public let entropyProductionRate: Estimate

  /// The part of it that the antisymmetric couplings W_A = (W − Wᵀ)/2 release, Σ −2β s_i (W_A s)_i, per unit time; in nats.
  ///
  /// The rest is a change of energy, which does not grow with time: both have the same limit, this one without the boundary
  /// term, and it is exactly 0 for symmetric couplings.
  public let antisymmetricEntropyProductionRate: Estimate

  /// How many spins flipped, and the fraction of tried flips that were accepted.
  public let flips: Int, acceptance: Double

  /// The method that was used.
  public let method: SpinNetwork.Method
}

extension SpinNetwork {
  /// A way to simulate the network. All are exact; they differ in speed.
  public enum Method: String, Sendable, CaseIterable {
    /// All 2^N states in a table; for N ≤ 10, both laws.
    case table
    /// Rates kept by multiplication; exponential rates.
    case multiplicative
    /// Flips tried at the largest rate and accepted by ratio; exponential rates.
    case thinning
    /// Every spin asked at the attempt rate; Glauber rates.
    case uniformisation

    /// Whether the method can simulate a network of this size and law.
    public func applies(to network: SpinNetwork) -> Bool {
      switch self {
      case .table: network.count <= 10
      case .multiplicative, .thinning: network.law == .exponential
      case .uniformisation: network.law == .glauber
      }
    }
  }

  /// Steady-state averages from a simulated trajectory.
  ///
  ///     let sample = network.sample(burnIn: 20, duration: 1e4, random: stream)
  ///     sample.magnetisations[0]                     // value and standard error
  ///
  /// Errors come from 32 equal pieces of the trajectory; they are right where a piece is much longer than the relaxation
  /// time.
  ///
  /// - Parameters:
  ///   - start: the configuration to start from, each spin ±1; by default all spins up.
  ///   - burnIn: the time before the observation, in units of 1/k0.
  ///   - duration: the time of observation, in units of 1/k0.
  ///   - observesPairs: whether ⟨s_i s_j⟩ are averaged too, at a cost of O(N²) per flip.
  ///   - method: how to simulate; by default the fastest for the network.
  ///   - random: the stream to draw from.
  /// - Precondition: the method applies to the network; the duration is positive and the burn-in not negative.
  public func sample(
    from start: [Double]? = nil, burnIn: Double, duration: Double, observesPairs: Bool = false, method: Method? = nil,
    random: RandomStream
  ) -> SpinSample {
    precondition(duration > 0 && burnIn >= 0, "A network is observed for a positive time after its burn-in.")
    let method = method ?? fastestMethod
    precondition(method.applies(to: self), "The method '\(method)' cannot simulate this network.")
    let start = start ?? Array(repeating: 1, count: count)
    func observed(_ kernel: consuming some SpinKernel & ~Copyable) -> SpinSample {
      observe(kernel, burnIn, duration, observesPairs, method)
    }
    let supply = RandomSupply(random)
    return switch method {
    case .table: observed(TableKernel(self, from: start, random: supply))
    case .multiplicative: observed(MultiplicativeKernel(self, from: start, random: supply))
    case .thinning: observed(ThinningKernel(self, from: start, random: supply))
    case .uniformisation: observed(UniformisationKernel(self, from: start, random: supply))
    }
  }

  /// The fastest method: tables for at most 10 spins, uniformisation for Glauber rates, products below 48 spins, thinning
  /// above.
  public var fastestMethod: Method {
    if count <= 10 { return .table }
    if law == .glauber { return .uniformisation }
    return count < 48 ? .multiplicative : .thinning
  }

  private func observe(
    _ kernel: consuming some SpinKernel & ~Copyable, _ burnIn: Double, _ duration: Double, _ observesPairs: Bool,
    _ method: Method
  ) -> SpinSample {
    let pieces = 32
    // Kernels count time in attempts.
    let length = duration * attemptRate / Double(pieces)
    kernel.relax(for: burnIn * attemptRate)
    var magnetisations = Array(repeating: Average(), count: count)
    var pairs = Array(repeating: Average(), count: observesPairs ? count * count : 0)
    var released = Average()
    var antisymmetric = Average()
    var (flips, attempts) = (0, 0)
    let isSymmetric = self.isSymmetric
    var energy = symmetricEnergy(kernel.configurations)
    for _ in 0..<pieces {
      var tally = SpinTally(spins: count, observesPairs: observesPairs)
      kernel.run(for: length, into: &tally)
      for spin in 0..<count { magnetisations[spin].add(tally.magnetisation[spin] / length) }
      for pair in pairs.indices { pairs[pair].add(tally.pairs[pair] / length) }
      let after = symmetricEnergy(kernel.configurations)
      released.add(tally.released * attemptRate / length)
      antisymmetric.add(isSymmetric ? 0 : (tally.released + beta * (after - energy)) * attemptRate / length)
      energy = after
      flips += tally.flips
      attempts += tally.attempts
    }
    return SpinSample(
      magnetisations: magnetisations.map(\.estimate), pairAverages: observesPairs ? pairs.map(\.estimate) : nil,
      entropyProductionRate: released.estimate, antisymmetricEntropyProductionRate: antisymmetric.estimate,
      flips: flips,
      acceptance: Double(flips) / Double(max(1, attempts)), method: method)
  }

  /// Whether W = Wᵀ to the last bit: a network in equilibrium.
  public var isSymmetric: Bool {
    (0..<count).allSatisfy { i in (0..<i).allSatisfy { couplings[i * count + $0] == couplings[$0 * count + i] } }
  }

  /// Σ over replicas of E = −½ s·W s − x·s. Only the symmetric part of W enters. A flip of spin i changes it by
  /// 2 s_i (W_S s + x)_i, so that the heat −2β s_i (W_S s + x)_i of the symmetric part adds up to −βΔE.
  private func symmetricEnergy(_ configurations: [[Double]]) -> Double {
    configurations.reduce(0) { sum, spins in
      sum
        - (0..<count).reduce(0) { energy, i in
          let field = (0..<count).reduce(0) { $0 + couplings[i * count + $1] * spins[$1] }
          return energy + spins[i] * (0.5 * field + fields[i])
        }
    }
  }
}
