import ElementaryFunctions
import Matrices
import Optimisation
import SpinsInFields
import StochasticThermodynamics
import Validation

/// A model on a quadrature of its inputs, and what networks achieve, exact up to the quadrature.
///
///     let task = AttentionTask(AttentionModel(.selection, spins: 3, beta: 2, sharpness: 5))
///     task.outcome(of: AttentionLaw(beta: 2, coupling: 1, gate: 2).network).information       // 0.291813 bits at Σ = 0
///
/// A step of 0.25 is exact to about 1e-6 bits; 0.5 is wrong by 1e-3 for sharp networks.
public struct AttentionTask: Sendable {
  /// The question, the temperature and the number of spins.
  public let model: AttentionModel

  /// The inputs, one and the same list for every query.
  public let ensemble: InputEnsemble<SIMD2<Double>>

  /// The value o = ±1 of the readout in every state.
  let readout: [Double]

  /// Eight inputs under one query: their number, probabilities p(x, q), p(y = 1|x, q) and exp(−βx) of the sensors.
  struct Group {
    var query: Double
    var first: Int
    var weight = SIMD8<Double>.zero, answer = SIMD8<Double>.zero
    var roots: [SIMD8<Double>]
  }

  /// All inputs under the first query, then all under the second.
  let groups: [Group]

  /// A task.
  ///
  /// - Parameters:
  ///   - model: the inputs, the queries and the network.
  ///   - step: the spacing of the quadrature, in standard deviations.
  ///   - cutoff: where it ends, in standard deviations.
  public init(_ model: AttentionModel, step: Double = 0.25, cutoff: Double = 5.75) {
    self.model = model
    let ensemble = model.inputs(step: step, cutoff: cutoff)
    readout = (0..<(1 << model.spins)).map { $0 >> (model.spins - 1) & 1 == 1 ? 1 : -1 }
    groups = model.queries.flatMap { query in
      stride(from: 0, to: ensemble.inputs.count, by: 8).map { first in
        var group = Group(
          query: query, first: first, roots: Array(repeating: SIMD8(repeating: 1), count: model.sensors))
        for (lane, place) in (first..<min(first + 8, ensemble.inputs.count)).enumerated() {
          let x = ensemble.inputs[place]
          group.weight[lane] = ensemble.weights[place] / Double(model.queries.count)
          group.answer[lane] = model.probabilityOfOne(reading: x, query: query)
          for (spin, field) in model.fields(reading: x).enumerated() {
            group.roots[spin][lane] = Elementary.exp(-model.beta * field)
          }
        }
        return group
      }
    }
    self.ensemble = ensemble
  }

  // MARK: - What a network achieves

  /// What a network achieves.
  public func outcome(of network: QueriedNetwork) -> AttentionOutcome {
    var states = SteadyStatesInFields(spins: model.spins, beta: model.beta)
    states.set(couplings: network.matrix)
    var sums = AttentionSums(model)
    var (sigma, integral, variance, shift) = (0.0, 0.0, 0.0, 0.0)
    var before: [[SIMD8<Double>]] = []
    for (number, group) in groups.enumerated() {
      states.solve(roots(of: group, network))
      sums.add(states.average(of: readout), group, ensemble)
      sigma += (group.weight * states.entropyProductionRate).sum()
      let memory = states.memory(of: readout)
      integral += (group.weight * memory.integral).sum()
      variance += (group.weight * memory.variance).sum()
      guard model.rule == .selection else { continue }
      let p = (0..<states.states).map { states.probability(of: $0) }
      if group.query > 0 {
        before.append(p)
      } else {
        shift += (group.weight * Self.divergences(before[number - groups.count / 2], p)).sum()
      }
    }
    return AttentionOutcome(
      information: sums.information, conditionalInformation: sums.conditionalInformation, sigma: sigma,
      memoryTime: integral / variance, shiftCost: shift, responses: sums.responses)
  }

  /// Of the two networks that differ in the sign of the readout the one that answers a choice with the sign of the input.
  public func canonical(_ network: QueriedNetwork) -> QueriedNetwork {
    model.rule != .exclusiveOr && outcome(of: network).attended < 0 ? network.withReadoutReversed : network
  }

  /// KL(p‖q) + KL(q‖p) = Σ (p − q) ln(p/q).
  private static func divergences(_ p: [SIMD8<Double>], _ q: [SIMD8<Double>]) -> SIMD8<Double> {
    let least = SIMD8(repeating: Double.leastNormalMagnitude)
    return zip(p, q).reduce(.zero) { sum, pair in
      let p = pair.0.replacing(with: least, where: pair.0 .< least)
      let q = pair.1.replacing(with: least, where: pair.1 .< least)
      return sum + (p - q) * (Elementary.log(p) - Elementary.log(q))
    }
  }

  /// How long a simulation has to wait, in units of 1/k0: the largest ∫C(t)dt of any spin in any input, with its
  /// autocorrelation C(t).
  public func switchingTime(of network: QueriedNetwork) -> Double {
    var states = SteadyStatesInFields(spins: model.spins, beta: model.beta)
    states.set(couplings: network.matrix)
    var longest = 0.0
    for group in groups {
      states.solve(roots(of: group, network))
      for spin in 0..<model.spins {
        let values = (0..<states.states).map { $0 >> spin & 1 == 1 ? 1.0 : -1 }
        longest = max(longest, states.memory(of: values).integral.max())
      }
    }
    return longest
  }

  /// exp(−β f_i) of all spins, with f_i = b_i + g_i q + (input).
  private func roots(of group: Group, _ network: QueriedNetwork) -> [SIMD8<Double>] {
    network.fields(query: group.query).enumerated().map { spin, field in
      let own = SIMD8(repeating: Elementary.exp(-model.beta * field))
      return spin < group.roots.count ? own * group.roots[spin] : own
    }
  }

  // MARK: - Gradients

  /// L = I(o, y) − αΣ in nats, and its derivatives by W_ij (i ≠ j, row by row), b_i and g_i.
  ///
  /// With P(o, y) the joint distribution, dI = Σ dP(o, y) ln[P(o, y)/P(o)] for given P(y): at input x, m = ⟨o⟩ counts with half the
  /// average over p(y|x, q) of the difference of that logarithm between o = 1 and o = −1.
  public func slope(of network: QueriedNetwork, price: Double) -> (value: Double, gradient: QueriedNetwork) {
    var states = SteadyStatesInFields(spins: model.spins, beta: model.beta)
    states.set(couplings: network.matrix)
    var sums = AttentionSums(model)
    var sigma = 0.0
    for group in groups {
      states.solve(roots(of: group, network))
      sums.add(joint: states.average(of: readout), group)
      if price != 0 { sigma += (group.weight * states.entropyProductionRate).sum() }
    }
    let difference = sums.logarithms
    var (biases, gains) = (network.biases.map { _ in 0.0 }, network.biases.map { _ in 0.0 })
    for group in groups {
      states.solve(roots(of: group, network))
      let slope = 0.5 * (difference[1] * group.answer + difference[0] * (1 - group.answer))
      let byFields = states.addGradient(of: readout, slope: slope, price: price, weight: group.weight)
      for (spin, derivative) in byFields.enumerated() {
        biases[spin] += derivative.sum()
        gains[spin] += group.query * derivative.sum()
      }
    }
    return (
      sums.information / bitsPerNat - price * sigma,
      QueriedNetwork(couplings: states.gradient, biases: biases, gains: gains)
    )
  }
}
