import PathInformation
import SensoryComplexes
import StochasticThermodynamics
import WatchedComplexes

/// Two spins that are watched: exact lines, limits, and sampled trajectories read off by the posterior.
let watchedComplexes = [
  Computation("uncoupled spins, watched, exactly") { perturbation in
    let gate = StochasticParityGate(angle: 30, sharpness: 4)
    let spins = UncoupledSpins(gate: gate, correlation: 0.2, beta: 1.5 * (1 + perturbation))
    return UncoupledSpins.Readout.allCases.map { spins.information(in: $0, after: 2) }
      + [scaledBessel(0, 3.5), scaledBessel(1, 60)]
  },
  Computation("a watched complex, its limits, its circulation and sampled trajectories") { perturbation in
    let task = WatchedTask(
      gate: StochasticParityGate(angle: 30, sharpness: 4), correlation: 0.2,
      complex: WatchedComplex(couplings: PairCouplings(j12: -0.5, j21: 0.7 * (1 + perturbation)), beta: 1.5))
    let steady = task.steadyState
    let circulation = NetCirculation(task: task, step: 0.5).informations(after: 0.7)
    let samples = task.watch(at: [0.3, 3], paths: 100, arrow: true, slope: true, random: stream())
    return [
      steady.information, steady.slope, steady.longTimeConstant, steady.entropyProductionRate ?? 0, steady.turnRate,
      circulation.net, circulation.size,
    ] + samples.flatMap { [$0.bits.value, $0.bits.standardError, $0.arrowBits.value, $0.slopeBits.value] }
  },
]
