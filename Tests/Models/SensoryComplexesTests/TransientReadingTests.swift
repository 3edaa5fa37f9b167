import Foundation
import Randomness
import SensoryComplexes
import StochasticThermodynamics
import TestSupport
import Testing

/// The parity gate at 30°, β = 2, η = 5, ρ = 0, read in time.
func transientReading(law: RateLaw = .exponential, step: Double = 0.3, cutoff: Double = 6) -> TransientReading {
  TransientReading(parityTask(30, law: law, step: step, cutoff: cutoff))
}

@Suite struct TransientReadingTests {
  static let driven = PairCouplings(j12: -0.7224, j21: 0.7224)

  /// The propagator of the four states against that of any rate matrix, at random couplings and inputs, stiff ones too.
  @Test(arguments: RateLaw.allCases, 0..<10)
  func fastPathIsTheMasterEquation(law: RateLaw, seed: Int) throws {
    var random = RandomStream(seed: 5)["cycle"][seed]
    let complex = SensoryComplex(
      couplings: PairCouplings(j12: random.normal(), j21: random.normal()), beta: 2, law: law)
    let x = SIMD2(2 * random.normal(), 2 * random.normal())
    let cycle = SensoryCycle(complex, reading: x)
    for t in [0, 1e-3, 0.7, 20] {
      let (fast, general) = (SensoryPropagator(cycle, for: t), try cycle.rateMatrix.propagator(for: t))
      let rows = [fast.toA, fast.toB, fast.toC, fast.toD]
      for from in 0..<4 {
        for to in 0..<4 {
          let p = general.probabilities[to, from]
          #expect(abs(rows[to][from] - p) <= 1e-13 * p)
        }
        #expect(
          abs(fast.entropyFlow[from] - general.entropyFlow[from]) < 1e-12 * max(1, abs(general.entropyFlow[from])))
      }
    }
    // In the end it is the steady state at this input. Negative control: not that at no input.
    let p = SensoryPropagator(cycle, for: 1e7).evolve(SIMD4(repeating: 0.25))
    let (rest, unread) = (complex.response(to: x).probabilities, complex.response(to: .zero).probabilities)
    for state in 0..<4 { #expect(abs(p[state] - rest[state]) <= 1e-12 * rest[state]) }
    #expect((0..<4).contains { abs(p[$0] - unread[$0]) > 0.01 })
  }

  /// Against an independent calculation with the matrix exponential of SciPy, augmented by the entropy flow, on the same grid.
  @Test(arguments: [
    (0.3, 0.0628700252, 4.4367563845), (1, 0.1067848699, 6.9442642646), (3, 0.1104467765, 14.0753869481),
  ])
  func referenceValues(time: Double, information: Double, produced: Double) {
    let performance = transientReading().course(of: Self.driven, at: [time])[0]
    #expect(abs(performance.relevantInformation - information) < 1e-9)
    #expect(abs(performance.entropyProduced - produced) < 1e-6)
    // Negative control: the other sign of the couplings.
    let other = transientReading().course(of: PairCouplings(j12: 0.7224, j21: -0.7224), at: [time])[0]
    #expect(abs(other.relevantInformation - information) > 0.05)
  }

  /// Two looks at the steady state on the grid of step 0.3, computed independently.
  @Test(arguments: [
    (PairCouplings(j12: 0, j21: 0), [0.030737, 0.081890, 0.090258]), (driven, [0.110466, 0.185051, 0.188174]),
  ])
  func twoTimeReferenceValues(couplings: PairCouplings, reference: [Double]) {
    for (value, known) in zip(transientReading().twoTimeInformation(of: couplings, after: [0, 1, 40]), reference) {
      #expect(agrees(value, known, digits: 6))
    }
  }

  /// Uncoupled spins relax independently, m_i(t) = tanh(βx_i)(1 − exp(−2 cosh(βx_i) t)): each releases βx_i m_i and loses
  /// ln 2 − H(m_i). At the end that is the relative entropy D(p₀‖p_eq) = ln cosh βx₁ + ln cosh βx₂, averaged.
  @Test func uncoupledSpinsInClosedForm() {
    let reading = transientReading()
    let ensemble = reading.task.ensemble
    func entropy(_ m: Double) -> Double {
      [0.5 * (1 + m), 0.5 * (1 - m)].reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
    }
    func produced(_ x: Double, _ t: Double) -> Double {
      let m = tanh(2 * x) * -expm1(-2 * cosh(2 * x) * t)
      return 2 * x * m + entropy(m) - log(2)
    }
    let times = [1e-3, 0.05, 0.4, 2]
    for (time, performance) in zip(times, reading.course(of: PairCouplings(j12: 0, j21: 0), at: times)) {
      let exact = ensemble.average { produced($0.x, time) + produced($0.y, time) }
      #expect(abs(performance.entropyProduced - exact) < 1e-10)
    }
    let all = reading.course(of: PairCouplings(j12: 0, j21: 0), at: [200])[0]
    let exact = ensemble.average { log(cosh(2 * $0.x)) + log(cosh(2 * $0.y)) }
    #expect(abs(all.entropyProduced - exact) < 1e-10)
    // Negative control: what the bath receives alone.
    #expect(abs(all.entropyProduced - ensemble.average { 2 * $0.x * tanh(2 * $0.x) + 2 * $0.y * tanh(2 * $0.y) }) > 0.5)
  }

