import OptimalTransport
import TransportErasure

/// Erasure by optimal transport, slow driving and speed limits.
let optimalTransport = [
  Computation("optimal erasure on a grid, exact") { perturbation in
    let bit = TransportedBit(barrier: 9 * (1 + perturbation), error: 0.1, duration: 2)
    let found = try ExactTransport(TransportOnGrid(bit: bit, points: 101, steps: 200)).compute(stream())
    return [
      found.meanWork, found.workVariance, found.relativeEntropy, found.leastWork, found.exponentialAverageOfSuccess,
      try bit.squaredDistance,
    ]
  },
  Computation("optimal erasure on a grid, trajectories") { perturbation in
    let bit = TransportedBit(barrier: 9, duration: 1)
    let transport = TransportOnGrid(bit: bit, goal: .side, points: 51, steps: 200)
    return try transport.drive.trajectories(
      50, restingAt: transport.rest, random: stream(perturbation: perturbation)
    ).flatMap { [$0.work, Double($0.point)] }
  },
  Computation("erasure to one side") { perturbation in
    let found = try PrescribedSide(barrier: 13 * (1 + perturbation), duration: 0.3, cells: 512).compute(stream())
    return [found.work, found.squaredDistance]
  },
  Computation("slow driving of a trap") { perturbation in
    let family = try EquilibriumFamily(
      on: -8...8, cells: 100, base: { x in (0.5 * x * x, x) }, terms: [{ x in (0.5 * x * x, x) }, { x in (-x, -1) }])
    return family.metric(at: [0.3 * (1 + perturbation), 0.2])
  },
  Computation("erasure of two states, and its speed limit") { perturbation in
    let erasure = TwoStateErasure(error: 0.02, duration: 7 * (1 + perturbation))
    let pair = PairTransient(coupling: 0.5 * (1 + perturbation), beta: 2, correlation: 0, step: 1, times: [0.1, 1])
    return try ([erasure.optimum, erasure.quench] + pair.compute(stream())).flatMap {
      [$0.entropyProduction, $0.jumps, $0.ratio, $0.leastEntropyProduction]
    }
  },
]
