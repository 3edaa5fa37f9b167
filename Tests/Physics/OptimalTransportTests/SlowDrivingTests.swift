import ElementaryFunctions
import LangevinDynamics
import OptimalTransport
import Randomness
import StochasticThermodynamics
import Testing
import Validation

@Suite struct SlowDrivingTests {
  /// A trap under a force f and with a stiffness 1 + k: U = x²/2 + k x²/2 − f x.
  private func trap(on range: ClosedRange<Double> = -14...14, cells: Int = 640) throws -> EquilibriumFamily {
    try EquilibriumFamily(
      on: range, cells: cells, base: { x in (0.5 * x * x, x) },
      terms: [{ x in (0.5 * x * x, x) }, { x in (-x, -1) }])
  }

  /// The density is normal with variance 1/κ, κ = 1 + k, and mean f/κ. A map between normal densities is linear, hence
  /// ζ_ij = ∂_iμ ∂_jμ + ∂_iσ ∂_jσ: ζ_kk = f²/κ⁴ + 1/4κ³, ζ_kf = −f/κ³, ζ_ff = 1/κ².
  @Test(arguments: [(0.0, 0.0), (0.7, 0.5), (-0.5, 1), (3, -2)])
  func theMetricOfATrap(stiffening: Double, force: Double) throws {
    let metric = try trap().metric(at: [stiffening, force])
    let k = 1 + stiffening
    let exact = [force * force / (k * k * k * k) + 0.25 / (k * k * k), -force / (k * k * k), 1 / (k * k)]
    #expect(abs(metric[0] - exact[0]) < 2e-6 && abs(metric[1] - exact[1]) < 2e-6 && abs(metric[3] - exact[2]) < 2e-6)
    #expect(metric[1] == metric[2])
    // The error is of fourth order in the cells.
    let (coarse, fine) = (try trap(cells: 80).metric(at: [0.7, 0.5]), try trap(cells: 160).metric(at: [0.7, 0.5]))
    let right = 0.25 / (1.7 * 1.7 * 1.7) + 0.25 / (1.7 * 1.7 * 1.7 * 1.7)
    #expect(abs(coarse[0] - right) > 8 * abs(fine[0] - right))
  }

  /// Half of a trap scales as the whole does.
  @Test func theMetricOfHalfATrap() throws {
    let metric = try trap(on: 0...9, cells: 300).metric(at: [0.5, 0])
    #expect(abs(metric[0] - 0.25 / (1.5 * 1.5 * 1.5)) < 1e-6)
    let family = try trap()
    #expect(abs(family.probability(above: 0, at: [0, 0]) - 0.5) < 1e-12)
    #expect(abs(family.logOdds(below: 0, at: [0, 0])) < 1e-12)
  }

  /// From κ = 1 to 4 the length is ∫dκ/2κ^{3/2} = ½: c = ¼ at the best timing, and 3·∫dκ/4κ³ = 45/128 uniformly in κ.
  @Test func theBestTimingOfAStiffeningTrap() throws {
    let path = ControlPath(through: [[0, 0], [3, 0]], within: [try trap()])
    #expect(abs(path.length(ofStretch: 0, parts: 16) - 0.5) < 1e-6)
    let parts = path.divided(into: 64)
    let shares = parts.bestShares
    #expect(abs(parts.excess(passing: shares) - 0.25) < 1e-3)
    #expect(abs(parts.excess(passing: Array(repeating: 1.0 / 64, count: 64)) - 45.0 / 128) < 1e-6)
    #expect(try abs(ControlPath.excess(of: { [3 * $0, 0] }, within: trap()) - 45.0 / 128) < 1e-5)
    // Negative control: other shares are worse.
    #expect(parts.excess(passing: shares.reversed()) > 0.3)
  }

