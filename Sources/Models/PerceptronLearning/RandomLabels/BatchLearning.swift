import Cells
import ElementaryFunctions
import Estimation
import Randomness
import Validation

/// Batch learning of random labels by any rule, simulated: the weights see all inputs at once and feel their mean force.
///
///     let learning = BatchLearning(inputs: [[1, 1], [1, -1]], rule: .perceptron, rate: 2)
///     learning.balance(trajectories: 8000, random)
///
/// The weights move as ẇ = −w + ν(t) N^(−½) Σ_μ ξ^μ σ_T^μ F + ζ, ⟨ζ(t)ζ(t′)⟩ = 2δ(t − t′), from N(0, 1). For rules other than
/// Hebb's F depends on the weights: feedback, and yet the gradient of a potential at fixed labels. After the ramp they are let relax.
/// All potentials are convex, so that what has not relaxed decreases at least as exp(−t).
public struct BatchLearning: Sendable, Validated, Hashable {
  /// The inputs ξ^μ; one row of N components per label.
  public var inputs: [[Double]]
  /// The rule, and the learning rate ν in the end.
  public var rule: LearningRule, rate: Double
  /// How long the learning rate rises in proportion to the time, and how long all takes, in relaxation times of a weight.
  public var rampDuration: Double, duration: Double
  /// The time step.
  public var timeStep: Double
  /// How labels are predicted.
  public var readout: LabelReadout

  /// A problem.
  ///
  /// - Precondition: there is an input, and all have equally many components.
  public init(
    inputs: [[Double]], rule: LearningRule, rate: Double, rampDuration: Double = 0, duration: Double = 8,
    timeStep: Double = 0.01, readout: LabelReadout = .logistic
  ) {
    (self.inputs, self.rule, self.rate, self.readout) = (inputs, rule, rate, readout)
    (self.rampDuration, self.duration, self.timeStep) = (rampDuration, duration, timeStep)
    requireNoFlaw()
  }

  /// ν at a time; a sudden one is there from the beginning.
  private func rate(at time: Double) -> Double { time >= rampDuration ? rate : rate * time / rampDuration }

  /// Information, entropy and heat from so many trajectories, each with labels of its own.
  ///
  /// Predictions are sampled too. The information is that of their frequency to be right less its bias 1/2n per label. Flipping all labels
  /// flips all weights, so that the entropy of a weight is ln 2 and that of |w|, `Histogram.differentialEntropy` with bins of 0.1:
  /// its bias is that of tails with less than a sample per bin, −0.001 with 4000 trajectories and less with more.
  ///
  /// - Parameters:
  ///   - trajectories: how many; rounded up to a multiple of 8.
  ///   - random: the stream to draw from.
  public func balance(trajectories: Int, _ random: RandomStream) -> LabelBalance {
    let steps = Int((duration / timeStep).rounded(.up))
    let step = duration / Double(steps)
    let blocks = (trajectories + 7) / 8
    let count = Double(8 * blocks)
    var ensemble = LabelTrajectories(self, random)
    // The forces of Hebb and Perceptron move a weight by ν P/√N at most; that of AdaTron, of a convex potential with its
    // minimum at 0, only narrows the distribution.
    let reach = 10 + rate * Double(inputs.count) / Double(inputs[0].count).squareRoot()
    let pairs = Int((5 * reach).rounded(.up))
    var histograms = inputs[0].map { _ in Histogram(in: 0...0.2 * Double(pairs), bins: 2 * pairs) }
    var right = inputs.map { _ in 0.0 }
    var heat = Average()
    for _ in 0..<blocks {
      let released = ensemble.learn(steps: steps, of: step) { place in
        let start = Double(place) * step
        return (rate(at: start), rate(at: start + 0.5 * step), rate(at: start + step))
      }
      for lane in 0..<8 { heat.add(released[lane]) }
      for n in histograms.indices {
        for lane in 0..<8 { histograms[n].add(abs(ensemble.weight(n)[lane])) }
      }
      for pattern in right.indices {
        let (stability, level) = (ensemble.stability(pattern), ensemble.uniform())
        for lane in 0..<8 where level[lane] < readout.probability(stability: stability[lane]) { right[pattern] += 1 }
      }
    }
    return LabelBalance(
      information: right.reduce(0) { $0 + (labelInformation(agreement: $1 / count) - 0.5 / count) },
      entropyChange: histograms.reduce(0) {
        $0 + ($1.differentialEntropy + Elementary.log(2.0) - standardNormalEntropy)
      },
      heat: heat.mean)
  }
}

extension BatchLearning {
  /// Inputs ±1 drawn at random, one row of `weights` components per label: the same ones for the same
  /// numbers of weights and labels.
  public static func drawnInputs(weights: Int, labels: Int) -> [[Double]] {
    var random = RandomStream(seed: 1)["batches"][weights][labels]
    return (0..<labels).map { _ in (0..<weights).map { _ in random.sign() } }
  }
}

/// The balance of batch learning by any rule, simulated.
package struct SampledLabels: Cell {
  /// The problem.
  package var learning: BatchLearning
  /// How many trajectories, each with labels of its own.
  package var trajectories: Int

  /// A simulation.
  package init(learning: BatchLearning, trajectories: Int) {
    (self.learning, self.trajectories) = (learning, trajectories)
  }

  package func compute(_ random: RandomStream) -> LabelBalance {
    learning.balance(trajectories: trajectories, random)
  }
}

extension BatchLearning {
  /// Reads a way to learn.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    inputs = try fields.read(.inputs)
    rule = try fields.read(.rule)
    rate = try fields.read(.rate)
    rampDuration = try fields.read(.rampDuration)
    duration = try fields.read(.duration)
    timeStep = try fields.read(.timeStep)
    readout = try fields.read(.readout)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(!inputs.isEmpty && inputs.allSatisfy { $0.count == inputs[0].count } && !inputs[0].isEmpty) {
      return "Inputs have equally many components."
    }
    if !(rampDuration >= 0 && rampDuration <= duration) { return "The ramp ends before the simulation does." }
    if !(rate >= 0) { return "A learning rate is not negative." }
    return timeStep > 0 && timeStep <= 0.1 && duration.isFinite ? nil : "Steps are short and the duration finite."
  }
}
