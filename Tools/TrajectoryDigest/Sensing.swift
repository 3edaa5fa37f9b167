import DissipationBottlenecks
import SensoryComplexes
import StochasticThermodynamics

/// Optimal sensing: theory, optima, the transition along β, and a simulated complex.
let sensing = RateLaw.allCases.flatMap { law in
  [
    Computation("sensing, \(law), information") { perturbation in
      // An odd number of inputs on a line, and a plane.
      [1.0, 0.7].flatMap { correlation -> [Double] in
        let sensing = SensoryModel(correlation: correlation, beta: 2 * (1 + perturbation), law: law)
          .inputs(step: 0.2).sensing(of: PairCouplings(j12: -0.1, j21: -0.9))
        return [sensing.inputInformation, sensing.entropyProductionRate]
      }
    },
    Computation("sensing, \(law), optima") { perturbation in
      let model = SensoryModel(correlation: 1, beta: 2 * (1 + perturbation), law: law)
      let sensing = DissipationBottleneck(model.inputs(), bound: 4)
      let optima = [sensing.equilibrium] + sensing.optima(along: [0, 1e-3, 1e-2])
      let price = model.transition(
        along: .price, driven: 0, quiet: 1, bound: 4, step: 0.2, tolerance: 1e-4)
      return optima.flatMap { [$0.couplings.j12, $0.couplings.j21, $0.information, $0.sigma] }
        + [price?.control ?? 0, price?.driven.information ?? 0, sensing.model.slopeAtNoCoupling]
    },
    Computation("sensing, \(law), simulated") { perturbation in
      let sample = try SensoryModel(correlation: 0.9, beta: 2 * (1 + perturbation), law: law)
        .inputs(step: 0.5, cutoff: 4)
        .sample(of: PairCouplings(j12: -0.1, j21: -0.9), burnIn: 2, duration: 10, random: stream())
      return [sample.sensing.inputInformation, sample.sensing.entropyProductionRate, sample.plugIn]
    },
  ]
}
