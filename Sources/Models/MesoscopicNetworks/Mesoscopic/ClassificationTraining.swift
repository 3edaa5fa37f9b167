import Cells
import Randomness
import Validation

/// Patterns of independent standard normal numbers, and small couplings with which a ``ClassificationTraining`` begins.
package struct RandomClassification: Cell {
  /// How many patterns there are, and how many numbers each has.
  package var patterns = 40, inputs = 8

  /// The standard deviation of the couplings.
  package var scale = 0.15

  /// Forty patterns of eight numbers.
  package init() {}

  /// What is drawn.
  package struct Result: Validated, Sendable {
    /// The patterns, and the parameters of the network.
    package var patterns: [[Double]], start: [Double]
  }

  package func compute(_ random: RandomStream) -> Result {
    var random = random
    let patterns = (0..<patterns).map { _ in (0..<inputs).map { _ in random.normal() } }
    return Result(
      patterns: patterns,
      start: (0..<ClassificationTraining.architecture.parameters).map { _ in scale * random.normal() })
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    result.patterns.count == patterns ? nil : "There are not as many patterns as were asked for."
  }
}

/// A small network that learns from simulations alone, step by step, to tell patterns of four classes apart; now and then its loss is
/// found in a longer simulation.
package struct ClassificationTraining: StagedCell {
  /// The patterns, of eight numbers each; they belong to the four classes in turn.
  package var patterns: [[Double]]

  /// The parameters to begin with.
  package var start: [Double]

  /// How many steps there are.
  package var steps: Int

  /// How gradients are found and followed.
  package var method: SampledTraining.Method

  /// The simulations of a step, per pattern.
  package var sample: SteadyStateSampling

  /// The price α of dissipation, and the simulated time per pattern from which the loss is found, in units of 1/k0.
  package var alpha, lookTime: Double

  /// A training.
  package init(
    on task: RandomClassification.Result, by method: SampledTraining.Method, steps: Int, sample: SteadyStateSampling,
    alpha: Double, lookTime: Double
  ) {
    (patterns, start) = (task.patterns, task.start)
    (self.method, self.steps, self.sample) = (method, steps, sample)
    (self.alpha, self.lookTime) = (alpha, lookTime)
  }

  /// Three layers that act back on each other, of which the first reads eight numbers and the last is read.
  package static let architecture = SpinArchitecture.layered(inputs: 8, layers: [12, 10, 8], feedback: .free)

  /// A training on its way.
  package struct Stage: Validated, Sendable {
    var objective: MesoscopicObjective
    var training: SampledTraining
    var curve = Curve()
  }

  /// The loss against the flips that were simulated to learn.
  package struct Curve: Validated, Sendable {
    /// How many spins had flipped, and −L there, in nats.
    package var flips: [Double] = [], losses: [Double] = []

    /// How many flips it took to get to a loss; nil where it was not reached.
    package func flips(toReach loss: Double) -> Double? { zip(flips, losses).first { $0.1 <= loss }?.0 }
  }

  package var stages: Int { steps }

  package func begin(_ random: RandomStream) -> Stage {
    let classes = 4
    let task = MesoscopicTask(
      inputs: patterns, answers: .labels(patterns.indices.map { $0 % classes }, classes: classes))
    let objective = MesoscopicObjective(
      architecture: Self.architecture, task: task, read: 22..<30, dissipationCost: alpha, readoutPenalty: 1e-3)
    return Stage(objective: objective, training: SampledTraining(from: start, by: method, sample))
  }

  package func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) throws {
    try stage.training.step(on: stage.objective, random: random)
    guard isLook(number) else { return }
    // A look does not count, and the readout is the best one for it.
    let value = try stage.objective.sampled(
      stage.training.parameters, burnIn: 5, duration: lookTime, random: random["look"])
    stage.curve.flips.append(Double(stage.training.flips))
    stage.curve.losses.append(-value.objective)
  }

  /// At every step of the first few, then ever more rarely.
  private func isLook(_ number: Int) -> Bool {
    number + 1 == steps || (number + 1) % max(1, (number + 1) / 8) == 0
  }

  package func result(of stage: Stage, _ random: RandomStream) -> Curve { stage.curve }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Curve) -> String? {
    result.flips.count == (0..<steps).count(where: isLook) ? nil : "There is not one loss per look."
  }
}

extension RandomClassification.Result {
  /// Reads a task.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    patterns = try fields.read(.patterns)
    start = try fields.read(.start)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    let architecture = ClassificationTraining.architecture
    return patterns.allSatisfy { $0.count == architecture.inputs } && start.count == architecture.parameters
      ? nil : "A pattern has a number for every input, and the start one for every parameter."
  }
}

extension ClassificationTraining.Stage {
  /// Reads a stage.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    objective = try fields.read(.objective)
    training = try fields.read(.training)
    curve = try fields.read(.curve)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    training.parameters.count == objective.architecture.parameters
      ? nil : "A training has a number for every parameter of its network."
  }
}

extension ClassificationTraining.Curve {
  /// Reads a curve.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    flips = try fields.read(.flips)
    losses = try fields.read(.losses)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    flips.count == losses.count ? nil : "A curve has a loss for every number of flips."
  }
}
