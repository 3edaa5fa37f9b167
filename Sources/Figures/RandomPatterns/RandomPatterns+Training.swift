import Companion
import Learning
import Randomness
import StochasticThermodynamics

extension RandomPatterns {
  // MARK: - Training by simulation alone

  /// A large network for one task, trained by the likelihood ratio: a symmetric one first, and from there on free ones at falling
  /// prices.
  struct Train: Cell {
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

    /// Couplings row by row, and the course of the training: flips so far, and mean squared error and Σ as they were found on the
    /// way.
    struct Result: Codable {
      var symmetric: [Double] = [], free: [[Double]] = []
      var flips: [Double] = [], errors: [Double] = [], sigmas: [Double] = []
    }

    func compute(_ random: RandomStream) -> Result {
      var result = Result()
      let symmetric = SpinArchitecture.symmetric(spins: spins)
      var start = random["start"]
      let width = scale / Double(spins).squareRoot()
      let first = (0..<symmetric.parameters).map { _ in width * start.normal() }
      result.symmetric = train(symmetric, first, price: 0, steps, rate, random["symmetric"], &result)
      let free = SpinArchitecture.allToAll(spins: spins)
      var couplings = result.symmetric
      for (place, price) in prices.enumerated() {
        let θ = free.ties.map { couplings[$0.on * spins + $0.by] }
        couplings = train(free, θ, price: price, furtherSteps, rate, random["free"][place], &result)
        result.free.append(couplings)
      }
      return result
    }

    /// One training from θ; returns the couplings row by row.
    private func train(
      _ architecture: SpinArchitecture, _ θ: [Double], price: Double, _ steps: Int, _ rate: Double,
      _ random: RandomStream, _ result: inout Result
    ) -> [Double] {
      let objective = MesoscopicObjective(
        architecture: architecture, task: task, beta: beta, dissipationCost: price, readoutPenalty: ridge)
      let schedule = LearningRateSchedule(peak: rate, warmUp: steps / 20, steps: steps, last: 0.05)
      var training = SampledTraining(
        from: θ, by: .likelihoodRatio(LikelihoodRatio.Settings(window: window), schedule),
        TrainingSample(burnIn: burnIn, duration: time), bound: bound)
      var score = LikelihoodRatio(architecture, beta: beta)
      let before = result.flips.last ?? 0
      var (error, sigma) = (0.0, 0.0)
      while training.steps < steps {
        let value = training.step(on: objective, &score, random: random)
        error -= 2 * value.performance / Double(every)
        sigma += value.entropyProductionRate / Double(every)
        guard training.steps % every == 0 else { continue }
        result.flips.append(before + Double(training.flips))
        result.errors.append(error)
        result.sigmas.append(sigma)
        (error, sigma) = (0, 0)
      }
      var couplings = Array(repeating: 0.0, count: spins * spins)
      for tie in architecture.ties { couplings[tie.on * spins + tie.by] = training.parameters[tie.parameter] }
      return couplings
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
