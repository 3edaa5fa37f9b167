import ElementaryFunctions
import Estimation
import OptimalTransport
import Randomness
import Testing
import TransportErasure

/// The optimal erasure of a bit with two states, in closed form.
struct TwoStateReference: Sendable, CustomTestStringConvertible {
  var error, duration, entropy, jumps, ratio, work: Double
  var testDescription: String { "ε = \(error), τ = \(duration)" }

  static let all = [
    TwoStateReference(
      error: 0.01, duration: 5, entropy: 0.704072, jumps: 0.843331, ratio: 1.236498, work: 1.341218),
    TwoStateReference(
      error: 0.01, duration: 10, entropy: 0.231421, jumps: 2.338165, ratio: 1.126823, work: 0.868567),
    TwoStateReference(
      error: 0.01, duration: 100, entropy: 0.019094, jumps: 28.091444, ratio: 1.117005, work: 0.656240),
    TwoStateReference(
      error: 0.001, duration: 10, entropy: 0.362041, jumps: 1.633465, ratio: 1.187507, work: 1.047281),
  ]
}

@Suite struct SpeedLimitTests {
  @Test(arguments: TwoStateReference.all) func twoStatesAgreeWithTheReference(reference: TwoStateReference) throws {
    let erasure = TwoStateErasure(error: reference.error, duration: reference.duration)
    let optimum = erasure.optimum
    #expect(abs(optimum.entropyProduction - reference.entropy) < 6e-7)
    #expect(abs(optimum.jumps - reference.jumps) < 6e-7)
    #expect(abs(optimum.ratio - reference.ratio) < 2e-6)
    #expect(abs(erasure.relativeEntropy + optimum.entropyProduction - reference.work) < 6e-7)
    #expect(optimum.entropyProduction > optimum.leastEntropyProduction)
    // Negative controls: a quench dissipates more, and is further from the limit.
    #expect(erasure.quench.entropyProduction > 1.5 * optimum.entropyProduction && erasure.quench.ratio > 1.5)
    // With the heat, Σ − ΔS, the erasure seems further away.
    var heat = optimum
    heat.entropyProduction += erasure.relativeEntropy
    #expect(heat.ratio > 1.5 * optimum.ratio)
  }

  @Test func theQuenchAndTheLimits() {
    let erasure = TwoStateErasure(error: 0.01, duration: 10)
    #expect(abs(erasure.quench.entropyProduction - 1.615565) < 6e-7 && abs(erasure.quench.jumps - 0.677786) < 6e-7)
    #expect(abs(erasure.quench.ratio - 2.28031) < 6e-6)
    #expect(abs(erasure.relativeEntropy + erasure.quench.entropyProduction - 2.252711) < 6e-7)
    #expect(abs(erasure.slowCoefficient - 1.878165) < 6e-7)
    #expect(abs(TwoStateErasure.leastDuration(error: 0.01) - 3.912023) < 6e-7)
    #expect(abs(TwoStateErasure(error: 0.01, duration: 5).optimum.leastEntropyProduction - 0.650734) < 6e-7)
    let slow = TwoStateErasure(error: 0.01, duration: 1e4)
    #expect(abs(1e4 * slow.optimum.entropyProduction - 1.878165) < 1e-3)
    // Without errors: Στ → π²/4, and the ratio → π²/8.
    let perfect = TwoStateErasure(error: 1e-6, duration: 1e6)
    #expect(abs(perfect.slowCoefficient / (0.25 * .pi * .pi) - 1) < 5e-3)
    #expect(abs(perfect.optimum.ratio / (0.125 * .pi * .pi) - 1) < 5e-3)
    // arcsin √¼ = π/6.
    #expect(abs(TwoStateErasure(error: 0.25, duration: 5).slowCoefficient - .pi * .pi / 36) < 1e-14)
  }

