import Estimation
import Foundation
import Randomness
import SensoryComplexes
import StochasticThermodynamics
import TestSupport
import Testing

@Suite struct SensoryInputsTests {
  /// Eight inputs at once give the bits of the sum as it stands in ``mutualInformation(weights:conditionals:)``, input by
  /// input, also where the last vector is not full.
  @Test(arguments: RateLaw.allCases, [1.0, 0.3, -1])
  func vectorsGiveTheSameBits(law: RateLaw, correlation: Double) {
    let inputs = SensoryModel(correlation: correlation, beta: 2.5, law: law).inputs(step: 0.4)
    for couplings in [
      PairCouplings(j12: -0.2, j21: -0.9), PairCouplings(j12: 1.7, j21: -3), PairCouplings(j12: 4, j21: 4),
    ] {
      let complex = SensoryComplex(couplings: couplings, beta: 2.5, law: law)
      let responses = inputs.ensemble.inputs.map(complex.response(to:))
      let naive = mutualInformation(
        weights: inputs.ensemble.weights, conditionals: responses.map { r in (0..<4).map { r.probabilities[$0] } })
      let sensing = inputs.sensing(of: couplings)
      #expect(sensing.inputInformation == bitsPerNat * naive)
      let sigma = zip(inputs.ensemble.weights, responses).reduce(0) { $0 + $1.0 * $1.1.entropyProductionRate }
      #expect(sensing.entropyProductionRate == sigma)
    }
  }

  /// The quadrature has converged at the lowest temperature of the figures: steps 0.1 and 0.05 agree to eight digits, and
  /// the step 0.2 of the phase diagram is wrong by 2e-5 bits at most.
  @Test(arguments: [0.8, 0.9, 1])
  func quadratureHasConverged(correlation: Double) {
    let model = SensoryModel(correlation: correlation, beta: 4)
    for couplings in [PairCouplings(j12: -0.25, j21: -0.95), PairCouplings(j12: -0.4, j21: -0.4)] {
      let values = [0.2, 0.1, 0.05].map { model.inputs(step: $0).sensing(of: couplings) }
      #expect(abs(values[1].inputInformation - values[2].inputInformation) < 5e-9)
      #expect(abs(values[1].entropyProductionRate - values[2].entropyProductionRate) < 5e-9)
      #expect(abs(values[0].inputInformation - values[2].inputInformation) < 2e-5)
    }
    // Negative control: a step of half a standard deviation is far from it.
    let coarse = model.inputs(step: 0.5).sensing(of: PairCouplings(j12: -0.4, j21: -0.4)).inputInformation
    #expect(abs(coarse - model.inputs().sensing(of: PairCouplings(j12: -0.4, j21: -0.4)).inputInformation) > 1e-3)
  }

  /// Exchanging the couplings exchanges the spins: nothing changes.
  @Test func exchange() {
    let inputs = SensoryModel(correlation: 0.6, beta: 3).inputs(step: 0.2)
    let (one, other) = (
      inputs.sensing(of: PairCouplings(j12: -0.3, j21: 0.8)), inputs.sensing(of: PairCouplings(j12: 0.8, j21: -0.3))
    )
    #expect(abs(one.inputInformation - other.inputInformation) < 1e-13)
    #expect(abs(one.entropyProductionRate - other.entropyProductionRate) < 1e-11)
  }

  /// One spin that copies the other: with J → ∞ both are one spin in the field 2x, for which I(s, x) at ρ = 1 is
  /// ln 2 − ⟨H₂(1/(1 + exp(4βx)))⟩ nats.
  @Test func strongCoupling() {
    let inputs = SensoryModel(correlation: 1, beta: 1).inputs()
    let exact =
      1 - bitsPerNat
      * inputs.ensemble.average { x in
        let p = 1 / (1 + exp(4 * x.x))
        return entropy([p, 1 - p])
      }
    #expect(abs(inputs.sensing(of: PairCouplings(j12: 18, j21: 18)).inputInformation - exact) < 1e-12)
    #expect(abs(inputs.sensing(of: PairCouplings(j12: 2, j21: 2)).inputInformation - exact) > 5e-5)
  }
}

@Suite struct SampledSensingTests {
  private func sampled(
    _ inputs: SensoryInputs, _ couplings: PairCouplings, _ name: String, time: Double = 10, replicas: Int = 240
  ) throws -> SampledSensing {
    SampledSensing(
      averaging: try (0..<replicas).map {
        try inputs.sample(
          of: couplings, burnIn: 15, duration: time, random: RandomStream(seed: 91)["sensing"][name][$0])
      })
  }

