import Randomness
import StochasticThermodynamics

/// A network of four states whose energies a drive moves and whose circle is driven: exact work and a trajectory.
let driven = [
  Computation("driven network, exact") { perturbation in
    let (network, drive) = drivenCircle(perturbation)
    let start = network.equilibrium(at: 0)
    let work = CountedQuantity.work(on: network, under: drive)
    let moments = network.moments(of: work, from: start, under: drive)
    return network.evolve(start, under: drive) + [
      moments.mean, moments.variance, network.generatingFunction(of: work, at: 1, from: start, under: drive),
    ]
  },
  Computation("driven network, trajectory") { perturbation in
    let (network, drive) = drivenCircle(perturbation)
    return DrivenTrajectory(
      network, under: drive, within: RateBounds(of: network, under: drive), from: 0,
      random: stream(perturbation: perturbation)
    ).flatMap { [Double($0.state), $0.end, $0.work, $0.heat] }
  },
]

private func drivenCircle(_ perturbation: Double) -> (DrivenNetwork<Double>, Drive<Double>) {
  let network = DrivenNetwork<Double>(
    stateCount: 4, edges: (0..<4).map { .init(from: $0, to: ($0 + 1) % 4, law: .exponential, driving: 0) }
  ) { state, control in Double(state * state) * control * (1 + perturbation) }
  return (network, Drive(over: 20) { time in 0.02 * time })
}
