import Cells
import ElementaryFunctions
import Estimation
import Randomness
import Validation

/// Trajectories of single weights in the averaged force of ``AveragedLearning``, each with its own teacher T ~ N(0, 1).
///
///     let weights = try LearnedWeights(learning, until: 2, steps: 200)
///     var theorem = ExponentialAverage()
///     weights.sample(10_000, stream) { theorem.add($0.total) }
///     theorem.mean                                             // 1: the integral fluctuation theorem
///
/// κ and h are constant during a step, at their values in its middle, and a step is an exact one of the Ornstein–Uhlenbeck
/// process. Heat and densities are exact for this process, so that the theorems hold at any step; averages differ from
/// those of ``AveragedLearning`` by O(Δ²).
///
/// Source: K. Sekimoto, Prog. Theor. Phys. Suppl. 130, 17 (1998); U. Seifert, Phys. Rev. Lett. 95, 040602 (2005).
public struct LearnedWeights: Sendable {
  /// What one trajectory yields, in nats.
  public struct Outcome: Sendable {
    /// Δs = −ln p(w(t)) + ln p(w(0)), with the densities of w whatever the teacher.
    public var entropy: Double

    /// q: the heat given to the bath.
    public var heat: Double

    /// i = ln p(w(t)|T)/p(w(t)): what the weight tells of its teacher.
    public var information: Double

    /// s_tot = Δs + q − i, with ⟨exp(−s_tot)⟩ = 1 and ⟨s_tot⟩ = ∫Ṙ² + ∫v̇²/(4v).
    public var total: Double { entropy + heat - information }
  }

  private struct Step: Sendable {
    /// κ/2 and h.
    var halfStiffness, pull: Double
    /// Of one step w → w − loss·w + shift·T + spread·normal.
    var loss, shift, spread: Double
  }

  private let steps: [Step]
  private let startVariance: Double

  /// R and v = Q − R² of the process with steps, exactly.
  public let overlap: Double, variance: Double

  /// exp ∫κdt, by which the flow without noise contracts: what ⟨exp(−(Δs − i))⟩ is, without the heat.
  public let contraction: Double

  /// Weights that learn up to a time, in so many steps.
  ///
  /// - Precondition: time and number of steps are positive.
  public init(_ learning: AveragedLearning, until end: Double, steps count: Int) throws(InvalidInput) {
    require(end > 0 && count > 0, "A trajectory needs time and steps.")
    let length = end / Double(count)
    let middles = (0..<count).map { (Double($0) + 0.5) * length }
    startVariance = 1 / learning.stiffness
    var (overlap, variance, remaining) = (0.0, startVariance, 1.0)
    steps = zip(middles, try learning.balances(at: middles)).map { time, balance in
      let (kappa, pull) = learning.force(at: balance.cost.point, rate: learning.rate(time))
      let step = OrnsteinUhlenbeckStep(stiffness: kappa, duration: length)
      remaining *= 1 - step.loss
      overlap += step.loss * (pull / kappa - overlap)
      variance += step.variance - step.loss * (2 - step.loss) * variance
      return Step(
        halfStiffness: 0.5 * kappa, pull: pull, loss: step.loss, shift: step.loss * (pull / kappa),
        spread: step.variance.squareRoot())
    }
    (self.overlap, self.variance, contraction) = (overlap, variance, 1 / remaining)
  }

  /// Samples trajectories.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - random: where their random numbers come from.
  ///   - body: is given each outcome.
  public func sample(_ count: Int, _ random: RandomStream, _ body: (Outcome) -> Void) {
    var random = random
    let norm = overlap * overlap + variance
    // ln of the ratios of the normal densities' prefactors.
    let spread = 0.5 * Elementary.log(norm / startVariance)
    let gain = 0.5 * Elementary.log(norm / variance)
    steps.withUnsafeBufferPointer { steps in
      for _ in 0..<count {
        let teacher = random.normal()
        let start = startVariance.squareRoot() * random.normal()
        var (weight, heat) = (start, 0.0)
        for step in steps {
          let next = weight - step.loss * weight + (step.shift * teacher + step.spread * random.normal())
          // The fall of κw²/2 − hTw during the step.
          heat += (weight - next) * (step.halfStiffness * (weight + next) - step.pull * teacher)
          weight = next
        }
        let own = 0.5 * weight * weight / norm
        let away = weight - overlap * teacher
        body(
          Outcome(
            entropy: spread + own - 0.5 * start * start / startVariance, heat: heat,
            information: gain + own - 0.5 * away * away / variance))
      }
    }
  }
}

// MARK: - Averages

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

  /// Averages over `count` trajectories, see ``sample(_:_:_:)``.
  public func averages(of count: Int, _ random: RandomStream) -> Averages {
    var averages = Averages()
    sample(count, random) { averages.add($0) }
    return averages
  }
}

extension LearnedWeights.Averages {
  /// η = I(σ_T:σ)/(ΔS(w_n) + Q_n) with the entropy that the sampled weights produced:
  /// ΔS(w_n) + Q_n = I(w_n:T_n) + ⟨s_tot⟩.
  ///
  /// Both informations are exact: the heat of a single weight fluctuates by far more than what is
  /// lost of it.
  public func efficiency(ofLearning exact: LearningCost) -> Estimate {
    let cost = Estimate(exact: exact.weightInformation) + total.estimate
    let efficiency = exact.labelInformation / cost.value
    return Estimate(efficiency, standardError: efficiency * cost.standardError / cost.value)
  }
}

/// Averages over sampled trajectories of single weights.
package struct SampledWeights: Cell {
  /// How the weights learn.
  package var learning: AveragedLearning
  /// How long they learn, in units of the inverse mobility.
  package var time: Double
  /// The steps of a trajectory, and how many trajectories there are.
  package var steps, count: Int

  /// A sample.
  package init(learning: AveragedLearning, time: Double, steps: Int, count: Int) {
    (self.learning, self.time, self.steps, self.count) = (learning, time, steps, count)
  }

  package func compute(_ random: RandomStream) throws -> LearnedWeights.Averages {
    try LearnedWeights(learning, until: time, steps: steps).averages(of: count, random)
  }
}
