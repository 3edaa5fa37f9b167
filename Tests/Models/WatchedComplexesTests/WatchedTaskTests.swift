import ElementaryFunctions
import Estimation
import Randomness
import SensoryComplexes
import StochasticThermodynamics
import Testing

import WatchedComplexes

/// Exact averages in the steady state: single looks, first instants, long times, strong drive.
@Suite struct SteadyStateTests {
  struct Row: Sendable {
    var a: Double
    /// dI/dT at T = 0 and c, at 30° and at 45°.
    var slope30, c30, slope45, c45: Double
    var sigma, rate: Double
  }

  static let rows = [
    Row(a: 0, slope30: 0.084116, c30: 2.723922, slope45: 0.065640, c45: 3.211142, sigma: 0, rate: 0.50687),
    Row(a: 0.5, slope30: 0.150987, c30: 3.005385, slope45: 0.081216, c45: 3.686692, sigma: 1.217024, rate: 0.68239),
    Row(
      a: 0.7224, slope30: 0.217285, c30: 2.471862, slope45: 0.131158, c45: 3.660154, sigma: 3.568699, rate: 0.93218),
    Row(a: 2, slope30: 1.640933, c30: 0.114977, slope45: 2.206175, c45: 0.167185, sigma: 171.5110, rate: 10.77012),
    Row(a: -0.5, slope30: 0.050705, c30: 2.819110, slope45: 0.081216, c45: 3.686692, sigma: 1.217024, rate: 0.68239),
  ]

  @Test(arguments: rows) func averages(row: Row) throws {
    let (at30, at45) = (watched(30, driven(row.a)).steadyState, watched(45, driven(row.a)).steadyState)
    #expect(agrees(at30.slope, row.slope30) && agrees(at45.slope, row.slope45), "\(at30.slope) \(at45.slope)")
    #expect(agrees(at30.longTimeConstant, row.c30) && agrees(at45.longTimeConstant, row.c45))
    let sigma = try #require(at30.entropyProductionRate)
    #expect(agrees(sigma, row.sigma, decimals: row.a == 2 ? 4 : 6), "\(sigma)")
    for rate in at30.flipRates { #expect(agrees(rate, row.rate, decimals: 5)) }
  }

  /// A single look is what the companion's other figures compute, at any coupling.
  @Test func singleLooks() {
    for (angle, information) in [(30.0, 0.110464), (45, 0.062067)] {
      #expect(agrees(watched(angle, driven(0.7224)).steadyState.information, information))
    }
    for (angle, information) in [(0.0, 0.152009), (15, 0.104763), (30, 0.030741), (45, 0)] {
      #expect(agrees(watched(angle, PairCouplings(symmetric: 0)).steadyState.information, information))
    }
  }

  /// The steady state of a process on the cycle is that of the sensory complex.
  @Test func stationaryStates() {
    for couplings in [driven(0.7224), PairCouplings(j12: 0.3, j21: -1.1)] {
      let complex = SensoryComplex(couplings: couplings, beta: 1.7)
      for x in [SIMD2(0.4, -0.3), SIMD2(-2, 1.1)] {
        let process = watched(0, couplings, beta: 1.7).complex.process(reading: x)
        let difference = process.stationary - complex.response(to: x).probabilities
        #expect(max(difference.max(), -difference.min()) < 1e-14)
        let cycle = SensoryCycle(complex, reading: x)
        for state in 0..<4 {
          #expect(abs(process.onward[state] / cycle.onward[state] - 1) < 1e-13)
          #expect(abs(process.back[state] / cycle.back[state] - 1) < 1e-13)
        }
      }
    }
  }

  /// c against a has a maximum above undriven spins: a reader with patience is slowed down by weak drive.
  @Test func patienceIsSlowedDown() throws {
    for (angle, at, most, equal) in [(45.0, 0.6045, 3.733833, 0.9117), (30, 0.4023, 3.055828, 0.6437)] {
      func c(_ a: Double) -> Double { watched(angle, driven(a)).steadyState.longTimeConstant }
      #expect(abs(c(at) - most) < 6e-6, "\(c(at))")
      #expect(c(at) > c(at - 0.01) && c(at) > c(at + 0.01))
      #expect((c(equal - 2e-4) - c(0)) * (c(equal + 2e-4) - c(0)) < 0)
    }
    // The derivative by a at a = 0, 30°: what 1/T is multiplied by in the difference between both signs of the drive.
    let derivative =
      (watched(30, driven(0.15)).steadyState.longTimeConstant - watched(30, driven(-0.15)).steadyState.longTimeConstant)
      / 0.3
    #expect(abs(derivative - 0.664) < 6e-4, "\(derivative)")
  }

  /// The limit of strong drive counts turns: κ in closed form, and c e^(βa) of strongly driven spins.
  @Test func theClock() throws {
    for (angle, turns) in [(30.0, 0.707247), (45, 0.586932)] {
      var task = watched(angle, driven(0))
      task = task.with(.clock(beta: 2))
      let clock = task.steadyState
      #expect(agrees(clock.longTimeTurns, turns), "\(clock.longTimeTurns)")
      #expect(clock.entropyProductionRate == nil)
      let strong = watched(angle, driven(4)).steadyState
      #expect(abs(strong.longTimeTurns / turns - 1) < 2e-3, "\(strong.longTimeTurns)")
    }
  }

  /// Any ρ, β, η and couplings by sums over states and a plain grid, written out once more.
  @Test func byPlainSums() throws {
    let task = watched(22, PairCouplings(j12: 0.6, j21: -0.9), eta: 2.5, rho: -0.4, beta: 1.3)
    let found = task.steadyState
    var joint = [[Double]](repeating: [0, 0], count: 4)
    var sigma = 0.0
    var total = 0.0
    for i in -60...60 {
      for j in -60...60 {
        let x = SIMD2(0.1 * Double(i), 0.1 * Double(j))
        let weight = Elementary.exp(-(x.x * x.x + 0.8 * x.x * x.y + x.y * x.y) / (2 * 0.84))
        let response = SensoryComplex(couplings: task.complex.couplings, beta: 1.3).response(to: x)
        let one = task.gate.probabilityOfOne(reading: x)
        for state in 0..<4 {
          joint[state][0] += weight * response.probabilities[state] * (1 - one)
          joint[state][1] += weight * response.probabilities[state] * one
        }
        sigma += weight * response.entropyProductionRate
        total += weight
      }
    }
    let information = bitsPerNat * mutualInformation(joint.map { $0.map { $0 / total } })
    #expect(abs(found.information - information) < 1e-8)
    #expect(abs(try #require(found.entropyProductionRate) - sigma / total) < 1e-8)
  }
}

/// The net circulation: exactly nothing for J = (−a, a), as x → (x₂, −x₁) turns the answer around and not its law.
@Suite struct NetCirculationTests {
  @Test func values() {
    for (time, net, size) in [(1.0, 0.026899, 0.026504), (10, 0.036682, 0.036493)] {
      let found = NetCirculation(task: watched(30, PairCouplings(j12: -0.9, j21: 0))).informations(after: time)
      #expect(agrees(found.net, net) && agrees(found.size, size), "\(found)")
    }
  }

