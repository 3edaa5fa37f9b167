import Cells
import Companion
import Estimation
import MesoscopicNetworks
import Optimisation
import Randomness

extension MesoscopicCNN {
  /// Panel c: a small network that learns from simulations alone, by the likelihood ratio and by simultaneous perturbation.
  static func curves(_ p: Parameters, _ run: Run) throws {
    let ratio = SampledTraining.Method.likelihoodRatio(
      LikelihoodRatio.Settings(window: p.window),
      LearningRateSchedule(peak: 0.1, steps: p.ratioSteps, last: 0.1))
    let perturbation = SampledTraining.Method.simultaneousPerturbation(
      SimultaneousPerturbation(rate: 2, size: 0.2, stability: 0.1 * Double(p.perturbationSteps)))
    let tasks = try run.sweep("tasks", over: [Draw()], replicas: p.smallSeeds)[0]
    var curves: [[Learn.Curve]] = []
    for (name, method, steps) in [
      ("likelihood-ratio", ratio, p.ratioSteps), ("perturbation", perturbation, p.perturbationSteps),
    ] {
      let cells = tasks.map { Learn(p, $0, by: method, steps: steps) }
      let found = try run.sweep(name, over: cells)
      for (place, curve) in found.enumerated() {
        run.series("\(name)-\(place + 1)", ["flips": curve.flips, "loss": curve.losses])
      }
      let flips = found.compactMap { $0.flips(toReach: p.smallLoss) }
      run.number("\(name)-reached", Double(flips.count))
      if flips.count > 1 { run.number("\(name)-flips", average(flips)) }
      run.number("\(name)-loss", average(found.compactMap(\.losses.last)), unit: "nats")
      curves.append(found)
    }
    let factors = zip(curves[0], curves[1]).compactMap { ratio, perturbation in
      ratio.flips(toReach: p.smallLoss).flatMap { few in perturbation.flips(toReach: p.smallLoss).map { $0 / few } }
    }
    if factors.count > 1 { run.number("flips-saved", average(factors)) }
    run.number("small-spins", Double(Learn.architecture.spins))
    run.number("small-couplings", Double(Learn.architecture.ties.count))
    run.number("small-parameters", Double(Learn.architecture.parameters))
  }

  /// Forty normal patterns, and small couplings with which both methods begin.
  struct Draw: Cell {
    var patterns = 40, inputs = 8
    var scale = 0.15

    struct Result: Codable { var patterns: [[Double]], start: [Double] }

    func compute(_ random: RandomStream) -> Result {
      var random = random
      let patterns = (0..<patterns).map { _ in (0..<inputs).map { _ in random.normal() } }
      return Result(
        patterns: patterns, start: (0..<Learn.architecture.parameters).map { _ in scale * random.normal() })
    }
  }

  /// A training on simulations, step by step, looked at now and then in longer ones.
  struct Learn: StagedCell {
    var patterns: [[Double]]
    var start: [Double]
    var steps: Int
    var method: SampledTraining.Method
    var sample: TrainingSample
    var alpha, lookTime: Double

    init(_ p: Parameters, _ task: Draw.Result, by method: SampledTraining.Method, steps: Int) {
      (patterns, start) = (task.patterns, task.start)
      (self.method, self.steps) = (method, steps)
      sample = TrainingSample(burnIn: p.smallBurnIn, duration: p.smallTime)
      (alpha, lookTime) = (p.smallAlpha, p.lookTime)
    }

    /// Three layers that act back on each other, of which the first reads eight numbers and the last is read.
    static let architecture = SpinArchitecture.layered(inputs: 8, layers: [12, 10, 8], feedback: .free)

    struct Stage: Codable {
      var objective: MesoscopicObjective
      var training: SampledTraining
      var curve = Curve()
    }

    /// The loss against the flips that were simulated to learn.
    struct Curve: Codable {
      var flips: [Double] = [], losses: [Double] = []

      /// How many flips it took to get to a loss.
      func flips(toReach loss: Double) -> Double? { zip(flips, losses).first { $0.1 <= loss }?.0 }
    }

    var stages: Int { steps }

    /// The patterns belong to four classes in turn.
    func begin(_ random: RandomStream) -> Stage {
      let task = MesoscopicTask(inputs: patterns, answers: .labels(patterns.indices.map { $0 % 4 }, classes: 4))
      let objective = MesoscopicObjective(
        architecture: Self.architecture, task: task, read: 22..<30, dissipationCost: alpha, readoutPenalty: 1e-3)
      return Stage(objective: objective, training: SampledTraining(from: start, by: method, sample))
    }

    func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) {
      stage.training.step(on: stage.objective, random: random)
      guard isLook(number) else { return }
      // A look does not count, and the readout is the best one for it.
      let value = stage.objective.sampled(
        stage.training.parameters, burnIn: 5, duration: lookTime, random: random["look"])
      stage.curve.flips.append(Double(stage.training.flips))
      stage.curve.losses.append(-value.objective)
    }

    /// At every step of the first few, then ever more rarely.
    private func isLook(_ number: Int) -> Bool {
      number + 1 == steps || (number + 1) % max(1, (number + 1) / 8) == 0
    }

    func result(of stage: Stage, _ random: RandomStream) -> Curve { stage.curve }
  }
}
