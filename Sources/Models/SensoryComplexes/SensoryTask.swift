import DissipationBottlenecks
import StochasticThermodynamics

/// What the couplings of a sensory complex are optimised for, as a model of a ``DissipationBottleneck``: information on the
/// input (``SensoryInputs``) or on an answer (``ParityGateTask``).
///
/// A point is (J₁₂, J₂₁), in equilibrium J alone.
public protocol SensoryTask: ModelWithEquilibrium, ValueSearchedModel
where Couplings == SensoryComplexes.Couplings {
  /// The information that counts, in bits, and Σ, in nats per unit time of k0.
  func merit(of couplings: Couplings) -> (information: Double, sigma: Double)
}

extension SensoryTask {
  /// J₁₂ and J₂₁.
  public var dimension: Int { 2 }

  /// The complex at a point.
  public func couplings(at point: [Double]) -> Couplings { Couplings(j12: point[0], j21: point[1]) }

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
  public typealias Couplings = SensoryComplexes.Couplings

  /// J.
  public var dimension: Int { 1 }

  /// The complex at a point.
  public func couplings(at point: [Double]) -> Couplings { Couplings(symmetric: point[0]) }

  /// What a complex achieves.
  public func outcome(of couplings: Couplings) -> Task.Outcome { task.outcome(of: couplings) }

  /// J = 0, ±½ and ±bound/2.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    prices.map { _ in [[0], [-0.5], [0.5], [-bound / 2], [bound / 2]] }
  }

  /// The information in bits: without dissipation there is no price.
  public func value(at point: [Double], price: Double) -> Double { task.merit(of: couplings(at: point)).information }
}
