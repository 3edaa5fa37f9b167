import Matrices
import Optimisation
import Randomness
import Validation

/// How steady states are sampled in training, in units of 1/k0.
public struct SteadyStateSampling: Sendable, Codable, Hashable {
  /// The time before the observation.
  public var burnIn: Double

  /// T, for which averages are observed and flips are scored.
  public var duration: Double

  /// A sample.
  public init(burnIn: Double, duration: Double) { (self.burnIn, self.duration) = (burnIn, duration) }
}

extension MesoscopicObjective {
  /// A gradient with the value that was found on the way.
  public struct SampledGradient: Sendable {
    /// L as in ``sampled(_:burnIn:duration:random:)``, the mean of two halves.
    public var value: Value
    /// ∂L/∂θ.
    public var gradient: [Double]
    /// The averages of all spins, one array per input.
    public var averages: [[Double]]
  }

  /// The gradient by the likelihood ratio, from two independent paths per input: averages, readout, baseline and critic of each serve
  /// the score of the other.
  ///
  /// - Parameters:
  ///   - score: memory for it, made for the same architecture and β. It takes the parameters.
  ///   - θ: where.
  ///   - sample: each path is observed for T + τ, of which T is scored.
  ///   - settings: window and critic.
  ///   - random: the stream to draw from.
  /// - Precondition: the rates are exponential.
  public func likelihoodRatio(
    _ score: inout LikelihoodRatio, at θ: [Double], _ sample: SteadyStateSampling, _ settings: LikelihoodRatio.Settings,
    random: RandomStream
  ) throws(InvalidInput) -> SampledGradient {
    require(law == .exponential, "The likelihood ratio is for exponential rates.")
    require(
      score.architecture == architecture && score.beta == beta, "A score is made for the network of the objective.")
    score.set(θ)
    let inputs = task.inputs.map { architecture.inputFields(θ, reading: $0) }
    let fields = task.inputs.map { architecture.fields(θ, reading: $0) }
    let paths = try architecture.network(θ, beta: beta, law: law)
      .paths(
        reading: inputs + inputs, burnIn: sample.burnIn, duration: sample.duration + settings.window, random: random)
    let count = inputs.count
    let averages = paths.indices.map { score.averages(along: paths[$0], fields: fields[$0 % count]) }
    let readings = [averages[..<count], averages[count...]].map { reading(of: $0.map(\.magnetisations)) }
    var gradient = Array(repeating: 0.0, count: architecture.parameters)
    for place in paths.indices {
      let other = (place + count) % paths.count
      let slope = score.gradient(
        along: paths[place], fields: fields[place % count], slopes: readings[other / count].slopes[place % count],
        dissipationCost: dissipationCost / Double(count), other: averages[other], settings)
      add(
        architecture.pullback(couplings: slope.couplings, fields: slope.fields, reading: task.inputs[place % count]),
        times: 0.5, to: &gradient)
    }
    let rate = averages.reduce(0) { $0 + $1.entropyProductionRate } / Double(averages.count)
    let performance = 0.5 * (readings[0].value + readings[1].value)
    let value = Value(
      performance: performance, entropyProductionRate: rate, objective: performance - dissipationCost * rate,
      flips: paths.reduce(0) { $0 + $1.flips })
    let means = (0..<count).map { place in
      zip(averages[place].magnetisations, averages[place + count].magnetisations).map { 0.5 * ($0 + $1) }
    }
    return SampledGradient(value: value, gradient: gradient, averages: means)
  }
}

/// A training on sampled steady states: all that is needed to go on with it.
///
///     var training = SampledTraining(from: start, by: .simultaneousPerturbation(gains), sample)
///     while training.steps < 1000 { try training.step(on: objective, random: stream) }
///
/// Step k draws from `random[k]`, so that a training which is stopped, stored and continued makes the same steps.
///
/// A readout that is fitted to the averages of a step fits their noise, too, and misleads the gradient. So the readout of a step is the
/// best one for the running averages of the steps before, unless the objective has one of its own.
public struct SampledTraining: Sendable, Validated {
  /// How gradients are found and followed.
  public enum Method: Sendable, Codable, Hashable {
    /// Two coupled simulations per step, and Spall's gains.
    case simultaneousPerturbation(SimultaneousPerturbation)
    /// The score of two paths per input, and Adam.
    case likelihoodRatio(LikelihoodRatio.Settings, LearningRateSchedule)

    /// Two coupled simulations per step, and Spall's gains a, c and A; see `SimultaneousPerturbation`.
    public static func simultaneousPerturbation(rate: Double, size: Double, stability: Double) -> Method {
      .simultaneousPerturbation(SimultaneousPerturbation(rate: rate, size: size, stability: stability))
    }
  }