  /// Symmetric couplings relax to equilibrium and produce ⟨D(p₀‖p_eq)⟩ in all; others go on at the rate Σ of the steady
  /// state, whose information they reach.
  @Test func lateTimes() {
    let reading = transientReading(step: 0.5)
    let symmetric = PairCouplings(symmetric: 0.4)
    let all = reading.course(of: symmetric, at: [500])[0].entropyProduced
    let exact = reading.task.ensemble.average { x in
      let p = SensoryComplex(couplings: symmetric, beta: 2).response(to: x).probabilities
      return (0..<4).reduce(0) { $0 + 0.25 * log(0.25 / p[$1]) }
    }
    #expect(abs(all - exact) < 1e-10)
    let rest = reading.task.performance(of: Self.driven)
    let late = reading.course(of: Self.driven, at: [15, 20])
    let slope = (late[1].entropyProduced - late[0].entropyProduced) / 5
    #expect(abs(slope - rest.entropyProductionRate) < 1e-8)
    #expect(abs(late[1].relevantInformation - rest.relevantInformation) < 1e-11)
  }

  /// At first only the couplings speak: from uniform spins p(s₁s₂ = +1|x) grows at the rate sinh βJ₁₂ cosh βx₁ +
  /// sinh βJ₂₁ cosh βx₂, as the rates add up. In the end it has the other sign: the spin in the weaker field follows.
  @Test func firstMoments() {
    let (complex, x) = (SensoryComplex(couplings: PairCouplings(j12: -0.6, j21: 0.7), beta: 2), SIMD2(1.2, -0.3))
    let cycle = SensoryCycle(complex, reading: x)
    let slope = sinh(2 * -0.6) * cosh(2 * x.x) + sinh(2 * 0.7) * cosh(2 * x.y)
    let p = SensoryPropagator(cycle, for: 1e-7).evolve(SIMD4(repeating: 0.25))
    #expect(abs((p.x + p.z - 0.5) / 1e-7 - slope) < 1e-4 * abs(slope))
    // In the mean over the sign of one input, which the product x₁x₂ does not survive.
    let even = [x, SIMD2(-x.x, x.y)].map { complex.response(to: $0).evenParity }
    #expect(slope < 0 && even[0] + even[1] > 1)
  }

  /// Data processing: one look knows less than two, which know less than the input; entropy never decreases.
  @Test(arguments: [
    PairCouplings(j12: 0, j21: 0), driven, PairCouplings(j12: 0.5, j21: -0.5), PairCouplings(j12: -1, j21: 0.2),
  ])
  func inequalities(couplings: PairCouplings) {
    let reading = transientReading(step: 0.5)
    let available = reading.task.availableInformation
    let single = reading.task.performance(of: couplings).relevantInformation
    let pairs = reading.twoTimeInformation(of: couplings, after: [0, 0.01, 0.1, 1, 10])
    #expect(abs(pairs[0] - single) < 1e-13)
    for pair in pairs { #expect(pair > single - 1e-13 && pair < available) }
    let course = reading.course(of: couplings, at: decades)
    for (early, late) in zip(course, course.dropFirst()) { #expect(late.entropyProduced > early.entropyProduced) }
    for performance in course { #expect(performance.relevantInformation < available) }
  }
  private let decades = [1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1, 3]

  /// With a wrong sign of the couplings the best time to read is early.
  @Test func transientOptimum() {
    let reading = transientReading()
    let course = reading.course(of: PairCouplings(j12: 0.5, j21: -0.5), at: [0.01, 0.05, 0.3])
    let rest = reading.task.performance(of: PairCouplings(j12: 0.5, j21: -0.5)).relevantInformation
    #expect(agrees(course[1].relevantInformation / rest, 4.06, digits: 2))
    #expect(course[0].relevantInformation < course[1].relevantInformation)
    #expect(course[2].relevantInformation < rest)
  }

  /// The inputs of a symmetric ensemble are folded; in another order they are not, with the same result.
  @Test func foldingChangesNothing() {
    let task = parityTask(30, step: 0.5)
    let ensemble = task.ensemble
    let order = ensemble.inputs.indices.map { ($0 + 17) % ensemble.inputs.count }
    let turned = ParityGateTask(
      StochasticParityGate(angle: 30, sharpness: 5),
      ensemble: InputEnsemble(order.map { ensemble.inputs[$0] }, weights: order.map { ensemble.weights[$0] }), beta: 2)
    let segments = [
      ProtocolSegment(PairCouplings(j12: -0.1, j21: 0.2), for: 0.3), ProtocolSegment(Self.driven, for: 0.4),
    ]
    let (one, other) = (TransientReading(task), TransientReading(turned))
    for (a, b) in zip(one.performances(of: segments), other.performances(of: segments)) {
      #expect(abs(a.relevantInformation - b.relevantInformation) < 1e-13)
      #expect(abs(a.entropyProduced - b.entropyProduced) < 1e-11)
    }
    let (two, three) = (
      one.twoTimeInformation(of: Self.driven, after: [0.3]), other.twoTimeInformation(of: Self.driven, after: [0.3])
    )
    #expect(abs(two[0] - three[0]) < 1e-13)
    // More boundaries change nothing either.
    let cut = segments.cut(at: [0.1, 0.3, 0.5])
    #expect(cut.count == 4 && abs(cut.ends[3] - 0.7) < 1e-15)
    let end = one.performance(of: cut)
    #expect(abs(end.entropyProduced - one.performance(of: segments).entropyProduced) < 1e-11)
  }
}
