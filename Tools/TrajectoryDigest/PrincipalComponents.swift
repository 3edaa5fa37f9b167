import PrincipalComponents
import Randomness

/// Students that learn a direction from correlations: simulated, their exact law, and their order parameters.
let principalComponents = [directionStudents, spikedStudent, directionLaw, learningPaths, directedWeights]

private let directionStudents = Computation("students of 19 weights that learn from correlations") { perturbation in
  (1...4).flatMap { order in
    var student = DirectionStudent(
      CorrelationLearning(order: order, stiffness: 1 + perturbation), weights: 19,
      random: stream(perturbation: perturbation))
    for _ in 0..<100 { student.advance(0.01, strength: 1.5) }
    return [student.overlap, student.norm, student.clock]
  }
}

private let spikedStudent = Computation("student of 19 weights that learns from batches") { perturbation in
  var student = SpikedStudent(
    spike: 4 + perturbation, weights: 19, batch: 24, random: stream(perturbation: perturbation))
  for _ in 0..<100 { student.advance(0.01, rate: 1) }
  return [student.overlap, student.norm]
}

private let directionLaw = Computation("exact law of 30 weights that learn from correlations") { perturbation in
  try (1...4).flatMap { order in
    let law = DirectionLaw(
      CorrelationLearning(order: order, stiffness: 1 + perturbation), weights: 30, strength: 1.2 + perturbation)
    let times = try law.squaredOverlaps(at: [0.1, 0.5], resolution: 4)
    return [law.information, law.heat, law.toldTheSign.information, law.passageTime(to: 0.6)] + times
  }
}

private let learningPaths = Computation("learning from correlations along ramps") { perturbation in
  try (1...3).flatMap { order in
    let learning = CorrelationLearning(order: order, stiffness: 1 + perturbation)
    let ramp = StrengthRamp(to: 2 + perturbation, within: 1, hint: 0.1)
    let (path, settled) = (try learning.path(at: [0.5, 2], along: ramp), try learning.settled(after: ramp))
    return (path + [settled]).flatMap { [$0.overlap, $0.heat, $0.losses, $0.information] }
  }
}

private let directedWeights = Computation("weights that learn from correlations") { perturbation in
  let learning = CorrelationLearning(order: 2, stiffness: 1 + perturbation)
  var results: [Double] = []
  try DirectedWeights(learning, StrengthRamp(to: 1, within: 0.5, hint: 0.1), until: 1, steps: 10)
    .sample(20, stream(perturbation: perturbation)) { results += [$0.entropy, $0.heat, $0.information] }
  return results
}