  @Test func symmetry() {
    for (angle, a, time) in [(30.0, 0.7224, 1.0), (45, 2, 0.3), (10, 0.4, 10)] {
      let found = NetCirculation(task: watched(angle, driven(a))).informations(after: time)
      #expect(abs(found.net) < 1e-12 && abs(found.size) < 1e-12, "\(found)")
    }
    // Correlated inputs break the symmetry.
    let correlated = NetCirculation(task: watched(30, driven(0.7224), rho: 0.5)).informations(after: 1)
    #expect(correlated.net > 1e-3, "\(correlated)")
  }

  /// p(n) adds up to 1, has the mean of the current, and p(n)/p(−n) = e^(nA/4) for n divisible by 4.
  @Test func distribution() {
    let (task, x) = (watched(30, driven(0.5)), SIMD2(0.4, -0.3))
    let process = task.complex.process(reading: x)
    let law = NetCirculation.distribution(of: process, after: 3)
    #expect(abs(law.reduce(0) { $0 + $1.p } - 1) < 1e-12)
    let current = SensoryComplex(couplings: driven(0.5), beta: 2).response(to: x).current
    #expect(abs(law.reduce(0) { $0 + Double($1.n) * $1.p } - 4 * 3 * current) < 1e-9)
    let p = Dictionary(uniqueKeysWithValues: law.map { ($0.n, $0.p) })
    for n in [4, 8] {
      let ratio = (p[n] ?? 0) / (p[-n] ?? 1)
      #expect(abs(ratio / Elementary.exp(4 * 2 * Double(n) / 4) - 1) < 1e-6, "\(n): \(ratio)")
    }
  }
}
