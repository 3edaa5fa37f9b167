import DissipationBottlenecks
import SensoryComplexes
import StochasticThermodynamics

/// The stochastic parity gate: theory, optima, a simulated complex, and the best of all channels.
let parityGate =
  RateLaw.allCases.flatMap { law in
    [
      Computation("parity gate, \(law), responses") { perturbation in
        let model = model(law, perturbation)
        let task = model.task(step: 0.1)
        let complex = SensoryComplex(couplings: PairCouplings(j12: -0.7, j21: 0.9), beta: model.beta, law: law)
        return task.answers + task.ensemble.weights
          + task.ensemble.inputs.flatMap { input -> [Double] in
            let response = complex.response(to: input)
            return (0..<4).map { response.probabilities[$0] } + [response.current, response.entropyProductionRate]
          }
      },
      Computation("parity gate, \(law), optima") { perturbation in
        let bottleneck = DissipationBottleneck(model(law, perturbation).task(step: 0.2), bound: 4)
        let optima = [bottleneck.equilibrium] + bottleneck.optima(along: [0, 1e-3, 1e-2])
        return optima.flatMap {
          [$0.couplings.j12, $0.couplings.j21, $0.information, $0.sigma, $0.inputInformation]
        } + [bottleneck.threshold, bottleneck.model.availableInformation]
      },
      Computation("parity gate, \(law), simulated") { perturbation in
        let performance = try model(law, perturbation).task(step: 0.5, cutoff: 4)
          .sample(of: PairCouplings(j12: -0.7, j21: 0.7), burnIn: 2, duration: 10, random: stream()).performance
        return [performance.relevantInformation, performance.entropyProductionRate]
      },
      Computation("parity gate, \(law), transients") { perturbation in
        let reading = TransientReading(model(law, perturbation).task(step: 0.4))
        let couplings = PairCouplings(j12: -0.7, j21: 0.7)
        let protocols = TransientProtocols(
          TransientReading(model(law, perturbation).task(step: 1)), readingTime: 1, isSwitched: false)
        let optima = DissipationBottleneck(protocols, bound: 2).optima(along: [0.01])
        return (reading.course(of: couplings, at: [0.01, 0.1, 3]) + optima.map(\.outcome)).flatMap {
          [$0.relevantInformation, $0.entropyProduced]
        } + reading.twoTimeInformation(of: couplings, after: [0.1, 2])
      },
      Computation("parity gate, \(law), simulated transients") { perturbation in
        let reading = TransientReading(model(law, perturbation).task(step: 0.5, cutoff: 4))
        let couplings = PairCouplings(j12: -0.7, j21: 0.7)
        let segments = [
          ProtocolSegment(couplings, for: 0.3), ProtocolSegment(PairCouplings(j12: 0.2, j21: 0), for: 0.5),
        ]
        let replicas =
          reading.sampledPerformances(of: segments, trajectories: 100, random: stream())
          + reading.sampledTwoTimes(of: couplings, after: [0.1, 1], burnIn: 1, trajectories: 100, random: stream())
        return replicas.flatMap {
          [$0.relevantInformation, $0.plugInInformation, $0.entropyProduced, $0.entropyFlow]
        }
      },
    ]
  } + [
    Computation("parity gate, hidden spins") { perturbation in
      (0...2).flatMap { hidden -> [Double] in
        let task = HiddenSpinTask(model(.exponential, perturbation), hidden: hidden, step: 0.5, cutoff: 4)
        let couplings = (0..<task.dimension).map { 0.3 * Double(($0 * 7) % 5) - 0.6 }
        let slope = task.slope(at: couplings, price: 0.05)
        let symmetric = task.effectiveCoupling(of: couplings.map { _ in 0.4 })
        return slope.gradient + [
          slope.value, task.performance(of: couplings).entropyProductionRate, task.memoryTime(of: couplings),
          task.informationOfAllSpins(of: couplings), symmetric,
        ]
      }
    },
    Computation("parity gate, hidden spins, simulated") { perturbation in
      let performance = try HiddenSpinTask(model(.exponential, perturbation), hidden: 1, step: 1, cutoff: 4)
        .sampledPerformance(of: [-0.7, 0.4, 0.9, 0.2, -0.3, 0.5], burnIn: 2, duration: 16, random: stream())
      return [performance.relevantInformation, performance.entropyProductionRate]
    },
    Computation("parity gate, information bottleneck") { perturbation in
      // The complex has no part in it, only the gate.
      let gate = StochasticParityGate(angle: 30, sharpness: 5 * (1 + perturbation))
      let curve = ParityGateModel(gate: gate, correlation: 0.2, beta: 2, law: .exponential)
        .task(step: 0.5, cutoff: 4).informationBottleneck
        .curve(tradeOffs: [3, 5], clusters: 4, starts: 2, random: stream())
      return curve.flatMap {
        [$0.inputInformation, $0.relevantInformation] + $0.probabilities + $0.objectives.suffix(3)
      }
    },
  ]

private func model(_ law: RateLaw, _ perturbation: Double) -> ParityGateModel {
  ParityGateModel(
    gate: StochasticParityGate(angle: 30, sharpness: 5), correlation: 0.2, beta: 2 * (1 + perturbation), law: law)
}
