import BitErasure
import LangevinDynamics

/// Densities and works by the Fokker–Planck equation.
let fokkerPlanck = [
  Computation("Fokker–Planck, erasure of a bit") { perturbation in
    let erasure = ErasureProtocol(barrier: 5 * (1 + perturbation), duration: 2)
    var line = try FokkerPlanck(
      erasure.landscape, inEquilibriumAt: DoubleWell.Control(), on: erasure.grid(points: 201), tilts: [0.5, -1])
    try line.run(erasure.drive(.erasing), steps: 100)
    return line.density.values + line.workDensity(order: 2).values + line.tilted(1).values
      + [line.meanWork, line.meanHeat, line.relativeEntropyFromEquilibrium, try line.leastWork]
  },
  Computation("Fokker–Planck, relaxation in a trap") { perturbation in
    let grid = try LineGrid(-6...6, points: 301)
    let start = try LineDensity(on: grid, values: (0..<301).map { $0 == 200 ? 1 : 0 })
    let control = HarmonicTrap.Control(stiffness: 1 + perturbation)
    var line = try FokkerPlanck(HarmonicTrap(), from: start, control)
    try line.run(.holding(control, for: 1), steps: 50)
    return line.density.values
  },
  Computation("distribution of the work of an erasure") { perturbation in
    let erasure = ErasureProtocol(barrier: 5 * (1 + perturbation), duration: 2)
    let line = try FokkerPlanck(
      erasure.landscape, inEquilibriumAt: DoubleWell.Control(), on: erasure.grid(points: 101))
    let works = try line.workDistribution(
      of: erasure.drive(.erasing), steps: 50, in: -30...30, endingIn: 0...2, frequencies: 40)
    return works.phases.flatMap { [$0.cosine, $0.sine] } + [works.density(at: 1), works.probability(to: 0.5)]
  },
]
