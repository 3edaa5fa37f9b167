import ElementaryFunctions
import StochasticThermodynamics
import Validation

/// The exact posterior of a static input, and of an answer that depends on it, after a whole trajectory was watched.
///
/// There is one process per input x, with its probability p(x), its initial distribution and the answer's p(y|x):
///
///     let reader = try PathReader(switches, startingIn: stationary, weights: [0.5, 0.5], answers: [[1, 0], [0, 1]])
///     let read = reader.reading(of: path)
///     read.answers                                  // p(y|γ)
///
/// The inputs may be a grid over a continuous input; then its step must resolve the posterior, whose width falls as
/// 1/√T: a grid that is too coarse overestimates the information. Cost per path: inputs · (states · channels).
///
/// Source: the posterior by path likelihoods as in M. Reinhardt, G. Tkačik and P. R. ten Wolde, Phys. Rev. X 13, 041017 (2023),
/// summed over the inputs instead of sampled.
public struct PathReader<Process: MarkovJumpProcess>: Sendable where Process.State == Int {
  /// The process at each input.
  public let processes: [Process]

  /// p(x).
  public let weights: [Double]

  /// p(y|x), by input.
  public let answers: [[Double]]

  /// p(y).
  public let prior: [Double]

  private let rates: [PathRates]

  /// What a path says.
  public struct Reading: Sendable, Hashable {
    /// p(y|γ).
    public let answers: [Double]

    /// p(x|γ).
    public let inputs: [Double]

    /// ln p(γ) in nats, averaged over the inputs; see ``PathStatistics/logLikelihood(under:from:)``.
    public let logLikelihood: Double
  }

  /// A reader.
  ///
  /// - Parameters:
  ///   - processes: one per input, all with the same states and channels.
  ///   - initial: the distribution of the first state at each input.
  ///   - weights: p(x), which are normalised.
  ///   - answers: p(y|x) at each input, adding up to 1.
  /// - Throws: `InvalidInput` where numbers do not fit together or are no probabilities.
  public init(
    _ processes: [Process], startingIn initial: [[Double]], weights: [Double], answers: [[Double]]
  ) throws(InvalidInput) {
    try demand(!processes.isEmpty, "A reader needs at least one input.")
    try demand(
      processes.count == initial.count && processes.count == weights.count && processes.count == answers.count,
      "There must be a process, an initial distribution, a probability and an answer for each input.")
    try demand(
      initial.allSatisfy { $0.count == initial[0].count } && answers.allSatisfy { $0.count == answers[0].count },
      "All inputs must have the same states and the same answers.")
    for p in initial + answers {
      try demand(
        p.allSatisfy { $0 >= 0 } && abs(p.reduce(0, +) - 1) < 1e-9, "Probabilities are not negative and add up to 1.")
    }
    let total = weights.reduce(0, +)
    try demand(
      weights.allSatisfy { $0 >= 0 } && total > 0 && total.isFinite,
      "The weights of the inputs must be finite and not negative, and one of them positive.")
    self.processes = processes
    self.weights = weights.map { $0 / total }
    self.answers = answers
    let normalised = self.weights
    prior = answers[0].indices.map { y in zip(normalised, answers).reduce(0) { $0 + $1.0 * $1.1[y] } }
    let channelCount = processes.map(\.channels.upperBound).max() ?? 0
    rates = zip(processes, initial).map { PathRates($0, from: $1, channelCount: channelCount) }
  }

  /// How many states there are.
  public var stateCount: Int { rates[0].rates.count / channelCount }

  /// How many channels there are.
  public var channelCount: Int { processes.map(\.channels.upperBound).max() ?? 0 }

  /// I(x; y) in nats: the information in the input itself, the most that a trajectory can have.
  public var availableInformation: Double { mutualInformation(weights: weights, conditionals: answers) }

  /// The posterior of input and answer after a path.
  ///
  /// - Precondition: some input can make the path.
  public func reading(of path: PathStatistics) -> Reading { reading(logLikelihoods(of: path)) }

  /// The posterior after a path of which nobody knows in which direction it ran: its likelihood is p(γ|x) + p(γᴿ|x).
  ///
  /// - Throws: `InvalidInput` where the path cannot be run backwards.
  public func readingWithoutArrow(of path: PathStatistics) throws(InvalidInput) -> Reading {
    let back = try path.reversed(in: processes[0])
    return reading(zip(logLikelihoods(of: path), logLikelihoods(of: back)).map(logOfSum))
  }

  /// dI/dT in nats per unit time: the information gained on average in the next instant, after this path.
  ///
  /// With κ the rate of a channel out of the last state averaged over the posterior, and κ^y the same over the
  /// posterior where the answer is y, it is Σ κ^y p(y|γ) ln(κ^y/κ), summed over channels and answers. Its average
  /// over paths is the exact derivative of the path information.
  ///
  /// Source: A. Moor and C. Zechner, Phys. Rev. Research 5, 013032 (2023), filtered rates.
  public func informationRate(after path: PathStatistics) -> Double {
    let read = reading(of: path)
    var sum = 0.0
    for channel in 0..<channelCount {
      let place = path.end * channelCount + channel
      var joint = Array(repeating: 0.0, count: prior.count)
      for (input, p) in read.inputs.enumerated() {
        for y in joint.indices { joint[y] += p * answers[input][y] * rates[input].rates[place] }
      }
      let mean = joint.reduce(0, +)
      for (y, rate) in joint.enumerated() where rate > 0 && read.answers[y] > 0 {
        sum += rate * Elementary.logRatio(rate, 1, over: mean, read.answers[y])
      }
    }
    return sum
  }

  private func logLikelihoods(of path: PathStatistics) -> [Double] { rates.map { $0.logLikelihood(of: path) } }

  private func reading(_ logLikelihoods: [Double]) -> Reading {
    let largest = logLikelihoods.max() ?? 0
    require(largest > -.infinity, "No input of the reader can make this path.")
    let joint = zip(weights, logLikelihoods).map { $0 * Elementary.exp($1 - largest) }
    let total = joint.reduce(0, +)
    var posterior = Array(repeating: 0.0, count: prior.count)
    for (p, conditional) in zip(joint, answers) {
      for y in posterior.indices { posterior[y] += p * conditional[y] }
    }
    return Reading(
      answers: posterior.map { $0 / total }, inputs: joint.map { $0 / total },
      logLikelihood: largest + Elementary.log(total))
  }

  /// ln(eᵃ + eᵇ).
  private func logOfSum(_ a: Double, _ b: Double) -> Double {
    let (large, small) = (max(a, b), min(a, b))
    return large == -.infinity ? large : large + Elementary.log(1 + Elementary.exp(small - large))
  }
}
