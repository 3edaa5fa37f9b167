import Estimation
import Foundation
import LangevinDynamics
import Randomness
import Testing

/// A particle on a circle of circumference 1 in U = −h cos 2πx, driven around by a constant force: the control is (h, f).
struct DrivenCircle: Landscape {
  func energy<R: RealNumber>(at x: R, _ c: SIMD2<Double>) -> R { -c.x * R.sineAndCosine(ofTurns: x).cosine }
  func force<R: RealNumber>(at x: R, _ c: SIMD2<Double>) -> R {
    (-2 * Double.pi * c.x) * R.sineAndCosine(ofTurns: x).sine
  }
  func drivingForce(_ c: SIMD2<Double>) -> Double? { c.y }
}

@Suite struct LangevinIntegratorTests {
  /// The root-mean-square error at the end of paths, whose Brownian increments are sums of those of a path of 2¹³ steps, against
  /// Heun with these. One error for each number of steps 2^level.
  private func strongErrors<L: Landscape>(
    _ integrator: LangevinIntegrator, _ landscape: L, _ control: L.Control, from start: Double, duration: Double,
    levels: ClosedRange<Int>
  ) -> [Double] {
    func end(_ integrator: LangevinIntegrator, _ noises: [Double], steps: Int) -> Double {
      let piece = noises.count / steps
      return (0..<steps).reduce(start) { x, step in
        let noise = noises[step * piece..<(step + 1) * piece].reduce(0, +) / Double(piece).squareRoot()
        return integrator.step(landscape, control, from: x, noise: noise, timeStep: duration / Double(steps))
      }
    }
    var squares = levels.map { _ in 0.0 }
    let paths = 400
    for path in 0..<paths {
      var random = RandomStream(seed: 41)[path]
      let noises = (0..<1 << 13).map { _ in random.normal() }
      let exact = end(.heun, noises, steps: 1 << 13)
      for (place, level) in levels.enumerated() {
        let error = end(integrator, noises, steps: 1 << level) - exact
        squares[place] += error * error / Double(paths)
      }
    }
    return squares.map { $0.squareRoot() }
  }

  /// Strong order 1 of both, in a tilted double well of barrier 1, by halving the step three times. With additive noise of
  /// strength σ, a step differs from the exact path by σF' times I = ∫(W_s − W_0) ds (Euler–Maruyama: variance dt³/3) or
  /// times R = I − ΔW dt/2 (Heun: dt³/12), of mean zero and independent from step to step: the sum is of order dt.
  @Test(arguments: [LangevinIntegrator.eulerMaruyama, .heun])
  func strongOrder(integrator: LangevinIntegrator) throws {
    let errors = try strongErrors(
      integrator, DoubleWell(barrier: 1, tilt: 0.2), .init(tilt: 1), from: -1, duration: 1, levels: 6...9)
    let measured = log2(errors[0] / errors[3]) / 3
    #expect(abs(measured - 1) < 0.15, "\(measured)")
    // Negative controls: order ½, of multiplicative noise, and 3/2.
    #expect(abs(measured - 0.5) > 0.15 && abs(measured - 1.5) > 0.15)
  }

  /// The size of the strong error in a trap, long after the start, to leading order in dt. The errors obey dδ = −kδ dt + k R
  /// per step for Heun, hence ⟨δ²⟩ = k² σ² dt²/(12·2k) = kT dt²/12 with σ² = 2T. For Euler–Maruyama there is (k dt/2) dx
  /// besides, and ∫e^(−k(t−s)) dx has the variance σ²/4k: ⟨δ²⟩ = k² dt²/4 · σ²/4k + kT dt²/12 = 5kT dt²/24. At k dt = 1/64,
  /// within 15 %: 4 standard errors of 400 paths, and corrections of order k dt.
  @Test func strongErrorsInATrap() {
    let timeStep = 4.0 / 512
    func error(_ integrator: LangevinIntegrator) -> Double {
      strongErrors(integrator, HarmonicTrap(), .init(stiffness: 2), from: 0, duration: 4, levels: 9...9)[0]
    }
    let (euler, heun) = (timeStep * (5.0 / 12).squareRoot(), timeStep * (1.0 / 6).squareRoot())
    #expect(abs(error(.eulerMaruyama) / euler - 1) < 0.15)
    #expect(abs(error(.heun) / heun - 1) < 0.15)
    // Negative control: one is not the other.
    #expect(abs(error(.heun) / euler - 1) > 0.15)
  }

