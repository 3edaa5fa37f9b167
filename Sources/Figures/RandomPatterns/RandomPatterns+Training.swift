import Cells
import Companion
import MesoscopicNetworks
import Randomness
import SpinNetworks

extension RandomPatterns {
  // MARK: - Training by simulation alone

  /// A large network for one task, trained by the likelihood ratio: a symmetric one first; from there on free ones at falling prices;
  /// and from there on, as a control, the symmetric one for as many steps more.
  struct Train: StagedCell {
    var task: MesoscopicTask
    var spins: Int
    var prices: [Double]
    var beta, ridge, bound, scale, rate, burnIn, time, window: Double
    var steps, furtherSteps, every: Int

    init(_ task: MesoscopicTask, _ p: Parameters) {
      (self.task, spins, prices) = (task, p.trainedSpins, p.trainedAlphas.reversed())
      (beta, ridge, bound, scale, rate) = (p.beta, p.trainedRidge, p.bound, p.startingScale, p.rate)
      (burnIn, time, window) = (p.trainingBurnIn, p.trainingTime, p.window)
      (steps, furtherSteps, every) = (p.steps, p.furtherSteps, p.stepsPerRecord)
    }

    /// Couplings row by row, of the symmetric network, of the free ones at falling prices and of the symmetric one after as many
    /// steps more each; and the course of the training: flips so far, mean squared error and Σ as they were found on the way.
    struct Result: Codable {
      var networks: [[Double]] = []
      var flips: [Double] = [], errors: [Double] = [], sigmas: [Double] = []
    }

    /// A training on its way, at one price, and what was before.
    struct Stage: Codable { var training: SampledTraining, result: Result }

    var stages: Int { (steps + 2 * prices.count * furtherSteps) / every }

    func begin(_ random: RandomStream) -> Stage {
      var random = random
      let width = scale / Double(spins).squareRoot()
      let start = (0..<objective(in: 0).architecture.parameters).map { _ in width * random.normal() }
      return Stage(training: training(from: start, steps: steps), result: Result())
    }

    func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) {
      let before = number * every - steps
      let phase = before < 0 ? 0 : 1 + before / furtherSteps
      let objective = objective(in: phase)
      if before >= 0 && before % furtherSteps == 0 {
        var couplings = finish(&stage)
        if phase == prices.count + 1 { couplings = stage.result.networks[0] }
        var θ = Array(repeating: 0.0, count: objective.architecture.parameters)
        for tie in objective.architecture.ties { θ[tie.parameter] = couplings[tie.on * spins + tie.by] }
        stage.training = training(from: θ, steps: furtherSteps)
      }
      var score = LikelihoodRatio(objective.architecture, beta: beta)
      let flips = stage.training.flips
      var (error, sigma) = (0.0, 0.0)
      for _ in 0..<every {
        let value = stage.training.step(on: objective, &score, random: random)
        error -= 2 * value.performance / Double(every)
        sigma += value.entropyProductionRate / Double(every)
      }
      stage.result.flips.append((stage.result.flips.last ?? 0) + Double(stage.training.flips - flips))
      stage.result.errors.append(error)
      stage.result.sigmas.append(sigma)
    }

    func result(of stage: Stage, _ random: RandomStream) -> Result {
      var stage = stage
      _ = finish(&stage)
      return stage.result
    }

    /// Keeps the network of a training that is over.
    private func finish(_ stage: inout Stage) -> [Double] {
      let ties = objective(in: stage.result.networks.count).architecture.ties
      var couplings = Array(repeating: 0.0, count: spins * spins)
      for tie in ties { couplings[tie.on * spins + tie.by] = stage.training.parameters[tie.parameter] }
      stage.result.networks.append(couplings)
      return couplings
    }

    /// The objective of free networks at a price in the phases 1, 2, …, one per price; of symmetric ones before and after.
    private func objective(in phase: Int) -> MesoscopicObjective {
      let isFree = (1...prices.count).contains(phase)
      return MesoscopicObjective(
        architecture: isFree ? .allToAll(spins: spins) : .symmetric(spins: spins), task: task, beta: beta,
        dissipationCost: isFree ? prices[phase - 1] : 0, readoutPenalty: ridge)
    }

    private func training(from θ: [Double], steps: Int) -> SampledTraining {
      let schedule = LearningRateSchedule(peak: rate, warmUp: steps / 20, steps: steps, last: 0.05)
      return SampledTraining(
        from: θ, by: .likelihoodRatio(LikelihoodRatio.Settings(window: window), schedule),
        TrainingSample(burnIn: burnIn, duration: time), bound: bound)
    }
  }

  /// The readout of a network, from a long simulation of its own.
  struct Fit: Cell {
    var task: MesoscopicTask
    var couplings: [Double]
    var spins: Int
    var beta, ridge, burnIn, time: Double

    func compute(_ random: RandomStream) -> RidgeReadout {
      let network = SpinNetwork(couplings: couplings, fields: Array(repeating: 0, count: spins), beta: beta)
      let samples = network.samples(
        reading: task.fields(of: spins), burnIn: burnIn, duration: time, random: random)
      return RidgeReadout.fitted(
        to: samples.map { $0.magnetisations.map(\.value) }, targets: (task.scalarTargets ?? []).map { [$0] },
        penalty: ridge)
    }
  }

  // MARK: - One trained network at a few inputs, exactly

  /// What is read of a network at one input, and its entropy production rate.
  struct Answer: Codable { var answer, sigma: Double }

  /// By all 2^N states.
  struct Solve: Cell {
    var couplings, fields: [Double]
    var readout: RidgeReadout
    var beta: Double

    func compute(_ random: RandomStream) throws -> Answer {
      let steady = try SpinNetworkSteadyState(
        of: SpinNetwork(couplings: couplings, fields: fields, beta: beta), tolerance: 1e-9)
      return Answer(
        answer: readout.answer(to: steady.magnetisations)[0], sigma: steady.antisymmetricEntropyProductionRate)
    }
  }

  /// By a simulation.
  struct Observe: Cell {
    var couplings, fields: [Double]
    var readout: RidgeReadout
    var beta, burnIn, time: Double

    func compute(_ random: RandomStream) -> Answer {
      let sample = SpinNetwork(couplings: couplings, fields: fields, beta: beta)
        .sample(burnIn: burnIn, duration: time, random: random)
      return Answer(
        answer: readout.answer(to: sample.magnetisations.map(\.value))[0],
        sigma: sample.antisymmetricEntropyProductionRate.value)
    }
  }
}
