import LangevinDynamics
import Validation

/// What a cycle did to a bit.
public struct ErasureOutcome: Sendable, Hashable, Codable {
  /// The mean work ⟨W⟩, in k_B T. The mean heat is less by what the mean energy
  /// has gained.
  public let meanWork: Double
  /// The variance of the work, in (k_B T)².
  public let workVariance: Double
  /// The probability that the bit ends on the right.
  public let success: Double
  /// How far from equilibrium the bit ends, D(ρ‖ρ_eq), in nats: ln 2 for a perfect erasure.
  public let relativeEntropy: Double
  /// ⟨e^(−W)⟩: 1.
  public let exponentialAverage: Double
  /// ⟨e^(−2W)⟩, which says how many cycles an average of e^(−W) needs: their number times the squared relative error is this less 1.
  public let squaredExponentialAverage: Double
  /// ⟨e^(−W); ends on the right⟩: ½, so that ⟨e^(−W)⟩ among those that end on the right is ½ over ``success``.
  ///
  /// Source: A. Bérut, A. Petrosyan and S. Ciliberto, EPL 103, 60002 (2013).
  public let exponentialAverageOfSuccess: Double
  /// The least mean work with which the same could have been done in that time; see `FokkerPlanck.leastWork`.
  public let leastWork: Double

  init(_ line: FokkerPlanck<DoubleWell>) throws(InvalidInput) {
    meanWork = line.meanWork
    workVariance = line.workVariance
    success = line.density.integral(from: 0)
    relativeEntropy = line.relativeEntropyFromEquilibrium
    exponentialAverage = line.tilted().integral()
    squaredExponentialAverage = line.tilted(1).integral()
    exponentialAverageOfSuccess = line.tilted().integral(from: 0)
    leastWork = try line.leastWork
  }

  /// The limit of two solutions whose errors are in the ratio of four to one.
  init(extrapolating coarse: ErasureOutcome, to fine: ErasureOutcome) {
    func limit(_ quantity: KeyPath<ErasureOutcome, Double>) -> Double {
      fine[keyPath: quantity] + (fine[keyPath: quantity] - coarse[keyPath: quantity]) / 3
    }
    meanWork = limit(\.meanWork)
    workVariance = limit(\.workVariance)
    success = limit(\.success)
    relativeEntropy = limit(\.relativeEntropy)
    exponentialAverage = limit(\.exponentialAverage)
    squaredExponentialAverage = limit(\.squaredExponentialAverage)
    exponentialAverageOfSuccess = limit(\.exponentialAverageOfSuccess)
    leastWork = limit(\.leastWork)
  }
}

// MARK: - Samples

extension ErasureOutcome {
  /// Whether a sample holds the cycles that make the exponential average of those that end on the right: the works spread by
  /// about k_B T.
  package var canSampleSuccesses: Bool { workVariance <= 2 }

  /// Whether a sample also holds the rare cycles that end on the left and make the exponential average over all: its exact
  /// error is below a tenth.
  ///
  /// - Parameter cycles: the number of cycles in the sample.
  package func canSampleAll(cycles: Int) -> Bool {
    canSampleSuccesses && 100 * (squaredExponentialAverage - 1) <= Double(cycles)
  }
}