  /// Exact Ornstein–Uhlenbeck steps at a constant control: two steps are one step, to rounding, in decay, shift and variance,
  /// for stable, free and unstable particles. The decay is e^(−k dt) and a free particle drifts by h dt.
  @Test(arguments: [2.0, 1e-9, 0, -1.5])
  func exactStepsCompose(stiffness: Double) {
    let control = HarmonicTrap.Control(stiffness: stiffness, center: 0.3, force: 0.7)
    func step(_ x: Double, _ noise: Double, _ time: Double) -> Double {
      LangevinIntegrator.exactOrnsteinUhlenbeck.step(HarmonicTrap(), control, from: x, noise: noise, timeStep: time)
    }
    func width(_ time: Double) -> Double { step(0, 1, time) - step(0, 0, time) }
    let (first, second) = (0.4, 0.9)
    let decay = exp(-stiffness * second)
    #expect(abs(step(step(1.7, 0, first), 0, second) - step(1.7, 0, first + second)) < 1e-14)
    let variance = decay * decay * width(first) * width(first) + width(second) * width(second)
    #expect(abs(variance / (width(first + second) * width(first + second)) - 1) < 1e-13)
    #expect(abs(step(1.7, 0, second) - step(0.7, 0, second) - decay) < 1e-14)
    if stiffness == 0 { #expect(abs(step(0, 0, 0.5) - 0.35) < 1e-15 && abs(width(0.5) - 1) < 1e-15) }
    // Negative control: Euler–Maruyama steps do not compose.
    let euler = LangevinIntegrator.eulerMaruyama
    let two = [first, second].reduce(1.7) { euler.step(HarmonicTrap(), control, from: $0, noise: 0, timeStep: $1) }
    let one = euler.step(HarmonicTrap(), control, from: 1.7, noise: 0, timeStep: first + second)
    if abs(stiffness) > 1e-3 { #expect(abs(two - one) > 1e-3) }
  }

  /// The stationary variance T/k in steps of k dt = z = 0.4. Of x' = a x + b ξ it is b²/(1 − a²): for Euler–Maruyama (a = 1 − z)
  /// 1/(1 − z/2), of weak order 1; for Heun (a = 1 − z + z²/2, b = √(2 dt)(1 − z/2)) 1/(1 + z²/(4 − 2z)), of weak
  /// order 2; for exact steps 1. All within 4.5 standard errors; each differs from the others by more.
  @Test func stationaryVariance() throws {
    let z = 0.4
    let expected: [(LangevinIntegrator, Double)] = [
      (.eulerMaruyama, 1 / (1 - z / 2)), (.heun, 1 / (1 + z * z / (4 - 2 * z))), (.exactOrnsteinUhlenbeck, 1),
    ]
    for precision in LangevinPrecision.allCases {
      for (integrator, variance) in expected {
        var ensemble = try LangevinEnsemble(
          HarmonicTrap(), at: Array(repeating: 0, count: 100_000), .init(stiffness: 2), temperature: 2,
          precision: precision, random: RandomStream(seed: 42))
        try ensemble.run(.holding(.init(stiffness: 2), for: 10), timeStep: z / 2, integrator: integrator)
        let found = Average(ensemble.positions.map { $0 * $0 }).estimate
        #expect(found.isConsistent(with: variance, sigmas: 4.5), "\(integrator) \(precision)")
        for (other, wrong) in expected where other != integrator {
          #expect(!found.isConsistent(with: wrong, sigmas: 4.5), "\(other)")
        }
      }
    }
  }

  /// The stationary distribution of a double well with barrier 2: P(right) and ⟨x²⟩ stay what they are in equilibrium, from
  /// particles that all start on the left. A barrier of 2 is crossed many times in 20 units of time.
  @Test func stationaryDistribution() throws {
    let well = try DoubleWell(barrier: 2, tilt: 0.05)
    let control = DoubleWell.Control(barrier: 1, tilt: 1)
    let rest = try BoltzmannDistribution(well, control)
    var ensemble = try LangevinEnsemble(
      well, at: Array(repeating: -1, count: 100_000), control, random: RandomStream(seed: 43))
    try ensemble.run(.holding(control, for: 20), timeStep: 0.005)
    let right = Average(ensemble.positions.map { $0 > 0 ? 1 : 0 }).estimate
    #expect(right.isConsistent(with: rest.average { $0 > 0 ? 1 : 0 }, sigmas: 4.5))
    let square = Average(ensemble.positions.map { $0 * $0 }).estimate
    #expect(square.isConsistent(with: rest.average { $0 * $0 }, sigmas: 4.5))
    // Negative control: the well without its tilt.
    #expect(!right.isConsistent(with: 0.5, sigmas: 4.5))
    #expect(ensemble.works.allSatisfy { $0 == 0 })
  }

  /// A driven circle, h = 1, f = 4: the mean velocity is v = (1 − e^−f)/∫₀¹dx ∫ₓ^(x+1)dy e^(Φ(y) − Φ(x)) with Φ = U − f x
  /// (R. L. Stratonovich, 1958; H. Risken, "The Fokker–Planck Equation", section 11.3), work and heat grow at the rate f v.
  @Test func drivenCircle() throws {
    let control = SIMD2(1.0, 4.0)
    func potential(_ x: Double) -> Double { -cos(2 * .pi * x) - 4 * x }
    let points = 1000
    let grid = (0..<2 * points).map { (Double($0) + 0.5) / Double(points) }
    let integral = (0..<points).reduce(0) { sum, i in
      sum + (0..<points).reduce(0) { $0 + exp(potential(grid[i] + grid[$1]) - potential(grid[i])) }
    }
    let velocity = (1 - exp(-4)) * Double(points * points) / integral
    var ensemble = try LangevinEnsemble(
      DrivenCircle(), at: Array(repeating: 0, count: 20_000), control, random: RandomStream(seed: 44))
    try ensemble.run(.holding(control, for: 2), timeStep: 0.002)
    let (works, heats, starts) = (ensemble.works, ensemble.heats, ensemble.positions)
    try ensemble.run(.holding(control, for: 2), timeStep: 0.002)
    let work = Average(zip(ensemble.works, works).map { ($0 - $1) / 2 }).estimate
    let heat = Average(zip(ensemble.heats, heats).map { ($0 - $1) / 2 }).estimate
    #expect(work.isConsistent(with: 4 * velocity, sigmas: 4.5))
    #expect(heat.isConsistent(with: 4 * velocity, sigmas: 4.5))
    // Negative control: the velocity on a flat circle.
    #expect(!work.isConsistent(with: 16, sigmas: 4.5))
    for (i, start) in starts.enumerated() {
      #expect(abs(ensemble.works[i] - works[i] - 4 * (ensemble.positions[i] - start)) < 1e-10)
    }
  }
}
