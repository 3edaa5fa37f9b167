import FiniteAutomata
import Randomness
import StochasticThermodynamics

/// A network of four states whose energies a drive moves and whose circle is driven: exact work and a trajectory.
let driven = [
  Computation("driven network, exact") { perturbation in
    let (network, drive) = try drivenCircle(perturbation)
    let start = network.equilibrium(at: 0)
    let work = CountedQuantity.work(on: network, under: drive)
    let moments = try network.moments(of: work, from: start, under: drive)
    return try network.evolve(start, under: drive) + [
      moments.mean, moments.variance, network.generatingFunction(of: work, at: 1, from: start, under: drive),
    ]
  },
  Computation("driven network, work distribution") { perturbation in
    let (network, drive) = try drivenCircle(perturbation)
    return try WorkDistribution(
      on: network, under: drive, from: network.equilibrium(at: 0), steps: 100, spacing: 0.01
    ).probabilities
  },
  Computation("entropy of a ring") { perturbation in
    let ring = try RateMatrix(
      stateCount: 3,
      edges: (0..<3).map {
        .init(from: $0, to: ($0 + 1) % 3, forward: Double($0 + 1) * (1 + perturbation), backward: 0.4)
      })
    return try RingEntropy(of: ring, within: 0.7).outcomes.flatMap { [$0.heat, $0.total, $0.probability] }
  },
  Computation("driven network, trajectory") { perturbation in
    let (network, drive) = try drivenCircle(perturbation)
    return DrivenTrajectory(
      network, under: drive, within: try RateBounds(of: network, under: drive), from: 0,
      random: stream(perturbation: perturbation)
    ).flatMap { [Double($0.state), $0.end, $0.work, $0.heat] }
  },
  Computation("collapse of six states") { perturbation in
    let q = [0.1, 0.2 * (1 + perturbation), 0.3, 0.1, 0.1, 0.2]
    let collapse = try CollapseProtocol(FiniteAutomaton.twoOnes.step(erasingInput: true), designedFor: q)
    let p = FiniteAutomaton.twoOnes.distributions(bias: 0.8, steps: 4)[3]
    return [
      try collapse.entropyProduction(running: p, under: collapse.drive(over: 3)),
      collapse.map.mismatchCost(running: p, designedFor: q),
    ]
  },
  Computation("words read by an automaton") { perturbation in
    let automaton = FiniteAutomaton.twoOnes
    let device = WordDevice(automaton, designs: automaton.distributions(bias: 0.4 * (1 + perturbation), steps: 5))
    return device.sample(words: 100, bias: 0.8, stream()).total.map(\.mean)
  },
]

private func drivenCircle(_ perturbation: Double) throws -> (DrivenNetwork<Double>, Drive<Double>) {
  let network = try DrivenNetwork<Double>(
    stateCount: 4, edges: (0..<4).map { .init(from: $0, to: ($0 + 1) % 4, law: .exponential, driving: 0) }
  ) { state, control in Double(state * state) * control * (1 + perturbation) }
  return (network, try Drive(over: 20) { time in 0.02 * time })
}