  static let complexes: [(beta: Double, law: RateLaw, couplings: PairCouplings)] = [
    (2, .exponential, PairCouplings(j12: -0.2825, j21: -0.2825)),
    (2, .exponential, PairCouplings(j12: -0.1448, j21: -0.9176)),
    (3, .exponential, PairCouplings(j12: -0.2225, j21: -0.9529)),
    (3, .exponential, PairCouplings(j12: -0.4309, j21: -0.7425)),
    (2, .glauber, PairCouplings(j12: -0.4457, j21: -1.3318)), (3, .glauber, PairCouplings(j12: -0.3859, j21: -1.0816)),
  ]

  /// I(s, x) and Σ of simulated complexes, ρ = 1, within 4 standard errors of the exact ones: 12 comparisons, with Student's
  /// t of 239 degrees of freedom 0.1 % false alarms. The negative control, at the optima of exponential rates: the same
  /// samples without the correction are too high by more than 10 standard errors.
  @Test(arguments: complexes)
  func agrees(beta: Double, law: RateLaw, couplings: PairCouplings) throws {
    let inputs = SensoryModel(correlation: 1, beta: beta, law: law).inputs(step: 0.1, cutoff: 5)
    let found = try sampled(inputs, couplings, "\(beta) \(law) \(couplings.j21)", time: law == .glauber ? 40 : 10)
    let exact = inputs.sensing(of: couplings)
    #expect(found.deviations(from: exact).allSatisfy { abs($0) < 4 })
    #expect(found.plugIn.deviation(from: exact.inputInformation) > 10)
  }

  /// The bias of the plug-in estimate is b/T: twice the time, half the bias, which the correction removes both times.
  @Test func biasIsInverseInTime() throws {
    let couplings = PairCouplings(j12: -0.2825, j21: -0.2825)
    let inputs = SensoryModel(correlation: 1, beta: 2).inputs(step: 0.1, cutoff: 5)
    let biases = try [20.0, 40].map {
      try sampled(inputs, couplings, "bias \($0)", time: $0, replicas: 400).plugIn
        - Estimate(exact: inputs.sensing(of: couplings).inputInformation)
    }
    #expect((biases[0] - 2 * biases[1]).isConsistent(with: 0, sigmas: 4))
    #expect(biases[0].deviation(from: biases[1]) > 6)
  }

  /// Negative control: Glauber rates where exponential ones are meant, out of equilibrium, which they do not share.
  @Test func wrongRatesAreFound() throws {
    let couplings = PairCouplings(j12: -0.2225, j21: -0.9529)
    let exact = SensoryModel(correlation: 1, beta: 3).inputs(step: 0.1, cutoff: 5).sensing(of: couplings)
    let glauber = SensoryModel(correlation: 1, beta: 3, law: .glauber).inputs(step: 0.1, cutoff: 5)
    let found = try sampled(glauber, couplings, "wrong law", time: 40)
    #expect(found.information.deviation(from: exact.inputInformation) > 10)
    #expect(found.sigma.deviation(from: exact.entropyProductionRate) < -10)
  }

  /// I(s, x), I(s, y) and Σ from the same trajectories at a task, in and out of equilibrium.
  @Test(arguments: [PairCouplings(j12: -0.3968, j21: -0.3968), PairCouplings(j12: -0.9095, j21: 0.0093)])
  func agreesAtATask(couplings: PairCouplings) throws {
    let task = parityTask(30, beta: 3, correlation: 0.8, step: 0.5, cutoff: 5)
    let replicas = try (0..<200).map {
      try task.sample(of: couplings, burnIn: 10, duration: 12, random: RandomStream(seed: 92)["\(couplings.j12)"][$0])
    }
    let sensing = SampledSensing(averaging: replicas.map(\.sensing))
    let exact = task.inputs.sensing(of: couplings)
    #expect(sensing.deviations(from: exact).allSatisfy { abs($0) < 4 })
    #expect(sensing.plugIn.deviation(from: exact.inputInformation) > 10)
    let performance = SampledPerformance(averaging: replicas.map(\.performance))
    #expect(performance.deviations(from: task.performance(of: couplings)).allSatisfy { abs($0) < 4 })
    #expect(abs(performance.sigma.value - sensing.sigma.value) < 1e-12)
  }
}
