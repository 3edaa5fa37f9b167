import Estimation
import Randomness

extension LearnedWeights {
  /// Averages over trajectories: the entropy produced, its fluctuation theorem and what is found if a term is left out.
  public struct Averages: Sendable, Codable, Hashable, Mergeable {
    /// ⟨s_tot⟩ = ⟨Δs + q − i⟩ per weight, in nats.
    public private(set) var total = Average()

    /// ⟨exp(−s_tot)⟩ = 1: the integral fluctuation theorem.
    public private(set) var theorem = ExponentialAverage()

    /// ⟨exp(−Δs − q)⟩, which is 1, too.
    public private(set) var withoutInformation = ExponentialAverage()

    /// ⟨exp(−Δs + i)⟩, which is ``LearnedWeights/contraction``; of finite variance at short times only.
    public private(set) var withoutHeat = ExponentialAverage()

    /// The averages over no trajectories yet.
    public init() {}

    /// Adds a trajectory.
    public mutating func add(_ outcome: Outcome) {
      total.add(outcome.total)
      theorem.add(outcome.total)
      withoutInformation.add(outcome.entropy + outcome.heat)
      withoutHeat.add(outcome.entropy - outcome.information)
    }

    /// Adds all trajectories of other averages.
    public mutating func merge(_ other: Averages) {
      total.merge(other.total)
      theorem.merge(other.theorem)
      withoutInformation.merge(other.withoutInformation)
      withoutHeat.merge(other.withoutHeat)
    }
  }

  /// Samples so many trajectories, see ``sample(_:_:_:)``, and averages over them.
  public func averages(of count: Int, _ random: RandomStream) -> Averages {
    var averages = Averages()
    sample(count, random) { averages.add($0) }
    return averages
  }
}
