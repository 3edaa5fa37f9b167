import BitErasure
import ElementaryFunctions
import LangevinDynamics
import StochasticThermodynamics
import Testing

/// The limit of a quantity whose error is of second order in spacing and step.
private func limit(_ quantity: (_ refinement: Int) throws -> Double) rethrows -> Double {
  let (coarse, fine) = (try quantity(1), try quantity(2))
  return fine + (fine - coarse) / 3
}

/// The distribution of the work on a trap in equilibrium, on 300 cells and in 150 steps or a multiple of both.
private func works(_ drive: Drive<HarmonicTrap.Control>, _ refinement: Int, in range: ClosedRange<Double>) throws
  -> WorkDensity
{
  let grid = try LineGrid(-8...9, points: 300 * refinement + 1)
  return try FokkerPlanck(HarmonicTrap(), inEquilibriumAt: drive(0), on: grid)
    .workDistribution(of: drive, steps: 150 * refinement, in: range)
}

/// ∫ f(w) ρ(w) dw by the trapezoid rule, exact to rounding for a density that vanishes at both ends of its range.
private func average(
  with works: WorkDensity, from start: Double? = nil, _ function: (_ work: Double) -> Double
) -> Double {
  let step = (works.range.upperBound - works.range.lowerBound) / 4000
  return (0..<4000).reduce(0) { sum, place in
    let work = works.range.lowerBound + Double(place) * step
    return work < start ?? -.infinity ? sum : sum + step * works.density(at: work) * function(work)
  }
}

@Suite struct FokkerPlanckWorkTests {
  /// In a trap that moves or is pulled the work is Gaussian with variance 2W_diss. O. Mazonka and C. Jarzynski,
  /// cond-mat/9912121 (1999). P(W < mean − deviation) = 0.158655.
  @Test(arguments: try SolvedTrap.all.prefix(2)) func worksOfTrapsAreGaussian(solved: SolvedTrap) throws {
    let range = solved.meanWork - 10...solved.meanWork + 12
    let (coarse, fine) = (try works(solved.drive, 1, in: range), try works(solved.drive, 2, in: range))
    func limit(_ quantity: (WorkDensity) -> Double) -> Double {
      quantity(fine) + (quantity(fine) - quantity(coarse)) / 3
    }
    func gaussian(_ distance: Double, _ variance: Double) -> Double {
      Elementary.exp(-0.5 * distance * distance / variance) / (2 * Double.pi * variance).squareRoot()
    }
    for distance in [-3, -1.5, 0, 0.7, 2, 4] {
      let density = limit { $0.density(at: solved.meanWork + distance) }
      #expect(abs(density - gaussian(distance, solved.workVariance)) < 2e-6)
    }
    let below = limit { $0.probability(to: solved.meanWork - solved.workVariance.squareRoot()) }
    #expect(abs(below - 0.158655254) < 1e-6)
    #expect(abs(fine.probability() - 1) < 1e-12 && abs(fine.total - 1) < 1e-12)
    #expect(abs(fine.probability(from: -1, to: 0.3) - (fine.probability(to: 0.3) - fine.probability(to: -1))) < 1e-14)
    // The grid alone is not that good, and a Gaussian without fluctuation–dissipation is another.
    #expect(abs(fine.density(at: solved.meanWork) - gaussian(0, solved.workVariance)) > 2e-6)
    #expect(abs(fine.density(at: solved.meanWork) - gaussian(0, 1.01 * solved.workVariance)) > 1e-3)
  }

  /// ρ(w) = e^w ρ_reverse(−w) point by point for an erasure, whose work is far from Gaussian, and its reverse, which starts in the
  /// same equilibrium: G. E. Crooks, Phys. Rev. E 60, 2721 (1999). Exact on any grid, as each step obeys detailed balance.
  @Test func anErasureAndItsReverseAreSymmetric() throws {
    let erasure = ErasureProtocol(barrier: 4, duration: 2)
    let line = try FokkerPlanck(
      erasure.landscape, inEquilibriumAt: DoubleWell.Control(), on: erasure.grid(points: 301))
    let drive = try erasure.drive(.erasing)
    let forward = try line.workDistribution(of: drive, steps: 300, in: -30...40)
    let reverse = try line.workDistribution(of: drive.reversed, steps: 300, in: -40...30)
    for work in [-7, -5, -2, 0, 1, 3, 6.0] {
      let expected = Elementary.exp(work) * reverse.density(at: -work)
      #expect(abs(forward.density(at: work) / expected - 1) < 1e-8)
      // Negative control: without the exponential.
      #expect(work == 0 || abs(forward.density(at: work) / reverse.density(at: -work) - 1) > 0.5)
    }
  }

  /// Normalisation, mean and variance of an erasure; a mistake of one in a thousand would be seen.
  @Test(arguments: [ErasureProtocol.Cycle.erasing, .control]) func momentsAreThoseOfTheFokkerPlanckEquation(
    cycle: ErasureProtocol.Cycle
  ) throws {
    let erasure = ErasureProtocol(barrier: 6, duration: 2)
    let works = try erasure.workDistribution(of: cycle, points: 401, steps: 600)
    let outcome = try erasure.outcome(of: cycle, points: 401, steps: 600)
    let mean = average(with: works) { $0 }
    let variance = average(with: works) { ($0 - outcome.meanWork) * ($0 - outcome.meanWork) }
    #expect(abs(average(with: works) { _ in 1 } - 1) < 1e-11)
    #expect(abs(mean - outcome.meanWork) < 1e-7 && abs(variance - outcome.workVariance) < 1e-5)
    #expect((-40...60).allSatisfy { works.density(at: 0.3 * Double($0)) > -1e-12 })
    // Negative control: the other cycle.
    let other = try erasure.outcome(of: cycle == .control ? .erasing : .control, points: 401, steps: 600)
    #expect(abs(mean - other.meanWork) > 1e-3)
  }

  /// ⟨e^(−W); left⟩ = ⟨e^(−W); right⟩ = ½, although few end on the left: Bérut, Petrosyan and Ciliberto, EPL 103, 60002 (2013). What
  /// ends there does so with works around −6, in one cycle of four hundred.
  @Test func whereTheExponentialAverageComesFrom() throws {
    let erasure = ErasureProtocol(barrier: 5, duration: 10)
    let left = try erasure.workDistribution(of: .erasing, endingIn: -5...0, points: 401, steps: 1000)
    let right = try erasure.workDistribution(of: .erasing, endingIn: 0...5, points: 401, steps: 1000)
    let all = try erasure.workDistribution(of: .erasing, points: 401, steps: 1000)
    let outcome = try erasure.outcome(of: .erasing, points: 401, steps: 1000)
    #expect(abs(right.total - outcome.success) < 1e-9 && abs(left.total + right.total - 1) < 1e-11)
    for work in [-6.0, 0, 2] {
      #expect(abs(left.density(at: work) + right.density(at: work) - all.density(at: work)) < 1e-12)
    }
    // Rounding, magnified by e^(−W), keeps from going further down.
    let halves = [left, right].map { average(with: $0, from: -16) { Elementary.exp(-$0) } }
    #expect(halves.allSatisfy { abs($0 - 0.5) < 1e-5 })
    #expect(left.probability(to: -3) < 3e-3)
    // Negative control: without those works the left has next to nothing.
    #expect(average(with: left, from: -2) { Elementary.exp(-$0) } < 0.05)
  }
}
