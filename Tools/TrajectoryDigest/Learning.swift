import Inference
import Matrices
import MesoscopicNetworks
import PerceptronLearning
import Randomness

/// Students of every rule in both precisions, the equations that they follow and what they pay, mean fields with their
/// gradients, a student who infers a bit, and random labels.
let learning =
  students + batches + [
    equations, averagedLearning, learnedWeights, meanField, enumeration, inference, hebbian, largeNetwork,
  ]

private let students = LearningRule.allCases.flatMap { rule in
  OnlinePerceptron.Precision.allCases.map { precision in
    Computation("student of 37 weights, \(rule), \(precision)") { perturbation in
      let learning = OnlineLearning(rule: rule, stiffness: 1 + perturbation)
      var student = OnlinePerceptron(
        learning, weights: 37, precision: precision, random: stream(perturbation: perturbation))
      student.learn(until: 3) { time in min(1, time) }
      return student.weights + [student.heat, student.generalisationError]
    }
  }
}

private let equations = Computation("order parameters of the three rules") { perturbation in
  try LearningRule.allCases.flatMap { rule in
    try OnlineLearning(rule: rule, stiffness: 1 + perturbation).orderParameters(at: [0, 1, 4]) { _ in 2 }
      .flatMap { [$0.overlap, $0.norm, $0.generalisationError] }
  }
}

private let averagedLearning = Computation("costs of learning by the three rules") { perturbation in
  try LearningRule.allCases.flatMap { rule in
    let learning = AveragedLearning(
      rule: rule, stiffness: 1 + perturbation, rate: LearningRateRamp(to: 2, within: 0.5))
    let balance = try learning.balances(at: [1])[0]
    let kicks = try OnlineLearning(rule: rule, stiffness: 1 + perturbation).costsOfKicks(at: [0, 1]) { _ in 2 }[1]
    let slow = learning.slowLosses(points: 10)
    return [
      balance.cost.total, balance.alignment, balance.compression, kicks.total, try learning.settled.total,
      learning.quasistatic.heat, try learning.settled.labelInformation, slow.alignment, slow.compression,
    ]
  }
}

private let learnedWeights = Computation("weights in the averaged force of an AdaTron") { perturbation in
  let learning = AveragedLearning(rule: .adatron, stiffness: 1 + perturbation, rate: .sudden(2))
  var results: [Double] = []
  try LearnedWeights(learning, until: 1, steps: 10).sample(20, stream(perturbation: perturbation)) { outcome in
    results += [outcome.entropy, outcome.heat, outcome.information]
  }
  return results
}

private let meanField = Computation("mean field of 19 spins and its gradients") { perturbation in
  var random = stream()
  let couplings = Matrix(rows: 19, columns: 19) { $0 == $1 ? 0 : 0.2 * random.normal() * (1 + perturbation) }
  let fields = (0..<5 * 19).map { _ in random.normal() }
  var meanField = MeanField(couplings: couplings)
  var magnetisations = Array(repeating: 0.0, count: fields.count)
  _ = meanField.solve(&magnetisations, fields: fields)
  let gradient = meanField.implicitGradient(of: fields, at: magnetisations, fields: fields).gradient
  let start = Array(repeating: 0.0, count: fields.count)
  let unrolled = meanField.unrolledGradient(of: fields, from: start, fields: fields, sweeps: 7)
  return magnetisations + gradient.couplings.entries + gradient.fields + unrolled.couplings.entries + [
    gradient.beta, unrolled.beta,
  ]
}

private func inferringStudent(_ perturbation: Double) -> InferringStudent {
  InferringStudent(data: 6, largestWeight: 3, stiffness: 0.5, bias: 0.6 * (1 + perturbation), learningRate: 0.9)
}

private let enumeration = Computation("inference by enumeration") { perturbation in
  let student = inferringStudent(perturbation)
  let costs = student.costs
  return student.conditionals + [
    costs.onTruth, costs.onData, costs.entropyChange, costs.heat, student.dataInformation, student.average(.wrongSign),
  ]
}

private let inference = Computation("inference, sampled") { perturbation in
  let student = inferringStudent(perturbation)
  let sample = InferenceSample(of: student, count: 5000, random: stream(perturbation: perturbation))
  let costs = sample.costs(of: student)
  return [
    costs.onTruth, costs.onData, costs.entropyChange, costs.heat, sample.theorem.mean, sample.withoutInformation.mean,
    sample.withoutHeat.mean, sample.wrongSign.mean,
  ]
}

private let batches = LearningRule.allCases.map { rule in
  Computation("random labels in batches, \(rule)") { perturbation in
    let learning = BatchLearning(
      inputs: [[1, -1, 1], [1, 1, 1]], rule: rule, rate: 2 * (1 + perturbation), rampDuration: 0.3, duration: 1)
    let balance = learning.balance(trajectories: 80, stream())
    return [balance.information, balance.entropyChange, balance.heat]
  }
}

private let hebbian = Computation("random labels, averaged and in the limit") { perturbation in
  LabelReadout.allCases.flatMap { readout in
    let balance = HebbianLabels(inputs: [[1, -1, 1], [1, 1, 1]], rate: 2 * (1 + perturbation), readout: readout)
      .balance(rampDuration: 0.7)
    let limit = HebbianLimit(load: 2, rate: 1 + perturbation, readout: readout)
    return [balance.information, balance.entropyChange, balance.heat, limit.information, limit.entropyChange]
  }
    + LearningRule.allCases.map { rule in
      LabelEquilibrium(inputs: [[1, -1], [1, 1]], rule: rule, rate: 1 + perturbation).balance(spacing: 0.2).cost
    }
}

private let largeNetwork = Computation("random labels in a network of 200 weights") { perturbation in
  let sample = HebbianNetwork(weights: 200, patterns: 1234, rate: 1 + perturbation, tests: 640).sample(stream())
  return [sample.agreement, sample.norm, sample.heat]
}
