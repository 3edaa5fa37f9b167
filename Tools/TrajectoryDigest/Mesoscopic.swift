import MesoscopicNetworks
import Optimisation
import Randomness

/// Networks of spins that learn: their paths and scores, two of them coupled, readouts, and steps of training.
let mesoscopic = [paths, score, coupled, fits, adam] + trainings

private func architecture() -> SpinArchitecture { .layered(inputs: 3, layers: [6, 5, 4], feedback: .free) }

private func parameters(_ perturbation: Double) -> [Double] {
  var random = stream()
  return (0..<architecture().parameters).map { _ in 0.5 * random.normal() * (1 + perturbation) }
}

private func objective() -> MesoscopicObjective {
  var random = stream()["inputs"]
  let inputs = (0..<5).map { _ in (0..<3).map { _ in random.normal() } }
  let task = MesoscopicTask(inputs: inputs, answers: .labels([0, 1, 2, 1, 0], classes: 3))
  return MesoscopicObjective(
    architecture: architecture(), task: task, read: 11..<15, dissipationCost: 0.01, readoutPenalty: 0.01)
}

private let paths = Computation("paths of 15 spins") { perturbation in
  let inputs = [Array(repeating: 0.2, count: 15), Array(repeating: -0.3, count: 15)]
  return try architecture().network(parameters(perturbation))
    .paths(reading: inputs, burnIn: 3, duration: 30, random: stream())
    .flatMap { $0.times + $0.spins.map(Double.init) + $0.end }
}

private let score = Computation("likelihood ratio of 15 spins") { perturbation in
  var score = LikelihoodRatio(architecture(), beta: 1)
  let sample = SteadyStateSampling(burnIn: 3, duration: 20)
  return try objective()
    .likelihoodRatio(&score, at: parameters(perturbation), sample, .init(window: 2), random: stream()).gradient
}

private let coupled = Computation("two coupled networks of 15 spins") { perturbation in
  let first = parameters(0)
  let pair = try objective()
    .sampledPair(first, parameters(0.1 + perturbation), burnIn: 3, duration: 20, random: stream())
  return [pair.first.objective, pair.second.objective] + pair.averages.flatMap { $0 }
}

private let fits = Computation("readouts of random features") { perturbation in
  var random = stream(perturbation: perturbation)
  let features = (0..<40).map { _ in (0..<7).map { _ in random.normal() } }
  let softmax = SoftmaxReadout.fitted(
    to: features, labels: (0..<40).map { $0 % 10 }, classes: 10, penalty: 0.01)
  let ridge = RidgeReadout.fitted(to: features, targets: features.map { [$0[0] * $0[1], $0[2]] }, penalty: 0.01)
  return softmax.weights.entries + softmax.biases + ridge.weights.entries
}

private let adam = Computation("steps of Adam in both precisions") { perturbation in
  var random = stream(perturbation: perturbation)
  let schedule = LearningRateSchedule(peak: 0.1, warmUp: 2, steps: 8)
  var (double, single) = (Adam<Double>(parameters: 37, weightDecay: 0.1), Adam<Float>(parameters: 37))
  var (x, y) = (Array(repeating: 1.0, count: 37), Array(repeating: Float(1), count: 37))
  for step in 0..<8 {
    let gradient = x.map { _ in random.normal() }
    double.step(&x, along: gradient, rate: schedule.rate(at: step))
    single.step(&y, along: gradient.map { Float($0) }, rate: Float(schedule.rate(at: step)))
  }
  return x + y.map(Double.init)
}

private let trainings: [Computation] = [
  (
    "simultaneous perturbation", .simultaneousPerturbation(SimultaneousPerturbation(rate: 0.3, size: 0.1, stability: 5))
  ),
  ("likelihood ratio", .likelihoodRatio(.init(window: 2), LearningRateSchedule(peak: 0.05, steps: 4))),
].map { (name: String, method: SampledTraining.Method) in
  Computation("four steps of training by \(name)") { perturbation in
    var training = SampledTraining(
      from: parameters(perturbation), by: method, SteadyStateSampling(burnIn: 2, duration: 10))
    for _ in 0..<4 { try training.step(on: objective(), random: stream()) }
    return training.parameters + [Double(training.flips)]
  }
}
