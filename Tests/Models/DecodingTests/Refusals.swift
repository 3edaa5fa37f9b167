import BitErasure
import Companion
import DrivenSystems
import Estimation
import FiniteAutomata
import Inference
import LangevinDynamics
import LearningDevices
import LinearComputation
import MNIST1D
import Matrices
import MesoscopicNetworks
import Optimisation
import PackedNumbers
import PerceptronLearning
import Randomness
import SensoryComplexes
import StochasticThermodynamics

/// Every rule that a type has, with JSON that breaks it.
enum Refusals {
  static var all: [Refusal] {
    get throws { try foundations + physics + models + networks }
  }

  private static let empty = JSON.list([])
  private static func numbers(_ numbers: Int...) -> JSON { .list(numbers.map(JSON.integer)) }

  private static var weighted: WeightedAverage {
    var average = WeightedAverage()
    for sample in [1.5, 2.25, 0.125] { average.add(sample, weight: sample) }
    return average
  }

  private static var histogram: Histogram {
    var histogram = Histogram(in: -1...1, bins: 3)
    for sample in [-2.5, 0.5, 0.25] { histogram.add(sample) }
    return histogram
  }

  private static var tally: Tally {
    var tally = Tally(resolution: 0.5)
    for value in [1.5, 1.5, -2] { tally.add(value) }
    return tally
  }

  private struct Weights: Codable, Sendable { @Packed var values: [Float] }

  private static let foundations = [
    Refusal(Matrix([[1, 2], [3, 4]]), "rows", .integer(3), "one entry per row and column"),
    Refusal(Matrix([[1, 2], [3, 4]]), "rows", .integer(-2), "fewer than no rows"),
    Refusal(Matrix([[1, 2], [3, 4]]), "columns", .integer(.max), "one entry per row and column"),
    Refusal(Matrix([[1, 2], [3, 4]]), "entries", numbers(1, 2, 3), "one entry per row and column"),
    Refusal(Estimate(1.5, standardError: 0.5), "standardError", .integer(-1), "cannot be negative"),
    Refusal(Average([1, 2, 4]), "count", .integer(-1), "no fewer than 0"),
    Refusal(Average([1, 2, 4]), "count", .integer(.max), "at most 10¹⁵"),
    Refusal(Average([1, 2, 4]), "squares", .integer(-1), "cannot be negative"),
    Refusal(ExponentialAverage([1, 2]), "weights.mean", .integer(-1), "cannot be negative"),
    Refusal(ExponentialAverage([1, 2]), "weights.count", .integer(-1), "no fewer than 0"),
    Refusal(weighted, "totalWeight", .integer(-1), "cannot be negative"),
    Refusal(weighted, "squaredWeights", .integer(-1), "cannot be negative"),
    Refusal(weighted, "count", .integer(-1), "no fewer than 0"),
    Refusal(histogram, "weights", empty, "at least one bin"),
    Refusal(histogram, "weights", numbers(1, 2), "a weight and a squared weight per bin"),
    Refusal(histogram, "squaredWeights", numbers(1, 2, -1), "finite and not negative"),
    Refusal(histogram, "below", .integer(-1), "finite and not negative"),
    Refusal(histogram, "range", numbers(1, 1), "a finite range of positive width"),
    Refusal(histogram, "range", .list([.number(-1e308), .number(1e308)]), "a finite range of positive width"),
    Refusal(tally, "resolution", .integer(0), "a positive resolution"),
    Refusal(tally, "resolution", .number(1e308), "at most 10¹⁵ resolutions"),
    Refusal(tally, "counts.3", .integer(-1), "none less than 0 times"),
    Refusal(tally, "counts.3", .integer(.max), "at most 10¹⁵ samples"),
    Refusal(Adam<Float>(parameters: 2), "firstMemory", .integer(1), "between 0 and 1"),
    Refusal(Adam<Double>(parameters: 2), "means", numbers(0), "a mean and a mean square per parameter"),
    Refusal(Adam<Double>(parameters: 2), "steps", .integer(-1), "no fewer than 0"),
    Refusal(SimultaneousPerturbation(rate: 1, size: 0.5, stability: 2), "size", .integer(0), "gains"),
    Refusal(Weights(values: [1, 2]), "values.count", .integer(3), "8 bytes are not 3 packed numbers"),
    Refusal(Weights(values: [1, 2]), "values.count", .integer(-1), "8 bytes are not -1 packed numbers"),
  ]