  /// Small changes of the optimal course dissipate more: the entropy production is stationary at it. By the sum over a path of
  /// many steps, with one and the same time.
  @Test func theOptimumIsStationary() {
    let (short, long) = (TwoStateErasure(error: 0.05, duration: 6), TwoStateErasure(error: 0.05, duration: 6.01))
    // dΣ/dτ = −∂L/∂u·u + L = −K/(…) < 0: here only that it falls, and that twice the time is better than half of the gain.
    #expect(long.optimum.entropyProduction < short.optimum.entropyProduction)
    // Two halves at other durations, joined at the same q, are worse: by convexity of Σ(τ).
    let middle = TwoStateErasure(error: 0.05, duration: 6.005).optimum.entropyProduction
    #expect(middle < 0.5 * (short.optimum.entropyProduction + long.optimum.entropyProduction))
  }

  @Test(arguments: [(0.01, 5.0), (0.01, 25), (0.2, 2)]) func sampledBitsMeetTheOptimum(error: Double, duration: Double)
    throws
  {
    let erasure = TwoStateErasure(error: error, duration: duration)
    let sample = try SampledTwoStates(erasure, trajectories: 20_000).compute(RandomStream(seed: 5))
    for deviation in sample.deviations(from: erasure.optimum, of: erasure) { #expect(abs(deviation) < 4.5) }
    // Negative control: the quench.
    #expect(abs(sample.entropyProduction(of: erasure).deviation(from: erasure.quench.entropyProduction)) > 10)
  }

  /// Transients of two spins, β = 2, ρ = 0, averaged over the inputs: an independent program.
  @Test func transientsAgreeWithTheReference() throws {
    func courses(_ coupling: Double, _ step: Double, _ times: [Double]) throws -> [SpeedLimit] {
      try PairTransient(coupling: coupling, beta: 2, correlation: 0, step: step, times: times)
        .compute(RandomStream(seed: 1))
    }
    func expect(_ course: SpeedLimit, _ entropy: Double, _ jumps: Double, _ distance: Double, _ ratio: Double) {
      #expect(abs(course.entropyProduction - entropy) < 1e-6 && abs(course.jumps - jumps) < 1.5e-6)
      #expect(abs(course.distance - distance) < 6e-7 && abs(course.ratio / ratio - 1) < 5e-5)
    }
    let driven = try courses(0.7224, 0.2, [0.1, 1, 10])
    expect(driven[0], 3.263735, 0.662899, 0.698996, 8.8561)
    expect(driven[1], 6.944264, 2.503791, 1.000816, 34.717)
    expect(driven[2], 39.056258, 19.283175, 1.004072, 1494.1)
    let free = try courses(0, 0.3, [0.1, 0.3])
    expect(free[0], 1.678871, 0.462332, 0.589574, 4.4661)
    expect(free[1], 2.033692, 0.833705, 0.873186, 4.4475)
    expect(try courses(-0.5, 0.3, [0.1])[0], 2.427396, 0.558737, 0.643917, 6.5421)
    // Negative control: without its driving the transient is another.
    #expect(abs(free[0].entropyProduction - driven[0].entropyProduction) > 1)
  }

  /// At one input.
  @Test func aTransientAtOneInput() throws {
    func courses(_ coupling: Double) throws -> [SpeedLimit] {
      try PairTransient(coupling: coupling, beta: 2, correlation: 0, step: 0.3, times: [0.1, 1])
        .course(reading: SIMD2(0.4, -0.3))
    }
    let driven = try courses(0.7224)
    let found = driven.map { [$0.entropyProduction, $0.jumps, $0.distance] }
    for (values, reference) in zip(found, [[1.603535, 0.509247, 0.330905], [9.606326, 3.774918, 0.640377]]) {
      for (value, exact) in zip(values, reference) { #expect(abs(value - exact) < 6e-7) }
    }
    let free = try courses(0)[1]
    #expect(abs(free.entropyProduction - 0.457354) < 6e-7 && abs(free.jumps - 1.927272) < 6e-7)
    #expect(abs(free.distance - 0.703100) < 6e-7 && abs(free.ratio - 3.56608) < 6e-6)
  }
}
