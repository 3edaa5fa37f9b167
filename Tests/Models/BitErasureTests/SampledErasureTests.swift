import BitErasure
import ElementaryFunctions
import Estimation
import LangevinDynamics
import Randomness
import Testing

/// Sampled cycles over their exact lines: 10⁵ trajectories per point, E = 13.
@Suite struct SampledErasureTests {
  private func ensemble(
    _ cycle: ErasureProtocol.Cycle, _ duration: Double, timeStep: Double, _ integrator: LangevinIntegrator = .heun
  ) throws -> LangevinEnsemble<DoubleWell> {
    let erasure = ErasureProtocol(duration: duration)
    var ensemble = try LangevinEnsemble(
      erasure.landscape, inEquilibriumAt: DoubleWell.Control(), count: 100_000,
      random: RandomStream(seed: 51)["\(cycle)"]["\(duration)"])
    try ensemble.run(erasure.drive(cycle), timeStep: timeStep, integrator: integrator)
    return ensemble
  }

  /// ⟨W⟩ by Heun's scheme with dt·8E = 0.1 within 4 standard errors of the Fokker–Planck equation; by that of Euler and Maruyama with
  /// dt = 1e-3, whose bias is −1.4 % for the control at τ = 2, it is not.
  @Test(arguments: ErasureProtocol.Cycle.allCases, [1.0, 2, 5]) func meanWorkMeetsTheLine(
    cycle: ErasureProtocol.Cycle, duration: Double
  ) throws {
    let exact = try ErasureProtocol(duration: duration).outcome(of: cycle, points: 401, steps: 1000)
    let heun = try ensemble(cycle, duration, timeStep: 0.1 / 104)
    #expect(heun.meanWork.isConsistent(with: exact.meanWork, sigmas: 4))
    // Negative control.
    if cycle == .control && duration == 2 {
      let euler = try ensemble(cycle, duration, timeStep: 1e-3, .eulerMaruyama)
      #expect(!euler.meanWork.isConsistent(with: exact.meanWork, sigmas: 4))
    }
  }

  /// The histogram of the work of an erasure over its exact distribution: 60 bins of expected 25 works and more within 4.5 standard
  /// errors, and χ² per bin within 4.5 of its own, √(2/n).
  @Test func worksAreDistributedAsTheFokkerPlanckEquationSays() throws {
    let works = try ensemble(.erasing, 2, timeStep: 0.1 / 104).works
    let exact = try ErasureProtocol(duration: 2).workDistribution(of: .erasing, points: 401, steps: 1000)
    let other = try ErasureProtocol(duration: 2.1).workDistribution(of: .erasing, points: 401, steps: 1000)
    var histogram = Histogram(in: -8...16, bins: 96)
    for work in works { histogram.add(work) }
    func deviations(from distribution: WorkDensity) -> [Double] {
      histogram.weights.indices.compactMap { bin in
        let range = histogram.range(of: bin)
        let p = distribution.probability(from: range.lowerBound, to: range.upperBound)
        let variance = p * (1 - p) / 1e5
        return 1e5 * p < 25 ? nil : (histogram.weights[bin] / 1e5 - p) / variance.squareRoot()
      }
    }
    func chiSquared(_ deviations: [Double]) -> Double {
      let count = Double(deviations.count)
      return (deviations.reduce(0) { $0 + $1 * $1 } / count - 1) / (2 / count).squareRoot()
    }
    let found = deviations(from: exact)
    #expect(found.count >= 60 && found.allSatisfy { abs($0) < 4.5 })
    #expect(abs(chiSquared(found)) < 4.5)
    // Negative control: a cycle that is 5 % slower.
    #expect(chiSquared(deviations(from: other)) > 10)
  }

  /// At E = 13 a sample finds ⟨e^(−W)⟩ = ½, not 1: the other half sits on cycles that end on the left with works around −16, and all
  /// of W < −8 has the probability 3.5e-7 at τ = 10.
  @Test func theOtherHalfOfTheAverageIsNotSampled() throws {
    let ensemble = try ensemble(.erasing, 10, timeStep: 0.1 / 104)
    let average = Average(ensemble.works.map { Elementary.exp(-$0) }).estimate
    #expect(average.isConsistent(with: 0.5, sigmas: 4.5) && !average.isConsistent(with: 1, sigmas: 20))
    let works = try ErasureProtocol(duration: 10).workDistribution(of: .erasing, points: 401, steps: 1000)
    #expect(abs(works.probability(to: -8) - 3.516e-7) < 2e-10)
  }
}