  private static let channel = InformationBottleneck(
    weights: [0.5, 0.5], conditionals: [[0.9, 0.1], [0.2, 0.8]]
  ).optimum(tradeOff: 4, clusters: 2, starts: 1, random: RandomStream(seed: 1))

  private static var physics: [Refusal] {
    get throws {
      [
        Refusal(try LineGrid(-1...1, points: 5), "count", .integer(2), "at least three points"),
        Refusal(try LineGrid(-1...1, points: 5), "count", .integer(.min), "at least three points"),
        Refusal(try LineGrid(-1...1, points: 5), "spacing", .integer(1), "equally"),
        Refusal(try LineGrid(-1...1, points: 5), "range", numbers(1, 1), "a positive, finite width"),
        Refusal(
          try LineDensity(on: LineGrid(-1...1, points: 3)) { 1 + $0 }, "values", numbers(1, 2), "one value per point"),
        Refusal(
          try ErasureProtocol(barrier: 2, tilt: 0.1, duration: 0.5).workDistribution(of: .erasing, points: 101),
          "range",
          numbers(3, 3), "a positive, finite width"),
        Refusal(channel, "answers", empty, "answers for every cluster"),
        Refusal(channel, "probabilities", .list([.number(0.5)]), "answers for every cluster"),
        Refusal(
          BottleneckCurve([channel, channel], availableInformation: 1), "points.0.tradeOff", .integer(9), "in the order"
        ),
      ]
    }
  }

  private static let learning = BatchLearning(inputs: [[1, -1], [1, 1]], rule: .hebbian, rate: 1)
  private static let automaton = FiniteAutomaton(transitions: [[0, 1], [1, 0]])
  private static let collapse = MismatchedCollapse(images: [0, 0], source: [0.5, 0.5], design: [0.25, 0.75], gap: 4)
  private static let student = InferringStudent(data: 2, largestWeight: 2, stiffness: 0.5, bias: 0.5, learningRate: 1)
  private static let ring = CurrentProcess.ring(affinities: [1, 2, 3], attempts: [1, 1, 2])

