import Companion
import Estimation
import Learning
import Randomness
import StochasticThermodynamics

extension MesoscopicCNN {
  /// Panel c: a small network trained on simulations alone, by the likelihood ratio and by simultaneous perturbation.
  static func curves(_ p: Parameters, _ run: Run) throws {
    let ratio = LikelihoodRatio.Settings(window: p.window)
    let schedule = LearningRateSchedule(peak: 0.03, warmUp: min(10, p.ratioSteps), steps: p.ratioSteps, last: 0.1)
    let perturbation = SimultaneousPerturbation(rate: 1, size: 0.05, stability: 0.1 * Double(p.perturbationSteps))
    let cells = [
      Learn(p, by: .likelihoodRatio(ratio, schedule), steps: p.ratioSteps),
      Learn(p, by: .simultaneousPerturbation(perturbation), steps: p.perturbationSteps),
    ]
    let found = try run.sweep("small", over: cells)
    for (name, curve) in zip(["likelihood-ratio", "perturbation"], found) {
      run.series(name, ["flips": curve.flips, "loss": curve.losses])
      run.number("\(name)-loss", curve.losses[curve.losses.count - 1], unit: "nats")
      run.number("\(name)-flips", curve.flips[curve.flips.count - 1])
    }
    run.number("small-parameters", Double(small(p).spinArchitecture.parameters))
    run.number("small-couplings", Double(small(p).spinArchitecture.ties.count))
    // How much earlier the likelihood ratio is where simultaneous perturbation ends.
    let end = found[1].losses[found[1].losses.count - 1]
    let place = found[0].losses.firstIndex { $0 <= end } ?? found[0].losses.count - 1
    run.number("flips-saved", found[1].flips[found[1].flips.count - 1] / found[0].flips[place])
  }

  /// The small network.
  static func small(_ p: Parameters) -> LineArchitecture {
    LineArchitecture.threeLayers(channels: p.smallChannels, wiring: .nonreciprocal)
  }

  /// A training on simulations, step by step.
  struct Learn: StagedCell {
    var channels, images, classes, steps: Int
    var method: SampledTraining.Method
    var sample: TrainingSample
    var heldOut: Int

    init(_ p: Parameters, by method: SampledTraining.Method, steps: Int) {
      (channels, images, classes, heldOut) = (p.smallChannels, p.smallImages, p.smallClasses, p.heldOut)
      (self.method, self.steps) = (method, steps)
      sample = TrainingSample(burnIn: p.smallBurnIn, duration: p.smallTime)
    }

    struct Stage: Codable {
      var training: SampledTraining
      var curve = Curve()
    }

    /// Cross-entropy, in nats, against flips so far, as means over twentieths of the training.
    struct Curve: Codable {
      var flips: [Double] = [], losses: [Double] = []
      var sum = 0.0, count = 0
    }

    var stages: Int { steps }

    /// The first images of the first classes.
    var objective: MesoscopicObjective {
      get throws {
        let data = try MesoscopicCNN.data.get().partition(holdingOut: heldOut).training
        let chosen = (0..<data.count).filter { data.labels[$0] < classes }.prefix(images)
        let task = MesoscopicTask(
          inputs: chosen.map { Array(data.image($0)) },
          answers: .labels(chosen.map { data.labels[$0] }, classes: classes))
        let architecture = LineArchitecture.threeLayers(channels: channels, wiring: .nonreciprocal)
        return MesoscopicObjective(
          architecture: architecture.spinArchitecture, task: task, read: architecture.readSpins, readoutPenalty: 1e-3)
      }
    }

    /// Both methods begin at the same small couplings.
    func begin(_ random: RandomStream) -> Stage {
      let architecture = LineArchitecture.threeLayers(channels: channels, wiring: .nonreciprocal).spinArchitecture
      var stream = RandomStream(seed: 1)["small network"]
      let start = (0..<architecture.parameters).map { _ in 0.3 * stream.normal() }
      return Stage(training: SampledTraining(from: start, by: method, sample))
    }

    func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) throws {
      let found = stage.training.step(on: try objective, random: random)
      stage.curve.sum -= found.performance
      stage.curve.count += 1
      guard (number + 1) % max(1, steps / 40) == 0 else { return }
      stage.curve.flips.append(Double(stage.training.flips))
      stage.curve.losses.append(stage.curve.sum / Double(stage.curve.count))
      (stage.curve.sum, stage.curve.count) = (0, 0)
    }

    func result(of stage: Stage, _ random: RandomStream) -> Curve { stage.curve }
  }
}
