import MesoscopicNetworks
import Randomness

/// A network of four spins with random couplings, fields and biases, four inputs, and every kind of answer: small enough that all is
/// known exactly.
struct SmallMesoscopicTask {
  enum Kind: CaseIterable { case squares, classes, symmetric }

  let objective: MesoscopicObjective
  let parameters: [Double]

  init(_ kind: Kind, dissipationCost: Double = 0.05) {
    var random = RandomStream(seed: 11)["small task"]
    let architecture =
      kind == .symmetric
      ? SpinArchitecture.symmetric(spins: 4)
      : SpinArchitecture.layered(inputs: 2, layers: [2, 2], feedback: kind == .squares ? .free : .none)
    let inputs = (0..<4).map { _ in (0..<architecture.inputs).map { _ in random.normal() } }
    let answers: MesoscopicTask.Answers =
      kind == .classes ? .labels([0, 1, 2, 1], classes: 3) : .targets([[1], [-1], [1], [-1]])
    objective = MesoscopicObjective(
      architecture: architecture, task: MesoscopicTask(inputs: inputs, answers: answers), read: 1..<4, beta: 0.9,
      dissipationCost: dissipationCost, readoutPenalty: 0.02)
    parameters = (0..<architecture.parameters).map { _ in 0.5 * random.normal() }
  }

  /// The objective with a readout that does not move.
  var objectiveWithReadout: MesoscopicObjective {
    var objective = objective
    switch objective.task.answers {
    case .targets: objective.readout = .ridge(RidgeReadout(weights: [[0.8, -0.5, 1.1]]))
    case .labels:
      var softmax = SoftmaxReadout(features: 3, classes: 3)
      softmax.weights = [[1, 0.3, -0.7], [-0.4, 0.9, 0.2], [0.1, -1, 0.8]]
      objective.readout = .softmax(softmax)
    }
    return objective
  }
}