  private static let models = [
    Refusal(ErasureProtocol(duration: 2), "barrier", .integer(0), "a positive barrier"),
    Refusal(ErasureProtocol(duration: 2), "duration", .integer(-2), "a positive, finite time"),
    Refusal(
      LinearTask(weights: [1, 2], answerNoise: 0.5), "inputCovariance.entries", numbers(1, 0, 5, 1), "symmetric"),
    Refusal(LinearTask(weights: [1, 2], answerNoise: 0.5), "weights", numbers(1, 2, 3), "one row per weight"),
    Refusal(LinearTask(weights: [1, 2], answerNoise: 0.5), "answerNoise", .integer(0), "must be positive"),
    Refusal(automaton, "start", .integer(2), "two transitions"),
    Refusal(automaton, "transitions.0", numbers(0), "two transitions"),
    Refusal(automaton, "transitions.0.0", .integer(-1), "two transitions"),
    Refusal(WordDevice(automaton, designs: [[0.25, 0.25, 0.25, 0.25]]), "designs.0", numbers(1), "per joint state"),
    Refusal(
      WordDevice(automaton, designs: [[0.25, 0.25, 0.25, 0.25]]).sample(
        words: 2, bias: 0.5, RandomStream(seed: 1)), "landauer", empty, "all of its averages"),
    Refusal(collapse, "images.0", .integer(2), "is a state"),
    Refusal(collapse, "source", numbers(1), "for every state"),
    Refusal(collapse, "design", numbers(0, 1), "positive in every state"),
    Refusal(collapse, "gap", .integer(0), "A gap is positive"),
    Refusal(student, "data", .integer(63), "too many"), Refusal(student, "largestWeight", .integer(0), "three weights"),
    Refusal(student, "stiffness", .integer(-1), "finite"), Refusal(student, "bias", .integer(2), "between 0 and 1"),
    Refusal(
      InferenceSample(of: student, count: 5, random: RandomStream(seed: 1)), "courses.0", .integer(-1), "times"),
    Refusal(
      InferenceSample(of: student, count: 5, random: RandomStream(seed: 1)), "heat.count", .integer(9),
      "the same trajectories"),
    Refusal(OnlineLearning(rule: .hebbian, stiffness: 1), "stiffness", .integer(0), "positive and finite"),
    Refusal(OnlineLearning(rule: .hebbian, stiffness: 1), "samplingRate", .integer(0), "must be positive"),
    Refusal(LearningRateRamp(to: 1, within: 2), "duration", .integer(-1), "a finite time"),
    Refusal(
      AveragedLearning(rule: .hebbian, stiffness: 1, rate: .sudden(1)), "stiffness", .integer(-1), "positive"),
    Refusal(OrderParameters(overlap: 0.5, norm: 1), "overlap", .integer(2), "R² ≤ Q"),
    Refusal(learning, "inputs.0", numbers(1), "equally many components"), Refusal(learning, "inputs", empty, "equally"),
    Refusal(learning, "rampDuration", .integer(9), "ends before"), Refusal(learning, "rate", .integer(-1), "negative"),
    Refusal(learning, "timeStep", .integer(0), "Steps are short"),
    Refusal(StateRing(onwards: [1, 2], back: [2, 1]), "back", numbers(1), "a rate back"),
    Refusal(
      EntropyProducer.relaxing(StateRing(onwards: [1, 2], back: [2, 1]), from: [1, 0]), "relaxing.from", numbers(1),
      "for every state"),
    Refusal(WorkHistograms(in: -1...1, bins: 2), "forward.range", numbers(-2, 2), "the same bins"),
    Refusal(WorkHistograms(in: -1...1, bins: 2), "reverse.below", .integer(-1), "not negative"),
    Refusal(ring, "ring.attempts", numbers(1), "positive attempt rate"),
    Refusal(ring, "bit", .object([:]), "of one kind, and is of 2"),
    Refusal(CurrentProcess.drawn(.passive, number: 1, seed: 2), "drawn.seed", .integer(-1), "not negative"),
    Refusal(CurrentProcess.bit(flipRate: 1, rate: 2, drive: 3), "bit.rate", .integer(0), "positive"),
    Refusal(MNIST1D.Generator(), "seed", .integer(-1), "The seed must be"),
    Refusal(MNIST1D.Generator(), "samples", .integer(.max), "multiple of 10"),
    Refusal(
      SimulatedParityMemory(
        model: ParityGateModel(gate: StochasticParityGate(angle: 30, sharpness: 5), correlation: 0, beta: 1), hidden: 0,
        couplings: [1, 2], step: 1, burnIn: 1, window: 1, windows: 3), "windows", .integer(1), "two successive windows"),
  ]

  private static let architecture = LineArchitecture.threeLayers(channels: 2, wiring: .symmetric)
  private static let training = LineTraining(architecture, response: .naive(layers: 3))
  private static let spins = SpinArchitecture.allToAll(spins: 3)
  private static let task = MesoscopicTask.randomPatterns(count: 2, components: 3, random: RandomStream(seed: 1))
  private static let labels = MesoscopicTask(inputs: [[1], [2]], answers: .labels([0, 1], classes: 2))
  private static let objective = MesoscopicObjective(architecture: spins, task: task)
  private static let sampled = SampledTraining(
    from: [1, 2], by: .simultaneousPerturbation(rate: 1, size: 0.5, stability: 2),
    SteadyStateSampling(burnIn: 1, duration: 2))
  private static let schedule = LearningRateSchedule(peak: 1, warmUp: 2, steps: 10)
  private static let ridge = RidgeReadout(weights: [[1, 2, 3]])
  private static let stage = training.begin(RandomStream(seed: 1))

  private static var finished: FinishedLineNetwork {
    var none = training
    none.epochs = 0
    return FinishedLineNetwork(none.begin(RandomStream(seed: 1)), of: none)
  }