  /// Slow driving dissipates c/τ: the Fokker–Planck equation of a trap whose stiffness rises linearly from 1 to 4.
  @Test func theFokkerPlanckEquationDissipatesAsTheMetricSays() throws {
    let grid = try LineGrid(-9...9, points: 901)
    func dissipated(_ duration: Double) throws -> Double {
      var line = try FokkerPlanck(
        HarmonicTrap(), inEquilibriumAt: HarmonicTrap.Control(stiffness: 1), on: grid)
      try line.run(Drive(over: duration) { HarmonicTrap.Control(stiffness: 1 + 3 * $0 / duration) }, steps: 2000)
      return duration * (line.meanWork - line.freeEnergyChange)
    }
    let (fast, slow) = (try dissipated(50), try dissipated(100))
    // The next order falls as 1/τ.
    #expect(abs(2 * slow - fast - 45.0 / 128) < 2e-3)
    #expect(abs(slow - 0.25) > 0.05)
  }

  /// 2ΣN ≥ L² and Σ ≥ L artanh(L/2N) in transients of rings drawn at random.
  @Test func ringsObeyTheSpeedLimit() throws {
    var random = RandomStream(seed: 11)
    var closest = Double.infinity
    for _ in 0..<200 {
      let rates = (0..<6).map { _ in Elementary.exp(2 * random.uniform() - 1) }
      let ring = try RateMatrix(
        stateCount: 3,
        edges: (0..<3).map { .init(from: $0, to: ($0 + 1) % 3, forward: rates[$0], backward: rates[3 + $0]) })
      let weights = (0..<3).map { _ in random.uniform() }
      let start = weights.map { $0 / weights.reduce(0, +) }
      let time = 0.5 * random.uniform()
      let propagator = try ring.propagator(for: time)
      // N = ∫ Σ p × exit rate, by Simpson's rule.
      let exits = (0..<3).map { rates[$0] + rates[3 + ($0 + 2) % 3] }
      func activity(_ t: Double) throws -> Double {
        zip(try ring.evolve(start, for: t), exits).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let jumps = try (0..<20).reduce(0.0) { sum, part in
        let h = time / 20
        let t = Double(part) * h
        return try sum + h / 6 * (activity(t) + 4 * activity(t + 0.5 * h) + activity(t + h))
      }
      let course = SpeedLimit(
        distance: totalDistance(propagator.evolve(start), start),
        entropyProduction: propagator.entropyProduction(from: start).total, jumps: jumps)
      #expect(course.ratio >= 1 && course.entropyProduction >= course.leastEntropyProduction)
      #expect(2 * course.leastEntropyProduction * course.jumps >= course.distance * course.distance)
      closest = min(closest, course.ratio)
    }
    // Negative controls: without the factor 2, and with the heat in place of Σ, the limit is broken.
    #expect(closest > 1 && closest < 2)
  }

  @Test func theSharperBoundIsReachedByTwoStatesAtASteadyCourse() {
    // J constant, A constant: Σ = 2J artanh(J/A) τ, L = 2Jτ, N = Aτ.
    let course = SpeedLimit(distance: 0.4, entropyProduction: 0.2 * Elementary.log(3), jumps: 0.4)
    #expect(abs(course.leastEntropyProduction - course.entropyProduction) < 1e-15)
    // With half the distance, the total variation, the time seems four times as far from the limit.
    var half = course
    half.distance = 0.2
    #expect(abs(half.ratio / course.ratio - 4) < 1e-12)
    #expect(SpeedLimit(distance: 1, entropyProduction: 1, jumps: 0.5).leastEntropyProduction == .infinity)
  }

  @Test func impossibleFamiliesAreRefused() {
    #expect(throws: InvalidInput.self) { try trap(cells: 4) }
    #expect(throws: InvalidInput.self) { try trap(on: 0...0) }
    #expect(throws: InvalidInput.self) {
      try EquilibriumFamily(on: 0...1, base: { _ in (0, 0) }, terms: [])
    }
  }
}
