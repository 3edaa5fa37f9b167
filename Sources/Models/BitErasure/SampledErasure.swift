import Cells
import ElementaryFunctions
import Estimation
import LangevinDynamics
import Randomness
import Validation

/// Simulated cycles of a bit that begins in equilibrium: a block of those that belong to one cycle time.
package struct SampledErasure: Cell {
  /// The bit and the cycle time.
  package var erasure: ErasureProtocol
  /// What is done with the bit.
  package var cycle: ErasureProtocol.Cycle
  /// The largest time step, in x₀²/D.
  package var timeStep: Double
  /// How many cycles there are.
  package var trajectories: Int
  /// The number of the block, which sets its random stream apart.
  package var block: Int
  /// The works of the bins of the histogram, in k_B T.
  package var works: ClosedRange<Double>

  /// A block of cycles.
  package init(
    erasure: ErasureProtocol, cycle: ErasureProtocol.Cycle, timeStep: Double, trajectories: Int, block: Int,
    works: ClosedRange<Double>
  ) {
    (self.erasure, self.cycle, self.timeStep) = (erasure, cycle, timeStep)
    (self.trajectories, self.block, self.works) = (trajectories, block, works)
  }

  /// The averages over the cycles.
  package func compute(_ random: RandomStream) throws -> ErasureSample {
    var ensemble = try LangevinEnsemble(
      erasure.landscape, inEquilibriumAt: DoubleWell.Control(), count: trajectories, random: random)
    try ensemble.run(erasure.drive(cycle), timeStep: timeStep)
    var sample = ErasureSample(works: empty)
    for (work, position) in zip(ensemble.works, ensemble.positions) { sample.add(work: work, position: position) }
    return sample
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: ErasureSample) -> String? {
    result.works.hasBins(of: empty) ? nil : "The works are not counted in the bins of the cell."
  }

  private var empty: Histogram { Histogram(in: works, bins: 72) }
}

/// Averages over cycles of a bit.
package struct ErasureSample: Sendable, Validated, Hashable, Mergeable {
  /// Of the work W, in k_B T.
  package private(set) var work = Average()
  /// How often W < ln 2.
  package private(set) var below = Average()
  /// How often the bit ends on the right.
  package private(set) var success = Average()
  /// Of e^(−W).
  package private(set) var exponential = Average()
  /// Of e^(−W) of the cycles that end on the right, with 0 for the others.
  package private(set) var restricted = Average()
  /// The works.
  package private(set) var works: Histogram

  /// No cycles yet.
  init(works: Histogram) { self.works = works }

  /// Adds a cycle.
  ///
  /// - Parameters:
  ///   - work: W, in k_B T.
  ///   - position: where the bit ends.
  mutating func add(work: Double, position: Double) {
    let (weight, isRight) = (Elementary.exp(-work), position > 0)
    self.work.add(work)
    below.add(work < ErasureProtocol.landauerBound ? 1 : 0)
    success.add(isRight ? 1 : 0)
    exponential.add(weight)
    restricted.add(isRight ? weight : 0)
    works.add(work)
  }

  /// Adds the cycles of another sample.
  package mutating func merge(_ other: ErasureSample) {
    work.merge(other.work)
    below.merge(other.below)
    success.merge(other.success)
    exponential.merge(other.exponential)
    restricted.merge(other.restricted)
    works.merge(other.works)
  }

  /// ⟨W⟩, the success where enough cycles fail, and the exponential averages where a sample can hold what makes them, less the
  /// exact values, in standard errors.
  package func deviations(from exact: ErasureOutcome) -> [Double] {
    let success = Estimate.deviation(
      ofFrequency: success.mean, from: exact.success, among: Double(success.count))
    let restricted = restricted.estimate.deviation(from: exact.exponentialAverageOfSuccess)
    let exponential = exponential.estimate.deviation(from: exact.exponentialAverage)
    return [work.estimate.deviation(from: exact.meanWork), success].compactMap { $0 }
      + (exact.canSampleSuccesses ? [restricted] : [])
      + (exact.canSampleAll(cycles: self.exponential.count) ? [exponential] : [])
  }

  /// The frequency of W < ln 2 where enough cycles are on either side, and each bin of the histogram where enough are expected,
  /// less the exact probabilities, in exact standard errors.
  package func deviations(from exact: WorkDensity) -> (bins: [Double?], below: Double?) {
    let bins = works.weights.indices.map { bin in
      exact.probability(from: works.range(of: bin).lowerBound, to: works.range(of: bin).upperBound)
    }
    return (
      works.deviations(from: bins),
      Estimate.deviation(
        ofFrequency: below.mean, from: exact.probability(to: ErasureProtocol.landauerBound),
        among: Double(below.count))
    )
  }
}

extension ErasureSample {
  /// Reads a sample.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    work = try fields.read(.work)
    below = try fields.read(.below)
    success = try fields.read(.success)
    exponential = try fields.read(.exponential)
    restricted = try fields.read(.restricted)
    works = try fields.read(.works)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    [below, success, exponential, restricted].allSatisfy { $0.count == work.count }
      ? nil : "All averages of a sample of erasures are over the same trajectories."
  }
}
