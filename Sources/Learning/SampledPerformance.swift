import Estimation
import Randomness
import StochasticThermodynamics

extension ParityGateTask {
  /// I(s, y) and Σ of a simulated complex: one replica, without reference to the exact solution.
  ///
  /// For every input of the ensemble the network is simulated twice, each time from a random configuration through
  /// `burnIn` and then for `duration`; time averages estimate p(s|x), the entropy released at every flip estimates
  /// σ(x). The two halves give I(s, y) without the leading bias of a plug-in estimate (``extrapolated(whole:halves:_:)``).
  /// Average many replicas for the error.
  ///
  /// - Parameters:
  ///   - couplings: of the complex.
  ///   - burnIn: the time before an observation, in units of 1/k0.
  ///   - duration: how long each of the two observations is, in units of 1/k0.
  ///   - random: the stream of this replica.
  public func sampledPerformance(
    of couplings: Couplings, burnIn: Double, duration: Double, random: RandomStream
  ) -> Performance {
    let complex = SensoryComplex(couplings: couplings, beta: beta, law: law)
    var halves = [JointOccupancy(), JointOccupancy()]
    for (place, x) in ensemble.inputs.enumerated() {
      let network = complex.network(reading: x)
      for half in halves.indices {
        var stream = random[place][half]
        let start = SpinState([stream.sign(), stream.sign()], in: network)
        var trajectory = Gillespie(network, from: start, random: stream)
        trajectory.relax(until: burnIn)
        var occupancy = SIMD4<Double>()
        var released = 0.0
        for sojourn in trajectory.until(burnIn + duration) {
          occupancy[sojourn.state.index] += sojourn.duration
          released += sojourn.entropyFlow
        }
        let weight = ensemble.weights[place] / duration
        halves[half].one += weight * answers[place] * occupancy
        halves[half].zero += weight * (1 - answers[place]) * occupancy
        halves[half].entropyProductionRate += weight * released
      }
    }
    let whole = information(0.5 * (halves[0].one + halves[1].one), 0.5 * (halves[0].zero + halves[1].zero))
    return Performance(
      relevantInformation: extrapolated(
        whole: whole, halves: information(halves[0].one, halves[0].zero), information(halves[1].one, halves[1].zero)),
      entropyProductionRate: 0.5 * (halves[0].entropyProductionRate + halves[1].entropyProductionRate))
  }

  /// p(s, y) as seen in one half of the observation, and the entropy released meanwhile.
  private struct JointOccupancy {
    var one = SIMD4<Double>()
    var zero = SIMD4<Double>()
    var entropyProductionRate = 0.0
  }
}

/// The average of several replicas of a ``Performance``, with its error.
public struct SampledPerformance: Sendable, Hashable {
  /// I(s, y) in bits.
  public let information: Estimate

  /// Σ in nats per unit time of k0.
  public let sigma: Estimate

  /// The average of independent replicas.
  public init(averaging replicas: [Performance]) {
    information = Average(replicas.map(\.relevantInformation)).estimate
    sigma = Average(replicas.map(\.entropyProductionRate)).estimate
  }

  /// How far both estimates lie from the exact solution, in standard errors: the larger of the two distances.
  public func deviation(from exact: Performance) -> Double {
    max(
      abs(information.deviation(from: exact.relevantInformation)),
      abs(sigma.deviation(from: exact.entropyProductionRate)))
  }
}
