import Cells
import ElementaryFunctions
import Estimation
import Randomness
import SpinNetworks
import StochasticThermodynamics
import Validation

/// A network simulated in all inputs and under all queries: one replica, without reference to the exact solution.
///
/// Time averages of the readout estimate ⟨o⟩, and from these P(o, y) and the responses, both of which are linear in them; what the
/// antisymmetric couplings release at the flips estimates σ. Control variates are used where they pay.
package struct SampledAttention: Cell {
  /// The question and the size of the network.
  package var model: AttentionModel
  /// The network.
  package var network: QueriedNetwork
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double
  /// The time before an observation, and its length in every input, in units of 1/k0.
  package var burnIn, time: Double

  /// A cell.
  package init(model: AttentionModel, network: QueriedNetwork, step: Double, burnIn: Double, time: Double) {
    (self.model, self.network, self.step) = (model, network, step)
    (self.burnIn, self.time) = (burnIn, time)
  }

  /// What was seen.
  package struct Sample: Codable, Sendable {
    /// P(+, 1) and P(+).
    package var both, up: Double
    /// Σ in nats per unit time of k0.
    package var sigma: Double
    /// The responses, as in ``AttentionOutcome``.
    package var responses: [Double]
  }

  /// Simulates the network.
  package func compute(_ random: RandomStream) throws -> Sample {
    let task = AttentionTask(model, step: step)
    var sums = AttentionSums(model)
    var sigma = 0.0
    let networks = try Dictionary(
      uniqueKeysWithValues: model.queries.map { ($0, try network.network(query: $0, beta: model.beta)) })
    for (number, group) in task.groups.enumerated() {
      guard let asked = networks[group.query] else { continue }
      var mean = SIMD8<Double>.zero
      for lane in 0..<min(8, task.ensemble.inputs.count - group.first) {
        var fields = asked.fields
        for (spin, field) in model.fields(reading: task.ensemble.inputs[group.first + lane]).enumerated() {
          fields[spin] += field
        }
        let sample = try asked.with(fields: fields).steadyAverages(
          burnIn: burnIn, duration: time, method: .table, random: random[8 * number + lane])
        mean[lane] = sample.magnetisations[model.spins - 1].value
        sigma += group.weight[lane] * sample.antisymmetricEntropyProductionRate.value
      }
      sums.add(mean, group, task.ensemble)
    }
    let averages = sums.averages
    return Sample(both: averages.both, up: averages.up, sigma: sigma, responses: sums.responses)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Sample) -> String? {
    result.responses.count == 2 * model.queries.count ? nil : "Every query has two responses."
  }
}

/// The averages of independent replicas of ``SampledAttention``, with their errors.
package struct SampledAttentionAverages: Sendable {
  /// I(o, y) in bits.
  package let information: Estimate
  /// Σ in nats per unit time of k0.
  package let sigma: Estimate
  /// The responses.
  package let responses: [Estimate]
  /// The mean response to the input that is asked for, that to the other one, and ln of their ratio: NaN where one of them
  /// is not positive in all replicas but one.
  package let attended, unattended, logRatio: Estimate

  /// The averages.
  ///
  /// - Parameter one: P(y = 1), which is known.
  /// - Precondition: there are at least two replicas.
  package init(averaging replicas: [SampledAttention.Sample], probabilityOfOne one: Double) {
    information = Estimate.jackknife(replicas.map { [$0.both, $0.up] }) { sums in
      bitsPerNat
        * mutualInformation([[1 - sums[1] - (one - sums[0]), one - sums[0]], [sums[1] - sums[0], sums[0]]])
    }
    sigma = Average(replicas.map(\.sigma)).estimate
    let all = replicas.map(\.responses)
    responses = all[0].indices.map { place in Average(all.map { $0[place] }).estimate }
    guard all[0].count == 4 else {
      (attended, unattended, logRatio) = (Estimate(exact: 0), Estimate(exact: 0), Estimate(exact: 0))
      return
    }
    attended = Average(all.map { 0.5 * ($0[0] + $0[3]) }).estimate
    unattended = Average(all.map { 0.5 * ($0[1] + $0[2]) }).estimate
    logRatio = Estimate.jackknife(all) { Elementary.log(($0[0] + $0[3]) / ($0[1] + $0[2])) }
  }
}

extension AttentionTask {
  /// P(y = 1).
  public var probabilityOfOne: Double { groups.reduce(0) { $0 + ($1.weight * $1.answer).sum() } }
}
