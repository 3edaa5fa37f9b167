import LangevinDynamics

/// Ensembles in a trap by every integrator, and in the double well, in every precision.
let langevin = LangevinPrecision.allCases.flatMap { precision in
  LangevinIntegrator.allCases.map { integrator in
    Computation("moving trap, \(integrator), \(precision)") { perturbation in
      let trap = HarmonicTrap.Control(stiffness: 1)
      var ensemble = try LangevinEnsemble(
        HarmonicTrap(), inEquilibriumAt: trap, count: 150, precision: precision,
        random: stream(perturbation: perturbation))
      try ensemble.run(.movingTrap(velocity: 1, over: 1), timeStep: 0.01, integrator: integrator)
      return ensemble.positions + ensemble.works + ensemble.heats
    }
  } + [
    Computation("erasure, \(precision)") { perturbation in
      var ensemble = try LangevinEnsemble(
        DoubleWell(barrier: 5), inEquilibriumAt: DoubleWell.Control(), count: 70, precision: precision,
        random: stream(perturbation: perturbation))
      try ensemble.run(.erasure(over: 2), timeStep: 2e-3)
      return ensemble.positions + ensemble.works + ensemble.heats
    }
  ]
}