  private static let networks = [
    Refusal(LineConvolution(kernel: 3, stride: 2, padding: 1), "padding", .integer(3), "below its kernel"),
    Refusal(LineConvolution(kernel: 3, stride: 2, padding: 1), "stride", .integer(0), "at least 1"),
    Refusal(LineConvolution(kernel: 3, stride: 2, padding: 1), "kernel", .integer(.max), "at most a million"),
    Refusal(architecture, "channels", numbers(2, 2), "one convolution"),
    Refusal(architecture, "channels.0", .integer(0), "Layers need channels"),
    Refusal(architecture, "channels.0", .integer(.max), "at most a million"),
    Refusal(architecture, "classes", .integer(1), "at least two classes"),
    Refusal(architecture, "lengths.0", .integer(7), "those of the convolutions"),
    Refusal(architecture, "inputLength", .integer(.min), "those of the convolutions"),
    Refusal(training, "epochs", .integer(0), "epochs, batches and sweeps"),
    Refusal(training, "shift", .integer(40), "shorter than an image"),
    Refusal(training, "smoothing", .integer(2), "a share"),
    Refusal(training, "dissipationPrice", .integer(-1), "price"),
    Refusal(training, "response.spin.corrections", numbers(1), "one correction per layer"),
    Refusal(stage, "parameters.count", .integer(1), "are not 1 packed numbers"),
    Refusal(stage, "adam.means", empty, "a mean and a mean square"), Refusal(stage, "epochs", .integer(-1), "epochs"),
    Refusal(finished, "architecture.classes", .integer(9), "one finite number for each"),
    Refusal(finished, "response.spin.corrections.0", .integer(-1), "not negative"),
    Refusal(spins, "spins", .integer(0), "at least one spin"), Refusal(spins, "spins", .integer(2), "two different"),
    Refusal(spins, "parameters", .integer(1), "one of its parameters"),
    Refusal(spins, "ties.0.on", .integer(-1), "two different spins"),
    Refusal(spins, "inputs", .integer(0), "input tie"),
    Refusal(task, "inputs", empty, "an answer for every input"),
    Refusal(task, "answers.targets._0.0", empty, "equally many numbers"),
    Refusal(labels, "answers.labels._0.0", .integer(2), "one of the classes"),
    Refusal(labels, "answers.labels._0.0", .integer(-1), "one of the classes"),
    Refusal(objective, "read", numbers(0, 4), "spins of the network"),
    Refusal(objective, "read", numbers(1, 1), "spins of the network"),
    Refusal(objective, "task.inputs.0", numbers(1), "as many numbers as the network reads"),
    Refusal(objective, "dissipationCost", .integer(-1), "Prices"),
    Refusal(sampled, "memory", .integer(1), "between 0 and 1"),
    Refusal(sampled, "parameters", numbers(1), "one derivative per parameter"),
    Refusal(sampled, "flips", .integer(-1), "no fewer than 0"),
    Refusal(sampled, "averages", .list([numbers(1), numbers(1, 2)]), "equally many averages"),
    Refusal(sampled, "method.simultaneousPerturbation._0.rate", .integer(0), "gains"),
    Refusal(schedule, "warmUp", .integer(11), "part of the training"),
    Refusal(schedule, "last", .integer(2), "fraction"),
    Refusal(FixedPointIteration(), "damping", .integer(1), "below 1"),
    Refusal(FixedPointIteration(), "limit", .integer(0), "at least one sweep"),
    Refusal(ridge, "features", .integer(2), "one weight per feature"),
    Refusal(ridge, "outputs", .integer(.max), "one weight per feature"),
    Refusal(SoftmaxReadout(features: 2, classes: 2), "biases", numbers(1), "one bias per class"),
    Refusal(SoftmaxReadout(features: 2, classes: 2), "weights", numbers(1), "one weight per feature"),
    Refusal(
      ExactNetworkAnswer(couplings: .zeros(3, 3), fields: [1, 2, 3], readout: ridge, beta: 1), "couplings",
      numbers(1, 2, 3), "are not a square matrix"),
  ]
}
