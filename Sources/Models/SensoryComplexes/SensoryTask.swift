import DissipationBottlenecks
import Randomness
import StochasticThermodynamics
import Validation

/// What the couplings of a sensory complex are optimised for, as a model of a `DissipationBottleneck`: information on the
/// input (``SensoryInputs``) or on an answer (``ParityGateTask``).
///
/// A point is (J₁₂, J₂₁), in equilibrium J alone.
public protocol SensoryTask: ModelWithEquilibrium, ValueSearchedModel
where Couplings == PairCouplings {
  /// The information that counts, in bits, and Σ, in nats per unit time of k0.
  func merit(of couplings: PairCouplings) -> (information: Double, sigma: Double)

  /// What one replica of a simulated complex says about the merit.
  associatedtype Sample: Sendable, Codable

  /// What a complex achieves according to trajectories at all inputs, without reference to the exact solution: one replica.
  ///
  /// - Parameters:
  ///   - couplings: of the complex.
  ///   - burnIn: the time before an observation, in units of 1/k0.
  ///   - duration: how long each of the two observations at an input is, in units of 1/k0.
  ///   - random: the stream of this replica.
  /// - Throws: `InvalidInput` where couplings, inputs or β are not finite.
  func sample(
    of couplings: PairCouplings, burnIn: Double, duration: Double, random: RandomStream
  ) throws(InvalidInput) -> Sample
}

/// What a ``SensoryTask`` depends on, before any choice of couplings or quadrature.
public protocol SensorySetting: Sendable, Codable, Hashable {
  /// The task.
  associatedtype Task: SensoryTask

  /// The task on a quadrature over the inputs; see `InputEnsemble.gaussian(correlation:step:cutoff:)`.
  ///
  /// - Parameters:
  ///   - step: the spacing of the quadrature, in standard deviations.
  ///   - cutoff: where it ends, in standard deviations.
  func task(step: Double, cutoff: Double) -> Task
}

extension SensoryTask {
  /// J₁₂ and J₂₁.
  public var dimension: Int { 2 }

  /// The complex at a point.
  public func couplings(at point: [Double]) -> PairCouplings { PairCouplings(j12: point[0], j21: point[1]) }

  /// L in nats.
  public func value(at point: [Double], price: Double) -> Double {
    let merit = merit(of: couplings(at: point))
    return merit.information / bitsPerNat - price * merit.sigma
  }

  /// The complexes with J₁₂ = J₂₁.
  public var symmetric: SymmetricComplexes<Self> { SymmetricComplexes(task: self) }
}

/// The complexes with J₁₂ = J₂₁, which are in equilibrium: for them Σ = 0.
public struct SymmetricComplexes<Task: SensoryTask>: ValueSearchedModel {
  /// What the couplings are optimised for.
  public let task: Task

  /// A pair of couplings.
  public typealias Couplings = PairCouplings

  /// J.
  public var dimension: Int { 1 }

  /// The complex at a point.
  public func couplings(at point: [Double]) -> PairCouplings { PairCouplings(symmetric: point[0]) }

  /// What a complex achieves.
  public func outcome(of couplings: PairCouplings) -> Task.Outcome { task.outcome(of: couplings) }

  /// J = 0, ±½ and ±bound/2.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    prices.map { _ in [[0], [-0.5], [0.5], [-bound / 2], [bound / 2]] }
  }

  /// The information in bits: without dissipation there is no price.
  public func value(at point: [Double], price: Double) -> Double { task.merit(of: couplings(at: point)).information }
}
