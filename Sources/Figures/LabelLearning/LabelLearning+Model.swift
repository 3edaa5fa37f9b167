import Cells
import Companion
import Estimation
import PerceptronLearning
import Randomness

extension LabelLearning {
  // MARK: - Model

  /// Hebb's rule, averaged over all labels.
  struct Enumerate: Cell {
    var inputs: [[Double]]
    var rate, ramp: Double
    var readout: LabelReadout

    func compute(_ random: RandomStream) -> LabelBalance {
      HebbianLabels(inputs: inputs, rate: rate, readout: readout).balance(rampDuration: ramp)
    }
  }

  /// One large network.
  struct Network: Cell {
    var weights, patterns: Int
    var rate: Double
    var tests: Int
    var readout: LabelReadout

    func compute(_ random: RandomStream) -> HebbianNetwork.Sample {
      HebbianNetwork(weights: weights, patterns: patterns, rate: rate, tests: tests, readout: readout).sample(random)
    }
  }

  /// Any rule, simulated.
  struct Simulate: Cell {
    var learning: BatchLearning
    var trajectories: Int

    func compute(_ random: RandomStream) -> LabelBalance { learning.balance(trajectories: trajectories, random) }
  }

  /// Any rule and at most two weights, solved.
  struct Solve: Cell {
    var learning: BatchLearning

    func compute(_ random: RandomStream) -> LabelBalance {
      LabelEquilibrium(
        inputs: learning.inputs, rule: learning.rule, rate: learning.rate, readout: learning.readout
      ).balance()
    }
  }

  /// A balance from replicas.
  struct Sampled {
    var information, entropyChange, heat, cost: Estimate
    /// How far the information lies below the cost, in standard errors.
    var margin: Double

    init(_ replicas: [LabelBalance]) {
      information = Average(replicas.map(\.information)).estimate
      entropyChange = Average(replicas.map(\.entropyChange)).estimate
      heat = Average(replicas.map(\.heat)).estimate
      cost = Average(replicas.map(\.cost)).estimate
      margin = Average(replicas.map { $0.cost - $0.information }).estimate.deviation(from: 0)
    }
  }

  // MARK: - Sweeps

  /// The same balance with a slower ramp, for a sudden one.
  static func slowed(_ balance: LabelBalance, to ramp: Double) -> LabelBalance {
    let fraction = HebbianLabels.heatFraction(rampDuration: ramp) / HebbianLabels.heatFraction(rampDuration: 0)
    return LabelBalance(
      information: balance.information, entropyChange: balance.entropyChange, heat: fraction * balance.heat)
  }

  /// Information per label and efficiency of networks of one load.
  static func networks(
    _ load: Double, _ p: Parameters, _ run: Run
  ) throws -> [(information: Estimate, efficiency: Estimate)] {
    let patterns = Int((load * Double(p.weights)).rounded())
    let cells = p.sampledRates.map {
      Network(weights: p.weights, patterns: patterns, rate: $0, tests: p.tests, readout: p.readout)
    }
    return try run.sweep("networks", over: cells, replicas: p.networks).map { replicas in
      let rows = replicas.map { [$0.agreement, $0.norm, $0.heat] }
      return (
        Estimate.jackknife(rows) { labelInformation(agreement: $0[0]) },
        Estimate.jackknife(rows) { mean in
          // The weights are normal numbers: their entropy is known by their variance.
          let entropyChange = HebbianLimit(load: mean[1] - 1, rate: 1).entropyChange
          return load * labelInformation(agreement: mean[0]) / (entropyChange + mean[2])
        }
      )
    }
  }

  /// Problems drawn at random, learned by Hebb's rule.
  static func enumerate(_ p: Parameters, _ run: Run) throws -> [LabelBalance] {
    let cells = (0..<p.enumerated).map { place in
      var random = RandomStream(seed: 1)["enumerated"][place]
      let (weights, labels) = (1 + random.index(below: p.mostWeights), 1 + random.index(below: p.mostLabels))
      // Rates of 1/4 to 8 in steps of √2, and ramps from sudden to nearly quasistatic.
      let rate = (1...random.index(below: 11) + 1).reduce(0.25 / 2.0.squareRoot()) { rate, _ in rate * 2.0.squareRoot()
      }
      let ramp = [0, 1, 30, 1000][random.index(below: 4)]
      let inputs = (0..<labels).map { _ in (0..<weights).map { _ in random.sign() } }
      return Enumerate(inputs: inputs, rate: rate, ramp: Double(ramp), readout: p.readout)
    }
    return try run.sweep("enumerated", over: cells)
  }

  /// Problems of all sizes and rates, with inputs drawn at random. The force jumps by ν or more where a Perceptron turns wrong, which steps
  /// must resolve on the length 1/ν.
  static func batches(_ rule: LearningRule, _ p: Parameters) -> [BatchLearning] {
    p.batchWeights.flatMap { weights in
      p.batchLoads.map { $0 * weights }.filter { $0 >= 1 && $0 <= 8 }.flatMap { labels in
        var random = RandomStream(seed: 1)["batches"][Int(weights)][Int(labels)]
        let inputs = (0..<Int(labels)).map { _ in (0..<Int(weights)).map { _ in random.sign() } }
        return p.batchRates.map {
          BatchLearning(
            inputs: inputs, rule: rule, rate: $0, duration: p.duration, timeStep: p.timeStep / max(1, $0 * $0),
            readout: p.readout)
        }
      }
    }
  }

  static func sample(_ problems: [BatchLearning], _ p: Parameters, _ run: Run) throws -> [Sampled] {
    let cells = problems.map { Simulate(learning: $0, trajectories: p.trajectories) }
    return try run.sweep("sampled", over: cells, replicas: p.replicas).map(Sampled.init)
  }
}
