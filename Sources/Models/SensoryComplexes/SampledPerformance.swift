import Estimation
import Randomness
import StochasticThermodynamics
import Validation

/// What one replica of a simulated complex achieves at a task, and what it tells about the input.
public struct ParityGateSample: Sendable, Codable, Hashable {
  /// I(s, y) without the leading bias, and Σ.
  public var performance: Performance

  /// I(s, x) from the same trajectories.
  public var sensing: SensingSample
}

extension ParityGateTask {
  /// I(s, y), I(s, x) and Σ of a simulated complex: one replica, without reference to the exact solution.
  ///
  /// For every input of the ensemble the network is simulated twice, each time from a random configuration through
  /// `burnIn` and then for `duration`; time averages estimate p(s|x), the entropy released at every flip estimates
  /// σ(x). The two halves give I(s, y) and I(s, x) without the leading bias of a plug-in estimate
  /// (`extrapolated(whole:halves:_:)`; for I(s, x) see ``SensoryInputs/sample(of:burnIn:duration:random:)``).
  /// Average many replicas for the error.
  ///
  /// - Parameters:
  ///   - couplings: of the complex.
  ///   - burnIn: the time before an observation, in units of 1/k0.
  ///   - duration: how long each of the two observations is, in units of 1/k0.
  ///   - random: the stream of this replica.
  public func sample(
    of couplings: PairCouplings, burnIn: Double, duration: Double, random: RandomStream
  ) throws(InvalidInput) -> ParityGateSample {
    let weights = ensemble.weights
    var halves = (Half(), Half())
    var sensing = SampledInformation(duration: duration)
    try inputs.simulate(couplings, burnIn: burnIn, duration: duration, random: random) { place, first, second in
      halves.0.add(first, answer: answers[place], weight: weights[place] / duration)
      halves.1.add(second, answer: answers[place], weight: weights[place] / duration)
      sensing.add(first, second, weight: weights[place])
    }
    let performance = Performance(
      relevantInformation: extrapolated(
        whole: halves.0.joint.merged(with: halves.1.joint).information, halves: halves.0.joint.information,
        halves.1.joint.information),
      entropyProductionRate: 0.5 * (halves.0.entropyProductionRate + halves.1.entropyProductionRate))
    return ParityGateSample(performance: performance, sensing: sensing.sample)
  }

  /// p(s, y) as seen in one half of the observation, and the entropy released meanwhile.
  private struct Half {
    var joint = JointDistribution()
    var entropyProductionRate = 0.0

    /// Adds what was seen at an input with p(y = 1|x) and p(x)/T.
    mutating func add(_ seen: SensoryInputs.Observation, answer: Double, weight: Double) {
      joint.one += weight * answer * seen.times
      joint.zero += weight * (1 - answer) * seen.times
      entropyProductionRate += weight * seen.released
    }
  }
}

/// The average of several replicas of a `Performance`, with its error.
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

  /// How far both estimates lie from the exact solution, I(s, y) and Σ, in standard errors.
  public func deviations(from exact: Performance) -> [Double] {
    [information.deviation(from: exact.relevantInformation), sigma.deviation(from: exact.entropyProductionRate)]
  }
}
