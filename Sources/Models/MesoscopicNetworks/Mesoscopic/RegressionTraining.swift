import Cells
import Matrices
import Randomness
import SpinNetworks
import Validation

/// A network trained for one regression by simulation alone, by the likelihood ratio: a symmetric one first; from there on free ones at
/// the prices of dissipation, one after the other; and from the first on, as a control, the symmetric one for as many steps more.
package struct RegressionTraining: StagedCell {
  /// The regression.
  package var task: MesoscopicTask

  /// How many spins there are, N; the first read the inputs.
  package var spins: Int

  /// The prices α of dissipation, in the order in which the free network is trained at them, in units of 1/k0.
  package var prices: [Double]

  /// The inverse temperature β, the ridge per pattern, and the bound on the couplings.
  package var beta, ridge, bound: Double

  /// The standard deviation of the first couplings, times √N; and the largest learning rate.
  package var scale, rate: Double

  /// Per path, in units of 1/k0: the time before averages begin, the time of flips that count, and the time after a flip that its
  /// score is credited with.
  package var burnIn, time, window: Double

  /// How many steps there are: of the symmetric network, and of the free one at each price; and over how many the course of the
  /// training is averaged, a divisor of both.
  package var steps, furtherSteps, every: Int

  /// A training.
  package init(
    on task: MesoscopicTask, spins: Int, prices: [Double], beta: Double, ridge: Double, bound: Double, scale: Double,
    rate: Double, burnIn: Double, time: Double, window: Double, steps: Int, furtherSteps: Int, every: Int
  ) {
    (self.task, self.spins, self.prices) = (task, spins, prices)
    (self.beta, self.ridge, self.bound, self.scale, self.rate) = (beta, ridge, bound, scale, rate)
    (self.burnIn, self.time, self.window) = (burnIn, time, window)
    (self.steps, self.furtherSteps, self.every) = (steps, furtherSteps, every)
  }

  /// The networks, and the course of the training.
  package struct Result: Validated, Sendable {
    /// W of the symmetric network, of the free ones price by price, and of the symmetric one after as many steps more each.
    fileprivate var networks: [SquareMatrix] = []

    /// The flips so far; and the mean squared error and Σ as they were found on the way, means over the steps of a record.
    package var flips: [Double] = [], errors: [Double] = [], sigmas: [Double] = []

    /// W of the symmetric network from which the free ones begin.
    package var beginning: Matrix { networks[0].wrappedValue }

    /// W of the free networks, price by price.
    package var free: [Matrix] { networks[1...networks.count / 2].map(\.wrappedValue) }

    /// W of the symmetric network that was trained for as long as the last free one.
    package var symmetric: Matrix { networks[networks.count - 1].wrappedValue }
  }

  /// A training on its way, at one price, and what was before.
  package struct Stage: Codable, Sendable { var training: SampledTraining, result: Result }

  package var stages: Int { (steps + 2 * prices.count * furtherSteps) / every }

  package func begin(_ random: RandomStream) -> Stage {
    var random = random
    let width = scale / Double(spins).squareRoot()
    let start = (0..<objective(in: 0).architecture.parameters).map { _ in width * random.normal() }
    return Stage(training: training(from: start, steps: steps), result: Result())
  }

  package func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) throws {
    let before = number * every - steps
    let phase = before < 0 ? 0 : 1 + before / furtherSteps
    let objective = objective(in: phase)
    if before >= 0 && before % furtherSteps == 0 {
      var couplings = finish(&stage)
      if phase == prices.count + 1 { couplings = stage.result.beginning }
      var θ = Array(repeating: 0.0, count: objective.architecture.parameters)
      for tie in objective.architecture.ties { θ[tie.parameter] = couplings[tie.on, tie.by] }
      stage.training = training(from: θ, steps: furtherSteps)
    }
    var score = LikelihoodRatio(objective.architecture, beta: beta)
    let flips = stage.training.flips
    var (error, sigma) = (0.0, 0.0)
    for _ in 0..<every {
      let value = try stage.training.step(on: objective, &score, random: random)
      error -= 2 * value.performance / Double(every)
      sigma += value.entropyProductionRate / Double(every)
    }
    stage.result.flips.append((stage.result.flips.last ?? 0) + Double(stage.training.flips - flips))
    stage.result.errors.append(error)
    stage.result.sigmas.append(sigma)
  }

  package func result(of stage: Stage, _ random: RandomStream) -> Result {
    var stage = stage
    _ = finish(&stage)
    return stage.result
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    if result.networks.count != 2 * prices.count + 1 { return "There are not two networks per price and one." }
    if !result.networks.allSatisfy({ $0.wrappedValue.rows == spins }) {
      return "Networks of N spins have N × N couplings."
    }
    return result.flips.count == stages ? nil : "There is not one look per stage."
  }

  /// Keeps the network of a training that is over.
  private func finish(_ stage: inout Stage) -> Matrix {
    let couplings = objective(in: stage.result.networks.count).architecture.matrix(stage.training.parameters)
    stage.result.networks.append(SquareMatrix(wrappedValue: couplings))
    return couplings
  }

  /// The objective of free networks at a price in the phases 1, 2, …, one per price; of symmetric ones before and after.
  private func objective(in phase: Int) -> MesoscopicObjective {
    let isFree = 1 <= phase && phase <= prices.count
    return MesoscopicObjective(
      architecture: isFree ? .allToAll(spins: spins) : .symmetric(spins: spins), task: task, beta: beta,
      dissipationCost: isFree ? prices[phase - 1] : 0, readoutPenalty: ridge)
  }

  private func training(from θ: [Double], steps: Int) -> SampledTraining {
    let schedule = LearningRateSchedule(peak: rate, warmUp: steps / 20, steps: steps, last: 0.05)
    return SampledTraining(
      from: θ, by: .likelihoodRatio(LikelihoodRatio.Settings(window: window), schedule),
      SteadyStateSampling(burnIn: burnIn, duration: time), bound: bound)
  }
}