  /// The method.
  public let method: Method

  /// How steady states are sampled.
  public let sample: SteadyStateSampling

  /// No coupling grows beyond this.
  public let bound: Double

  /// θ.
  public private(set) var parameters: [Double]

  /// How many steps were made, and how many spins flipped in them.
  public private(set) var steps = 0, flips = 0

  /// How much of the running averages a step keeps.
  public let memory: Double

  private var adam: Adam<Double>
  /// The running averages, input by input, and their weight in steps.
  private var averages: [[Double]] = []
  private var weight = 0.0
  private var readout: MesoscopicTask.Readout?

  /// A training that has not begun.
  ///
  /// - Precondition: the memory lies between 0 and 1.
  public init(
    from start: [Double], by method: Method, _ sample: SteadyStateSampling, memory: Double = 0.9, bound: Double = 3
  ) {
    (self.method, self.sample, self.bound, parameters) = (method, sample, bound, start)
    self.memory = memory
    adam = Adam(parameters: start.count)
    requireNoFlaw()
  }

  /// Remembers the averages of a step.
  private mutating func remember(_ found: [[Double]]) {
    weight = memory * weight + 1
    guard !averages.isEmpty else { return averages = found }
    for place in averages.indices {
      averages[place] = zip(averages[place], found[place]).map { $0 + ($1 - $0) / weight }
    }
  }

  /// One step.
  ///
  /// - Returns: L as it was found on the way, before the step.
  @discardableResult
  public mutating func step(
    on objective: MesoscopicObjective, random: RandomStream
  ) throws(InvalidInput) -> MesoscopicObjective.Value {
    var score = LikelihoodRatio(objective.architecture, beta: objective.beta)
    return try step(on: objective, &score, random: random)
  }

  /// One step, in memory that serves many.
  @discardableResult
  public mutating func step(
    on objective: MesoscopicObjective, _ score: inout LikelihoodRatio, random: RandomStream
  ) throws(InvalidInput) -> MesoscopicObjective.Value {
    let stream = random[steps]
    var objective = objective
    if objective.readout == nil, !averages.isEmpty {
      readout = objective.reading(of: averages, from: readout).readout
      objective.readout = readout
    }
    let found: MesoscopicObjective.Value
    switch method {
    case .likelihoodRatio(let settings, let schedule):
      let gradient = try objective.likelihoodRatio(&score, at: parameters, sample, settings, random: stream)
      adam.step(&parameters, along: gradient.gradient, rate: schedule.rate(at: steps))
      remember(gradient.averages)
      found = gradient.value
    case .simultaneousPerturbation(let ascent):
      var outcome: Result<MesoscopicObjective.SampledPair, InvalidInput>?
      ascent.step(&parameters, at: steps, random: stream["directions"]) { ahead, behind in
        do throws(InvalidInput) {
          let pair = try objective.sampledPair(
            ahead, behind, burnIn: sample.burnIn, duration: sample.duration, random: stream)
          outcome = .success(pair)
          return pair.first.objective - pair.second.objective
        } catch {
          outcome = .failure(error)
          return 0
        }
      }
      guard let values = try outcome?.get() else { fatalError("An ascent asks for values at every step.") }
      found = values.first.mean(with: values.second)
      remember(values.averages)
    }
    for place in parameters.indices { parameters[place] = min(max(parameters[place], -bound), bound) }
    steps += 1
    flips += found.flips
    return found
  }
}

extension MesoscopicObjective.Value {
  /// The mean of two values, and the flips of both.
  fileprivate func mean(with other: Self) -> Self {
    Self(
      performance: 0.5 * (performance + other.performance),
      entropyProductionRate: 0.5 * (entropyProductionRate + other.entropyProductionRate),
      objective: 0.5 * (objective + other.objective), flips: flips + other.flips)
  }
}

extension SampledTraining {
  /// Reads a training.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    method = try fields.read(.method)
    sample = try fields.read(.sample)
    bound = try fields.read(.bound)
    parameters = try fields.read(.parameters)
    steps = try fields.read(.steps)
    flips = try fields.read(.flips)
    memory = try fields.read(.memory)
    adam = try fields.read(.adam)
    averages = try fields.read(.averages)
    weight = try fields.read(.weight)
    readout = try fields.readIfPresent(.readout)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(0 <= memory && memory < 1) { return "A memory lies between 0 and 1." }
    if adam.parameters != parameters.count { return "Adam has one derivative per parameter." }
    if ![steps, flips].allSatisfy((0...mostCounted).contains) {
      return "A training has no fewer than 0 and at most 10¹⁵ steps and flips behind it."
    }
    return averages.allSatisfy { $0.count == averages[0].count } ? nil : "All inputs have equally many averages."
  }
}
