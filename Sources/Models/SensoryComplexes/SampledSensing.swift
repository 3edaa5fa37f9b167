import Estimation
import Randomness
import SpinNetworks
import StochasticThermodynamics
import Validation

/// I(s, x) and Σ of a simulated complex: one replica.
public struct SensingSample: Sendable, Codable, Hashable {
  /// I(s, x) without the leading bias, and Σ.
  public var sensing: Sensing

  /// The plug-in estimate of I(s, x) in bits, from all that was observed, with its bias.
  public var plugIn: Double
}

extension SensoryInputs {
  /// What was seen of the network at one input during one half of the observation.
  struct Observation {
    /// The time spent in each state.
    var times = SIMD4<Double>()
    /// The entropy released, in nats.
    var released = 0.0
  }

  /// Simulates the network twice at every input, each time from a random configuration through `burnIn` and then for
  /// `duration`, and hands over the place of the input and both halves.
  func simulate(
    _ couplings: PairCouplings, burnIn: Double, duration: Double, random: RandomStream,
    _ visit: (_ place: Int, _ first: Observation, _ second: Observation) -> Void
  ) throws(InvalidInput) {
    let complex = SensoryComplex(couplings: couplings, beta: beta, law: law)
    for (place, x) in ensemble.inputs.enumerated() {
      let network = try complex.network(reading: x)
      func observe(half: Int) -> Observation {
        var stream = random[place][half]
        let start = SpinState([stream.sign(), stream.sign()], in: network)
        var trajectory = Gillespie(network, from: start, random: stream)
        trajectory.relax(until: burnIn)
        var seen = Observation()
        trajectory.advance(until: burnIn + duration) { sojourn in
          seen.times[sojourn.state.index] += sojourn.duration
          seen.released += sojourn.entropyFlow
        }
        return seen
      }
      visit(place, observe(half: 0), observe(half: 1))
    }
  }

  /// I(s, x) and Σ of a simulated complex: one replica, without reference to the exact solution.
  ///
  /// At every input time averages estimate p(s|x), and the entropy released at every flip estimates σ(x). The plug-in
  /// estimate of I(s, x) is too large: with the estimate p̂ = p + ε over the time T and ⟨ε_s²⟩ = C_s(x)/T,
  /// ⟨H(p̂)⟩ = H(p) − Σ_s C_s(x)/(2 p(s|x) T) + O(1/T²), at every input, and no number of inputs averages this away, while
  /// the errors of p(s) do average. Two halves of the length T each remove the term of order 1/T
  /// (`extrapolated(whole:halves:_:)`). What remains falls faster, once the states that count are visited often:
  /// lengthen `duration` rather than the list of replicas until it does not matter. Average replicas for the error.
  ///
  /// - Parameters:
  ///   - couplings: of the complex.
  ///   - burnIn: the time before an observation, in units of 1/k0.
  ///   - duration: how long each of the two observations is, in units of 1/k0.
  ///   - random: the stream of this replica.
  public func sample(
    of couplings: PairCouplings, burnIn: Double, duration: Double, random: RandomStream
  ) throws(InvalidInput) -> SensingSample {
    var sum = SampledInformation(duration: duration)
    try simulate(couplings, burnIn: burnIn, duration: duration, random: random) { place, first, second in
      sum.add(first, second, weight: ensemble.weights[place])
    }
    return sum.sample
  }
}

/// The plug-in estimates of I(s, x) from two halves and from the whole of an observation, and Σ.
struct SampledInformation {
  private let duration: Double
  private var whole = ConditionalEntropySum()
  private var halves = [ConditionalEntropySum(), ConditionalEntropySum()]
  private var released = 0.0

  init(duration: Double) { self.duration = duration }

  mutating func add(_ first: SensoryInputs.Observation, _ second: SensoryInputs.Observation, weight: Double) {
    let (p, q) = (first.times / duration, second.times / duration)
    let pooled = 0.5 * (p + q)
    let apart = entropies(p, q)
    halves[0].add(p, entropy: apart.0, weight: weight)
    halves[1].add(q, entropy: apart.1, weight: weight)
    whole.add(pooled, entropy: entropies(pooled, pooled).0, weight: weight)
    released += weight * (first.released + second.released)
  }

  var sample: SensingSample {
    SensingSample(
      sensing: Sensing(
        inputInformation: extrapolated(
          whole: whole.information, halves: halves[0].information, halves[1].information),
        entropyProductionRate: released / (2 * duration)),
      plugIn: whole.information)
  }
}

/// The average of several replicas of a ``SensingSample``, with its error.
public struct SampledSensing: Sendable, Hashable {
  /// I(s, x) in bits.
  public let information: Estimate

  /// Σ in nats per unit time of k0.
  public let sigma: Estimate

  /// The average of the plug-in estimates in bits, whose bias is not removed.
  public let plugIn: Estimate

  /// The average of independent replicas.
  public init(averaging replicas: [SensingSample]) {
    information = Average(replicas.map(\.sensing.inputInformation)).estimate
    sigma = Average(replicas.map(\.sensing.entropyProductionRate)).estimate
    plugIn = Average(replicas.map(\.plugIn)).estimate
  }

  /// How far both estimates lie from the exact solution, I(s, x) and Σ, in standard errors.
  public func deviations(from exact: Sensing) -> [Double] {
    [information.deviation(from: exact.inputInformation), sigma.deviation(from: exact.entropyProductionRate)]
  }
}