/// The readout of a network for one regression, fitted to a simulation of its own.
package struct SampledReadout: Cell {
  /// The regression.
  package var task: MesoscopicTask

  /// W, N × N.
  @SquareMatrix package var couplings: Matrix

  /// The number N of spins, of which the first read the inputs.
  package var spins: Int

  /// The inverse temperature β, and the ridge per pattern; the times before and of the averages, per input, in units of 1/k0.
  package var beta, ridge, burnIn, time: Double

  /// A network with its regression.
  package init(
    task: MesoscopicTask, couplings: Matrix, spins: Int, beta: Double, ridge: Double, burnIn: Double, time: Double
  ) {
    (self.task, self.couplings, self.spins) = (task, couplings, spins)
    (self.beta, self.ridge, self.burnIn, self.time) = (beta, ridge, burnIn, time)
  }

  package func compute(_ random: RandomStream) throws -> RidgeReadout {
    let network = try SpinNetwork(couplings: couplings, fields: Array(repeating: 0, count: spins), beta: beta)
    let samples = try network.samples(
      reading: task.fields(of: spins), burnIn: burnIn, duration: time, random: random)
    return RidgeReadout.fitted(
      to: samples.map { $0.magnetisations.map(\.value) }, targets: (task.scalarTargets ?? []).map { [$0] },
      penalty: ridge)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: RidgeReadout) -> String? {
    result.features == spins && result.outputs == 1 ? nil : "A readout reads one number per spin, and gives one."
  }
}

extension RegressionTraining.Result {
  /// Reads a result.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    networks = try fields.read(.networks)
    flips = try fields.read(.flips)
    errors = try fields.read(.errors)
    sigmas = try fields.read(.sigmas)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    flips.count == errors.count && errors.count == sigmas.count ? nil : "Every look finds flips, an error and a rate."
  }
}
