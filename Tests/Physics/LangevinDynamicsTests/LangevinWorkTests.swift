import Estimation
import Foundation
import LangevinDynamics
import Randomness
import StochasticThermodynamics
import Testing

/// Works against exact answers. Every check allows 4 standard errors, a false alarm once in 16 000 per check.
@Suite struct LangevinWorkTests {
  /// A driven trap with the exact mean and variance of its work, and its ΔF.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let drive: Drive<HarmonicTrap.Control>
    let mean, variance, deltaF: Double

    /// k = 1. Moving trap: ⟨W⟩ = v²[τ − (1 − e^(−τ))], Var = 2⟨W⟩ (O. Mazonka and C. Jarzynski, arXiv:cond-mat/9912121).
    /// Force ramp: W_diss = L² (τ − 1 + e^(−τ))/τ², Var = 2 W_diss, ΔF = −L²/2. Stiffening trap 1 → 4: mean and
    /// variance from the moment generating function, s' = −2κs + 2 − uκ's², (ln Z)' = −uκ's/2, by Runge–Kutta.
    static var all: [Case] {
      get throws {
        try [
          Case(
            testDescription: "moving trap", drive: .movingTrap(velocity: 1, over: 1), mean: exp(-1),
            variance: 2 * exp(-1),
            deltaF: 0),
          Case(
            testDescription: "force ramp", drive: .forceRamp(to: 2, over: 1), mean: 4 * exp(-1) - 2,
            variance: 8 * exp(-1),
            deltaF: -2),
          Case(
            testDescription: "stiffening trap", drive: .stiffeningTrap(from: 1, to: 4, over: 1), mean: 0.936042,
            variance: 0.842238, deltaF: 0.5 * log(4)),
        ]
      }
    }
  }

  private static let methods: [(LangevinIntegrator, LangevinPrecision)] = LangevinPrecision.allCases.flatMap {
    [(.heun, $0), (.exactOrnsteinUhlenbeck, $0)]
  }

  private func works(
    _ drive: Drive<HarmonicTrap.Control>, count: Int, timeStep: Double, _ integrator: LangevinIntegrator,
    _ precision: LangevinPrecision = .double, seed: UInt64 = 31
  ) throws -> [Double] {
    var ensemble = try LangevinEnsemble(
      HarmonicTrap(), inEquilibriumAt: drive(0), count: count, precision: precision, random: RandomStream(seed: seed))
    try ensemble.run(drive, timeStep: timeStep, integrator: integrator)
    return ensemble.works
  }

  /// Mean and variance, in every precision, by Heun and by exact steps.
  @Test(arguments: try Case.all, methods)
  func meanAndVariance(_ item: Case, _ method: (LangevinIntegrator, LangevinPrecision)) throws {
    let works = try works(item.drive, count: 100_000, timeStep: 0.01, method.0, method.1)
    let mean = Average(works).estimate
    let spread = Average(works.map { ($0 - item.mean) * ($0 - item.mean) }).estimate
    #expect(mean.isConsistent(with: item.mean, sigmas: 4))
    #expect(spread.isConsistent(with: item.variance, sigmas: 4))
    // Negative controls: the work of the reverse protocol, and a variance without fluctuation–dissipation.
    #expect(abs(mean.deviation(from: item.deltaF)) > 10)
    #expect(abs(spread.deviation(from: 1.15 * item.variance)) > 10)
  }

  /// ⟨e^−W⟩ = e^−ΔF where Var(W) ≤ 1, and for exact steps at any step length: 4 steps here. Negative controls: a ΔF that is wrong
  /// by 0.1, and four Euler–Maruyama steps.
  @Test(arguments: try [Case.all[0], Case.all[2]])
  func jarzynski(_ item: Case) throws {
    func average(_ steps: Int, _ integrator: LangevinIntegrator) throws -> Estimate {
      let works = try works(item.drive, count: 200_000, timeStep: 1 / Double(steps), integrator, seed: 32)
      return Average(works.map { exp(-($0 - item.deltaF)) }).estimate
    }
    #expect(try average(200, .heun).isConsistent(with: 1, sigmas: 4))
    #expect(try average(4, .exactOrnsteinUhlenbeck).isConsistent(with: 1, sigmas: 4))
    #expect(try abs(average(4, .exactOrnsteinUhlenbeck).deviation(from: exp(0.1))) > 10)
    #expect(try abs(average(4, .eulerMaruyama).deviation(from: 1)) > 10)
  }

  /// Crooks: the forward and the reverse work distribution of a force ramp are Gaussians of the same variance 2W_diss around
  /// ΔF ± W_diss; k = 1, L = 3. They cross at ΔF = −4.5 at every speed, where the log ratio has the slope 1. Negative controls: a ΔF
  /// that is wrong by 0.3, and the forward ramp in place of the reverse one.
  @Test(arguments: [(0.5, -0.664896, 7.670207), (2, -1.945496, 5.109009), (8, -3.515578, 1.968844)])
  func crooks(tau: Double, mean: Double, variance: Double) throws {
    let dissipation = HarmonicTrap.forceRampDissipation(to: 3, over: tau)
    #expect(abs(dissipation - 4.5 - mean) < 5e-7 && abs(2 * dissipation - variance) < 1e-6)
    let ramp = try Drive.forceRamp(to: 3, over: tau)
    let forward = try works(ramp, count: 100_000, timeStep: 0.02, .exactOrnsteinUhlenbeck)
    let reverse = try works(ramp.reversed, count: 100_000, timeStep: 0.02, .exactOrnsteinUhlenbeck, seed: 33)
    for (works, mean) in [(forward, mean), (reverse, mean + 9)] {
      #expect(Average(works).estimate.isConsistent(with: mean, sigmas: 4))
      #expect(Average(works.map { ($0 - mean) * ($0 - mean) }).estimate.isConsistent(with: variance, sigmas: 4))
    }
    func crossing(_ reverse: [Double]) throws -> (difference: Estimate, slope: Estimate) {
      var (f, r) = (Histogram(in: -24...16, bins: 800), Histogram(in: -24...16, bins: 800))
      for work in forward { f.add(work) }
      for work in reverse { r.add(-work) }
      return try FreeEnergyDifference.crossing(forward: f, negatedReverse: r)
    }
    let found = try crossing(reverse)
    #expect(found.difference.isConsistent(with: -4.5, sigmas: 4) && found.slope.isConsistent(with: 1, sigmas: 4))
    #expect(abs(found.difference.deviation(from: -4.2)) > 10)
    #expect(try abs(crossing(forward).difference.deviation(from: -4.5)) > 10)
  }

  /// The stiffening trap, whose work is not Gaussian: ⟨e^{−uW}⟩ from s' = −2κs + 2 − uκ's² with s(0) = 1, (ln Z)' = −uκ's/2. At u = 1
  /// it is e^{−ΔF} = ½, and the differences at u = 0 give the mean .936042 and the variance .842238 of the cases above.
  @Test func stiffeningTrapSolvedByItsGeneratingFunction() throws {
    func logarithm(_ u: Double) throws -> Double {
      try DormandPrince(tolerance: 1e-13).solution(from: [1, 0], at: [0, 1]) { t, y in
        [-2 * (1 + 3 * t) * y[0] + 2 - 3 * u * y[0] * y[0], -1.5 * u * y[0]]
      }[1][1]
    }
    #expect(try abs(logarithm(1) + 0.693147) < 5e-7 && abs(logarithm(1) - log(0.5)) < 1e-10)
    let h = 1e-3
    let (mean, variance) = ((try logarithm(-h) - logarithm(h)) / (2 * h), (try logarithm(h) + logarithm(-h)) / (h * h))
    #expect(abs(mean - 0.936042) < 2e-6 && abs(variance - 0.842238) < 5e-6)
    // Gaussian work of this mean and variance would have another ΔF.
    #expect(abs(mean - variance / 2 - log(2)) > 0.1)
  }

  /// The double well with barrier 13 whose barrier goes down and up in τ = 2: ⟨W⟩ = 3.140453 by the Fokker–Planck equation
  /// (801 points, Scharfetter–Gummel, Crank–Nicolson). Heun with dt·8E = 0.1 is within 4 standard errors, in every
  /// precision; the negative control is Euler–Maruyama with dt = 1e-3, whose bias of −1.4 % is found.
  @Test func doubleWell() throws {
    func work(_ timeStep: Double, _ integrator: LangevinIntegrator, _ precision: LangevinPrecision) throws -> Estimate {
      var ensemble = try LangevinEnsemble(
        DoubleWell(), inEquilibriumAt: .init(), count: 60_000, precision: precision, random: RandomStream(seed: 34))
      try ensemble.run(.barrierCycle(over: 2), timeStep: timeStep, integrator: integrator)
      return ensemble.meanWork
    }
    for precision in LangevinPrecision.allCases {
      #expect(try work(0.1 / 104, .heun, precision).isConsistent(with: 3.140453, sigmas: 4))
    }
    #expect(try work(1e-3, .eulerMaruyama, .double).deviation(from: 3.140453) < -4)
  }

  /// Erasure with E = 5, A = 0.05, τ = 2, by the Fokker–Planck equation: P(right) = 0.693131, and exactly
  /// ⟨e^−W; right⟩ = ½ (A. Bérut, A. Petrosyan and S. Ciliberto, EPL 103, 60002 (2013)): a right branch of
  /// ⟨e^−W⟩ = 0.721364. Negative control: the whole ensemble has ⟨e^−W⟩ = 1.
  @Test func erasure() throws {
    var ensemble = try LangevinEnsemble(
      DoubleWell(barrier: 5, tilt: 0.05), inEquilibriumAt: .init(), count: 100_000, random: RandomStream(seed: 35))
    try ensemble.run(.erasure(over: 2), timeStep: 0.1 / 40)
    let right = Average(ensemble.positions.map { $0 > 0 ? 1 : 0 }).estimate
    #expect(right.isConsistent(with: 0.693131, sigmas: 4))
    let pairs = zip(ensemble.works, ensemble.positions)
    let restricted = Average(pairs.map { $1 > 0 ? exp(-$0) : 0 }).estimate
    #expect(restricted.isConsistent(with: 0.5, sigmas: 4))
    let branch = Average(pairs.filter { $1 > 0 }.map { exp(-$0.0) }).estimate
    #expect(branch.isConsistent(with: 0.721364, sigmas: 4))
    #expect(!branch.isConsistent(with: 1, sigmas: 4))
    #expect(Average(ensemble.works.map { exp(-$0) }).estimate.isConsistent(with: 1, sigmas: 4))
  }
}
