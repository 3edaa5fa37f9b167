import DissipationBottlenecks
import Randomness
import SpinAttention

let attention = [
  Computation("attention, exact, its gradient and the law") { perturbation in
    let law = AttentionLaw(beta: 2 * (1 + perturbation), coupling: 1, gate: 1.5)
    let model = AttentionModel(.selection, spins: 3, beta: law.beta, sharpness: 5, correlation: 0.2)
    let task = AttentionTask(model, step: 0.75)
    let outcome = task.outcome(of: law.network)
    let (value, gradient) = task.slope(of: law.network, price: 0.1)
    return [value, outcome.information, outcome.conditionalInformation, outcome.memoryTime, outcome.shiftCost]
      + outcome.responses + gradient.couplings + gradient.biases + gradient.gains
      + [law.logRatioWithoutInput, law.mean(attended: 0.3, unattended: -0.2)]
  },
  Computation("attention, walls and interactions of higher order") { perturbation in
    let walls = AttentionWalls(beta: 2 * (1 + perturbation), sharpness: 5)
    let bodies = ThreeBodyCoupling(beta: walls.beta, bound: 1)
    let triad = ConnectedTriad(beta: walls.beta, starts: 1, random: stream())
    let outcome = triad.outcome(of: triad.couplings(at: [0.5, -0.3, 0.8, 0.2, -0.9, 0.4, 0.1, 0.6, -0.7]))
    return [
      walls.blind, walls.oneGlance ?? 0, walls.anyMachine, bodies.strength, bodies.compensation, outcome.information,
      outcome.sigma, outcome.product,
    ]
  },
  Computation("attention, simulated") { perturbation in
    let model = AttentionModel(.selection, spins: 3, beta: 2, sharpness: 5)
    let sample = try SampledAttention(
      model: model, network: AttentionLaw(beta: 2, coupling: 1, gate: 1).network, step: 2, burnIn: 2, time: 10
    ).compute(stream(perturbation: perturbation))
    return [sample.both, sample.up, sample.sigma] + sample.responses
  },
]
